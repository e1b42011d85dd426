"""A submission as an evaluation reads it: a code stands for the authority's name.

The names of people, references and digests go, and of a date only its month is left. A
text can still identify the authority, by a place or a scheme: no rule finds all.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar, cast

from django.utils import timezone

from assessments.analysis.authority_names import short

from .content import Document

Shape = TypeVar("Shape")

# Values that name a person, or a file that names the authority.
BLANKED = {
    "approved_by",
    "asked_by",
    "by",
    "digest",
    "gathered_by",
    "lead_email",
    "lead_job_title",
    "lead_name",
    "looked_by",
    "reference",
    "submitted_by",
}

A_DAY = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?")


def coded(
    content: Document, *, alias: str, names: Iterable[str], round_name: str
) -> Document:
    """Return the document with the alias in place of every one of these names."""
    found = hidden(
        {key: value for key, value in content.items() if key != "framework"},
        alias=alias,
        names=names,
    )
    found |= {
        "framework": content["framework"],
        "authority": {"name": alias},
        "reference": f"{alias}, {content['number']}",
        "round": {"slug": "", "name": round_name},
    }
    return cast("Document", found)


def hidden(value: Shape, *, alias: str, names: Iterable[str]) -> Shape:
    """Return JSON without people's names and days, with the alias for the authority's."""
    pattern = pattern_of(names)

    def hide(one: object, key: str = "") -> object:
        if key in BLANKED:
            return ""
        if isinstance(one, dict):
            return {name: hide(each, name) for name, each in one.items()}
        if isinstance(one, list):
            return [hide(each) for each in one]
        if not isinstance(one, str):
            return one
        if A_DAY.fullmatch(one):
            return _month_of(one)
        return pattern.sub(alias, one) if pattern else one

    return cast("Shape", hide(value))


def _month_of(day_or_time: str) -> str:
    """Return "2020-06" for a date or a time in June, by the site's clock."""
    found = datetime.fromisoformat(day_or_time)
    if timezone.is_aware(found):
        found = timezone.localtime(found)
    return f"{found:%Y-%m}"


def pattern_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds the names in a text, or None if there are none.

    What is left of a name without "Council" and the like is found too. One word has to
    begin with a capital: "Reading Borough Council" is also "Reading", never "reading".
    """
    whole = {name.strip() for name in names}
    every = sorted({*whole, *map(short, whole)} - {""}, key=len, reverse=True)
    parts = [_spelled(name) for name in every]
    if not parts:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def _spelled(name: str) -> str:
    """Return a pattern of a name, with any white space between its words."""
    words = [re.escape(word) for word in name.split()]
    if len(words) > 1:
        return r"\s+".join(words)
    return f"(?-i:{re.escape(name[0].upper())}){re.escape(name[1:])}"
