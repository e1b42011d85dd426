"""The questions on an assessment's submissions, with their replies. Reads only."""

from django.db.models import Prefetch

from ..models import Assessment, Question, Reply


def questions_of(assessment: Assessment) -> list[Question]:
    """Return the questions, open ones first, then the latest. Two queries."""
    found = (
        Question.objects.filter(submission__assessment=assessment)
        .select_related("by", "closed_by", "statement__area", "area", "submission")
        .defer("submission__content")
        .prefetch_related(Prefetch("replies", Reply.objects.select_related("by")))
    )
    return sorted(found, key=lambda each: (each.closed_at is not None, -each.pk))
