"""The plain data of a form that we write; a child process makes the file from it."""

from datetime import datetime
from typing import TypedDict

from assessments.submission.shown.content import Framework


class Answer(TypedDict):
    """The contents of a statement's row; `remark` is printed instead of a rating.

    not_rated  whether "cannot rate" is ticked
    """

    ratings: list[int]
    evidence: str
    ideas: str
    remark: str
    not_rated: bool


class PartOfAnswer(TypedDict, total=False):
    """An Answer without its blank fields."""

    ratings: list[int]
    evidence: str
    ideas: str
    remark: str
    not_rated: bool


class Section(TypedDict):
    """A section that the paper form does not have: heading, sentences and a table.

    columns  their headings
    shares   of the page's width
    """

    heading: str
    is_new_page: bool
    sentences: list[str]
    columns: list[str]
    shares: list[int]
    rows: list[list[str]]


class MoreOfForm(TypedDict, total=False):
    """The parts of a FormData that are not blank."""

    areas: list[int]
    answers: dict[str, PartOfAnswer]
    scores: dict[int, int | None]
    cover: dict[str, str] | None
    facts: list[tuple[str, str]]
    notice: str
    how_to: list[str]
    foot: str
    at: datetime
    is_final: bool
    is_to_fill: bool
    sections: list[Section]


class FormData(TypedDict):
    """A form.

    framework   as a submission's document has it, with "guidance" and "footnotes" if
                these must be printed
    areas       numbers of the areas on the form
    answers     by statement code
    scores      by area number
    cover       {key: text}, or None for a form without a cover sheet
    facts       [(label, value)] about the form
    notice      above everything else
    how_to      sentences
    foot        of each page
    at          when it was made
    is_final    whether a missing score remains missing
    is_to_fill  whether it has boxes to tick and protects its own words
    """

    framework: Framework
    areas: list[int]
    answers: dict[str, PartOfAnswer]
    scores: dict[int, int | None]
    cover: dict[str, str] | None
    facts: list[tuple[str, str]]
    notice: str
    how_to: list[str]
    foot: str
    at: datetime
    is_final: bool
    is_to_fill: bool
    sections: list[Section]
