"""The words printed on our forms in addition to those of their edition.

The writer takes its words from here, so that the reader recognises them as printed.
"""

import re
from collections.abc import Iterable

from assessments.submission.shown.content import (
    NO_DATE,
    NOT_RETURNED,
    Area,
    CoverQuestion,
    ScalePoint,
    Statement,
)

NUMBER, STATEMENT = "Number", "Statement"  # of earlier forms
AREA, SCORE = "Area", "Score out of 10"
SCORES = (AREA, SCORE)
MARK = "X"
CANNOT_RATE = "We cannot rate this"
TABLE_OF_AREA = (
    "One row for each of the {count} statements: the statement, one box for each "
    "rating, and boxes for what you write."
)
HOW_TO = "How to fill in this form"
GUIDE = "When to choose which rating"
ONE_MARK = (
    "Tick one box in each row, under the rating you choose, or under "
    f"“{CANNOT_RATE}”. If a box cannot be ticked, type {MARK} next to it."
)
# Of earlier forms, which people may still send back.
ONE_X = (
    f"Put one {MARK} in each row, under the rating you choose. Leave the first two "
    "columns as they are."
)
EARLIER = (
    (
        "Tick one box in each row, under the rating you choose, or under “We cannot "
        "rate this”. If a box cannot be ticked, type X beside it."
    ),
    "Do not change the statements in the first column, nor the headings.",
    "Draft: what is agreed so far. It has not been submitted.",
    (
        "The paper form has no place for why an answer is what it is, nor for what the "
        "groups rated. Statements that need no word of explanation are left out."
    ),
    "What some groups do not share",
    "This was recorded beside the submission and is no part of it.",
    "What has become of the ideas",
    "What young people said in a survey",
)
KEEP_STATEMENTS = "Do not change the statements in the first column, or the headings."
TYPE_IDEAS = (
    "Type your evidence and your ideas in the last two columns. The boxes grow as you "
    "type."
)
TYPE_EVIDENCE = "Type your evidence in the last column. The boxes grow as you type."
BLANK_ROWS = "A row you leave blank changes nothing."
SEND_BACK = (
    "When you are done, save this form as a Word document (.docx) and upload it on "
    "the page you downloaded it from. Nothing on the site is replaced without asking "
    "you."
)
REFERENCE = "Reference"
AUTHORITY = "Local authority"
# The answers a cover sheet may have although its edition does not ask for them.
UNASKED = {
    "how_completed": "How the self-assessment was completed",
    "who_was_involved": "Who was involved in it",
    "lead_name": "Name of lead person",
    "lead_job_title": "Job title of lead person",
    "lead_email": "Email of lead person",
}
NOT_GIVEN, NO_SCORE = "not given", " / 10"
DRAFT = "Draft of the answers agreed so far. It has not been submitted."
NO_RATING = "Not rated: see the reasons at the end"
NO_RATING_ALONE = "Not rated: no reason was given"
NOT_RATED = (NO_RATING, NO_RATING_ALONE)
NOT_ON_FORM = "Not rated on the form."  # the reason where an imported form has none
# After the pages of the paper form: headings of sections, columns of their tables.
ANNEX = "Reasons and disagreements"
ANNEX_SAYS = (
    "The paper form has no place for the reasons for an answer, or for what each "
    "group rated. Statements that need no explanation are left out."
)
REASONS = ("Statement", "Outcome", "Reason", "What the groups rated")
DISSENT = "Groups that still disagree"
DISSENTS = ("Statement", "Group", "What the group says")
CHANGE = "What the approver changed"
CHANGES = ("Statement", "Rating before", "Rating after", "Why", "By", "When")
NOTE = "Notes on the scores"
NOTES = ("Area", "Note on the score")
BESIDE_SAYS = "This was recorded with the submission, but is not part of it."
YOUNG_PEOPLE = "Young people’s own scores"
YOUNG_PEOPLE_ORDER = "The areas are in the order that young people were shown."
YOUNG_PEOPLES = ("Area", "Young people’s score out of 10")
PICK = "Best or worst"
HOW_GATHERED = "How it was gathered"  # if not as the others
GATHERED = "How young people’s scores were gathered"
GATHEREDS = ("Question", "Answer")
FINDING = "What young people said"
FINDINGS = ("Area", "Finding", "Asked", "Answered", "Source")
FOLLOW_UP = "Follow-up"
FOLLOW_UPS = (
    "Area",
    "Score at first, out of 10",
    "Score at follow-up, out of 10",
    "What helped",
    "Barriers",
    "Next steps",
)
FOLLOW_UP_ON = "Follow-up completed on"
IDEA = "Progress on the ideas"
IDEAS = ("Statement", "Ideas for improvement", "Progress")
EARLIER_IDEAS = (*IDEAS[:2], "Where they stand")
PLAN = "Action plan"
PLANS = ("About", "Action", "Idea it is made from", "Who", "By when", "State", "Note")
MEASURED_PLANS = (*PLANS[:5], "Measure", *PLANS[5:])
SAME_IDEA = "The same"
STATUSES = {"done": "Done", "under_way": "Under way", "not_yet": "Not yet"}
TEXTS = [
    NUMBER,
    STATEMENT,
    AREA,
    SCORE,
    HOW_TO,
    GUIDE,
    CANNOT_RATE,
    ONE_MARK,
    KEEP_STATEMENTS,
    ONE_X,
    TYPE_IDEAS,
    TYPE_EVIDENCE,
    BLANK_ROWS,
    SEND_BACK,
    NOT_GIVEN,
    DRAFT,
    ANNEX,
    ANNEX_SAYS,
    DISSENT,
    CHANGE,
    NOTE,
    BESIDE_SAYS,
    YOUNG_PEOPLE,
    YOUNG_PEOPLE_ORDER,
    GATHERED,
    FINDING,
    FOLLOW_UP,
    NO_DATE,
    NOT_RETURNED,
    IDEA,
    PLAN,
    *EARLIER,
]
A_FOOT = re.compile(r"Reference BD(?:-[2-9A-Z]{4}){2}, digest [0-9a-f]{64}")
A_REFERENCE = re.compile(r"\b(?:F(?:-[2-9A-Z]{4}){3}|BD(?:-[2-9A-Z]{4}){2})\b")


