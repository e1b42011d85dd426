"""The parts on who answered, and on young people beside services."""

from collections.abc import Callable, Iterable, Sequence

from ..analysis.figures import share_in_words
from ..analysis.scoring import OUT_OF
from ..analysis.young_people_beside import Beside, beside
from . import plots
from .part_scores import area_name, of_n
from .reading import Basis, BasisRow, RoundData
from .tables import Cell, Column, Table

NONE = "None known"


def answered(data: RoundData) -> list[Table]:
    """Return how many were asked and returned, both times, by group (RR616, Table 4)."""
    groups: list[tuple[str, str, Callable[[BasisRow], Iterable[str]]]] = [
        ("region", "Region", lambda row: [row["region"]]),
        ("kind", "Kind of authority", lambda row: [row["kind"]]),
        ("cluster", "Cluster", lambda row: row["clusters"]),
    ]
    found = [
        _answered(
            "answered", "Who answered", "Time", _both_times(data.asked), plot=True
        )
    ]
    for slug, heading, names in groups:
        if any(name for row in data.asked for name in names(row)):
            rows = _by(data.asked, names)
            title = f"Who answered, by {heading.lower()}"
            found.append(_answered(f"answered-{slug}", title, heading, rows))
    return found


Counted = list[tuple[str, int, int]]  # (name, asked, returned)


def _both_times(asked: Basis) -> Counted:
    returned = [row for row in asked if row["reference"]]
    return [
        ("Self-assessment", len(asked), len(returned)),
        (
            "Follow-up",
            sum(row["follow_up_asked"] for row in returned),
            sum(row["follow_up"] is not None for row in returned),
        ),
    ]


def _by(asked: Basis, names: Callable[[BasisRow], Iterable[str]]) -> Counted:
    """Count by group; an authority in several groups counts in each."""
    groups: dict[str, Basis] = {}
    for row in asked:
        for name in [each for each in names(row) if each] or [NONE]:
            groups.setdefault(name, []).append(row)
    return [
        (name, len(rows), sum(bool(row["reference"]) for row in rows))
        for name, rows in sorted(
            groups.items(), key=lambda item: (item[0] == NONE, item[0])
        )
    ]


def _answered(
    slug: str, title: str, heading: str, rows: Counted, *, plot: bool = False
) -> Table:
    return Table(
        slug,
        title,
        [
            Column(heading),
            Column("Asked", 0),
            Column("Returned", 0),
            Column("Returned, of those asked"),
        ],
        [
            [name, asked, returned, share_in_words(returned, asked) if asked else None]
            for name, asked, returned in rows
        ],
        plot=plots.stacked(
            "How many of the authorities that were asked returned. The table has every "
            "figure.",
            ["Returned", "Not returned"],
            [
                plots.BarInput(name, [returned, asked - returned], end=f"of {asked}")
                for name, asked, returned in rows
            ],
        )
        if plot
        else None,
    )


def young_people(data: RoundData) -> list[Table]:
    """Return young people's scores beside the services', over those with both."""
    found = beside(data.edition, data.returns)
    has_any = any(each.n for each in found)
    return [
        Table(
            "young-people",
            "Young people’s scores beside the services’",
            [
                Column("Area"),
                Column("n", 0),
                Column("Young people higher", 0),
                Column("The same", 0),
                Column("Young people lower", 0),
                Column("Services, mean", 2),
                Column("Young people, mean", 2),
                Column("Median difference", 1),
            ],
            [_beside_cells(each) for each in found] if has_any else [],
            lines=[
                (
                    "Only authorities with both scores of an area count. How young people’s "
                    "scores were gathered, and from how many, differs between authorities."
                )
            ],
            plot=_beside_plot(found) if has_any else None,
            empty="No authority has young people’s scores yet.",
        )
    ]


def _beside_cells(each: Beside) -> list[Cell]:
    return [
        area_name(each.area),
        each.n,
        each.higher,
        each.same,
        each.lower,
        each.service,
        each.young_people,
        each.median,
    ]


def _beside_plot(found: Sequence[Beside]) -> plots.Dots:
    return plots.dots(
        "Mean score of services and of young people, by area. The table has every "
        "figure.",
        [
            plots.DotInput(
                area_name(each.area),
                each.service,
                square=each.young_people,
                end=of_n(each.n),
            )
            for each in found
        ],
        range(0, OUT_OF + 1, 2),
        dot="Services",
        square="Young people",
    )
