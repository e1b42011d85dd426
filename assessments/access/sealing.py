"""The seal: which drafts a person may read, and which second ratings.

A member sees what another group rated only once their own groups have handed in, so
that nobody rates knowing the other ratings. There are no other rules of the seal.
"""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..models import (
    AgreedArea,
    AgreedAreaQuerySet,
    Assessment,
    Draft,
    Role,
    SecondRating,
    SecondRatingQuerySet,
)


def drafts_seen(
    assessment: Assessment | int, role: str | None, group_ids: Collection[int]
) -> QuerySet[Draft]:
    """Return the drafts that somebody with this role and in these groups may read.

    A moderator reads all. A member reads their own groups' drafts. They also read
    another group's handed-in draft once the area's discussion is open and each of
    their own drafts of the area is handed in. Coram Voice reads none.
    """
    drafts = Draft.objects.filter(group__assessment=assessment)
    if role == Role.MODERATOR:
        return drafts
    if role is None:
        return drafts.none()
    revealed = areas_revealed(assessment, role, group_ids)
    return drafts.filter(
        Q(group__in=group_ids)
        | Q(handed_in_at__isnull=False) & Exists(revealed.filter(area=OuterRef("area")))
    )


def areas_revealed(
    assessment: Assessment | int, role: str | None, group_ids: Collection[int]
) -> AgreedAreaQuerySet:
    """Return the AgreedAreas of which the person may read every group's draft."""
    areas = AgreedArea.objects.filter(assessment=assessment)
    if role == Role.MODERATOR:
        return areas
    if role is None:
        return areas.none()
    unfinished = Draft.objects.filter(
        group__in=group_ids, area=OuterRef("area"), handed_in_at=None
    )
    return areas.opened().filter(~Exists(unfinished))


def second_ratings_seen(group_ids: Collection[int]) -> SecondRatingQuerySet:
    """Return the second ratings the person may see: revealed, or of their groups.

    The leader of the meeting reveals them: see `workflow.room.reveal_second_ratings`.
    """
    own = SecondRating.objects.filter(response__draft__group__in=group_ids)
    return SecondRating.objects.revealed() | own
