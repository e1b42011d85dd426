"""Merging two authorities that are one. Nothing is deleted but a repeated membership."""

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..desk.merging import MergePlan, plan
from ..models import (
    Assessment,
    ContactNote,
    DeskEvent,
    Invitation,
    LocalAuthority,
    Membership,
    Role,
)
from ..submission.previous_submission import forget_reports
from .common import Kind, hold_people, note, record


@transaction.atomic
def merge(*, kept: LocalAuthority, double: LocalAuthority, by: User) -> MergePlan:
    """Give the kept authority everything that its double has, and return what was done.

    The double stays, merged into the kept one, with what both had in the same round
    and nobody had begun. Its name finds the kept one from now on. Raises Refused.
    """
    for each in sorted([kept, double], key=lambda authority: authority.pk):
        hold_people(each)
    kept = LocalAuthority.objects.get(pk=kept.pk)
    double = LocalAuthority.objects.get(pk=double.pk)
    done = plan(kept, double)
    if done.problems:
        raise Refused(" ".join(done.problems))
    _move_assessments(done, by)
    _move_people(done)
    ContactNote.objects.filter(authority=double).update(authority=kept)
    kept.clusters.add(*done.clusters)
    double.clusters.clear()
    _join(done)
    _keep_succession(kept, double)
    for each in (kept, double):
        forget_reports(each)
    note(DeskEvent.Kind.MERGED, by, authority=kept, detail=_detail(done))
    note(DeskEvent.Kind.MERGED, by, authority=double, detail=f"into {kept}")
    return done


def _move_assessments(done: MergePlan, by: User) -> None:
    for each in [*done.parked, *done.given_back]:
        if not each.is_withdrawn:
            _park(each, done.kept, by)
    keys = [each.pk for each in done.given_back]
    Assessment.objects.filter(pk__in=keys).update(authority=done.double)
    keys = [each.pk for each in done.moved]
    Assessment.objects.filter(pk__in=keys).update(authority=done.kept)


def _park(assessment: Assessment, kept: LocalAuthority, by: User) -> None:
    """Take an assessment that nobody has begun out of its round, uncounted."""
    Assessment.objects.filter(pk=assessment.pk).update(
        status=Assessment.Status.WITHDRAWN,
        withdrawn_at=timezone.now(),
        withdrawn_by=by,
        withdrawn_because=f"The same authority as {kept}"[:300],
        is_counted=False,
    )
    record(assessment, Kind.TAKEN_OUT, by, "merged")


def _move_people(done: MergePlan) -> None:
    Membership.objects.filter(pk__in=[each.pk for each in done.promoted]).update(
        role=Role.MODERATOR
    )
    Membership.objects.filter(pk__in=[each.pk for each in done.repeated]).delete()
    Membership.objects.filter(pk__in=[each.pk for each in done.memberships]).update(
        authority=done.kept
    )
    Invitation.objects.filter(
        pk__in=[each.pk for each in done.repeated_invitations]
    ).update(withdrawn_at=timezone.now())
    Invitation.objects.filter(authority=done.double).update(authority=done.kept)


def _join(done: MergePlan) -> None:
    """Have the double's names and code find the kept authority."""
    kept, double = done.kept, done.double
    code, region, kind = double.code, double.region, double.kind
    double.merged_into, double.code = kept, ""
    double.save(update_fields=["merged_into", "code"])
    # What was merged into the double before is found through the kept one too.
    LocalAuthority.objects.filter(merged_into=double).update(merged_into=kept)
    names = [*kept.other_names, double.name, *double.other_names]
    kept.other_names = [name for name in dict.fromkeys(names) if name != kept.name]
    if code:
        kept.code, kept.region, kept.kind = code, region, kind
    kept.save(update_fields=["other_names", "code", "region", "kind"])


def _keep_succession(kept: LocalAuthority, double: LocalAuthority) -> None:
    """Have the kept one in place of its double as who took over, and from whom."""
    kept.took_over_from.add(*double.took_over_from.exclude(pk=kept.pk))
    kept.followed_by.add(*double.followed_by.exclude(pk=kept.pk))
    double.took_over_from.clear()
    double.followed_by.clear()


def _detail(done: MergePlan) -> str:
    moved = len(done.moved)
    return (
        f"{done.double} into this one: {moved} "
        f"assessment{'' if moved == 1 else 's'}, {len(done.memberships)} people moved"
    )
