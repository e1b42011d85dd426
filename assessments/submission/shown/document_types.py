"""The types of a submission's document, and of what is recorded with it later.

Documents are read long after they were written: keys that older ones do not have are
marked `NotRequired`. The published JSON schema says what each key means.
"""

from collections.abc import Callable
from typing import NotRequired, TypedDict

Text = Callable[[str], str]  # applied to every text a person wrote


class Point(TypedDict):
    """One point of an edition's scale."""

    value: int
    label: str
    guide: str
    column_heading: NotRequired[str]
    guide_number: NotRequired[int | None]


class Statement(TypedDict):
    """A statement as its edition prints it."""

    letter: str
    code: str
    text_md: str
    footnote: NotRequired[str]
    family: NotRequired[str]


class Area(TypedDict):
    """An area of an edition and its statements."""

    number: int
    theme: str
    title: str
    examples: NotRequired[str]
    rating_title: str
    rating_order: int
    statements: list[Statement]


class CoverQuestion(TypedDict):
    """A question of the cover sheet; `key` is that of its answer."""

    key: str
    question: str
    box_label: NotRequired[str | None]


class Edition(TypedDict):
    """The edition of the framework, whole."""

    edition: str
    title: str
    title_printed: NotRequired[str]
    credit: NotRequired[str]
    ideas_prompt: NotRequired[str]
    scale: list[Point]
    areas: list[Area]
    cover_questions: list[CoverQuestion]


class GroupRating(TypedDict):
    """What one group rated, before and after the discussion."""

    group: str
    first: int | None
    reason: str
    second: int | None


class GroupDissent(TypedDict):
    """Why a group still disagrees."""

    group: str
    text: str


class Choice(TypedDict, total=False):
    """An outcome with its rating or its candidates."""

    outcome: str
    rating: int | None
    candidates: list[int]


Change = TypedDict(
    "Change",
    {"from": Choice, "to": Choice, "by": str, "at": str, "why": str},
)


class Response(Choice, total=False):
    """The answer to one statement."""

    evidence: str
    ideas: str
    rationale: str
    ratings: list[GroupRating]
    dissents: list[GroupDissent]
    changes: list[Change]


class SignOff(TypedDict, total=False):
    """Who approved the submission, and what changed afterwards."""

    approved_at: str
    approved_by: str
    changed_since: str


class Authority(TypedDict):
    """The authority that submitted."""

    name: str


class Round(TypedDict):
    """The round it submitted in."""

    slug: str
    name: str


class Document(TypedDict):
    """A submission, as its digest covers it."""

    reference: str
    number: int
    submitted_at: str
    submitted_by: NotRequired[str]
    edition: str
    framework: Edition
    authority: Authority
    round: Round
    cover: dict[str, str | None]
    responses: dict[str, Response]
    global_scores: dict[str, int | None]
    global_score_notes: NotRequired[dict[str, str]]
    sign_off: NotRequired[SignOff | None]
    reopened_because: NotRequired[str]


class YoungPeopleScore(TypedDict, total=False):
    """What young people gave an area, and how their scores were gathered."""

    score: int | None
    how_gathered: str


class FollowUpArea(TypedDict, total=False):
    """What the follow-up recorded about an area."""

    stage_one: int | None
    stage_two: int | None
    what_helped: str
    barriers: str
    next_steps: str


class FollowUp(TypedDict, total=False):
    """The follow-up of a submission."""

    completed_on: str | None
    areas: dict[str, FollowUpArea]
    ideas: dict[str, str]


class Supplements(TypedDict, total=False):
    """What was recorded after submitting, outside the digest."""

    young_people_scores: dict[str, YoungPeopleScore]
    follow_up: FollowUp
