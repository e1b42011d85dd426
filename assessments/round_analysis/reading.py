"""The data of an analysis: the authorities asked, and what each returned last.

The same number of queries however many authorities and rounds there are. The ratings come from the records
made at submitting; whatever else may still change (names, regions, young people's
scores, follow-ups) is in the `Basis` that a kept analysis stores.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from django.db.models import OuterRef, QuerySet, Subquery

from ..analysis.across_editions import Link, NotCompared
from ..analysis.returns import (
    Discussion,
    Edition,
    Figures,
    Return,
    discussed_of,
)
from ..models import (
    Assessment,
    FollowUp,
    FollowUpReturn,
    Round,
    Submission,
    YoungPeopleScore,
)
from .editions import editions_of
from .records import records_of


class BasisRow(TypedDict):
    """One authority that was asked, as a kept analysis stores it.

    `reference` is "" if it did not return. Areas are named by number, as JSON has keys.
    """

    key: int
    authority: str
    region: str
    kind: str
    clusters: list[str]
    reference: str
    digest: str
    young_people: dict[str, int | None]
    follow_up_asked: bool
    follow_up_reference: str
    follow_up: dict[str, list[int | None]] | None


Basis = list[BasisRow]


@dataclass(frozen=True)
class Filters:
    """The authorities that an analysis is narrowed to; each "" leaves all of them."""

    region: str = ""
    kind: str = ""
    cluster: str = ""
    twice: bool = False  # only those that also returned a follow-up

    def keep(self, row: BasisRow) -> bool:
        """Return whether an authority is wanted."""
        return (
            self.region in {"", row["region"]}
            and self.kind in {"", row["kind"]}
            and (not self.cluster or self.cluster in row["clusters"])
            and (not self.twice or row["follow_up"] is not None)
        )

    @property
    def is_narrowed(self) -> bool:
        """Return whether it leaves anybody out."""
        return self != Filters()

    def in_words(self) -> str:
        """Return what the analysis is narrowed to, as part of a heading; "" if nothing."""
        parts = [self.region, self.kind, self.cluster]
        parts.append("returned both times" if self.twice else "")
        return "; ".join(part for part in parts if part)


@dataclass(frozen=True)
class RoundData:
    """A round as it is analysed: who was asked, and what was returned."""

    name: str
    slug: str
    edition: Edition
    asked: Basis
    returns: list[Return]
    baseline: "RoundData | None" = None
    links: tuple[
        Link, ...
    ] = ()  # from statements of the baseline, if of another edition
    not_compared: tuple[NotCompared, ...] = ()  # authorities of one round only
    later_notes: tuple[str, ...] = ()  # on its statements, as sentences
    later_notes_across: tuple[str, ...] = ()  # and on those of the baseline
    has_codes: bool = False  # for the names of authorities

    @property
    def n(self) -> int:
        """Return how many authorities returned."""
        return len(self.returns)

    @property
    def follow_ups_asked(self) -> int:
        """Return how many that returned were asked for a follow-up or sent one unasked."""
        return sum(row["follow_up_asked"] for row in self.asked if row["reference"])

    @property
    def follow_ups(self) -> int:
        """Return how many returned a follow-up."""
        return sum(each.follow_up is not None for each in self.returns)


def bases_of(rounds: Sequence[Round], clusters: Mapping[int, list[str]]) -> list[Basis]:
    """Return, for each round, who was asked in it and what each returned last, by name.

    `clusters` has the names of the clusters of each authority, by its key. Four
    queries, however many rounds.
    """
    found: dict[int, Basis] = {round.pk: [] for round in rounds}
    asked = Assessment.objects.filter(round__in=rounds, is_counted=True)
    for round, row in rows_of(asked, clusters):
        found[round].append(row)
    return [found[round.pk] for round in rounds]


def rows_of(
    assessments: QuerySet[Assessment], clusters: Mapping[int, list[str]]
) -> list[tuple[int, BasisRow]]:
    """Return (key of the round, row) of each assessment, by name. Four queries."""
    submitted = {
        assessment: (reference, digest)
        for assessment, reference, digest in _last_submissions(assessments).values_list(
            "assessment", "reference", "digest"
        )
    }
    young = _young_people(assessments)
    returned = _follow_ups(assessments)
    found: list[tuple[int, BasisRow]] = []
    for each in assessments.select_related("authority", "follow_up").order_by(
        "authority__name"
    ):
        reference, digest = submitted.get(each.pk, ("", ""))
        follow_up, stages = returned.get(each.pk, ("", None))
        row: BasisRow = {
            "key": each.authority_id,
            "authority": each.authority.name,
            "region": each.authority.region,
            "kind": each.authority.kind,
            "clusters": clusters.get(each.authority_id, []),
            "reference": reference,
            "digest": digest,
            "young_people": young.get(each.pk, {}),
            "follow_up_asked": bool(follow_up) or _is_asked(each),
            "follow_up_reference": follow_up,
            "follow_up": stages,
        }
        found.append((each.round_id, row))
    return found


def _is_asked(assessment: Assessment) -> bool:
    """Return whether Coram Voice asked for its follow-up; none is there before it submits."""
    follow_up: FollowUp | None = getattr(assessment, "follow_up", None)
    return follow_up is not None and follow_up.asked_at is not None


def last_submissions_of(round: Round) -> QuerySet[Submission]:
    """Return the last submission of each authority that counts in a round."""
    return _last_submissions(Assessment.objects.filter(round=round, is_counted=True))


def _last_submissions(assessments: QuerySet[Assessment]) -> QuerySet[Submission]:
    """Return the last submission of each assessment."""
    same = Submission.objects.filter(assessment=OuterRef("assessment"))
    last = same.order_by("-number").values("number")[:1]
    return Submission.objects.filter(assessment__in=assessments, number=Subquery(last))


def _young_people(
    assessments: QuerySet[Assessment],
) -> dict[int, dict[str, int | None]]:
    found: dict[int, dict[str, int | None]] = {}
    rows = YoungPeopleScore.objects.filter(
        assessment__in=assessments, score__isnull=False
    ).order_by("area__number")
    for key, number, score in rows.values_list("assessment", "area__number", "score"):
        found.setdefault(key, {})[str(number)] = score
    return found


def _follow_ups(
    assessments: QuerySet[Assessment],
) -> dict[int, tuple[str, dict[str, list[int | None]]]]:
    """Return {assessment: (reference, its two scores of each area)}, as last returned."""
    found = {}
    rows = FollowUpReturn.objects.filter(follow_up__assessment__in=assessments)
    for key, reference, areas in rows.order_by("follow_up", "number").values_list(
        "follow_up__assessment", "reference", "content__follow_up__areas"
    ):
        found[key] = (
            reference,
            {
                number: [each.get("stage_one"), each.get("stage_two")]
                for number, each in areas.items()
            },
        )
    return found


def read(
    rounds: Sequence[tuple[Round, Basis]], *, with_discussion: bool = False
) -> list[RoundData]:
    """Return the data of each round of a basis. Three queries, however many rounds.

    A submission of a kept analysis that has gone since is left out of its returns.
    """
    editions = editions_of(round.framework for round, _ in rounds)
    references = [
        row["reference"] for _, basis in rounds for row in basis if row["reference"]
    ]
    records = records_of(references, with_discussion=with_discussion)
    return [
        RoundData(
            name=round.name,
            slug=round.slug,
            edition=editions[round.framework_id],
            asked=basis,
            returns=[
                _return(row, *records[row["reference"]])
                for row in basis
                if row["reference"] in records
            ],
        )
        for round, basis in rounds
    ]


def with_baseline(
    data: RoundData,
    baseline: RoundData,
    links: Iterable[Link],
    not_compared: Iterable[NotCompared],
) -> RoundData:
    """Return the data beside those of an earlier round."""
    return replace(
        data,
        baseline=baseline,
        links=tuple(links),
        not_compared=tuple(not_compared),
    )


def _return(row: BasisRow, figures: Figures, discussion: Discussion | None) -> Return:
    stages = row["follow_up"]
    return Return(
        key=row["key"],
        authority=row["authority"],
        reference=row["reference"],
        digest=row["digest"],
        ratings=figures["ratings"],
        scores={int(number): score for number, score in figures["scores"].items()},
        region=row["region"],
        kind=row["kind"],
        clusters=tuple(row["clusters"]),
        young_people={int(each): n for each, n in row["young_people"].items()},
        follow_up=None
        if stages is None
        else {int(number): (one, two) for number, (one, two) in stages.items()},
        discussed=discussed_of(discussion, figures) if discussion else {},
    )
