"""The guide to the columns, for people: every field once, with its names."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict

from assessments.submission.shown.content import Labels

from . import fields, tables
from .columns import Column


class GuideSection(TypedDict):
    title: str
    columns: list[dict[str, str | bool]]


def sections(scale: Labels, area_end: str, statement_end: str) -> list[GuideSection]:
    """Return [{"title", "columns"}] of every field; a column is as `described` gives
    it, with "wide", its name in the files that hold everything in one row ("" if it
    is not in them), and "is_personal".

    `scale` is {value: label}; the ends are those of an example's name in such a file.
    """
    of_statement = [
        *fields.STATEMENT_NAME[2:],
        *fields.STATEMENT,
        fields.ANSWER,
        fields.SAID,
    ]
    return [
        _section("The submission and its authority", fields.IDENTITY, ""),
        _section("The submission as a whole", fields.SUBMISSION + fields.TOTAL, ""),
        _section("Each area", [*fields.AREA_NAME, *fields.AREA], area_end),
        _section("Each statement", of_statement, statement_end, scale),
        _section("Each group’s answer to a statement", fields.GROUP, None, scale),
    ]


def _section(
    title: str, columns: Iterable[Column], end: str | None, scale: Labels | None = None
) -> GuideSection:
    return {
        "title": title,
        "columns": [_described(column, end, scale or {}) for column in columns],
    }


def _described(column: Column, end: str | None, scale: Labels) -> dict[str, str | bool]:
    has_wide = end == "" or column in [*fields.AREA, *fields.STATEMENT]
    wide = "_".join(filter(None, [column.name, end])) if has_wide else ""
    if column.name in {"rating", "first_rating", "second_rating"}:
        column = replace(column, values=dict(scale))
    return {
        **tables.described(column),
        "wide": wide,
        "is_personal": column.is_personal,
    }
