"""The part on the change of scores from one time to another."""

from collections.abc import Sequence

from ..analysis.figures import mean, median, rounded
from ..analysis.returns import Return
from ..analysis.score_change import ScoreChange, changes, score_change
from ..analysis.scoring import OUT_OF
from . import plots
from .part_scores import of_n
from .reading import RoundData
from .tables import Cell, Column, Table


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
            Column("Before", 0),
            Column("After", 0),
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
