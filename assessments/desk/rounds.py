"""The rounds that Coram Voice lists, with how many were asked and have submitted."""

from django.db.models import Count, Q, QuerySet

from ..models import Round


def counted(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Return rounds, the newest first, with `assessment_count` and `submitted_count`.

    They count the authorities asked and those that have submitted. Without an order of
    its own, a query that counts has none.
    """
    counted = Q(assessments__is_counted=True)
    submitted = Q(assessments__submissions__isnull=False)
    return rounds.annotate(
        assessment_count=Count("assessments", filter=counted, distinct=True),
        submitted_count=Count("assessments", filter=counted & submitted, distinct=True),
    ).order_by("-opens_on", "name")
