"""The people who have a page open, and its subject. It expires within a minute."""

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from leavingcare.models import User

from ..models import Assessment, Draft, Presence

HERE = timedelta(seconds=45)  # three times as long as between a page's requests


def place_of(draft: Draft) -> str:
    """Return the place of a draft's page."""
    return f"draft {draft.pk}"


def come(*, assessment: Assessment, place: str, by: User) -> None:
    """Record that the person is using the page of that place now."""
    Presence.objects.bulk_create(
        [Presence(assessment=assessment, place=place, user=by, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["assessment", "place", "user"],
        update_fields=["seen_at"],
    )


def leave(*, assessment: Assessment, place: str, by: User) -> None:
    """Record that the person has left the page of that place."""
    Presence.objects.filter(assessment=assessment, place=place, user=by).delete()


def leave_all(*, assessment: Assessment, by: User) -> None:
    """Record that the person has left whatever page of the assessment they were on."""
    Presence.objects.filter(assessment=assessment, user=by).delete()


def others_at(
    assessment: Assessment, places: Collection[str], reader: User
) -> list[tuple[User, str]]:
    """Return the others who are at these places now, by name: [(person, place)].

    Each is at one place, the one they used last. One query.
    """
    rows = (
        Presence.objects.filter(
            assessment=assessment,
            place__in=places,
            seen_at__gt=timezone.now() - HERE,
        )
        .exclude(user=reader)
        .select_related("user")
        .order_by("seen_at")
    )
    last = {row.user: row.place for row in rows}
    return sorted(last.items(), key=lambda found: found[0].name)
