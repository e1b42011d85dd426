"""Differences between two texts, word by word."""

import re
from difflib import Match, SequenceMatcher

LOOKS = 50_000  # at pairs of words that might match; a full text rewritten takes 25,000


def changes(before, after):
    """Return [(kind, text)], kind being "same", "removed" or "added".

    The same and added texts, joined, are `after`; the same and removed ones have the
    words of `before`. Differences of white space alone are not told. In long texts
    common words do not count as places to match. What would take too long to compare
    is told as removed and added whole.
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


class Comparison(SequenceMatcher):
    """Matches two lists of words for as long as it may look at pairs of them.

    `left` is how many pairs it may still look at: without an end, texts of the same
    few words over and over would take minutes. From there on nothing more is matched.
    """

    def __init__(self, old, new):
        self.left = LOOKS
        super().__init__(None, old, new)

    def find_longest_match(self, alo, ahi, blo, bhi):
        words = self.a[alo:ahi]
        looks = len(words) + sum(len(self.b2j.get(word, ())) for word in words)
        if looks > self.left:
            return Match(alo, blo, 0)
        self.left -= looks
        return super().find_longest_match(alo, ahi, blo, bhi)


def _opcodes(old, new):
    """Return difflib's opcodes; what both begin and end with is matched at once."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle = Comparison(
        old[start : len(old) - end], new[start : len(new) - end]
    ).get_opcodes()
    shifted = [(kind, *(start + at for at in places)) for kind, *places in middle]
    first = [("equal", 0, start, 0, start)] if start else []
    last = [("equal", len(old) - end, len(old), len(new) - end, len(new))]
    return [*first, *shifted, *(last if end else [])]


def _common(old, new):
    """Return how many words both lists begin with."""
    for at, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return at
    return min(len(old), len(new))


def _words(text):
    """Split into words, each with the white space after it (and before the first)."""
    return re.findall(r"^\s+\S*\s*|\S+\s*", text)
