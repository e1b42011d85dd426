"""What each part in an assessment lets a person do with it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from leavingcare.refusals import Refused

from ..models import (
    AgreedArea,
    Assessment,
    Draft,
    Role,
)

CORAM_VOICE = "coram_voice"
MEMBERS = frozenset(Role.values)
MODERATOR = frozenset({Role.MODERATOR})
APPROVER = frozenset({Role.APPROVER})
STAFF = frozenset({CORAM_VOICE})

# What is done: (who may, whether only while the assessment is open).
ACTIONS: dict[str, tuple[frozenset[str], bool]] = {
    "view": (MEMBERS | STAFF, False),
    "see_inside": (MEMBERS, False),
    "edit_cover": (MODERATOR, True),
    "manage_groups": (MODERATOR, True),
    "moderate": (MODERATOR, True),
    "ask_sign_off": (MODERATOR, True),
    "read_sign_off": (MODERATOR | APPROVER, True),
    "sign_off": (APPROVER, True),
    "submit": (MODERATOR, True),
    "reopen": (STAFF, False),
    "read_submission": (MEMBERS | STAFF, False),
    "read_young_people": (MODERATOR | STAFF, False),
    "read_follow_up": (MEMBERS | STAFF, False),
    "edit_beside": (MODERATOR, False),
}
CLOSED = "This assessment has been submitted, so it cannot be changed."


def may_belong(user):
    """Whether the person may be a member of an authority.

    Coram Voice staff may not: they can neither be invited nor join, and a membership
    that came about in any other way gives them nothing.
    """
    return not user.is_staff


@dataclass(frozen=True)
class Access:
    """What one person may do with one assessment. Views ask it; templates show it."""

    assessment: Assessment
    role: str | None  # in the assessment's authority
    is_coram_voice: bool
    group_ids: frozenset[int]  # of the assessment's working groups they belong to

    @property
    def parts(self) -> set[str | None]:
        return {self.role} | ({CORAM_VOICE} if self.is_coram_voice else set())

    @property
    def is_moderator(self) -> bool:
        return self.role == Role.MODERATOR

    @property
    def can(self) -> dict[str, bool]:
        """{action: whether the person may do it now}, for templates."""
        return {
            action: bool(self.parts & who)
            and (self.assessment.is_open or not while_open)
            for action, (who, while_open) in ACTIONS.items()
        }

    def require(self, action: str) -> None:
        """Raise PermissionDenied or Refused unless the person may do it now."""
        who, while_open = ACTIONS[action]
        if not self.parts & who:
            raise PermissionDenied
        if while_open and not self.assessment.is_open:
            raise Refused(CLOSED)

    # Drafts

    def drafts_seen(self) -> QuerySet[Draft]:
        """The drafts the person may read: the one rule of the seal.

        A moderator reads all. A member reads their own groups' drafts, and another
        group's that is handed in once the area's discussion is open and every draft
        of it in their own hands is handed in, so that nobody rates knowing the rest.
        Coram Voice reads none.
        """
        drafts = Draft.objects.filter(group__assessment=self.assessment)
        if self.is_moderator:
            return drafts
        if self.role is None:
            return drafts.none()
        return drafts.filter(
            Q(group__in=self.group_ids)
            | Q(handed_in_at__isnull=False)
            & Exists(self.areas_revealed().filter(area=OuterRef("area")))
        )

    def areas_revealed(self) -> QuerySet[AgreedArea]:
        """The areas whose drafts of all groups the person may read, as AgreedAreas."""
        areas = AgreedArea.objects.filter(assessment=self.assessment)
        if self.is_moderator:
            return areas
        if self.role is None:
            return areas.none()
        unfinished = Draft.objects.filter(
            group__in=self.group_ids, area=OuterRef("area"), handed_in_at=None
        )
        return areas.filter(~Exists(unfinished), discussion_opened_at__isnull=False)

    def may_read_agreed(self) -> bool:
        """Whether all that is agreed is open to the person: every area is revealed."""
        areas = AgreedArea.objects.filter(assessment=self.assessment)
        return self.areas_revealed().count() == areas.count()

    def require_edit(self, draft: Draft) -> None:
        """Raise unless the person may change or hand in this draft now."""
        if draft.group_id not in self.group_ids:
            raise PermissionDenied
        if not self.assessment.is_open:
            raise Refused(CLOSED)
        if draft.is_handed_in:
            raise Refused(
                "This draft has been handed in. Ask your moderator to hand it back "
                "if it must change."
            )

    def may_edit(self, draft: Draft) -> bool:
        return (
            draft.group_id in self.group_ids
            and self.assessment.is_open
            and not draft.is_handed_in
        )

    def require_voice(self, draft: Draft) -> None:
        """Raise unless the person may speak for the group after hearing the others."""
        if draft.group_id not in self.group_ids:
            raise PermissionDenied
        if not self.assessment.is_open:
            raise Refused(CLOSED)
        if not draft.is_handed_in:
            raise Refused("Hand in your own draft of this area first.")
        if not self.areas_revealed().filter(area=draft.area_id).exists():
            raise Refused(
                "The discussion of this area is not open yet. A second rating comes "
                "after hearing the others."
            )

    # Notes to colleagues on a draft the person may read

    def may_read_notes(self, draft: Draft) -> bool:
        """Within the group only, until the discussion of the area opens."""
        return draft.group_id in self.group_ids or (
            AgreedArea.objects.filter(
                assessment=self.assessment,
                area=draft.area_id,
                discussion_opened_at__isnull=False,
            ).exists()
        )

    def may_write_notes(self, draft: Draft) -> bool:
        """A note is no part of the answer: handing in does not end it."""
        return draft.group_id in self.group_ids and self.assessment.is_open

    def require_notes(self, draft: Draft, *, to_write: bool = False) -> None:
        """Raise unless the person may read, or write, the draft's notes now."""
        is_member = draft.group_id in self.group_ids
        if not (is_member if to_write else self.may_read_notes(draft)):
            raise PermissionDenied
        if to_write and not self.assessment.is_open:
            raise Refused(CLOSED)
