"""Makes one text from the texts of several groups, piece by piece.

A piece is a group's evidence or one of its ideas. It comes after the name of
its group in the text, "Housing: ...", as one paragraph or several. Whether a piece is in
a text is read from the text alone, so that it is known after somebody has edited it.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

SPACE = re.compile(r"\s+")
WORD = re.compile(r"\w+")
PARAGRAPHS = re.compile(r"\n\s*\n")
BULLET = re.compile(r"\s*(?:[-–—•●▪◦*·]|\(?(?:\d{1,2}|[a-z])[.)])\s+")
GAP = "\n\n"
ENOUGH = 0.5  # share of one text's words that another must have to count as the same
RUN = 3  # words that find a text without its group's name
FEWEST = 6  # words of a text that can be found by them


@dataclass(frozen=True)
class Piece:
    """A group's text for one of the final texts, or one idea of it.

    `source` is the group's name, or "" if there is no need to name it.
    """

    key: str
    field: str
    source: str
    text: str

    @property
    def quoted(self) -> str:
        """The piece as it is added to a text."""
        return f"{self.source}: {self.text}" if self.source else self.text


def ideas_in(text: str) -> list[str]:
    """Return the single ideas of a text: its bullets, paragraphs or lines.

    A line that begins in lower case continues the idea before it.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    is_list = any(BULLET.match(line) for line in lines)
    parts = lines if is_list else PARAGRAPHS.split(text)
    if len(parts) == 1 and not is_list:
        parts = lines
    ideas: list[str] = []
    for part in parts:
        start = BULLET.match(part)
        idea = part[start.end() if start else 0 :].strip()
        if ideas and not start and idea[:1].islower():
            ideas[-1] += f"\n{idea}"
        elif idea:
            ideas.append(idea)
    return ideas


def words_of(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def count_words(text: str) -> int:
    """Return the number of words as people count them."""
    return len(text.split())


def is_in(piece: Piece, text: str) -> bool:
    """Return whether the piece is in the text, unchanged or edited."""
    if _plain(piece.quoted) in _plain(text):
        return True
    blocks = [block for block in text.split(GAP) if _is_of(piece, block)]
    words = set(words_of(piece.text))
    if any(_share(words, words_of(block)) >= ENOUGH for block in blocks):
        return True
    runs = _runs(words_of(piece.text))
    return len(words) >= FEWEST and _share(runs, _runs(words_of(text))) >= ENOUGH


def add(text: str, pieces: Iterable[Piece]) -> str:
    """Return the text with the pieces it does not contain yet."""
    new = [piece.quoted for piece in pieces if not is_in(piece, text)]
    return GAP.join([*([text.rstrip()] if text.strip() else []), *new])


def take_out(text: str, piece: Piece) -> str:
    """Return the text without the piece.

    If the piece was edited, the paragraphs that are still mostly its words are removed.
    """
    if piece.quoted in text:
        before, _, after = text.partition(piece.quoted)
        return _joined([before, after])
    words = set(words_of(piece.quoted))
    return _joined(
        paragraph
        for paragraph in PARAGRAPHS.split(text)
        if _share(set(words_of(paragraph)), words) < ENOUGH
    )


def _joined(parts: Iterable[str]) -> str:
    return GAP.join(part.strip() for part in parts if part.strip())


def _plain(text: str) -> str:
    return SPACE.sub(" ", text).strip().casefold()


def _is_of(piece: Piece, block: str) -> bool:
    name = f"{piece.source}:".casefold()
    return bool(piece.source) and block.lstrip().casefold().startswith(name)


def _share(part: AbstractSet[Hashable], of: Iterable[Hashable]) -> float:
    """Return the share of `part` that is in `of`, 0 to 1."""
    return len(part & set(of)) / len(part) if part else 0.0


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
