"""A benchmark that may be released: its submissions, its figures, and the objections."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.db.models import Count

from ..analysis.benchmark import EVERYBODY, Released, Spread, spreads
from ..analysis.disclosure import MOST_KNOWN, too_small
from ..models import Benchmark, Cluster, Round, SeenByName
from .choosing import Choice, bases
from .editions import edition_of
from .reading import BasisRow
from .records import records_of

NOT_KNOWN = "Not known"
Groups = dict[str, str]  # {reference: its group, or "" for none}


class Figures(TypedDict):
    """The figures of a benchmark.

    areas       {area number: {group: Spread of its global scores}}
    statements  {code: Spread of the ratings of everybody}
    """

    areas: dict[str, dict[str, Spread]]
    statements: dict[str, Spread]


@dataclass(frozen=True)
class Plan:
    """A benchmark that may be released if `problems` is empty."""

    groups: Groups
    known: int
    figures: Figures
    problems: list[str]

    @property
    def areas_shown(self) -> int:
        """Return for how many areas it has figures of everybody."""
        return sum(bool(each[EVERYBODY]) for each in self.figures["areas"].values())

    @property
    def statements_shown(self) -> int:
        """Return for how many statements it has counts."""
        return sum("counts" in each for each in self.figures["statements"].values())


def released_of(groups: Groups) -> Released:
    """Return the groups as sets of submissions."""
    names = sorted(set(groups.values()) - {""})
    return Released(
        frozenset(groups),
        {
            name: frozenset(key for key, group in groups.items() if group == name)
            for name in names
        },
    )


def plan(round: Round, grouping: str, by_name: int) -> Plan:
    """Return the benchmark of the round's submissions as they are now.

    `by_name` is how many others an authority may see by name; it is decided with the
    first benchmark of a round.
    """
    earlier = list(Benchmark.objects.filter(round=round).order_by("number"))
    known = earlier[0].known if earlier else known_with(round, by_name)
    groups = {
        row["reference"]: _group(row, grouping)
        for row in bases(round, Choice()).asked
        if row["reference"]
    }
    release = released_of(groups)
    before = [released_of(each.basis) for each in earlier]
    return Plan(
        groups=groups,
        known=known,
        figures=_figures(round, release, before, known),
        problems=too_small(
            release.everybody,
            release.groups,
            [each.everybody for each in before],
            known,
        ),
    )


def _group(row: BasisRow, grouping: str) -> str:
    if grouping == Benchmark.Grouping.REGION:
        return row["region"] or NOT_KNOWN
    if grouping == Benchmark.Grouping.KIND:
        return row["kind"] or NOT_KNOWN
    return ""


def known_with(round: Round, by_name: int) -> int:
    """Return how many values an authority may know: its own and those seen by name."""
    seen = (
        SeenByName.objects.filter(viewer__round=round)
        .values("viewer")
        .annotate(many=Count("pk"))
        .order_by("-many")
        .values_list("many", flat=True)
        .first()
    )
    return min(1 + max(by_name, seen or 0), MOST_KNOWN)


def largest_cluster() -> int:
    """Return how many others are in the largest cluster."""
    sizes = Cluster.objects.current().annotate(size=Count("authorities"))
    largest = sizes.order_by("-size").values_list("size", flat=True).first() or 1
    return min(largest - 1, MOST_KNOWN - 1) if largest else 0


def _figures(
    round: Round, release: Released, before: Sequence[Released], known: int
) -> Figures:
    """Return the figures of a release.

    What was erased since an earlier release counts as without an answer: its part is too
    alike for anything to be shown, so nothing gives it away.
    """
    edition = edition_of(round.framework)
    every = {item for one in [*before, release] for item in one.everybody}
    records = records_of([str(each) for each in every])

    def spread_of(
        part: str, key: str, scale: Sequence[int] | None
    ) -> dict[str, Spread]:
        values = dict.fromkeys(every) | {
            reference: (
                figures["ratings"] if part == "ratings" else figures["scores"]
            ).get(key)
            for reference, (figures, _) in records.items()
        }
        return spreads(values, release, before, known=known, scale=scale)

    return {
        "areas": {
            str(area.number): spread_of("scores", str(area.number), None)
            for area in edition.areas
        },
        "statements": {
            each.code: spread_of("ratings", each.code, list(edition.scale))[EVERYBODY]
            for each in edition.statements
        },
    }
