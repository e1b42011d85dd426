"""The tables of what was agreed and submitted, and of who did what."""

from django.db.models import Q

from assessments.models import (
    AgreedArea,
    AgreedResponse,
    AgreedRevision,
    ApproverComment,
    AuditEvent,
    BoardReport,
    Dissent,
    EarlierProposal,
    JointSettlement,
    Meeting,
    PlannedMeeting,
    Proposal,
    Reminder,
    ReopenRequest,
    SignOff,
    Submission,
    SubmissionFile,
    TimeTaken,
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
            "global_score_note scored_at scored_by__name moderator__name"
        ),
        ["assessment", "area__number"],
    ),
    AGREED.answers(
        "agreed_responses",
        "The agreed answer to each statement",
        AgreedResponse,
        "outcome rating__value candidates evidence ideas rationale settled_at "
        "settled_by__name known_at come_back come_back_note come_back_owner__name",
    ),
    AGREED.belonging(
        "agreed_revisions",
        "Every time an answer was settled, oldest first",
        AgreedRevision,
        "at by__name way joint__at content",
        spread={
            "content": {name: name for name in ANSWER}
            | {"changed_from": "before", "later_ratings": "later"}
        },
        called={"outcome": dict(AgreedResponse.Outcome.choices)},
    ),
    ArchiveTable(
        "joint_settlements",
        "Statements settled together as the groups rated them, and undone",
        JointSettlement,
        OWNER,
        of_assessment("at by__name undone_at undone_by__name"),
        ["assessment", "at"],
    ),
    ArchiveTable(
        "proposals",
        "What was written about answers and scores, and is not settled",
        Proposal,
        OWNER,
        of_assessment(
            "kind values at by__name",
            statement=code("statement"),
            area="area__number",
        ),
        ["assessment", "kind", "pk"],
        only=~Q(values={}),
    ),
    ArchiveTable(
        "earlier_proposals",
        "What was proposed before, by whom",
        EarlierProposal,
        f"proposal__{OWNER}",
        columns(
            "values at by__name",
            round=f"proposal__{ROUND}",
            kind="proposal__kind",
            statement=code("proposal__statement"),
            area="proposal__area__number",
        ),
        ["proposal", "at"],
    ),
    AGREED.belonging(
        "dissents",
        "Notes of groups that still disagree",
        Dissent,
        "group__name text by__name at withdrawn_at",
    ),
    ArchiveTable(
        "meetings",
        "The meetings: minutes planned, and where the meeting screen is",
        Meeting,
        OWNER,
        of_assessment(
            "length minutes moved_at led_by__name asks_again takes",
            statement=code("statement"),
        ),
        ["assessment"],
    ),
    ArchiveTable(
        "planned_meetings",
        "The meetings that are planned, and what each takes",
        PlannedMeeting,
        OWNER,
        of_assessment("held_on length areas words"),
        ["assessment", "held_on"],
    ),
    ArchiveTable(
        "times_taken",
        "The time that meetings took for each statement",
        TimeTaken,
        f"meeting__{OWNER}",
        columns(
            "word seconds at", round=f"meeting__{ROUND}", statement=code("statement")
        ),
        ["meeting", "at"],
    ),
    ArchiveTable(
        "approvals",
        "Approval, requested and given",
        SignOff,
        OWNER,
        of_assessment(
            "asked_at asked_by__name approved_at approved_by__name sent_back_at "
            "sent_back_by__name"
        ),
        ["assessment", "asked_at"],
    ),
    ArchiveTable(
        "approver_comments",
        "Comments of the approvers that were sent, and the answers",
        ApproverComment,
        f"sign_off__{OWNER}",
        columns(
            "at by__name text answered_at answered_by__name answer",
            round=f"sign_off__{ROUND}",
            statement=code("response__statement"),
        ),
        ["sign_off", "pk"],
        only=Q(sign_off__sent_back_at__isnull=False),
    ),
    ArchiveTable(
        "reopen_requests",
        "Requests to Coram Voice to reopen a submission, and the answers",
        ReopenRequest,
        OWNER,
        of_assessment(
            "asked_at asked_by__name reason answered_at answered_by__name is_granted "
            "answer"
        ),
        ["assessment", "asked_at"],
    ),
    ArchiveTable(
        "submissions",
        "What was submitted to Coram Voice",
        Submission,
        OWNER,
        of_assessment(
            "number reference submitted_at submitted_by__name source digest "
            "is_imported dated_on "
            "withdrawn_at withdrawn_by__name withdrawn_because replaced_by__reference "
            "content"
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
        "board_reports",
        "What was chosen for the reports for members and the board",
        BoardReport,
        OWNER,
        of_assessment("strengths priorities asked printed updated_at updated_by__name"),
        ["assessment"],
    ),
    ArchiveTable(
        "reminders",
        "Reminders of what was still to be done",
        Reminder,
        OWNER,
        of_assessment(
            "to__name at by__name reason",
            email="to__email",
            invited="invitation__email",
        ),
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
