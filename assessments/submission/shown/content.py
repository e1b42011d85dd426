"""The types of a submission's document and of its supplements, as JSON holds them.

A key that is NotRequired is missing from documents made before it existed.
"""

from collections.abc import Callable
from typing import NotRequired, TypedDict

from frameworks.guidance import Block

Text = Callable[[str], str]  # what to do to a text somebody wrote, to print it
Labels = dict[int, str]  # {value: label} of the scale
Cover = dict[str, str | None]


class ScalePoint(TypedDict):
    value: int
    label: str
    column_heading: NotRequired[str]
    guide: NotRequired[str]
    guide_number: NotRequired[int | None]


class Statement(TypedDict):
    letter: str
    code: str
    text_md: str
    footnote: NotRequired[str]
    family: NotRequired[str]


class Area(TypedDict):
    number: int
    theme: NotRequired[str]
    title: str
    examples: NotRequired[str]
    heading_printed: NotRequired[str]
    row_label: NotRequired[str]
    prompt_md: NotRequired[str]
    evidence_prompt: NotRequired[str]
    rating_title: str
    rating_order: int
    statements: list[Statement]


class CoverQuestion(TypedDict):
    key: str
    question: str
    box_label: str


class Framework(TypedDict):
    """An edition."""

    edition: NotRequired[str]
    title: str
    title_printed: NotRequired[str]
    credit: NotRequired[str]
    contact: NotRequired[str]
    ideas_prompt: NotRequired[str]
    scores_heading: NotRequired[str]
    scores_instruction: NotRequired[str]
    scores_note: NotRequired[str]
    scores_stem: NotRequired[str]
    cover_questions: list[CoverQuestion]
    scale: list[ScalePoint]
    areas: list[Area]


class Section(TypedDict):
    """A part of the guidance."""

    heading: str
    blocks: list[Block]


class Footnote(TypedDict):
    """A footnote of the guidance."""

    mark: str
    text_md: str


class FollowUpTable(TypedDict, total=False):
    """The follow-up as its form prints it; empty for an edition without one."""

    heading: str
    intro: str
    columns: list[str]
    comment_prompts: list[str]
    total_label: str
    rows: list[str]
    out_of: str


class Form(Framework):
    """An edition with everything else that its blank form prints."""

    guidance: list[Section]
    footnotes: list[Footnote]
    follow_up: FollowUpTable


class GroupRating(TypedDict):
    group: str
    first: int | None
    reason: str  # why there is no first rating, in words
    second: int | None  # the rating after the discussion
    kind: NotRequired[str]  # of the group, if somebody said so


class Dissent(TypedDict):
    group: str
    text: str


class Outcome(TypedDict, total=False):
    outcome: str  # one of AgreedResponse.Outcome
    rating: int | None
    candidates: list[int]


# "from" is a keyword, so this cannot be a class.
Change = TypedDict(
    "Change", {"from": Outcome, "to": Outcome, "why": str, "by": str, "at": str}
)


class LaterRatings(TypedDict):
    """Ratings that came in after a statement was settled and change its word.

    The names of reviewers are missing if nobody reviewed the statement.
    """

    groups: list[str]
    before: str  # the word by the ratings that were known
    after: str
    looked_by: NotRequired[str]
    looked_at: NotRequired[str]


class Response(Outcome, total=False):
    evidence: str
    ideas: str
    rationale: str
    ratings: list[GroupRating]
    dissents: list[Dissent]
    changes: list[Change]  # by approvers, in order
    later: NotRequired[list[LaterRatings]]  # since it was settled, in order


class SignOff(TypedDict, total=False):
    asked_by: str
    asked_at: str
    approved_by: str
    approved_at: str
    changed_since: str  # what was settled after that, as part of a sentence


class Origin(TypedDict):
    """The source of an imported submission."""

    kind: str
    reference: NotRequired[str]
    submitted_at: NotRequired[str]
    submitted_by: NotRequired[str]
    is_as_exported: NotRequired[bool]


class Named(TypedDict):
    name: str


class Round(TypedDict):
    slug: str
    name: str


class Agreed(TypedDict):
    """The agreed answers and scores of an assessment, with the edition it answers."""

    edition: str
    framework: Framework
    authority: Named
    round: Round
    cover: Cover
    responses: dict[str, Response]  # by statement code
    global_scores: dict[str, int | None]  # by area number
    global_score_notes: NotRequired[dict[str, str]]
    sign_off: NotRequired[SignOff | None]


class Document(Agreed):
    """The whole document."""

    format: str
    version: int
    reference: str
    number: int
    submitted_at: str
    submitted_by: str
    reopened_because: NotRequired[str]
    not_printed: NotRequired[list[str]]
    origin: NotRequired[Origin | None]


class YoungPeopleScore(TypedDict, total=False):
    score: int | None
    pick: str  # "best" or "worst" of the areas
    how_gathered: str


class SurveyFinding(TypedDict):
    """A finding of a survey of young people, and how many were asked and answered."""

    text: str
    asked: int | None
    answered: int | None
    source: str


class YoungPeople(TypedDict, total=False):
    """The record of how scores were gathered, and the findings of a survey."""

    how_gathered: str
    how_many: int | None
    gathered_on: str | None
    gathered_by: str
    findings: dict[str, list[SurveyFinding]]  # by area number


NO_DATE = "No date of completion is given."
NOT_RETURNED = "Not submitted yet. This is how it stood when this was made."
PICKS = {"best": "One of the three best", "worst": "One of the three worst"}
GATHERED = {  # the questions that the record of the scores answers
    "how_gathered": "How they were gathered",
    "how_many": "Young people who took part",
    "gathered_on": "When",
    "gathered_by": "Who gathered them",
}


class Action(TypedDict):
    """An action of the authority's plan; `area` and `code` may be missing.

    The measure is there only if there is one.
    """

    area: int | None
    code: str
    idea: str
    text: str
    owner: str
    due_on: str | None
    state: str
    note: str
    measure: NotRequired[str]


class FollowUpArea(TypedDict, total=False):
    stage_one: int | None
    stage_two: int | None
    what_helped: str
    barriers: str
    next_steps: str


class Returned(TypedDict):
    """The follow-up as it was returned; it does not change."""

    reference: str
    number: int
    submitted_at: str
    submitted_by: str
    on_paper: bool
    digest: str


class FollowUp(TypedDict, total=False):
    """The follow-up as last returned, or the current one if it never was."""

    completed_on: str | None
    areas: dict[str, FollowUpArea]  # by area number
    ideas: dict[str, str]  # progress, by statement code
    actions: list[Action]  # as they were when it was returned
    returned: Returned | None


class Supplements(TypedDict, total=False):
    """The scores and texts that are recorded with a submission."""

    young_people_scores: dict[str, YoungPeopleScore]  # by area number
    young_people: YoungPeople
    follow_up: FollowUp
    action_plan: list[Action]
