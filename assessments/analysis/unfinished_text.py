"""A search for unfinished text, and for everything to check before handing in.

Unfinished text is found by pattern, in plain text, to warn people before they hand in
or submit. A warning blocks nobody, so the patterns are narrow: it is better to miss
an odd spelling than to cry wolf at ordinary prose.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from .personal_details import Kind, personal_details

BLANK = (
    r"(?:insert|names?|initials|dates?|numbers?|figures?|roles?|details?|examples?|"
    r"links?|sources?|evidence|add|check|ref|amount|text)"
)
THING = (
    r"(?:case\s+)?(?:examples?|eg|e\.g\.?|evidence|details?|links?|figures?|"
    r"numbers?|names?|dates?|data|text)"
)
WORDY = [  # each begins with a word
    r"needs?\s+(?:an?\s+|some\s+|more\s+)?case\s+(?:e\.g\b\.?|egs?\b|examples?\b)",
    r"needs?\s+(?:an?\s+)?(?:eg|e\.g\.?)(?=\s*(?:[.;)\]]|$))",
    r"needs?\s+(?:an\s+)?examples?(?=\s*(?:[;)\]\n]|$))",
    r"t\.?b\.?[cd]\b\.?",
    r"to\s+be\s+(?:confirmed|determined|inserted)\b",
    r"x{3,}\b",
    r"xx+\s?%",
    r"insert\s+(?:[\w.]+\s+){0,4}here\b",
    rf"add\s+(?:an?\s+|the\s+|some\s+|more\s+)?{THING}\s+here\b",
    rf"{THING}\s+(?:to\s+go|goes|to\s+be\s+added)\s+here\b",
    r"(?-i:TO ?DO)\b",
    r"lorem\s+ipsum\b",
]
MARKED = [
    r"\?{3,}",
    rf"\[\s*{BLANK}\b[^\[\]\n]{{0,60}}\]",
    rf"<\s*{BLANK}\b[^<>\n]{{0,60}}>",
    r"\[\s*(?:\.{2,}|…|_+|\?+)\s*\]",
    r"_{4,}",
]
UNFINISHED = re.compile(
    "|".join([rf"\b(?:{'|'.join(WORDY)})", *MARKED]), re.IGNORECASE | re.MULTILINE
)


CACHED_TEXTS = 1024  # in a process's memory: those of a few assessments


class Finding(NamedTuple):
    """Some words to check: unfinished text, or a personal detail of that kind."""

    kind: Kind | None
    found: str

    @property
    def label(self) -> str:
        """The kind in words: "unfinished", "possible email address"."""
        return f"possible {self.kind}" if self.kind else "unfinished"


def findings(texts: Iterable[str]) -> list[Finding]:
    """Return what to check in `texts`, text by text; unfinished text comes first."""
    return [
        finding
        for text in texts
        for finding in (
            *(Finding(None, words) for words in unfinished(text)),
            *(Finding(*detail) for detail in personal_details(text)),
        )
    ]


def unfinished(text: str) -> list[str]:
    """Return the placeholders in `text`, in order: "need case eg", "tbc", "[name]"."""
    return list(_unfinished(text))


# Pages check the same hundreds of texts again and again; few of them change.
@lru_cache(maxsize=CACHED_TEXTS)
def _unfinished(text: str) -> tuple[str, ...]:
    return tuple(match[0].strip() for match in UNFINISHED.finditer(text))
