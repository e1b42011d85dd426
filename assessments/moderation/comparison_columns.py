"""The columns that a comparison adds to each answer, in the same query."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Subquery, Value

from ..access.sealing import second_ratings_seen
from ..models import AgreedRevision, Dissent, Proposal


def last_way() -> Subquery:
    """Return how an agreed response was last settled, one of AgreedRevision.Way.

    Leaving it unchanged does not settle it.
    """
    revisions = AgreedRevision.objects.filter(response=OuterRef("pk")).exclude(
        way=AgreedRevision.Way.KEPT
    )
    return Subquery(revisions.order_by("-pk").values("way")[:1])


def is_proposed(*, to_moderator: bool) -> Exists | Value:
    """Return whether somebody has begun to settle an agreed response.

    Only moderators see that, as they settle.
    """
    if not to_moderator:
        return Value(False)
    return Exists(
        Proposal.objects.opened().filter(
            assessment=OuterRef("assessment"),
            kind=Proposal.Kind.SETTLE,
            statement=OuterRef("statement"),
        )
    )


def second_rating(groups: Collection[int]) -> Subquery:
    """Return the latest second rating of an answer, or None.

    It is one that somebody in these groups may see.
    """
    rows = second_ratings_seen(groups).filter(response=OuterRef("pk"))
    return Subquery(rows.order_by("-pk").values("rating__value")[:1])


def dissent(assessment: int) -> Subquery:
    """Return the note in which an answer's group still disagrees, or None.

    A note that was withdrawn does not count.
    """
    notes = Dissent.objects.filter(
        response__assessment=assessment,
        response__statement=OuterRef("statement"),
        group=OuterRef("draft__group"),
        withdrawn_at=None,
    )
    return Subquery(notes.values("text"))
