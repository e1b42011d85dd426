"""The choice of a page: the round as it is now or an analysis that was kept, narrowed."""

from dataclasses import dataclass, field, replace

from ..analysis.across_editions import NotCompared, authorities_not_compared
from ..models import Round, RoundAnalysis
from ..submission.edition_links import links_between
from .clusters import clusters_of
from .codes import with_codes
from .later_notes import with_later_notes
from .reading import Basis, Filters, RoundData, bases_of, read, with_baseline
from .successors import took_over


@dataclass(frozen=True)
class Choice:
    """One person's choice of what to look at."""

    filters: Filters = field(default_factory=Filters)
    baseline: Round | None = None
    kept: RoundAnalysis | None = None
    has_codes: bool = False  # "LA 263" stands for each authority's name


@dataclass(frozen=True)
class Chosen:
    """The two bases of a choice: everybody asked in the round, and in its baseline."""

    asked: Basis
    baseline: Basis | None


def bases(round: Round, choice: Choice) -> Chosen:
    """Return everybody that was asked. Five queries; none of a kept analysis.

    One more for codes.
    """
    asked, baseline = _stored_or_read(round, choice)
    if choice.has_codes:
        return Chosen(*with_codes(asked, baseline))
    return Chosen(asked, baseline)


def _stored_or_read(round: Round, choice: Choice) -> tuple[Basis, Basis | None]:
    if choice.kept:
        return choice.kept.basis["asked"], choice.kept.basis["baseline"]
    rounds = [round, choice.baseline] if choice.baseline else [round]
    found = bases_of(rounds, clusters_of())
    return found[0], found[1] if choice.baseline else None


def data_of(
    round: Round,
    chosen: Chosen,
    choice: Choice,
    *,
    with_discussion: bool = False,
    with_notes: bool = False,
) -> RoundData:
    """Return the data of a choice, narrowed. At most five queries, or six with both.

    What groups rated is read of the round alone, not of its baseline. The notes on
    statements are two queries more.
    """
    found = _data_of(round, chosen, choice, with_discussion=with_discussion)
    if with_notes:
        found = with_later_notes(found)
    return replace(found, has_codes=choice.has_codes)


def _data_of(
    round: Round, chosen: Chosen, choice: Choice, *, with_discussion: bool
) -> RoundData:
    asked = [row for row in chosen.asked if choice.filters.keep(row)]
    baseline = choice.kept.baseline if choice.kept else choice.baseline
    if baseline is None or chosen.baseline is None:
        [data] = read([(round, asked)], with_discussion=with_discussion)
        return data
    then = _narrowed_alike(chosen, chosen.baseline, asked, choice.filters)
    if with_discussion:
        [data] = read([(round, asked)], with_discussion=True)
        [earlier] = read([(baseline, then)])
    else:
        data, earlier = read([(round, asked), (baseline, then)])
    links = (
        links_between(baseline.framework.edition, round.framework.edition)
        if baseline.framework_id != round.framework_id
        else []
    )
    return with_baseline(data, earlier, links, _not_compared(then, asked))


def _narrowed_alike(
    chosen: Chosen, baseline: Basis, asked: Basis, filters: Filters
) -> Basis:
    """Return those of the baseline that are among `asked`, or were not asked again.

    The latter are narrowed as the round is.
    """
    narrowed = replace(filters, twice=False)
    every = {row["key"] for row in chosen.asked}
    kept = {row["key"] for row in asked}
    return [
        row
        for row in baseline
        if row["key"] in kept or (row["key"] not in every and narrowed.keep(row))
    ]


def _not_compared(baseline: Basis, asked: Basis) -> list[NotCompared]:
    """Return the authorities that returned in one of the two rounds alone. One query."""
    then, now = (
        {row["key"]: row["authority"] for row in rows if row["reference"]}
        for rows in (baseline, asked)
    )
    return authorities_not_compared(then, now, took_over(set(then) | set(now)))
