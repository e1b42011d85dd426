"""Finds the letter of a statement in the text before its words."""

import re
from collections.abc import Collection

ALONE = re.compile(r"\W*(?:\d+\s*\.?\s*)?([a-z]{1,2})\W*", re.IGNORECASE)
FIRST = re.compile(
    r"\W{0,3}(?:\d+\s*\.?\s*)?([a-z]{1,2})\s*[.):]+(?:\s+(.*)|$)",
    re.IGNORECASE | re.DOTALL,
)
BARE = re.compile(r"([a-z]{1,2})\s+(.*)", re.IGNORECASE | re.DOTALL)


def split_letter(text: str, letters: Collection[str]) -> tuple[str | None, str]:
    """Return the letter a cell begins with, or None, and the words after it.

    "a. Words", "(a) Words", "1a) Words" and a cell of "a" alone all have a letter.
    One letter that is not one of the edition's `letters` counts too, so that its row is
    not taken for the rest of the row above.
    """
    for pattern in (ALONE, FIRST):
        match = pattern.fullmatch(text)
        if match and (match[1].lower() in letters or len(match[1]) == 1):
            words = match[2] if pattern is FIRST else ""
            return match[1].lower(), (words or "").strip()
    return None, text


def split_bare_letter(text: str) -> tuple[str | None, str]:
    """Return the first word, if it could be a letter without a stop, and the rest."""
    match = BARE.fullmatch(text)
    return (match[1].lower(), match[2]) if match else (None, text)