def guide_line(point: ScalePoint) -> str:
    """Return one point of a scale as the guide prints it: "Agree: everybody does"."""
    return f"{point['label']}: {point.get('guide', '')}".rstrip(": ")


def area_heading(area: Area) -> str:
    """Return the heading of an area, as the edition prints it."""
    return area.get("heading_printed") or f"{area['number']}. {area['title']}"


def area_line(area: Area) -> str:
    """Return the first line of an area's table, repeated on every page."""
    return f"Area {area['number']}: {area.get('row_label') or area['title']}"


def head_texts(area: Area) -> str:
    """Return the first cell of an area's table: the area, and the question."""
    return f"{area_line(area)}\n{area['prompt_md']}"


def unasked(cover_questions: Iterable[CoverQuestion]) -> dict[str, str]:
    """Return {key: label} of the answers a cover sheet may have unasked."""
    asked = {question["key"] for question in cover_questions}
    return {key: label for key, label in UNASKED.items() if key not in asked}


def note_line(statement: Statement) -> str:
    """Return the edition's note to a statement, below the table."""
    return f"Note to {statement['code']}: {statement['footnote']}"


def score_line(score: int | None, none: str) -> str:
    """Return the text of a score's box: "7 / 10", or `none` without a score."""
    return none if score is None else f"{score}{NO_SCORE}"


def foot_line(reference: str, digest: str) -> str:
    """Return the foot of each page of a submission."""
    return f"Reference {reference}, digest {digest}"


def reference_in(text: str) -> str:
    """Return the reference of a form or submission of ours in a text, or ""."""
    found = A_REFERENCE.search(text)
    return found[0] if found else ""
