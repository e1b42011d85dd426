"""Clusters as Coram Voice's desk lists them. Reads only."""

from django.db.models import Prefetch, QuerySet

from leavingcare.models import StaffRole, User

from ..models import Cluster, LocalAuthority


def listed(user: User) -> QuerySet[Cluster]:
    """Return the clusters that the person may see, with who is in each."""
    return Cluster.objects.for_user(user).prefetch_related(
        Prefetch("authorities", LocalAuthority.objects.order_by("name")),
        Prefetch("facilitators", User.objects.order_by("name")),
    )


def facilitators() -> QuerySet[User]:
    """Return everybody who can be a cluster's facilitator."""
    return User.objects.filter(
        is_staff=True, is_active=True, staff_role=StaffRole.FACILITATOR
    ).order_by("name", "pk")


def staff() -> QuerySet[User]:
    """Return everybody at Coram Voice, those with access first."""
    return (
        User.objects.filter(is_staff=True)
        .prefetch_related(Prefetch("clusters", Cluster.objects.current()))
        .order_by("-is_active", "name", "pk")
    )
