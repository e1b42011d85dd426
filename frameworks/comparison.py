"""Correspondence of a later edition to an earlier one, statement by statement."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from . import words
from .light import to_plain
from .models import Area, Correspondence, Framework, Statement

NEW, DROPPED = "new", "dropped"
LABELS = {**dict(Correspondence.Kind.choices), NEW: "New", DROPPED: "Dropped"}


@dataclass
class Link:
    """One earlier statement that a later one takes up."""

    kind: str
    earlier: Statement
    moved: bool  # from an area of another theme
    changes: list
    change: str
    note: str

    @property
    def label(self):
        return LABELS[self.kind]


@dataclass
class AreaComparison:
    """One area compared, matched by its theme and not by its name or number."""

    later: Area | None = None
    earlier: Area | None = None
    rows: list = field(default_factory=list)  # [(later statement, [Link])]
    dropped: list = field(default_factory=list)  # earlier statements nothing took up

    @property
    def counts(self):
        """Links of each kind, and statements new and dropped, in the order told."""
        kinds = Counter(link.kind for _, links in self.rows for link in links)
        kinds[NEW] = sum(not links for _, links in self.rows)
        kinds[DROPPED] = len(self.dropped)
        return [(kind, LABELS[kind], kinds[kind]) for kind in LABELS]


def pairs():
    """Return {later edition: [earlier Framework, the latest first]} of all loaded."""
    found = defaultdict(list)
    ends = ("later__area__framework__edition", "earlier__area__framework")
    rows = list(Correspondence.objects.values_list(*ends).distinct())
    for earlier in Framework.objects.filter(pk__in={pk for _, pk in rows}):
        for later in [later for later, pk in rows if pk == earlier.pk]:
            found[later].append(earlier)
    return found


def exists(later, earlier):
    """Tell whether anything of `earlier` is taken up by `later`."""
    return Correspondence.objects.filter(
        later__area__framework=later, earlier__area__framework=earlier
    ).exists()


def compare(later, earlier):
    """Return an AreaComparison of each area, in the later edition's order.

    Areas that only the earlier edition has come last.
    """
    statements = Statement.objects.select_related("area").order_by(
        "area__number", "letter"
    )
    now = list(statements.filter(area__framework=later))
    before = list(statements.filter(area__framework=earlier))
    links = _links(later, {statement.pk: statement for statement in before})
    areas = {}
    for statement in now:
        area = areas.setdefault(statement.area.theme, AreaComparison())
        area.later = statement.area
        area.rows.append((statement, _show(statement, links[statement.pk])))
    taken_up = {link.earlier_id for found in links.values() for link in found}
    for statement in before:
        area = areas.setdefault(statement.area.theme, AreaComparison())
        area.earlier = statement.area
        if statement.pk not in taken_up:
            area.dropped.append(statement)
    return list(areas.values())


def totals(areas):
    """Return the counts of all areas together."""
    total = Counter()
    for area in areas:
        total.update({kind: count for kind, _, count in area.counts})
    return [(kind, LABELS[kind], total[kind]) for kind in LABELS]


def _links(later, before):
    """Return {pk of later statement: [Correspondence]}, each with its `earlier`."""
    found = defaultdict(list)
    rows = Correspondence.objects.filter(
        later__area__framework=later, earlier__in=before
    ).order_by("earlier__area__number", "earlier__letter")
    for row in rows:
        row.earlier = before[row.earlier_id]
        found[row.later_id].append(row)
    return found


def _show(statement, links):
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
