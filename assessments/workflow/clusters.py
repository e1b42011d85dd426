"""Clusters: made, changed and ended by Coram Voice. Nothing is deleted."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from leavingcare.models import StaffRole, User
from leavingcare.refusals import Refused

from ..models import Cluster, DeskEvent, LocalAuthority
from .authorities import free_slug
from .common import note, same_name

Kind = DeskEvent.Kind
TAKEN = "There is already a cluster with this name."


@transaction.atomic
def make(
    *,
    name: str,
    authorities: Iterable[LocalAuthority],
    facilitators: Iterable[User],
    by: User,
) -> Cluster:
    """Make a cluster of some authorities; raise Refused if another has the name."""
    _require_free(name)
    try:
        with transaction.atomic():
            cluster = Cluster.objects.create(name=name, slug=free_slug(Cluster, name))
    except IntegrityError:  # somebody took the name at the same moment
        raise Refused(TAKEN) from None
    cluster.authorities.set(authorities)
    cluster.facilitators.set(_facilitators(facilitators))
    note(Kind.CLUSTER_MADE, by, cluster=cluster, detail=_detail(cluster))
    return cluster


@transaction.atomic
def change(
    *,
    cluster: Cluster,
    name: str,
    authorities: Iterable[LocalAuthority],
    facilitators: Iterable[User],
    shown_authorities: set[int],
    shown_facilitators: set[int],
    by: User,
) -> None:
    """Set a cluster's name, and add and remove authorities and facilitators.

    The keys of those that the page showed say which are added and which removed, so
    that what a colleague has changed meanwhile stays.
    """
    held = Cluster.objects.select_for_update().get(pk=cluster.pk)
    _require_current(held)
    _require_free(name, but=held)
    held.name = name
    try:
        with transaction.atomic():
            held.save(update_fields=["name"])
    except IntegrityError:
        raise Refused(TAKEN) from None
    chosen = {each.pk for each in authorities}
    held.authorities.add(*(chosen - shown_authorities))
    held.authorities.remove(*(shown_authorities - chosen))
    chosen = {each.pk for each in _facilitators(facilitators)}
    held.facilitators.add(*(chosen - shown_facilitators))
    held.facilitators.remove(*(shown_facilitators - chosen))
    note(Kind.CLUSTER_CHANGED, by, cluster=held, detail=_detail(held))


@transaction.atomic
def end(*, cluster: Cluster, by: User) -> None:
    """End a cluster: its facilitators see nothing through it any more."""
    held = Cluster.objects.select_for_update().get(pk=cluster.pk)
    _require_current(held)
    held.ended_at = timezone.now()
    held.save(update_fields=["ended_at"])
    note(Kind.CLUSTER_ENDED, by, cluster=held)


def _require_current(cluster: Cluster) -> None:
    if cluster.ended_at:
        raise Refused(f"{cluster} has ended.")


def _require_free(name: str, but: Cluster | None = None) -> None:
    others = Cluster.objects.exclude(pk=but.pk) if but else Cluster.objects.all()
    if same_name(others, name):
        raise Refused(TAKEN)


def _facilitators(people: Iterable[User]) -> Iterable[User]:
    """Return those of the people who are facilitators still."""
    return User.objects.filter(
        pk__in=[each.pk for each in people],
        is_staff=True,
        is_active=True,
        staff_role=StaffRole.FACILITATOR,
    )


def _detail(cluster: Cluster) -> str:
    names = [each.name for each in cluster.authorities.all()]
    people = [each.name for each in cluster.facilitators.order_by("name")]
    return f"{len(names)} authorities; facilitated by {', '.join(people) or 'nobody'}"
