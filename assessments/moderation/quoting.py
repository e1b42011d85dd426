"""Quotes groups' texts in the final texts, with their source.

A command is what a control sends: "evidence-12" for the evidence of the answer with
that key, "ideas-12-0" for the first of its ideas, "evidence-all" and "ideas-all" for
all of them, "line" for the sentence on who disagreed. The same command adds a piece
if it is not in the text, and removes it if it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from leavingcare.text import TEXT_LIMIT

from ..analysis import pieces
from ..analysis.pieces import Piece
from .comparison import Comparison, GroupAnswer
from .comparison_rows import TEXTS

LINE = "line"
ALL = "all"
SHORT = 40  # words; half of the texts of a real return of evidence have fewer
MOST_GROUPS = 20  # that a text from elsewhere may have been made from


def final_limit(groups: int) -> int:
    """Return the most characters of a final text made from so many groups' texts.

    Each group's text may have TEXT_LIMIT characters; one more TEXT_LIMIT allows for the
    names of the groups and for additions.
    """
    return TEXT_LIMIT * (groups + 1 if groups > 1 else 1)


@dataclass(frozen=True)
class Quoted:
    """The result of a command: the field, its text now, and a notice to the person."""

    field: str
    text: str
    notice: str


@dataclass(frozen=True)
class Control:
    """A piece next to the box it goes into, and whether it is in the box now."""

    piece: Piece
    is_in: bool

    @property
    def key(self) -> str:
        return self.piece.key


@dataclass(frozen=True)
class Given:
    """The texts of one group, as controls: its evidence, and each of its ideas."""

    answer: GroupAnswer
    evidence: Control | None
    ideas: list[Control]


@dataclass(frozen=True)
class Quoting:
    """The pieces of a comparison, given the current final texts: {field: text}."""

    comparison: Comparison
    texts: Mapping[str, str]

    @cached_property
    def controls(self) -> dict[str, Control]:
        """The controls by key of the piece."""
        return {
            piece.key: Control(
                piece, pieces.is_in(piece, self.texts.get(piece.field, ""))
            )
            for piece in pieces_of(self.comparison)
        }

    @cached_property
    def by_answer(self) -> list[Given]:
        """The texts of each group, in the groups' order."""
        of = self.controls
        return [
            Given(
                answer,
                of.get(f"evidence-{answer.pk}"),
                [c for key, c in of.items() if key.startswith(f"ideas-{answer.pk}-")],
            )
            for answer in self.comparison.answers
        ]

    @property
    def line(self) -> Control | None:
        """The line on who disagreed."""
        return self.controls.get(LINE)

    @property
    def several_evidence(self) -> bool:
        return self._count("evidence") > 1

    @property
    def several_ideas(self) -> bool:
        return self._count("ideas") > 1

    @property
    def all_evidence(self) -> bool:
        return self.are_all_in("evidence")

    @property
    def all_ideas(self) -> bool:
        return self.are_all_in("ideas")

    def _count(self, field: str) -> int:
        return sum(_is_part(c.piece, field) for c in self.controls.values())

    @property
    def keys_in(self) -> list[str]:
        """The keys of the controls that would remove something from the texts."""
        keys = [key for key, control in self.controls.items() if control.is_in]
        return keys + [f"{name}-{ALL}" for name in TEXTS if self.are_all_in(name)]

    @property
    def lengths(self) -> dict[str, str]:
        """The length of each final text, in words."""
        return {name: length_in_words(text) for name, text in self.texts.items()}

    def are_all_in(self, field: str) -> bool:
        """Return whether the field has every group's text."""
        found = [c for c in self.controls.values() if _is_part(c.piece, field)]
        return bool(found) and all(control.is_in for control in found)


def pieces_of(comparison: Comparison) -> list[Piece]:
    """Return every Piece of the groups' texts, and the line on who disagreed.

    The source is named only if several groups gave a text.
    """
    found = []
    for field in TEXTS:
        given = comparison.texts(field)
        for answer, text in given:
            source = answer.group if len(given) > 1 else ""
            if field == "evidence":
                found.append(Piece(f"evidence-{answer.pk}", field, source, text))
                continue
            found += [
                Piece(f"{field}-{answer.pk}-{place}", field, source, idea)
                for place, idea in enumerate(pieces.ideas_in(text))
            ]
    if comparison.disagreement_line:
        found.append(Piece(LINE, "evidence", "", comparison.disagreement_line))
    return found


def whole_text(comparison: Comparison, field: str) -> str:
    """Return every group's text for the field, each piece with its source."""
    return pieces.add(
        "", [each for each in pieces_of(comparison) if _is_part(each, field)]
    )


def quote(
    comparison: Comparison, command: str, typed: Mapping[str, str]
) -> Quoted | None:
    """Return the result of a command on the typed texts ({field: text}).

    None for a command that is not known or finds nothing to quote.
    """
    quoting = Quoting(
        comparison, {name: text.replace("\r\n", "\n") for name, text in typed.items()}
    )
    field, _, which = command.partition("-")
    if which == ALL and field in TEXTS:
        return _all(quoting, field)
    control = quoting.controls.get(command)
    if control is None:
        return None
    piece = control.piece
    text = quoting.texts.get(piece.field, "")
    if not control.is_in:
        return Quoted(piece.field, pieces.add(text, [piece]), _added(piece.field))
    left = pieces.take_out(text, piece)
    if left == text:
        notice = "That has been edited too much to remove here. Change it in the box."
        return Quoted(piece.field, text, notice)
    return Quoted(piece.field, left, f"Removed from the final {piece.field}.")


def _all(quoting: Quoting, field: str) -> Quoted | None:
    """Add every group's text, or remove them all if all are in."""
    found = [c.piece for c in quoting.controls.values() if _is_part(c.piece, field)]
    if not found:
        return None
    text = quoting.texts.get(field, "")
    if not quoting.are_all_in(field):
        return Quoted(field, pieces.add(text, found), _added(field))
    for piece in found:
        text = pieces.take_out(text, piece)
    return Quoted(field, text, f"Removed from the final {field}.")


def _added(field: str) -> str:
    return f"Added to the final {field}."


def _is_part(piece: Piece, field: str) -> bool:
    return piece.field == field and piece.key != LINE


def length_in_words(text: str) -> str:
    """Return the length of a final text: "319 words. Half of returns have ..."."""
    count = pieces.count_words(text)
    if not count:
        return ""
    words = f"{count:,} word{'s' * (count != 1)}."
    return f"{words} Half of the texts in returns have under {SHORT}."
