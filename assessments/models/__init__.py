"""The tables, by what they are about."""

from .action import Action, ActionRevision
from .agreement import (
    AgreedArea,
    AgreedAreaQuerySet,
    AgreedResponse,
    AgreedRevision,
    JointSettlement,
)
from .assessment import Assessment, Round
from .audit import AuditEvent
from .authority import Invitation, LocalAuthority, Membership, Role
from .benchmark import Benchmark, ResultsOpening, SeenByName
from .board_report import BoardReport
from .cluster import Cluster
from .consent import Consent
from .desk import ContactNote, DeskEvent, Digest
from .draft import Draft, DraftResponse, DraftRevision, WorkingGroup
from .follow_up import (
    FollowUp,
    FollowUpRequest,
    FollowUpReturn,
    FollowUpRevision,
    FollowUpScore,
    FollowUpStatus,
)
from .frozen import FrozenModel, Immutable
from .meeting import (
    ApproverComment,
    Attendance,
    Dissent,
    Meeting,
    PlannedMeeting,
    SecondRating,
    SecondRatingQuerySet,
    SignOff,
    TimeTaken,
)
from .new_edition import CorrespondenceDecision, EditionFile
from .offline import FormDownload, FormUpload
from .past_import import PastBatch, PastFile
from .peer_review import PeerNote, PeerReview
from .presence import Note, Presence
from .proposal import EarlierProposal, Proposal
from .question import Enquiry, Question, Reply
from .reading import ReadingTag, TaggedText
from .register import RegisterEntry, RegisterSource
from .reminder import Reminder
from .reopening import ReopenRequest
from .round_analysis import RoundAnalysis, SubmissionFigures
from .statement_note import StatementNote
from .submission import Submission, SubmissionFile
from .supplement import ListItem, SupplementModel
from .versioned import Revision, StaleVersion
from .young_people import SurveyFinding, YoungPeopleRecord, YoungPeopleScore

__all__ = [
    "Action",
    "ActionRevision",
    "AgreedArea",
    "AgreedAreaQuerySet",
    "AgreedResponse",
    "AgreedRevision",
    "ApproverComment",
    "Assessment",
    "Attendance",
    "AuditEvent",
    "Benchmark",
    "BoardReport",
    "Cluster",
    "Consent",
    "ContactNote",
    "CorrespondenceDecision",
    "DeskEvent",
    "Digest",
    "Dissent",
    "Draft",
    "DraftResponse",
    "DraftRevision",
    "EarlierProposal",
    "EditionFile",
    "Enquiry",
    "FollowUp",
    "FollowUpRequest",
    "FollowUpReturn",
    "FollowUpRevision",
    "FollowUpScore",
    "FollowUpStatus",
    "FormDownload",
    "FormUpload",
    "FrozenModel",
    "Immutable",
    "Invitation",
    "JointSettlement",
    "ListItem",
    "LocalAuthority",
    "Meeting",
    "Membership",
    "Note",
    "PastBatch",
    "PastFile",
    "PeerNote",
    "PeerReview",
    "PlannedMeeting",
    "Presence",
    "Proposal",
    "Question",
    "ReadingTag",
    "RegisterEntry",
    "RegisterSource",
    "Reminder",
    "ReopenRequest",
    "Reply",
    "ResultsOpening",
    "Revision",
    "Role",
    "Round",
    "RoundAnalysis",
    "SecondRating",
    "SecondRatingQuerySet",
    "SeenByName",
    "SignOff",
    "StaleVersion",
    "StatementNote",
    "Submission",
    "SubmissionFigures",
    "SubmissionFile",
    "SupplementModel",
    "SurveyFinding",
    "TaggedText",
    "TimeTaken",
    "WorkingGroup",
    "YoungPeopleRecord",
    "YoungPeopleScore",
]
