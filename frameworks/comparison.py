"""The correspondence of a later edition to an earlier one, statement by statement."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from . import words
from .light import to_plain
from .models import Area, Correspondence, Framework, Statement

NEW, DROPPED = "new", "dropped"
Counts = list[tuple[str, str, int]]  # (kind, label, how many)
LABELS = {**dict(Correspondence.Kind.choices), NEW: "New", DROPPED: "Dropped"}


@dataclass
class Link:
    """One earlier statement that a later one continues."""

    kind: str
    earlier: Statement
    moved: bool  # from an area of another theme
    changes: words.Changes
    change: str
    note: str

    @property
    def label(self) -> str:
        return LABELS[self.kind]


@dataclass
class AreaComparison:
    """Two areas compared, matched by theme and not by name or number."""

    later: Area | None = None
    earlier: Area | None = None
    rows: list[tuple[Statement, list[Link]]] = field(default_factory=list)  # later ones
    dropped: list[Statement] = field(default_factory=list)  # earlier ones

    @property
    def counts(self) -> Counts:
        """Links of each kind, and statements that are new and dropped."""
        kinds = Counter(link.kind for _, links in self.rows for link in links)
        kinds[NEW] = sum(not links for _, links in self.rows)
        kinds[DROPPED] = len(self.dropped)
        return [(kind, LABELS[kind], kinds[kind]) for kind in LABELS]

    @property
    def summary(self) -> str:
        """Return the counts that are not zero, such as "4 same, 1 new"."""
        return ", ".join(f"{count} {kind}" for kind, _, count in self.counts if count)


def pairs() -> dict[str, list[Framework]]:
    """Return {later edition: [earlier Framework, the latest first]} of all loaded."""
    found: defaultdict[str, list[Framework]] = defaultdict(list)
    ends = ("later__area__framework__edition", "earlier__area__framework")
    rows = list(Correspondence.objects.values_list(*ends).distinct())
    for earlier in Framework.objects.filter(pk__in={pk for _, pk in rows}):
        for later in [later for later, pk in rows if pk == earlier.pk]:
            found[later].append(earlier)
    return found


def exists(later: Framework, earlier: Framework) -> bool:
    """Return whether `later` continues any statement of `earlier`."""
    return Correspondence.objects.filter(
        later__area__framework=later, earlier__area__framework=earlier
    ).exists()


def compare(later: Framework, earlier: Framework) -> list[AreaComparison]:
    """Return an AreaComparison of each area, in the later edition's order.

    Areas that only the earlier edition has come last.
    """
    found = links_between(
        Statement.objects.filter(area__framework=later),
        Statement.objects.filter(area__framework=earlier),
    )
    return by_area(statements_of(later), statements_of(earlier), found)


def statements_of(framework: Framework) -> list[Statement]:
    """Return the statements of an edition with their areas, in order. One query."""
    statements = Statement.objects.filter(area__framework=framework)
    return list(statements.select_related("area").order_by("area__number", "letter"))


def by_area(
    now: Iterable[Statement],
    before: Iterable[Statement],
    found: Iterable[Correspondence],
) -> list[AreaComparison]:
    """Return an AreaComparison of each area by the links that were found."""
    links: defaultdict[int, list[Correspondence]] = defaultdict(list)
    for link in found:
        links[link.later_id].append(link)
    areas: dict[str, AreaComparison] = {}
    for statement in now:
        area = areas.setdefault(statement.area.theme, AreaComparison())
        area.later = statement.area
        area.rows.append((statement, _show(statement, links[statement.pk])))
    taken_up = {link.earlier_id for own in links.values() for link in own}
    for statement in before:
        area = areas.setdefault(statement.area.theme, AreaComparison())
        area.earlier = statement.area
        if statement.pk not in taken_up:
            area.dropped.append(statement)
    return list(areas.values())


def totals(areas: Iterable[AreaComparison]) -> Counts:
    """Return the counts of all areas together."""
    total: Counter[str] = Counter()
    for area in areas:
        total.update({kind: count for kind, _, count in area.counts})
    return [(kind, LABELS[kind], total[kind]) for kind in LABELS]


def links_between(
    later: QuerySet[Statement] | Iterable[Statement],
    earlier: QuerySet[Statement] | Iterable[Statement],
) -> list[Correspondence]:
    """Return which of the later statements continue which of the earlier ones.

    In the order of the earlier edition, with the areas of both. One query.
    """
    return list(
        Correspondence.objects.filter(
            later__in=_unordered(later), earlier__in=_unordered(earlier)
        )
        .select_related("earlier__area", "later__area")
        .order_by("earlier__area__number", "earlier__letter")
    )


def _unordered(
    statements: QuerySet[Statement] | Iterable[Statement],
) -> QuerySet[Statement] | Iterable[Statement]:
    """Return a queryset for a subquery, where order is of no use."""
    if isinstance(statements, QuerySet):
        return statements.select_related(None).order_by()
    return statements


def _show(statement: Statement, links: Iterable[Correspondence]) -> list[Link]:
    text = to_plain(statement.text_md)
    return [
        Link(
            link.kind,
            link.earlier,
            link.earlier.area.theme != statement.area.theme,
            words.changes(to_plain(link.earlier.text_md), text),
            link.change.replace("->", "→"),
            link.note.replace("->", "→"),
        )
        for link in links
    ]
