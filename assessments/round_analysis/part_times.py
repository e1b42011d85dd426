"""The parts on who answered, on change, and on young people beside services."""

from collections.abc import Callable, Iterable, Sequence

from ..analysis.figures import mean, median, rounded, share_in_words
from ..analysis.returns import Return
from ..analysis.score_change import ScoreChange, changes, score_change
from ..analysis.scoring import OUT_OF
from ..analysis.young_people_beside import Beside, beside
from . import plots
from .part_scores import area_name, of_n
from .reading import Basis, BasisRow, RoundData
from .tables import Cell, Column, Table

NONE = "None known"
HEADS = ("Before", "After")


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


def change(data: RoundData) -> list[Table]:
    """Return the change of each authority's total score (RR616, Table 9).

    It comes from the follow-ups of the round or, with a baseline, from both rounds.
    """
    pairs = score_changes(data)
    own = Table(
        "change",
        "Change of each authority’s total score",
        [
            Column("Authority"),
            Column(HEADS[0], 0),
            Column(HEADS[1], 0),
            Column("Direction"),
            Column("Change", 0),
            Column("Areas compared", 0),
            Column("Change per area", 2),
        ],
        [_change_cells(one, each) for one, each in pairs],
        lines=_change_lines([each for _, each in pairs]),
        below=[
            (
                f"Totals are over the areas scored both times, each out of {OUT_OF}. "
                "Authorities may have scored different numbers of areas, so the plot, the "
                "median and the order are per area."
            ),
            (
                "A low score is more often followed by a higher one, whatever was done, so "
                "do not read a change against where it began."
            ),
        ],
        plot=_change_plot(pairs),
        empty="No authority has scores of both times yet.",
    )
    return [own, _completers(data, {one.key for one, _ in pairs})]


def _change_cells(one: Return, each: ScoreChange) -> list[Cell]:
    return [
        one.authority,
        each.baseline,
        each.follow_up,
        each.direction.capitalize(),
        each.change,
        each.areas,
        each.per_area,
    ]


def _change_lines(found: Sequence[ScoreChange]) -> list[str]:
    summary = changes(found)
    if summary.median is None:
        return []
    counted = (
        f"{summary.higher} higher, {summary.same} the same, {summary.lower} lower "
        f"({of_n(summary.n)})."
    )
    if summary.n == 1:
        return [counted]
    return [
        counted,
        (
            f"The median change is {rounded(summary.median, 2)} points per area; changes "
            f"lie between {rounded(summary.lowest, 2)} and {rounded(summary.highest, 2)}."
        ),
    ]


def _change_plot(pairs: Sequence[tuple[Return, ScoreChange]]) -> plots.Slopes | None:
    rows = [
        plots.SlopeInput(
            one.authority, each.baseline / each.areas, each.follow_up / each.areas
        )
        for one, each in pairs
    ]
    title = (
        "Mean score per area of each authority before and after. The table has every "
        "figure."
    )
    heads = ("Mean before", "Mean after")
    return plots.slopes(title, heads, rows, decimals=2) if rows else None


def score_changes(data: RoundData) -> list[tuple[Return, ScoreChange]]:
    """Return the changes per area from the smallest, of each with scores of both times."""
    found = []
    earlier = (
        {each.key: each for each in data.baseline.returns} if data.baseline else None
    )
    for one in data.returns:
        if earlier is None:
            stages = one.follow_up or {}
            then = {area: stage for area, (stage, _) in stages.items()}
            now = {area: stage for area, (_, stage) in stages.items()}
            each = score_change(then, now)
        else:
            each = _since_baseline(data, earlier.get(one.key), one)
        if each:
            found.append((one, each))
    return sorted(found, key=lambda pair: (pair[1].per_area, pair[0].authority))


def _since_baseline(
    data: RoundData, then: Return | None, now: Return
) -> ScoreChange | None:
    """Return the change since the baseline, over areas of the same theme."""
    if then is None or data.baseline is None:
        return None
    return score_change(
        {
            area.theme: then.scores.get(area.number)
            for area in data.baseline.edition.areas
        },
        {area.theme: now.scores.get(area.number) for area in data.edition.areas},
    )


def _completers(data: RoundData, keys: set[int]) -> Table:
    """Return those with both scores beside the others, as both were at the beginning."""
    start = data.baseline or data
    groups = [
        ("With scores of both times", [r for r in start.returns if r.key in keys]),
        ("The others", [r for r in start.returns if r.key not in keys]),
    ]
    whole = len(start.edition.areas)
    return Table(
        "completers",
        "First scores of authorities that answered both times, and of the others",
        [
            Column("Authorities"),
            Column("Returned", 0),
            Column("n with every score", 0),
            Column("Mean total", 2),
            Column("Median total", 1),
        ],
        [[name, len(rows), *_totals(rows, whole)] for name, rows in groups],
        lines=[f"Totals are out of {OUT_OF * whole}."],
    )


def _totals(rows: Sequence[Return], whole: int) -> list[Cell]:
    """Return n, mean and median of the totals over every area."""
    totals = [
        total
        for each in rows
        if each.areas_scored == whole and (total := each.global_total) is not None
    ]
    return [len(totals), mean(totals), median(totals)]


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
