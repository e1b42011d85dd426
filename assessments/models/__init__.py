"""The tables, by what they are about."""

from .agreement import AgreedArea, AgreedResponse, AgreedRevision
from .assessment import Assessment, Round
from .audit import AuditEvent
from .authority import Invitation, LocalAuthority, Membership, Role
from .colleagues import Note, Presence
from .draft import Draft, DraftResponse, DraftRevision, WorkingGroup
from .offline import FormDownload, FormUpload
from .reminder import Reminder
from .submission import Immutable, Submission, SubmissionFile
from .versioned import StaleVersion

__all__ = [
    "AgreedArea",
    "AgreedResponse",
    "AgreedRevision",
    "Assessment",
    "AuditEvent",
    "Draft",
    "DraftResponse",
    "DraftRevision",
    "FormDownload",
    "FormUpload",
    "Immutable",
    "Invitation",
    "LocalAuthority",
    "Membership",
    "Note",
    "Presence",
    "Reminder",
    "Role",
    "Round",
    "StaleVersion",
    "Submission",
    "SubmissionFile",
    "WorkingGroup",
]
