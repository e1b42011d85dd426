"""The tables of what was agreed, submitted, and done on the way."""

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

from .table import Table, code, columns

OWNER = "assessment__authority"
ROUND = "assessment__round__slug"
ANSWER = ["outcome", "rating", "candidates", "evidence", "ideas", "rationale"]
ORDER = ["assessment", "statement__area__number", "statement__letter"]


def of_assessment(paths, **named):
    """Columns of something an assessment has; they begin with its round."""
    return {"_assessment": "assessment", "round": ROUND} | columns(paths, **named)


def of_area(paths):
    return of_assessment(paths, area="area__number", area_title="area__title")


def of_statement(prefix, paths, **named):
    """Columns of something an agreed response has; `prefix` leads to the response."""
    return {
        "_assessment": f"{prefix}assessment",
        "_response": f"{prefix}pk",
        "round": f"{prefix}{ROUND}",
        "area": f"{prefix}statement__area__number",
        "statement": code(f"{prefix}statement"),
    } | columns(paths, **named)


def of_response(name, title, model, paths, **more):
    """A Table of what belongs to an agreed response."""
    return Table(
        name,
        title,
        model,
        f"response__{OWNER}",
        of_statement("response__", paths),
        [f"response__{each}" for each in ORDER],
        **more,
    )


TABLES = [
    Table(
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
    Table(
        "agreed_responses",
        "The one answer to each statement",
        AgreedResponse,
        OWNER,
        of_statement(
            "",
            "outcome rating__value candidates evidence ideas rationale settled_at "
            "settled_by__name come_back",
            text="statement__text_md",
        ),
        ORDER,
    ),
    of_response(
        "agreed_revisions",
        "Every time an answer was settled, the oldest first",
        AgreedRevision,
        "at by__name way content",
        spread={
            "content": {name: name for name in ANSWER} | {"changed_from": "before"}
        },
        called={"outcome": dict(AgreedResponse.Outcome.choices)},
    ),
    of_response(
        "dissents",
        "Notes of groups that keep another view",
        Dissent,
        "group__name text by__name at withdrawn_at",
    ),
    Table(
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
    Table(
        "approvals",
        "Approval asked for and given",
        SignOff,
        OWNER,
        of_assessment("asked_at asked_by__name approved_at approved_by__name"),
        ["assessment", "asked_at"],
    ),
    Table(
        "submissions",
        "What was submitted to Coram Voice",
        Submission,
        OWNER,
        of_assessment(
            "number reference submitted_at submitted_by__name source digest content"
        ),
        ["assessment", "number"],
        apart=frozenset({"content"}),
        chunk=1,
    ),
    Table(
        "submission_files",
        "Files made of submissions and kept",
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
    Table(
        "young_people_scores",
        "What care leavers give each area out of ten",
        YoungPeopleScore,
        OWNER,
        of_area("score how_gathered updated_at updated_by__name"),
        ["assessment", "area__number"],
    ),
    Table(
        "follow_ups",
        "The follow-ups, and what became of the ideas for improvement",
        FollowUp,
        OWNER,
        of_assessment("completed_on ideas updated_at updated_by__name"),
        ["assessment"],
    ),
    Table(
        "follow_up_scores",
        "What the follow-up says of each area",
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
    Table(
        "reminders",
        "Who was reminded of what was still to be done",
        Reminder,
        OWNER,
        of_assessment("to__name at by__name", email="to__email"),
        ["at"],
    ),
    Table(
        "what_happened",
        "Who did what, when",
        AuditEvent,
        OWNER,
        of_assessment("at by__name kind detail"),
        ["assessment", "at"],
    ),
]
