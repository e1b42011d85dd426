"""The tables of what was recorded after submitting."""

from assessments.models import (
    Action,
    ActionRevision,
    Consent,
    FollowUp,
    FollowUpReturn,
    FollowUpRevision,
    FollowUpScore,
    PeerNote,
    PeerReview,
    Question,
    Reply,
    SurveyFinding,
    YoungPeopleRecord,
    YoungPeopleScore,
)

from .table import ArchiveTable, Columns, code, columns
from .tables_agreement import OWNER, ROUND, of_area, of_assessment

SCORES = "stage_one stage_two what_helped barriers next_steps"
PLANNED = ["text", "owner", "due_on", "measure", "state", "note"]


def of_follow_up(paths: str, start: str = "follow_up__") -> Columns:
    """Return the columns of something a follow-up has, its round first."""
    return {"round": f"{start}{ROUND}"} | columns(paths)


TABLES = [
    ArchiveTable(
        "peer_reviews",
        "Reviews of submissions by people from elsewhere",
        PeerReview,
        f"submission__{OWNER}",
        columns(
            "pk reviewer__name until key_lines invited_by__name invited_at ended_at "
            "ended_by__name",
            submission="submission__reference",
        ),
        ["submission", "pk"],
    ),
    ArchiveTable(
        "peer_notes",
        "The notes of these reviewers",
        PeerNote,
        f"review__submission__{OWNER}",
        columns("review text at") | {"statement": code("statement")},
        ["review", "pk"],
    ),
    ArchiveTable(
        "questions",
        "Questions from Coram Voice on submissions",
        Question,
        f"submission__{OWNER}",
        columns(
            "pk text at by__name closed_at closed_by__name",
            submission="submission__reference",
            area="area__number",
        )
        | {"statement": code("statement")},
        ["submission", "pk"],
    ),
    ArchiveTable(
        "replies",
        "The replies to these questions",
        Reply,
        f"question__submission__{OWNER}",
        columns("question text at by__name"),
        ["question", "pk"],
    ),
    ArchiveTable(
        "consents",
        "What others may do with the submission",
        Consent,
        OWNER,
        of_assessment(
            f"{' '.join(Consent.CHOICES)} told_by told_on updated_at updated_by__name"
        ),
        ["assessment"],
    ),
    ArchiveTable(
        "young_people",
        "How the scores of young people were gathered",
        YoungPeopleRecord,
        OWNER,
        of_assessment(
            "how_gathered how_many gathered_on gathered_by updated_at updated_by__name"
        ),
        ["assessment"],
    ),
    ArchiveTable(
        "young_people_scores",
        "Care leavers’ scores for each area, out of ten",
        YoungPeopleScore,
        OWNER,
        of_area("score pick how_gathered updated_at updated_by__name"),
        ["assessment", "area__number"],
    ),
    ArchiveTable(
        "survey_findings",
        "Findings of surveys of young people",
        SurveyFinding,
        OWNER,
        of_area(
            "position text asked answered source removed_at updated_at updated_by__name"
        ),
        ["assessment", "area__number", "position"],
    ),
    ArchiveTable(
        "follow_ups",
        "The follow-ups, and whether they were submitted",
        FollowUp,
        OWNER,
        of_assessment(
            "completed_on asked_at asked_by__name is_open reopened_because updated_at "
            "updated_by__name"
        ),
        ["assessment"],
    ),
    ArchiveTable(
        "follow_up_scores",
        "The follow-up of each area",
        FollowUpScore,
        f"follow_up__{OWNER}",
        of_follow_up(f"{SCORES} updated_at updated_by__name")
        | {"area": "area__number", "area_title": "area__title"},
        ["follow_up", "area__number"],
    ),
    ArchiveTable(
        "follow_up_revisions",
        "Every change to the follow-up of an area, oldest first",
        FollowUpRevision,
        f"response__follow_up__{OWNER}",
        of_follow_up("at by__name content", "response__follow_up__")
        | {"area": "response__area__number"},
        ["response", "pk"],
        spread={"content": {name: name for name in SCORES.split()}},
    ),
    ArchiveTable(
        "follow_up_returns",
        "The follow-ups as they were submitted to Coram Voice",
        FollowUpReturn,
        f"follow_up__{OWNER}",
        of_follow_up("number reference submitted_at submitted_by__name digest content"),
        ["follow_up", "number"],
        large=frozenset({"content"}),
        chunk=1,
    ),
    ArchiveTable(
        "actions",
        "The action plan",
        Action,
        OWNER,
        of_assessment(
            "position text owner due_on measure state note idea removed_at updated_at "
            "updated_by__name",
            area="area__number",
            statement=code("statement"),
        ),
        ["assessment", "position"],
    ),
    ArchiveTable(
        "action_revisions",
        "Every change to an action, oldest first",
        ActionRevision,
        f"response__{OWNER}",
        columns(
            "at by__name content",
            round=f"response__{ROUND}",
            position="response__position",
        ),
        ["response", "pk"],
        spread={"content": {name: name for name in PLANNED}},
    ),
]
