"""The guidance of an edition as people read it, without what is not text."""

from collections.abc import Iterable
from itertools import groupby
from typing import NotRequired, TypedDict

STRAY = "stray"  # the kind of a mark of the paper form that means nothing


class Block(TypedDict):
    """A paragraph or an item of a list of the guidance."""

    kind: str  # see frameworks.models.Framework
    text_md: str
    number: NotRequired[int]


def to_read(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks without stray marks: one between two items cuts their list."""
    return [block for block in blocks if block["kind"] != STRAY]


def runs(blocks: Iterable[Block]) -> list[tuple[str, list[Block]]]:
    """Return [(kind, [block])] of what is read, joining adjacent blocks of one kind."""
    groups = groupby(to_read(blocks), key=lambda block: block["kind"])
    return [(kind, list(found)) for kind, found in groups]
