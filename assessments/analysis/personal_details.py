"""A search for details in plain text that could identify somebody.

The one finder of the site: pages point them out beside the box as people write, and
again before they hand in and submit. A warning blocks nobody, so the patterns are
narrow: it is better to miss an odd spelling than to cry wolf at ordinary prose.
"""

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from .names import LOWER, UPPER, possible_names

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
STREET = (
    r"(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Court|Crescent|Gardens|Grove|"
    r"Hill|Place|Square|Terrace|Way|Walk|Row|Mews|Green|Rise|View|Parade|House)"
)
RECORD = r"(?:case|client|file|mosaic|liquid\s?logic|lcs|lac|cin|uasc|upn|urn)"
NUMBER = r"(?:(?:file\s+)?(?:number|no\.?|ref(?:erence)?\.?|id))"
CACHED_TEXTS = 1024  # in a process's memory: those of a few assessments


class Kind(StrEnum):
    """The kinds of possible personal detail."""

    EMAIL = "email address"
    PHONE = "phone number"
    NHS = "NHS number"
    NATIONAL_INSURANCE = "National Insurance number"
    BORN = "date of birth"
    ADDRESS = "address"
    POSTCODE = "postcode"
    CASE = "case number"
    NAME = "name of a person"


class Detail(NamedTuple):
    """A piece of text that could identify someone."""

    kind: Kind
    found: str


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
    # A house with its street, as written on an envelope: "12 High Street".
    Kind.ADDRESS: re.compile(
        rf"\b(?:(?:[Ff]lat|[Rr]oom)\s\w{{1,4}},?\s)?\d{{1,4}}[A-Za-z]?,?[ \t]"
        rf"(?:{UPPER}{LOWER}+(?:['’]s)?[ \t]){{1,3}}{STREET}\b(?!['’])"
    ),
    Kind.POSTCODE: re.compile(
        r"\b(?:[A-PR-UWYZ][A-HK-Y]?\d(?:\d|[A-HJKMNPR-Y])?) ?\d[ABD-HJLNP-UW-Z]{2}\b"
    ),
    Kind.CASE: re.compile(
        rf"\b(?:{RECORD}\s+(?:{NUMBER})|{RECORD}|case\s*(?:{NUMBER}))\s*[:#]?\s*"
        r"(?!(?:19|20)\d\d(?:[-/]\d{2,4})?\b)(?:[a-z]{1,4}[-/]?)?\d[\d/-]{3,15}\b",
        re.IGNORECASE,
    ),
}


def identifying(text: str) -> str:
    """Return what to say beside a text that may identify somebody, or ""."""
    found = dict.fromkeys(detail.found for detail in personal_details(text))
    if not found:
        return ""
    words = ", ".join(f"“{one}”" for one in found)
    return f"Could this identify somebody? {words}. If it could, take it out."


def personal_details(text: str) -> list[Detail]:
    """Return the possible personal details in `text`, in order."""
    return list(_personal_details(text))


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
