"""The differences between two texts, word by word."""

import re
from collections.abc import Sequence
from difflib import Match, SequenceMatcher

Changes = list[tuple[str, str]]  # ("same", "removed" or "added", text)

LOOKS = 50_000  # at pairs of words that might match; a full text rewritten takes 25,000


def changes(before: str, after: str) -> Changes:
    """Return the Changes from one text to another.

    The same and added texts, joined, are `after`; the same and removed ones have the
    words of `before`. Changes of white space alone are left out. In long texts, very
    common words are not used to find matches. Parts that would take too long to
    compare are given as removed and added whole.
    """
    old, new = _words(before), _words(after)
    old_keys, new_keys = [[word.strip() for word in words] for words in (old, new)]
    if old_keys == new_keys:
        return [("same", after)] if after else []
    found = []
    for kind, i, j, k, m in _opcodes(old_keys, new_keys):
        if kind == "equal":
            found.append(("same", "".join(new[k:m])))
            continue
        if i < j:
            found.append(("removed", "".join(old[i:j])))
        if k < m:
            found.append(("added", "".join(new[k:m])))
    return found


class Comparison(SequenceMatcher[str]):
    """A match of two lists of words that stops after looking at LOOKS pairs.

    `left` is the number of pairs it may still look at. Without a limit, texts that
    repeat the same few words would take minutes. After it nothing more is matched.
    """

    a: Sequence[str]
    b2j: dict[str, list[int]]

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.left = LOOKS
        super().__init__(None, old, new)

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        words = self.a[alo:ahi]
        looks = len(words) + sum(len(self.b2j.get(word, ())) for word in words)
        if looks > self.left:
            return Match(alo, blo, 0)
        self.left -= looks
        return super().find_longest_match(alo, ahi, blo, bhi)


def _opcodes(
    old: Sequence[str], new: Sequence[str]
) -> list[tuple[str, int, int, int, int]]:
    """Return difflib's opcodes; common beginnings and ends are matched first."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle = Comparison(
        old[start : len(old) - end], new[start : len(new) - end]
    ).get_opcodes()
    shifted = [
        (kind, start + i, start + j, start + k, start + m)
        for kind, i, j, k, m in middle
    ]
    first = [("equal", 0, start, 0, start)] if start else []
    last = [("equal", len(old) - end, len(old), len(new) - end, len(new))]
    return [*first, *shifted, *(last if end else [])]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return the number of words that both lists begin with."""
    for at, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return at
    return min(len(old), len(new))


def _words(text: str) -> list[str]:
    """Split into words, each with the white space after it (and before the first)."""
    return re.findall(r"^\s+\S*\s*|\S+\s*", text)
