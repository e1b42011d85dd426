"""The people of Coram Voice: invited, given another role, and withdrawn, each recorded."""

from collections.abc import Iterable

from django.db import transaction

from leavingcare import account_help
from leavingcare.models import StaffRole, User, normalise_email
from leavingcare.new_accounts import make_staff
from leavingcare.refusals import Refused

from .. import desk_emails
from ..field_merge import Merge, Values, merge
from ..models import Cluster, DeskEvent
from .common import NO_VERSION, note, officers

Kind = DeskEvent.Kind
OTHERS = (
    "{email} belongs to an authority. People at Coram Voice need an email address of "
    "their own."
)
THERE = "{name} has access already. Change their role on their own page."
YOURSELF = "Ask another programme officer to change your own access."
LAST = "Coram Voice needs a programme officer. Make somebody else one first."


@transaction.atomic
def invite(
    *, email: str, name: str, role: str, clusters: Iterable[Cluster] = (), by: User
) -> User:
    """Give somebody access in a role, and email them how to choose a password.

    Somebody whose access was withdrawn gets it again. Raises Refused.
    """
    email = normalise_email(email)
    _hold_staff()
    person = User.objects.filter(email=email).first()
    if person is None:
        person = make_staff(email, name, role)
    elif not person.is_staff:
        raise Refused(OTHERS.format(email=email))
    elif person.is_active:
        raise Refused(THERE.format(name=person))
    else:
        person.is_active, person.staff_role = True, role
        person.save(update_fields=["is_active", "staff_role"])
    _set_clusters(person, clusters)
    note(Kind.STAFF_INVITED, by, person=person, detail=_detail(person))
    desk_emails.staff_invited(person, by)
    return person


@transaction.atomic
def change(
    *, person: User, role: str, clusters: Iterable[Cluster], seen: str, by: User
) -> Merge:
    """Give somebody at Coram Voice another role, or a facilitator other clusters.

    `seen` is the token of what the page showed, from `access_of`: nothing is changed if
    any of it clashes. Returns the Merge, and raises Refused.
    """
    held = _hold(person, by)
    chosen = list(clusters)
    sent = _access(role, chosen if role == StaffRole.FACILITATOR else [])
    merged = merge(token=seen, version=NO_VERSION, stored=access_of(held), sent=sent)
    if merged.clashes:
        return merged
    if role != StaffRole.OFFICER:
        _keep_an_officer(held)
    held.staff_role = role
    held.save(update_fields=["staff_role"])
    _set_clusters(held, chosen)
    note(Kind.STAFF_CHANGED, by, person=held, detail=_detail(held))
    return merged


def access_of(person: User) -> Values:
    """Return what the page of somebody at Coram Voice shows of their access."""
    return _access(person.staff_role, person.clusters.current())


def _access(role: str, clusters: Iterable[Cluster]) -> Values:
    return {"role": role, "clusters": sorted(each.pk for each in clusters)}


@transaction.atomic
def withdraw(*, person: User, by: User) -> None:
    """End somebody's access at once, and their tokens. What they did keeps their name."""
    held = _hold(person, by)
    _keep_an_officer(held)
    account_help.close(person=held, by=by)
    held.clusters.clear()
    note(Kind.STAFF_WITHDRAWN, by, person=held, detail=held.get_staff_role_display())


def _hold_staff() -> list[User]:
    """Lock the people of Coram Voice, so that two never withdraw each other."""
    staff = User.objects.select_for_update(no_key=True).filter(is_staff=True)
    return list(staff.order_by("pk"))


def _hold(person: User, by: User) -> User:
    held = {each.pk: each for each in _hold_staff()}
    if person.pk == by.pk:
        raise Refused(YOURSELF)
    if not held[person.pk].is_active:
        raise Refused(f"{person} has no access now. Invite them again first.")
    return held[person.pk]


def _keep_an_officer(person: User) -> None:
    if not officers().exclude(pk=person.pk).exists():
        raise Refused(LAST)


def _set_clusters(person: User, clusters: Iterable[Cluster]) -> None:
    """Have a facilitator work with these clusters; nobody else does with any."""
    person.clusters.set(clusters if person.is_facilitator else [])


def _detail(person: User) -> str:
    role = person.get_staff_role_display()
    names = [each.name for each in person.clusters.all()]
    return f"{role}: {', '.join(names)}" if names else role
