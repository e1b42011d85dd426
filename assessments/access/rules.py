"""The rules on what a person's role in an assessment lets them do with it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from leavingcare.models import StaffRole, User
from leavingcare.refusals import Refused

from ..models import (
    AgreedArea,
    AgreedAreaQuerySet,
    Assessment,
    Draft,
    DraftResponse,
    FollowUp,
    Role,
    SecondRatingQuerySet,
)
from .refusals import (
    NOT_SUBMITTED,
    OUT_OF_ROUND,
    RETURNED,
    TAKEN_OUT,
    THEIR_FOLLOW_UP,
    closed,
    handed_in,
    not_discussed,
    not_handed_in,
)
from .sealing import areas_revealed, drafts_seen, second_ratings_seen

MEMBERS = frozenset(Role.values)
MODERATOR = frozenset({Role.MODERATOR})
APPROVER = frozenset({Role.APPROVER})
OFFICER = frozenset({StaffRole.OFFICER})
# Coram Voice, but for its evaluators: they read what is in `access.evaluation` alone.
DESK = OFFICER | {StaffRole.FACILITATOR}

# What is done: (who may, whether only while the assessment is open).
ACTIONS: dict[str, tuple[frozenset[str], bool]] = {
    "view": (MEMBERS | DESK, False),
    "see_inside": (MEMBERS, False),
    "see_all_groups": (MODERATOR | APPROVER | DESK, False),
    "edit_cover": (MODERATOR, True),
    "manage_groups": (MODERATOR, True),
    "moderate": (MODERATOR, True),
    "ask_sign_off": (MODERATOR, True),
    "read_sign_off": (MODERATOR | APPROVER, True),
    "sign_off": (APPROVER, True),
    "check": (MODERATOR, False),
    "submit": (MODERATOR, True),
    "ask_to_reopen": (MODERATOR, False),
    "reopen": (OFFICER, False),
    "redact_submission": (OFFICER, False),
    "run_round": (OFFICER, False),
    "read_submission": (MEMBERS | DESK, False),
    "read_young_people": (MODERATOR | DESK, False),
    "edit_young_people": (MODERATOR | DESK, False),
    "read_follow_up": (MEMBERS | DESK, False),
    "edit_follow_up": (MODERATOR | DESK, False),
    "reopen_follow_up": (OFFICER, False),
    "read_action_plan": (MEMBERS | DESK, False),
    "edit_action_plan": (MODERATOR, False),
    "edit_board_report": (MODERATOR, False),
    "read_reviews": (MODERATOR | APPROVER | DESK, False),
    "manage_reviews": (MODERATOR | OFFICER, False),
    "read_questions": (MODERATOR | APPROVER | DESK, False),
    "ask_question": (DESK, False),
    "reply": (MODERATOR | DESK, False),
    "read_cluster": (MEMBERS, False),
    "read_results": (MEMBERS | DESK, False),
    "read_consent": (MODERATOR | APPROVER | DESK, False),
    "edit_consent": (MODERATOR, False),
    "record_consent": (OFFICER, False),
}


def require_open(assessment: Assessment) -> None:
    """Raise Refused unless the assessment may still be changed."""
    if assessment.is_withdrawn:
        raise Refused(TAKEN_OUT)
    if not assessment.is_open:
        raise closed(assessment)


def require_in_round(assessment: Assessment) -> None:
    """Raise Refused if Coram Voice has taken the authority out of the round."""
    if assessment.is_withdrawn:
        raise Refused(OUT_OF_ROUND)


def require_submitted(assessment: Assessment) -> None:
    """Raise Refused unless something has been submitted, even if it is open again."""
    if not assessment.submissions.exists():
        raise Refused(NOT_SUBMITTED)


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
        raise not_handed_in(draft)
    if not is_discussed:
        raise not_discussed(draft)


def require_follow_up(follow_up: FollowUp, user: User) -> None:
    """Raise Refused unless a person who may edit follow-ups may change this one now."""
    if why_not := why_not_follow_up(follow_up, user):
        raise Refused(why_not)


def why_not_follow_up(follow_up: FollowUp, user: User) -> str:
    """Return why a person who may edit follow-ups may not change this one now, or "".

    Coram Voice types in only what came on paper: nothing that the authority has begun.
    """
    if not follow_up.is_open:
        return RETURNED
    if user.is_staff and is_authoritys_own(follow_up):
        return THEIR_FOLLOW_UP
    return ""


def is_authoritys_own(follow_up: FollowUp) -> bool:
    """Return whether somebody of the authority has written in the follow-up."""
    of_authority = Q(updated_by__isnull=False, updated_by__is_staff=False)
    return (
        follow_up.scores.filter(of_authority).exists()
        or FollowUp.objects.filter(of_authority, pk=follow_up.pk).exists()
    )


@dataclass(frozen=True)
class Access:
    """One person's access to one assessment. Views ask it; templates show it."""

    assessment: Assessment
    role: str | None  # in the assessment's authority
    staff_role: str | None  # of somebody at Coram Voice
    group_ids: frozenset[int]  # of the assessment's working groups they belong to

    @property
    def parts(self) -> set[str | None]:
        """Return everything the person is here: their role, and that at Coram Voice."""
        return {self.role, self.staff_role} - {None}

    @property
    def is_coram_voice(self) -> bool:
        """Return whether the person works for Coram Voice."""
        return self.staff_role is not None

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

    # The follow-up

    def may_write_follow_up(self, follow_up: FollowUp, user: User) -> bool:
        """Return whether the person may change this follow-up now."""
        return self.can["edit_follow_up"] and not why_not_follow_up(follow_up, user)

    # Drafts

    @property
    def groups(self) -> tuple[int, ...]:
        """The ids of their working groups, as a query that is built once takes them."""
        return tuple(sorted(self.group_ids))

    def drafts_seen(self) -> QuerySet[Draft]:
        """Return the drafts the person may read: see `sealing.drafts_seen`."""
        return drafts_seen(self.assessment, self.role, self.group_ids)

    def second_ratings_seen(self) -> SecondRatingQuerySet:
        """Return the second ratings the person may see: revealed, or of their groups."""
        return second_ratings_seen(self.group_ids)

    def areas_revealed(self) -> AgreedAreaQuerySet:
        """Return the AgreedAreas of which the person may read every group's draft."""
        return areas_revealed(self.assessment, self.role, self.group_ids)

    def areas_hidden(self) -> AgreedAreaQuerySet:
        """Return the AgreedAreas that are not revealed to the person."""
        areas = AgreedArea.objects.filter(assessment=self.assessment)
        return areas.exclude(pk__in=self.areas_revealed().values("pk"))

    def may_read_agreed(self) -> bool:
        """Return whether every area is revealed, and so all that is agreed."""
        return not self.areas_hidden().exists()

    def require_edit(self, draft: Draft) -> None:
        """Raise unless the person may change or hand in this draft now."""
        self._require_own(draft)
        if draft.is_handed_in:
            raise handed_in(draft)

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
            raise not_handed_in(draft)

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

    # Words that could identify somebody

    def may_redact(self, response: DraftResponse, *, by: User) -> bool:
        """Return whether the person may remove words from it: see `_may_redact`."""
        return self.assessment.is_open and self._may_redact(response, by)

    def require_redact(self, response: DraftResponse, *, by: User) -> None:
        """Raise unless the person may remove words from the response now."""
        if not self._may_redact(response, by):
            raise PermissionDenied
        require_open(self.assessment)

    def _may_redact(self, response: DraftResponse, by: User) -> bool:
        return self.is_moderator or (
            response.draft.group_id in self.group_ids
            and (
                response.revisions.filter(by=by).exists()
                or response.notes.filter(by=by).exists()
            )
        )

    def _is_own(self, draft: Draft) -> bool:
        return draft.group_id in self.group_ids and self.assessment.is_open

    def _require_own(self, draft: Draft) -> None:
        if draft.group_id not in self.group_ids:
            raise PermissionDenied
        require_open(self.assessment)
