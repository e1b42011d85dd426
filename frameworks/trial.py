"""A fixture file tried out before anybody loads it."""

from dataclasses import dataclass

from django.db import transaction

from .comparison import (
    AreaComparison,
    Counts,
    by_area,
    links_between,
    statements_of,
    totals,
)
from .fixture import read
from .fixture_file import Source
from .loader import load
from .models import Area, Framework, Statement
from .suggestion import suggest


@dataclass(frozen=True)
class NewEdition:
    """An edition in the file, compared with the loaded one before it, if any.

    `is_suggested` says that no correspondence of the two is given or loaded, so that
    the links are by alike words.
    """

    later: str
    earlier: str
    is_suggested: bool
    areas: list[AreaComparison]

    @property
    def totals(self) -> Counts:
        return totals(self.areas)


def try_out(file: Source) -> tuple[list[str], list[NewEdition]]:
    """Load a file, look at its editions, and undo the loading.

    Return the loader's sentences and a NewEdition of each edition in the file. Raise
    FixtureError as loading would.
    """
    with transaction.atomic():
        _, outcomes = load([file])
        editions = Framework.objects.filter(edition__in=read([file])[0])
        found = [_compared(each) for each in editions.order_by("published")]
        transaction.set_rollback(True)
    return outcomes, found


def _compared(later: Framework) -> NewEdition:
    before = Framework.objects.filter(published__lt=later.published)
    earlier = before.order_by("published").last()
    if earlier is None:
        return NewEdition(later.edition, "", is_suggested=False, areas=[])
    now, then = statements_of(later), statements_of(earlier)
    links = links_between(now, then)
    return NewEdition(
        later.edition,
        earlier.edition,
        is_suggested=not links,
        areas=by_area(now, then, links or suggest(now, then)),
    )


def statements_in(file: Source, edition: str) -> list[Statement]:
    """Return the statements of an edition in a file, not stored, in order.

    Raise FixtureError as reading the file would.
    """
    rows = read([file])[0][edition]
    areas = {row["number"]: Area(**row) for row in rows.areas}
    found = [
        Statement(**{**row, "area": areas[row["area"]]}) for row in rows.statements
    ]
    return sorted(found, key=lambda each: (each.area.number, each.letter))
