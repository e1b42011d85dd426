"""Who may do what with an assessment. Every permission rule of the site is here.

Views come by an assessment only through `open_assessment`, by a draft only through
`open_draft` or `Access.drafts_seen`. What is not yours does not exist (404); what is
yours but not your part is forbidden (403); your part but not now is refused (409).
"""

from .opening import (
    access_to,
    is_room_at,
    may_invite,
    open_assessment,
    open_authority,
    open_draft,
    open_own_group,
    open_submission,
    open_upload,
    past_batches,
    require_open,
    require_staff,
)
from .rules import CLOSED, Access, may_belong

__all__ = [
    "CLOSED",
    "Access",
    "access_to",
    "is_room_at",
    "may_belong",
    "may_invite",
    "open_assessment",
    "open_authority",
    "open_draft",
    "open_own_group",
    "open_submission",
    "open_upload",
    "past_batches",
    "require_open",
    "require_staff",
]
