"""The columns that a comparison adds to each answer, in the same query."""

from django.db.models import Exists, OuterRef, Subquery, Value

from ..access import Access
from ..models import AgreedRevision, Assessment, Dissent, Proposal


def last_way() -> Subquery:
    """Return how an agreed response was last settled, one of AgreedRevision.Way.

    Leaving it unchanged does not settle it.
    """
    revisions = AgreedRevision.objects.filter(response=OuterRef("pk")).exclude(
        way=AgreedRevision.Way.KEPT
    )
    return Subquery(revisions.order_by("-pk").values("way")[:1])


def is_proposed(access: Access) -> Exists | Value:
    """Return whether somebody has begun to settle an agreed response.

    Only moderators see that, as they settle.
    """
    if not access.is_moderator:
        return Value(False)
    return Exists(
        Proposal.objects.opened().filter(
            assessment=access.assessment,
            kind=Proposal.Kind.SETTLE,
            statement=OuterRef("statement"),
        )
    )


def second_rating(access: Access) -> Subquery:
    """Return the latest second rating of an answer that the person may see, or None."""
    rows = access.second_ratings_seen().filter(response=OuterRef("pk"))
    return Subquery(rows.order_by("-pk").values("rating__value")[:1])


def dissent(assessment: Assessment) -> Subquery:
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
