"""The tables, by what they are about."""

from .agreement import AgreedArea, AgreedAreaQuerySet, AgreedResponse, AgreedRevision
from .assessment import Assessment, Round
from .audit import AuditEvent
from .authority import Invitation, LocalAuthority, Membership, Role
from .draft import Draft, DraftResponse, DraftRevision, WorkingGroup
from .follow_up import FollowUp, FollowUpScore, SupplementModel, YoungPeopleScore
from .meeting import Attendance, Dissent, Meeting, SecondRating, SignOff
from .offline import FormDownload, FormUpload
from .past_import import PastBatch, PastFile
from .presence import Note, Presence
from .reminder import Reminder
from .submission import Immutable, Submission, SubmissionFile
from .versioned import StaleVersion

__all__ = [
    "AgreedArea",
    "AgreedAreaQuerySet",
    "AgreedResponse",
    "AgreedRevision",
    "Assessment",
    "Attendance",
    "AuditEvent",
    "Dissent",
    "Draft",
    "DraftResponse",
    "DraftRevision",
    "FollowUp",
    "FollowUpScore",
    "FormDownload",
    "FormUpload",
    "Immutable",
    "Invitation",
    "LocalAuthority",
    "Meeting",
    "Membership",
    "Note",
    "PastBatch",
    "PastFile",
    "Presence",
    "Reminder",
    "Role",
    "Round",
    "SecondRating",
    "SignOff",
    "StaleVersion",
    "Submission",
    "SubmissionFile",
    "SupplementModel",
    "WorkingGroup",
    "YoungPeopleScore",
]
