"""The tables of what was agreed and submitted, and of who did what."""

from assessments.models import (
    AgreedArea,
    AgreedResponse,
    AgreedRevision,
    AuditEvent,
    Dissent,
    FollowUp,
    FollowUpScore,
    Meeting,
    Reminder,
    SignOff,
    Submission,
    SubmissionFile,
    YoungPeopleScore,
)

from .answer_tables import AnswerTables
from .table import ArchiveTable, Columns, code, columns

OWNER = "assessment__authority"
ROUND = "assessment__round__slug"
ANSWER = ["outcome", "rating", "candidates", "evidence", "ideas", "rationale"]
AGREED = AnswerTables(
    OWNER,
    {
        "_assessment": "assessment",
        "round": ROUND,
        "area": "statement__area__number",
    },
    ["assessment", "statement__area__number", "statement__letter"],
)


def of_assessment(paths: str, **named: str | tuple[str, ...]) -> Columns:
    """Return the columns of something an assessment has, its round first."""
    return {"_assessment": "assessment", "round": ROUND} | columns(paths, **named)


def of_area(paths: str) -> Columns:
    return of_assessment(paths, area="area__number", area_title="area__title")


TABLES = [
    ArchiveTable(
        "areas",
        "The discussion of each area, and its global score",
        AgreedArea,
        OWNER,
        of_area(
            "discussion_opened_at discussion_opened_by__name global_score "
            "global_score_note scored_at scored_by__name"
        ),
        ["assessment", "area__number"],
    ),
    AGREED.answers(
        "agreed_responses",
        "The agreed answer to each statement",
        AgreedResponse,
        "outcome rating__value candidates evidence ideas rationale settled_at "
        "settled_by__name come_back",
    ),
    AGREED.belonging(
        "agreed_revisions",
        "Every time an answer was settled, oldest first",
        AgreedRevision,
        "at by__name way content",
        spread={
            "content": {name: name for name in ANSWER} | {"changed_from": "before"}
        },
        called={"outcome": dict(AgreedResponse.Outcome.choices)},
    ),
    AGREED.belonging(
        "dissents",
        "Notes of groups that still disagree",
        Dissent,
        "group__name text by__name at withdrawn_at",
    ),
    ArchiveTable(
        "meetings",
        "The meetings: minutes planned, and where the room is",
        Meeting,
        OWNER,
        of_assessment(
            "length minutes moved_at led_by__name asks_again",
            statement=code("statement"),
        ),
        ["assessment"],
    ),
    ArchiveTable(
        "approvals",
        "Approval, requested and given",
        SignOff,
        OWNER,
        of_assessment("asked_at asked_by__name approved_at approved_by__name"),
        ["assessment", "asked_at"],
    ),
    ArchiveTable(
        "submissions",
        "What was submitted to Coram Voice",
        Submission,
        OWNER,
        of_assessment(
            "number reference submitted_at submitted_by__name source digest content"
        ),
        ["assessment", "number"],
        large=frozenset({"content"}),
        chunk=1,
    ),
    ArchiveTable(
        "submission_files",
        "Files made of submissions and stored",
        SubmissionFile,
        f"submission__{OWNER}",
        columns(
            "format made_at digest",
            _file="pk",
            round=f"submission__{ROUND}",
            reference="submission__reference",
        ),
        ["submission", "format"],
    ),
    ArchiveTable(
        "young_people_scores",
        "Care leavers’ scores for each area, out of ten",
        YoungPeopleScore,
        OWNER,
        of_area("score how_gathered updated_at updated_by__name"),
        ["assessment", "area__number"],
    ),
    ArchiveTable(
        "follow_ups",
        "The follow-ups, with progress on the ideas for improvement",
        FollowUp,
        OWNER,
        of_assessment("completed_on ideas updated_at updated_by__name"),
        ["assessment"],
    ),
    ArchiveTable(
        "follow_up_scores",
        "The follow-up of each area",
        FollowUpScore,
        f"follow_up__{OWNER}",
        columns(
            "stage_one stage_two what_helped barriers next_steps updated_at "
            "updated_by__name",
            round=f"follow_up__{ROUND}",
            area="area__number",
            area_title="area__title",
        ),
        ["follow_up", "area__number"],
    ),
    ArchiveTable(
        "reminders",
        "Reminders of what was still to be done",
        Reminder,
        OWNER,
        of_assessment("to__name at by__name", email="to__email"),
        ["at"],
    ),
    ArchiveTable(
        "what_happened",
        "Who did what, when",
        AuditEvent,
        OWNER,
        of_assessment("at by__name kind detail"),
        ["assessment", "at"],
    ),
]
