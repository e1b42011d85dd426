"""Seeing by name the others of a cluster: an authority sees what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from ..analysis.disclosure import MOST_KNOWN
from ..models import Assessment, Benchmark, Cluster, SeenByName
from ..round_analysis.scores_by_name import ScoresByName, scores_by_name


@dataclass(frozen=True)
class ByName:
    """The others of the authority's clusters that it sees by name.

    left_out  how many agreed and are not shown: it would know too many
    """

    shown: list[Assessment]
    left_out: int
    is_shown_itself: bool


def scores_seen_by(assessment: Assessment) -> ScoresByName:
    """Return the scores that the authority sees by name; record which it has seen."""
    seen = see_by_name(assessment=assessment)
    return scores_by_name(
        assessment, seen.shown, seen.left_out, is_shown=seen.is_shown_itself
    )


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
