"""Response rates: asked and returned, at the beginning and at the follow-up.

RR616, Table 4 (Self-Assessment Response Rates), has these for a whole programme.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..analysis.figures import percent
from ..models import Cluster
from ..stages import Stage
from .round_rows import RoundRow

NOT_KNOWN = "Not known"
NO_CLUSTER = "In no cluster"


@dataclass(frozen=True)
class Answered:
    """The numbers of authorities asked and returned, both times.

    A follow-up that nobody asked for counts as asked once it is returned.
    """

    name: str
    asked: int
    returned: int
    late: int
    follow_up_asked: int
    follow_up_returned: int

    @property
    def rate(self) -> int | None:
        """Return the return rate in whole per cent, or None if nobody was asked."""
        return percent(self.returned, self.asked)

    @property
    def follow_up_rate(self) -> int | None:
        """Return that of the follow-up, of those asked for it."""
        return percent(self.follow_up_returned, self.follow_up_asked)


def answered(name: str, rows: Iterable[RoundRow]) -> Answered:
    """Count the rows of one group of authorities.

    One that was taken out counts only if it is to count as asked.
    """
    counted = [row for row in rows if row.assessment.is_counted]
    returned = [row for row in counted if row.assessment.submitted_on]
    return Answered(
        name=name,
        asked=len(counted),
        returned=len(returned),
        late=sum(row.is_late for row in returned),
        follow_up_asked=sum(
            row.assessment.is_follow_up_owed or _has_followed_up(row)
            for row in returned
        ),
        follow_up_returned=sum(map(_has_followed_up, returned)),
    )


def _has_followed_up(row: RoundRow) -> bool:
    return row.assessment.follow_up_stage == Stage.FOLLOW_UP_RETURNED


def by(
    rows: Iterable[RoundRow],
    groups: Mapping[int, Iterable[str]],
    *,
    nowhere: str = NOT_KNOWN,
) -> list[Answered]:
    """Count the rows by group, by name, those of no group last.

    `groups` has the names of the groups of each authority, by its key; an authority
    in several counts in each.
    """
    found: dict[str, list[RoundRow]] = {}
    for row in rows:
        names = list(groups.get(row.assessment.authority_id, [])) or [nowhere]
        for name in names:
            found.setdefault(name, []).append(row)
    order = sorted(found, key=lambda name: (name == nowhere, name))
    return [answered(name, found[name]) for name in order]


def tables(rows: list[RoundRow]) -> list[tuple[str, list[Answered]]]:
    """Return [(heading, rows)] of who answered by region, kind and cluster. One query.

    A table is left out if no authority of the round has what it is by.
    """
    authorities = {
        row.assessment.authority_id: row.assessment.authority for row in rows
    }
    found = [
        (
            heading,
            by(rows, {key: filter(None, [field(a)]) for key, a in authorities.items()}),
        )
        for heading, field in (
            ("Region", lambda authority: authority.region),
            ("Kind of authority", lambda authority: authority.kind),
        )
    ]
    found = [(heading, rows) for heading, rows in found if _is_known(rows)]
    if clusters := _clusters(authorities):
        found.append(("Cluster", by(rows, clusters, nowhere=NO_CLUSTER)))
    return found


def _is_known(rows: list[Answered]) -> bool:
    """Return whether a table says more than that nothing is known."""
    return any(row.name != NOT_KNOWN for row in rows)


def _clusters(authorities: Iterable[int]) -> dict[int, list[str]]:
    """Return {key of an authority: the names of its current clusters}."""
    pairs = (
        Cluster.objects.current()
        .filter(authorities__in=list(authorities))
        .values_list("authorities", "name")
    )
    found: dict[int, list[str]] = {}
    for authority, name in pairs:
        found.setdefault(authority, []).append(name)
    return found
