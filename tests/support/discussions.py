"""Answers of groups, and discussions opened on the site."""

from django.utils import timezone

from assessments.models import AgreedArea, DraftResponse


def answer(group, code, value=None, **texts):
    """Set the group's answer to one statement."""
    point = value and group.assessment.round.framework.scale.get(value=value)
    DraftResponse.objects.filter(
        draft__group=group,
        draft__area__number=int(code[:-1]),
        statement__letter=code[-1],
    ).update(rating=point, **texts)


def open_area(assessment, mo, number=7):
    AgreedArea.objects.filter(assessment=assessment, area__number=number).update(
        discussion_opened_at=timezone.now(), discussion_opened_by=mo
    )
