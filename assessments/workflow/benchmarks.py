"""Releasing a benchmark, and opening the results it gives."""

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from .. import emails
from ..models import (
    Assessment,
    Benchmark,
    ResultsOpening,
    Round,
    Submission,
)
from ..round_analysis.benchmarking import plan
from ..round_analysis.beside_others import benchmark_of
from ..submission.previous_submission import forget_reports_of
from .common import moderators_of


@transaction.atomic
def release(
    *, round: Round, grouping: str, by_name: int, note: str, by: User
) -> Benchmark:
    """Release a benchmark of the round as it is now, and tell the moderators in it.

    Raises Refused with the reasons if it is too small or too like an earlier one.
    """
    held = Round.objects.select_for_update().get(pk=round.pk)
    planned = plan(held, grouping, by_name)
    if planned.problems:
        raise Refused(" ".join(planned.problems))
    last = Benchmark.objects.filter(round=held).first()
    made = Benchmark.objects.create(
        round=held,
        number=last.number + 1 if last else 1,
        released_at=timezone.now(),
        released_by=by,
        grouping=grouping,
        known=planned.known,
        note=note,
        basis=planned.groups,
        figures=planned.figures,
    )
    forget_reports_of(made.basis)
    _tell(made)
    return made


def _tell(benchmark: Benchmark) -> None:
    """Tell the moderators of every authority in a benchmark by email."""
    assessments = Assessment.objects.filter(
        submissions__reference__in=benchmark.basis
    ).distinct()
    for assessment in assessments.select_related("authority", "round"):
        emails.results_released(
            assessment, benchmark.released_by, moderators_of(assessment)
        )


def note_opening(*, benchmark: Benchmark, assessment: Assessment, by: User) -> None:
    """Record that somebody of the authority opened its results, the first time only."""
    ResultsOpening.objects.get_or_create(
        benchmark=benchmark, assessment=assessment, by=by
    )


def note_report(*, submission: Submission, by: User) -> None:
    """Record that somebody of the authority took the results as a part of its report."""
    benchmark = benchmark_of(submission)
    if benchmark:
        note_opening(benchmark=benchmark, assessment=submission.assessment, by=by)
