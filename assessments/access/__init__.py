"""The permission rules: who may do what with an assessment. There are no others.

Views get an assessment only through `open_assessment`, a draft only through
`open_draft` or `Access.drafts_seen`. What you may not know of does not exist
(404); what your role does not allow is forbidden (403); what your role allows but not
now is refused (409). `sealing` says which drafts a person may read.
"""

from .accounts import (
    may_help,
    open_member,
    open_staff_account,
)
from .belonging import may_belong
from .evaluation import open_passed_on, passed_on
from .fetching import (
    access_by_role,
    access_to,
    follow_ups_of,
    is_room_at,
    may_invite,
    open_action,
    open_assessment,
    open_authority,
    open_cluster,
    open_desk_authority,
    open_draft,
    open_finding,
    open_follow_up,
    open_follow_up_return,
    open_own_group,
    open_question,
    open_submission,
    open_upload,
    past_batches,
    require_desk,
    require_officer,
)
from .past import events_seen, revisions_seen
from .peer_reviews import open_own_review, open_review, reviews_for
from .refusals import (
    CLOSED,
    HANDED_IN,
    NOT_DISCUSSED,
    NOT_HANDED_IN,
    NOT_SUBMITTED,
    closed,
    handed_in,
)
from .rules import (
    Access,
    require_discussed,
    require_follow_up,
    require_in_round,
    require_open,
    require_submitted,
)
from .second_step import needs_second_step

__all__ = [
    "CLOSED",
    "HANDED_IN",
    "NOT_DISCUSSED",
    "NOT_HANDED_IN",
    "NOT_SUBMITTED",
    "Access",
    "access_by_role",
    "access_to",
    "closed",
    "events_seen",
    "follow_ups_of",
    "handed_in",
    "is_room_at",
    "may_belong",
    "may_help",
    "may_invite",
    "needs_second_step",
    "open_action",
    "open_assessment",
    "open_authority",
    "open_cluster",
    "open_desk_authority",
    "open_draft",
    "open_finding",
    "open_follow_up",
    "open_follow_up_return",
    "open_member",
    "open_own_group",
    "open_own_review",
    "open_passed_on",
    "open_question",
    "open_review",
    "open_staff_account",
    "open_submission",
    "open_upload",
    "passed_on",
    "past_batches",
    "require_desk",
    "require_discussed",
    "require_follow_up",
    "require_in_round",
    "require_officer",
    "require_open",
    "require_submitted",
    "reviews_for",
    "revisions_seen",
]
