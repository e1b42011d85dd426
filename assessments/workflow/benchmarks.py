"""Releasing a benchmark, opening results, and seeing others of a cluster by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from .. import emails
from ..analysis.disclosure import MOST_KNOWN
from ..models import (
    Assessment,
    Benchmark,
    Cluster,
    ResultsOpening,
    Round,
    SeenByName,
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


@dataclass(frozen=True)
class ByName:
    """The others of the authority's clusters that it sees by name.

    left_out  how many agreed and are not shown: it would know too many
    """

    shown: list[Assessment]
    left_out: int
    is_shown_itself: bool


@transaction.atomic
def see_by_name(*, assessment: Assessment) -> ByName:
    """Return who is seen by name, and record it: an authority sees what it shows.

    It may see no more than the benchmarks of the round allow for, however many agree;
    those it has seen before come first. How many there are depends on nobody's values.
    """
    if not shows_cluster(assessment):
        return ByName([], 0, is_shown_itself=False)
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    candidates = _candidates(held)
    seen = set(held.seen_by_name.values_list("shown", flat=True))
    first = Benchmark.objects.filter(round=held.round_id).order_by("number").first()
    room = (first.known if first else MOST_KNOWN) - 1
    again = [each for each in candidates if each.pk in seen]
    fresh = [each for each in candidates if each.pk not in seen]
    shown = again + fresh[: max(room - len(seen), 0)]
    SeenByName.objects.bulk_create(
        [SeenByName(viewer=held, shown=each) for each in shown if each.pk not in seen]
    )
    ordered = sorted(shown, key=lambda each: each.authority.name)
    return ByName(ordered, len(candidates) - len(shown), is_shown_itself=True)


def shows_cluster(assessment: Assessment) -> bool:
    """Return whether the authority agreed to be seen by its cluster."""
    return Assessment.objects.filter(
        pk=assessment.pk, consent__shows_cluster=True
    ).exists()


def _candidates(assessment: Assessment) -> Sequence[Assessment]:
    """Return the others of its clusters in the same round that agreed and submitted."""
    clusters = Cluster.objects.current().filter(authorities=assessment.authority_id)
    return list(
        Assessment.objects.filter(
            round=assessment.round_id,
            authority__clusters__in=clusters,
            consent__shows_cluster=True,
            submissions__isnull=False,
        )
        .exclude(pk=assessment.pk)
        .select_related("authority")
        .order_by("authority__name")
        .distinct()
    )
