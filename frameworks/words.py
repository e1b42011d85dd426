"""Differences between two texts, word by word."""

import re
from difflib import SequenceMatcher


def changes(before, after):
    """Return [(kind, text)], kind being "same", "removed" or "added".

    The same and added texts, joined, are `after`; the same and removed ones have the
    words of `before`. Differences of white space alone are not told. In long texts
    common words do not count as places to match, which keeps hostile ones quick.
    """
    old, new = _words(before), _words(after)
    old_keys, new_keys = [[word.strip() for word in words] for words in (old, new)]
    if old_keys == new_keys:
        return [("same", after)] if after else []
    found = []
    for kind, i, j, k, m in SequenceMatcher(None, old_keys, new_keys).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(new[k:m])))
            continue
        if i < j:
            found.append(("removed", "".join(old[i:j])))
        if k < m:
            found.append(("added", "".join(new[k:m])))
    return found


def _words(text):
    """Split into words, each with the white space after it (and before the first)."""
    return re.findall(r"^\s+\S*\s*|\S+\s*", text)
