"""A search for unfinished text, and for details that could identify someone.

Both are found by pattern, in plain text, to warn people before they hand in or
submit. A warning blocks nobody, so the patterns are narrow: it is better to miss
an odd spelling than to cry wolf at ordinary prose.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from .names import possible_names

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DATE = (
    r"(?:\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*(?:\d{4}|\d{2})"
    r"|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH},?\s+(?:\d{{4}}|\d{{2}})"
    rf"|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})\b"
)
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


class Kind(StrEnum):
    """The kinds of possible personal detail."""

    EMAIL = "email address"
    PHONE = "phone number"
    NHS = "NHS number"
    NATIONAL_INSURANCE = "National Insurance number"
    BORN = "date of birth"
    NAME = "name of a person"


class Detail(NamedTuple):
    """A piece of text that could identify someone."""

    kind: Kind
    found: str


class Finding(NamedTuple):
    """Some words to check: unfinished text, or a personal detail of that kind."""

    kind: Kind | None
    found: str

    @property
    def label(self) -> str:
        """The kind in words: "unfinished", "possible email address"."""
        return f"possible {self.kind}" if self.kind else "unfinished"


DETAILS = {
    Kind.EMAIL: re.compile(
        r"(?<![\w.+-])[\w.+'-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b",
        re.IGNORECASE,
    ),
    # Landlines and mobiles; 03, 08 and 09 numbers are services, not people.
    Kind.PHONE: re.compile(
        r"(?<![\w/+])(?:(?:\+|00)44[ -]?(?:\(0\)[ -]?)?|\(?0)[127]"
        r"(?:[ ()-]{0,2}\d){9}(?!\d)"
    ),
    Kind.NHS: re.compile(r"(?<![\w+/-])\d{3}([ -]?)\d{3}\1\d{4}(?![\w/-])"),
    Kind.NATIONAL_INSURANCE: re.compile(
        r"\b(?!bg|gb|kn|nk|nt|tn|zz)[a-ceghj-prstw-z][a-ceghj-nprstw-z]"
        r"\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]\b",
        re.IGNORECASE,
    ),
    Kind.BORN: re.compile(
        r"\b(?:d\.?o\.?b\b\.?|date\s+of\s+birth|birth\s+date|born)"
        rf"(?:\s+(?:on|is|was)\b|\s*[:=(–-])?(?:\s+the)?\s*{DATE}",
        re.IGNORECASE,
    ),
}


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


def personal_details(text: str) -> list[Detail]:
    """Return the possible personal details in `text`, in order."""
    return list(_personal_details(text))


# Pages check the same hundreds of texts again and again; few of them change.
@lru_cache(maxsize=CACHED_TEXTS)
def _unfinished(text: str) -> tuple[str, ...]:
    return tuple(match[0].strip() for match in UNFINISHED.finditer(text))


@lru_cache(maxsize=CACHED_TEXTS)
def _personal_details(text: str) -> tuple[Detail, ...]:
    found = [
        (match.start(), Detail(kind, match[0].strip()))
        for kind, pattern in DETAILS.items()
        for match in pattern.finditer(text)
        if kind is not Kind.NHS or _is_nhs_number(match[0])
    ]
    found += [(at, Detail(Kind.NAME, words)) for at, words in possible_names(text)]
    return tuple(detail for _, detail in sorted(found))


def _is_nhs_number(text: str) -> bool:
    """Return whether the last digit is the check digit of the others (modulus 11)."""
    digits = [int(char) for char in text if char.isdecimal()]
    weighed = sum(
        digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return len(set(digits)) > 1 and (11 - weighed % 11) % 11 == digits[-1]
