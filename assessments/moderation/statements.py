"""Statements of open areas by their codes, each compared with what is proposed."""

import re
from collections.abc import Iterable

from ..access import Access
from ..models import AgreedResponse
from .comparison import Comparison
from .comparison_queries import (
    compare_areas,
    drafts_by_area,
    with_proposals,
)

CODE = re.compile(r"([1-9]\d{0,2})([a-z])")


def codes_in(names: Iterable[str]) -> set[tuple[int, str]]:
    """Return the (area number, letter) of each name that may be a statement's code."""
    found = (CODE.fullmatch(name) for name in names)
    return {(int(match[1]), match[2]) for match in found if match}


def versions(access: Access, names: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return {code: (statement's id, version of the agreed response)}. One query.

    Of statements of the assessment only.
    """
    codes = codes_in(names)
    if not codes:
        return {}
    rows = AgreedResponse.objects.filter(
        assessment=access.assessment,
        statement__area__number__in={number for number, _ in codes},
    ).values_list(
        "statement", "statement__area__number", "statement__letter", "version"
    )
    return {
        f"{number}{letter}": (statement, version)
        for statement, number, letter, version in rows
        if (number, letter) in codes
    }


def compare_statements(access: Access, statements: Iterable[int]) -> list[Comparison]:
    """Return a Comparison for each of these statements whose discussion is open.

    `statements` are ids. Only what the person may see. Six queries, or none.
    """
    wanted = set(statements)
    if not wanted:
        return []
    opened = access.areas_revealed().opened().filter(area__statements__in=wanted)
    areas = list(opened.distinct())
    drafts = drafts_by_area(access, areas)
    labels = access.assessment.labels
    by_area = {area.area_id: drafts[area.area_id] for area in areas}
    found = compare_areas(access, by_area, labels, statements=wanted)
    return with_proposals(access, found)
