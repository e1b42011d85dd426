"""The decisions on the statements of a new edition, and those that are left. Reads only."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from django.db.models import Count, QuerySet

from frameworks.comparison import statements_of
from frameworks.fixture_file import SentFile
from frameworks.light import to_plain
from frameworks.models import Correspondence, Statement
from frameworks.suggestion import suggest
from frameworks.trial import statements_in

from ..models import CorrespondenceDecision, EditionFile

MOVED = "moved"  # the same wording, in an area of another theme
WAS = "was-"  # before the code of a statement of the earlier edition
KINDS = {
    **{str(kind): str(label) for kind, label in Correspondence.Kind.choices},
    MOVED: "Moved: same wording, in another area",
}
SAME = str(Correspondence.Kind.SAME)


class Link(TypedDict):
    """A link as it is suggested or decided: a statement of the earlier edition."""

    earlier: str  # its code
    kind: str  # of KINDS
    change: str
    note: str


@dataclass
class Item:
    """A statement to decide on: what is suggested, and the decisions, the last first.

    `was` says who decided what is suggested, if it was for another file.
    """

    place: str
    statement: Statement
    suggested: list[Link] = field(default_factory=list)
    was: CorrespondenceDecision | None = None
    decisions: list[CorrespondenceDecision] = field(default_factory=list)

    @property
    def decision(self) -> CorrespondenceDecision | None:
        return self.decisions[0] if self.decisions else None

    @property
    def number(self) -> int:
        """Return the number of the last decision, or 0."""
        return self.decision.number if self.decision else 0

    @property
    def links(self) -> list[Link]:
        """Return the links that are decided, or else suggested."""
        links: list[Link] = self.decision.links if self.decision else self.suggested
        return links

    @property
    def pair(self) -> str:
        """Return the place with what is suggested there, such as "1b same 1a"."""
        links = (f"{each['kind']} {each['earlier']}" for each in self.suggested)
        return " ".join((self.place, *links))

    @property
    def is_suggested(self) -> bool:
        """Return whether anything is suggested, even that the statement is new."""
        return bool(self.suggested or self.was)

    def is_word_for_word(self, earlier: Mapping[str, Statement]) -> bool:
        """Return whether the one suggestion is a statement with exactly these words.

        `earlier` are the statements of the earlier edition by code. Only white space
        may differ.
        """
        match self.suggested:
            case [{"kind": kind, "earlier": code}] if kind in (SAME, MOVED):
                before = earlier[code].text_md
                return before.split() == self.statement.text_md.split()
        return False

    @property
    def words(self) -> list[str]:
        """Return the links in words, such as "Reworded, was 1a"."""
        return [
            f"{KINDS[each['kind']].partition(':')[0]}, was {each['earlier']}"
            for each in self.links
        ]


@dataclass
class Section:
    """Items listed under one heading."""

    title: str
    items: list[Item]

    @property
    def decided(self) -> int:
        """Return how many of them have a decision."""
        return sum(bool(item.decisions) for item in self.items)


@dataclass
class Work:
    """The statements of a new edition, and those of the earlier that nothing continues."""

    file: EditionFile
    items: list[Item]
    earlier: dict[str, Statement]
    dropped: list[Item]

    @property
    def every(self) -> list[Item]:
        """Return all there is to decide on; earlier statements once the rest is done."""
        return self.items + ([] if self.undecided_later else self.dropped)

    @property
    def undecided_later(self) -> list[Item]:
        return [item for item in self.items if not item.decisions]

    @property
    def undecided(self) -> list[Item]:
        """Return what has no decision yet, of `every`."""
        return [item for item in self.every if not item.decisions]

    @property
    def word_for_word(self) -> list[Item]:
        """Return what has no decision yet, and is suggested with exactly its words."""
        left = self.undecided_later
        return [item for item in left if item.is_word_for_word(self.earlier)]

    @property
    def next(self) -> Item | None:
        """Return the first without a decision."""
        return next(iter(self.undecided), None)

    def after(self, place: str) -> Item | None:
        """Return the next without a decision, from a place on and round again."""
        places = [item.place for item in self.every]
        start = places.index(place) + 1 if place in places else 0
        ordered = self.every[start:] + self.every[:start]
        left = (each for each in ordered if not each.decisions and each.place != place)
        return next(left, None)

    def item(self, place: str) -> Item | None:
        """Return what there is to decide at a place, if anything."""
        found = (each for each in [*self.items, *self.dropped] if each.place == place)
        return next(found, None)


def kept_files() -> QuerySet[EditionFile]:
    """Return the files whose correspondence is being decided, the last kept first."""
    files = EditionFile.objects.select_related("by", "earlier").defer("content")
    counted = files.annotate(decided=Count("decisions__place", distinct=True))
    return counted.order_by("-at", "-pk")


def work_on(kept: EditionFile) -> Work:
    """Return what there is to decide of a file. Three queries, and two if nothing is."""
    earlier = {each.code: each for each in statements_of(kept.earlier)}
    later = statements_in(_file(kept), kept.later)
    decisions: dict[str, list[CorrespondenceDecision]] = {}
    for decision in kept.decisions.select_related("by"):
        if all(link["earlier"] in earlier for link in decision.links):
            decisions.setdefault(decision.place, []).append(decision)
    items = [
        Item(each.code, each, decisions=decisions.get(each.code, [])) for each in later
    ]
    if any(not item.decisions for item in items):
        _suggest(kept, items, earlier)
    taken = {link["earlier"] for item in items if item.decision for link in item.links}
    dropped = [
        Item(WAS + code, each, decisions=decisions.get(WAS + code, []))
        for code, each in earlier.items()
        if code not in taken
    ]
    return Work(kept, items, earlier, dropped)


def _file(kept: EditionFile) -> SentFile:
    return SentFile(kept.name, kept.content.encode())


def _suggest(
    kept: EditionFile, items: Sequence[Item], earlier: Mapping[str, Statement]
) -> None:
    """Give each item what is suggested: as decided for the file before, or by its words.

    A decision counts for a statement that has the same words in both files.
    """
    before = _decided_before(kept)
    for item in items:
        item.was = before.get((item.place, to_plain(item.statement.text_md)))
        if item.was:
            item.suggested = item.was.links
    taken = {link["earlier"] for item in items for link in item.suggested}
    by_words = suggest(
        [item.statement for item in items if not item.was],
        [each for code, each in earlier.items() if code not in taken],
    )
    by_code = {link.later.code: link for link in by_words}
    for item in items:
        link = by_code.get(item.place)
        if link and not item.was:
            item.suggested = [_link(link)]


def _decided_before(
    kept: EditionFile,
) -> dict[tuple[str, str], CorrespondenceDecision]:
    """Return {(code, words): last decision} of the file of the same two editions before."""
    others = EditionFile.objects.filter(
        later=kept.later, earlier=kept.earlier, decisions__isnull=False
    )
    other = others.exclude(pk=kept.pk).order_by("decisions__at").last()
    if other is None:
        return {}
    words = {
        each.code: to_plain(each.text_md)
        for each in statements_in(_file(other), other.later)
    }
    rows = other.decisions.select_related("by").order_by("number")
    return {
        (each.place, words[each.place]): each for each in rows if each.place in words
    }


def _link(link: Correspondence) -> Link:
    is_moved = link.earlier.area.theme != link.later.area.theme
    kind = MOVED if is_moved and link.kind == SAME else str(link.kind)
    change = MOVED if is_moved and kind != MOVED else ""
    return {"earlier": link.earlier.code, "kind": kind, "change": change, "note": ""}


def correspondence(work: Work) -> str:
    """Return the decided correspondence as a file that the loader reads."""
    links = [(link, item.statement) for item in work.items for link in item.links]
    rows = [
        {"model": "frameworks.correspondence", "fields": _fields(work, link, later)}
        for link, later in links
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def _fields(work: Work, link: Link, later: Statement) -> dict[str, object]:
    """Return the fields of a row. What was moved is the same, and says that it moved."""
    is_moved = link["kind"] == MOVED
    earlier = work.earlier[link["earlier"]]
    change = link["change"] or (MOVED if is_moved else "")
    fields: dict[str, object] = {
        "earlier": [work.file.earlier.edition, earlier.area.number, earlier.letter],
        "later": [work.file.later, later.area.number, later.letter],
        "kind": SAME if is_moved else link["kind"],
    }
    texts = {"change": change, "note": link["note"]}
    return fields | {name: text for name, text in texts.items() if text}


def by_area(items: Iterable[Item]) -> list[Section]:
    """Return the items by the area they are in, in order."""
    found: dict[str, Section] = {}
    for item in items:
        area = item.statement.area
        title = f"{area.number}. {area.title}"
        found.setdefault(title, Section(title, [])).items.append(item)
    return list(found.values())
