"""Who may do what with an assessment. Every permission rule of the site is here.

Views come by an assessment only through `open_assessment`, by a draft only through
`open_draft` or `drafts_seen`. What is not yours does not exist (404); what is yours
but not your part is forbidden (403); your part but not now is refused (409).
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404

from leavingcare.refusals import Refused

from .models import (
    AgreedArea,
    Assessment,
    Draft,
    FormUpload,
    LocalAuthority,
    Meeting,
    Membership,
    PastBatch,
    Role,
    Submission,
)

CORAM_VOICE = "coram_voice"
MEMBERS = frozenset(Role.values)
MODERATOR = frozenset({Role.MODERATOR})
APPROVER = frozenset({Role.APPROVER})
STAFF = frozenset({CORAM_VOICE})

# What is done: (who may, whether only while the assessment is open).
ACTIONS = {
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
# Long texts of an edition that no page of an assessment shows.
NOT_HERE = [
    f"round__framework__{name}" for name in ("guidance", "footnotes", "follow_up")
]
CLOSED = "This assessment has been submitted, so it cannot be changed."


@dataclass(frozen=True)
class Access:
    """What one person may do with one assessment. Views ask it; templates show it."""

    assessment: Assessment
    role: str | None  # in the assessment's authority
    is_coram_voice: bool
    group_ids: frozenset  # of the assessment's working groups they belong to

    @property
    def parts(self):
        return {self.role} | ({CORAM_VOICE} if self.is_coram_voice else set())

    @property
    def is_moderator(self):
        return self.role == Role.MODERATOR

    @property
    def can(self):
        """{action: whether the person may do it now}, for templates."""
        return {
            action: bool(self.parts & who)
            and (self.assessment.is_open or not while_open)
            for action, (who, while_open) in ACTIONS.items()
        }

    def require(self, action):
        """Raise PermissionDenied or Refused unless the person may do it now."""
        who, while_open = ACTIONS[action]
        if not self.parts & who:
            raise PermissionDenied
        if while_open and not self.assessment.is_open:
            raise Refused(CLOSED)

    # Drafts

    def drafts_seen(self):
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

    def areas_revealed(self):
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

    def may_read_agreed(self):
        """Whether all that is agreed is open to the person: every area is revealed."""
        areas = AgreedArea.objects.filter(assessment=self.assessment)
        return self.areas_revealed().count() == areas.count()

    def require_edit(self, draft):
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

    def may_edit(self, draft):
        return (
            draft.group_id in self.group_ids
            and self.assessment.is_open
            and not draft.is_handed_in
        )

    def require_voice(self, draft):
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

    def may_read_notes(self, draft):
        """Within the group only, until the discussion of the area opens."""
        return draft.group_id in self.group_ids or (
            AgreedArea.objects.filter(
                assessment=self.assessment,
                area=draft.area_id,
                discussion_opened_at__isnull=False,
            ).exists()
        )

    def may_write_notes(self, draft):
        """A note is no part of the answer: handing in does not end it."""
        return draft.group_id in self.group_ids and self.assessment.is_open

    def require_notes(self, draft, *, to_write=False):
        """Raise unless the person may read, or write, the draft's notes now."""
        is_member = draft.group_id in self.group_ids
        if not (is_member if to_write else self.may_read_notes(draft)):
            raise PermissionDenied
        if to_write and not self.assessment.is_open:
            raise Refused(CLOSED)


def open_assessment(user, pk, action="view"):
    """The assessment, its authority, round and framework, and the person's access.

    Raises Http404 if the person may not know of it, and what `Access.require` does.
    """
    role = Membership.objects.filter(user=user, authority=OuterRef("authority"))
    assessment = get_object_or_404(
        Assessment.objects.for_user(user)
        .select_related("authority", "round__framework")
        .defer(*NOT_HERE)
        .annotate(role=Subquery(role.values("role"))),
        pk=pk,
    )
    access = access_to(user, assessment, role=assessment.role)
    access.require(action)
    return assessment, access


def is_room_at(user, pk, version):
    """Whether an assessment's meeting, of the person's authority, is at that version.

    One small query, as every open page of a room asks again and again.
    """
    found = Meeting.objects.filter(
        assessment=pk, assessment__authority__memberships__user=user
    )
    return version in found.values_list("version", flat=True)


def access_to(user, assessment, *, role):
    """The access of a person whose role in the authority is known."""
    groups = assessment.groups.filter(members=user).order_by()
    return Access(
        assessment=assessment,
        role=role,
        is_coram_voice=user.is_staff,
        group_ids=frozenset(groups.values_list("pk", flat=True) if role else ()),
    )


def open_draft(access, group, number):
    """The group's draft of the area with that number, if the person may read it.

    Raises Http404 if there is no such draft, PermissionDenied if it is sealed.
    """
    draft = get_object_or_404(
        Draft.objects.select_related("group", "area"),
        group__pk=group,  # an address may hold more than a column can
        group__assessment=access.assessment,
        area__number=number,
    )
    is_own = draft.group_id in access.group_ids  # asked first: nearly always so
    if not is_own and not access.drafts_seen().filter(pk=draft.pk).exists():
        raise PermissionDenied
    draft.group.assessment = access.assessment
    return draft


def open_own_group(access, pk):
    """A working group the person is in, for what it does away from the site.

    Raises Http404 if there is no such group, PermissionDenied if it is not theirs.
    """
    group = get_object_or_404(access.assessment.groups, pk=pk)
    if group.pk not in access.group_ids:
        raise PermissionDenied
    group.assessment = access.assessment
    return group


def require_open(access):
    """Raise Refused unless the assessment may still be changed."""
    if not access.assessment.is_open:
        raise Refused(CLOSED)


def open_upload(group, pk):
    """A form that was uploaded for a group of the person's own; or Http404."""
    uploads = FormUpload.objects.select_related("by", "brought_in_by", "download")
    upload = get_object_or_404(uploads, group=group, pk=pk)
    upload.group = group
    return upload


def open_authority(user, slug, *, to_take_away=False):
    """An authority whose people the person may see, and whether they may change them.

    Its members see who is in it; its moderators and Coram Voice staff invite. Only its
    moderators may take all away, drafts too: PermissionDenied for others.
    """
    authorities = LocalAuthority.objects.all()
    if not user.is_staff:
        authorities = authorities.filter(memberships__user=user)
    authority = get_object_or_404(authorities, slug=slug)
    is_moderator = Membership.objects.filter(
        user=user, authority=authority, role=Role.MODERATOR
    ).exists()
    if to_take_away and not is_moderator:
        raise PermissionDenied
    return authority, is_moderator or user.is_staff


def open_submission(user, reference):
    """A submission the person may read, with its assessment; Http404 otherwise."""
    return get_object_or_404(
        Submission.objects.for_user(user).select_related("assessment__authority"),
        reference=reference,
    )


def require_staff(user):
    """Raise PermissionDenied unless the person works for Coram Voice."""
    if not user.is_staff:
        raise PermissionDenied


def past_batches(user):
    """The batches of past files, which are Coram Voice's alone."""
    require_staff(user)
    return PastBatch.objects.select_related("by", "round")
