"""The global scores that the authorities of a cluster show each other by name."""

from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from frameworks.models import Area

from ..models import Assessment, Cluster, LocalAuthority, Submission

Scores = dict[str, int | None]  # by area number


@dataclass(frozen=True)
class ClusterScores:
    """One cluster: the authorities that show their scores, and those by area.

    `rows` are (area, the score of each of the `authorities`). `silent` is how many
    others of the cluster do not show theirs, or have not submitted in the round.
    """

    cluster: Cluster
    authorities: list[LocalAuthority]
    rows: list[tuple[Area, list[int | None]]]
    silent: int


def scores_of(assessment: Assessment) -> list[ClusterScores]:
    """Return the scores in the same round, for each current cluster of the authority.

    Its own scores come first, whether or not it shows them to others.
    """
    clusters = Cluster.objects.current().filter(authorities=assessment.authority_id)
    shown = {each.authority_id: each for each in _assessments(assessment)}
    areas = list(assessment.round.framework.areas.order_by("number"))
    return [
        _of_cluster(cluster, assessment.authority_id, shown, areas)
        for cluster in clusters.prefetch_related("authorities")
    ]


def _assessments(assessment: Assessment) -> QuerySet[Assessment]:
    """Return the assessments of the round whose scores may be shown, with `scores`."""
    last = Submission.objects.filter(assessment=OuterRef("pk")).order_by("-number")
    return Assessment.objects.filter(
        Q(pk=assessment.pk) | Q(consent__shows_cluster=True),
        round=assessment.round_id,
    ).annotate(scores=Subquery(last.values("content__global_scores")[:1]))


def _of_cluster(
    cluster: Cluster,
    own: int,
    shown: dict[int, Assessment],
    areas: list[Area],
) -> ClusterScores:
    every = sorted(
        cluster.authorities.all(), key=lambda each: (each.pk != own, each.name)
    )
    scores: dict[int, Scores] = {
        each.pk: shown[each.pk].scores  # type: ignore[attr-defined]  # annotated
        for each in every
        if each.pk in shown and shown[each.pk].scores  # type: ignore[attr-defined]
    }
    authorities = [each for each in every if each.pk in scores]
    return ClusterScores(
        cluster=cluster,
        authorities=authorities,
        rows=[
            (area, [scores[each.pk].get(str(area.number)) for each in authorities])
            for area in areas
        ],
        silent=len(every) - len(authorities),
    )
