"""The rules on what a person's role in an assessment lets them do with it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..models import AgreedArea, AgreedAreaQuerySet, Assessment, Draft, Role

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
CLOSED = (
    "This assessment has been submitted, so you cannot change it. Only Coram "
    "Voice can reopen it."
)
HANDED_IN = (
    "This draft has been handed in, so you cannot change it. Ask your moderator to "
    "hand it back."
)
NOT_HANDED_IN = "Hand in your own draft of this area first."
NOT_DISCUSSED = (
    "The discussion of this area is not open yet. You can give a second rating once "
    "your moderator has opened it."
)


def may_belong(user: User) -> bool:
    """Return whether the person may be a member of an authority.

    Coram Voice staff may not: they can neither be invited nor join, and a membership
    they got in any other way gives them nothing.
    """
    return not user.is_staff


def require_open(assessment: Assessment) -> None:
    """Raise Refused unless the assessment may still be changed."""
    if not assessment.is_open:
        raise Refused(CLOSED)


def require_discussed(draft: Draft) -> None:
    """Raise Refused unless the draft is handed in and its discussion is open.

    The database is asked, as the draft may have been read before a lock was taken.
    """
    opened = AgreedArea.objects.opened().filter(
        assessment=OuterRef("group__assessment"), area=OuterRef("area")
    )
    found = Draft.objects.filter(pk=draft.pk).annotate(is_discussed=Exists(opened))
    handed_in_at, is_discussed = found.values_list("handed_in_at", "is_discussed").get()
    if handed_in_at is None:
        raise Refused(NOT_HANDED_IN)
    if not is_discussed:
        raise Refused(NOT_DISCUSSED)


@dataclass(frozen=True)
class Access:
    """One person's access to one assessment. Views ask it; templates show it."""

    assessment: Assessment
    role: str | None  # in the assessment's authority
    is_coram_voice: bool
    group_ids: frozenset[int]  # of the assessment's working groups they belong to

    @property
    def parts(self) -> set[str | None]:
        """Everything the person is here: their role, and Coram Voice staff if so."""
        return {self.role} | ({CORAM_VOICE} if self.is_coram_voice else set())

    @property
    def is_moderator(self) -> bool:
        """Return whether the person moderates the assessment."""
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
        if while_open:
            require_open(self.assessment)

    # Drafts

    def drafts_seen(self) -> QuerySet[Draft]:
        """Return the drafts the person may read. This is the only rule of the seal.

        A moderator reads all. A member reads their own groups' drafts. They also read
        another group's handed-in draft once the area's discussion is open and each of
        their own drafts of the area is handed in, so that nobody rates knowing the
        other ratings. Coram Voice reads none.
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

    def areas_revealed(self) -> AgreedAreaQuerySet:
        """Return the AgreedAreas of which the person may read every group's draft."""
        areas = AgreedArea.objects.filter(assessment=self.assessment)
        if self.is_moderator:
            return areas
        if self.role is None:
            return areas.none()
        unfinished = Draft.objects.filter(
            group__in=self.group_ids, area=OuterRef("area"), handed_in_at=None
        )
        return areas.opened().filter(~Exists(unfinished))

    def may_read_agreed(self) -> bool:
        """Return whether every area is revealed, and so all that is agreed."""
        areas = AgreedArea.objects.filter(assessment=self.assessment)
        return self.areas_revealed().count() == areas.count()

    def require_edit(self, draft: Draft) -> None:
        """Raise unless the person may change or hand in this draft now."""
        self._require_own(draft)
        if draft.is_handed_in:
            raise Refused(HANDED_IN)

    def may_edit(self, draft: Draft) -> bool:
        """Return whether `require_edit` would let the person change the draft."""
        return self._is_own(draft) and not draft.is_handed_in

    def require_second_rating(self, draft: Draft) -> None:
        """Raise unless the person may give their group's second rating or dissent.

        Somebody in two groups must have handed in both drafts of the area.
        """
        self._require_own(draft)
        require_discussed(draft)
        if not self.areas_revealed().filter(area=draft.area_id).exists():
            raise Refused(NOT_HANDED_IN)

    # Notes to colleagues on a draft the person may read

    def may_read_notes(self, draft: Draft) -> bool:
        """Return whether the person may read the notes on the draft.

        Only its group may, until the discussion of the area opens.
        """
        return draft.group_id in self.group_ids or (
            AgreedArea.objects.opened()
            .filter(assessment=self.assessment, area=draft.area_id)
            .exists()
        )

    def may_write_notes(self, draft: Draft) -> bool:
        """Return whether the person may write notes on the draft.

        Notes are not part of the answer, so they stay open after handing in.
        """
        return self._is_own(draft)

    def require_notes(self, draft: Draft, *, to_write: bool = False) -> None:
        """Raise unless the person may read, or write, the draft's notes now."""
        if to_write:
            self._require_own(draft)
        elif not self.may_read_notes(draft):
            raise PermissionDenied

    def _is_own(self, draft: Draft) -> bool:
        return draft.group_id in self.group_ids and self.assessment.is_open

    def _require_own(self, draft: Draft) -> None:
        if draft.group_id not in self.group_ids:
            raise PermissionDenied
        require_open(self.assessment)
