"""The permission rules: who may do what with an assessment. There are no others.

Views get an assessment only through `open_assessment`, a draft only through
`open_draft` or `Access.drafts_seen`. What you may not know of does not exist
(404); what your role does not allow is forbidden (403); what your role allows but not
now is refused (409).
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
    require_staff,
)
from .rules import (
    CLOSED,
    HANDED_IN,
    NOT_DISCUSSED,
    NOT_HANDED_IN,
    Access,
    may_belong,
    require_discussed,
    require_open,
)

__all__ = [
    "CLOSED",
    "HANDED_IN",
    "NOT_DISCUSSED",
    "NOT_HANDED_IN",
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
    "require_discussed",
    "require_open",
    "require_staff",
]
