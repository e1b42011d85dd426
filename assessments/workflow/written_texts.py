"""Every text that people write in an assessment, and the way from it to its group.

What is removed from an assessment is removed from these; a test finds a text that is
missing here.
"""

from typing import NamedTuple

from django.db.models import Model

from ..models import (
    Action,
    ActionRevision,
    AgreedArea,
    AgreedResponse,
    AgreedRevision,
    ApproverComment,
    Assessment,
    BoardReport,
    Dissent,
    Draft,
    DraftResponse,
    DraftRevision,
    EarlierProposal,
    FollowUp,
    FollowUpRevision,
    FollowUpScore,
    FormDownload,
    FormUpload,
    Note,
    PeerNote,
    PeerReview,
    Proposal,
    Question,
    ReopenRequest,
    Reply,
    SurveyFinding,
    YoungPeopleRecord,
    YoungPeopleScore,
)

OF_GROUP = "group__assessment"
ANSWER = ["evidence", "ideas"]


class Written(NamedTuple):
    """The texts of one model, and the ways to their assessment and working group."""

    called: str
    fields: list[str]
    assessment: str = "assessment"
    group: str = ""  # none: they are the whole authority's


TEXTS: dict[type[Model], Written] = {
    DraftResponse: Written("answers", ANSWER, f"draft__{OF_GROUP}", "draft__group"),
    DraftRevision: Written(
        "earlier versions",
        ["content"],
        f"response__draft__{OF_GROUP}",
        "response__draft__group",
    ),
    Note: Written(
        "notes", ["text"], f"response__draft__{OF_GROUP}", "response__draft__group"
    ),
    Draft: Written(
        "reasons for handing back", ["handed_back_because"], OF_GROUP, "group"
    ),
    FormDownload: Written("downloaded forms", ["content"], OF_GROUP, "group"),
    FormUpload: Written("uploaded forms", ["content"], OF_GROUP, "group"),
    Dissent: Written("disagreements", ["text"], "response__assessment", "group"),
    AgreedResponse: Written("agreed answers", [*ANSWER, "rationale", "come_back_note"]),
    AgreedRevision: Written(
        "earlier agreed answers", ["content"], "response__assessment"
    ),
    Proposal: Written("proposals", ["values"]),
    EarlierProposal: Written("proposals", ["values"], "proposal__assessment"),
    AgreedArea: Written("notes on scores", ["global_score_note"]),
    ApproverComment: Written(
        "comments of approvers", ["text", "answer"], "sign_off__assessment"
    ),
    Assessment: Written(
        "the cover sheet", [*Assessment.COVER_FIELDS, "reopened_because"], "pk"
    ),
    ReopenRequest: Written("requests to reopen", ["reason", "answer"]),
    BoardReport: Written(
        "the report for the board", ["strengths", "priorities", "asked", "printed"]
    ),
    YoungPeopleScore: Written("young people’s scores", ["how_gathered"]),
    YoungPeopleRecord: Written("young people’s scores", ["how_gathered"]),
    SurveyFinding: Written("young people’s scores", ["text"]),
    Action: Written("the action plan", ["idea", "text", "measure", "note"]),
    ActionRevision: Written("the action plan", ["content"], "response__assessment"),
    PeerReview: Written(
        "reviews from elsewhere", ["key_lines"], "submission__assessment"
    ),
    PeerNote: Written(
        "reviews from elsewhere", ["text"], "review__submission__assessment"
    ),
    Question: Written("questions", ["text"], "submission__assessment"),
    Reply: Written("questions", ["text"], "question__submission__assessment"),
    FollowUp: Written("the follow-up", ["reopened_because"]),
    FollowUpRevision: Written(
        "the follow-up", ["content"], "response__follow_up__assessment"
    ),
    FollowUpScore: Written(
        "the follow-up",
        ["what_helped", "barriers", "next_steps"],
        "follow_up__assessment",
    ),
}
# What is made from groups' answers to a statement, and the way to the statement.
AGREED: dict[type[Model], str] = {
    AgreedResponse: "statement",
    AgreedRevision: "response__statement",
    Proposal: "statement",
    EarlierProposal: "proposal__statement",
}
