"""The columns that a comparison adds to each answer, in the same query."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Length

from ..access.sealing import second_ratings_seen
from ..models import AgreedRevision, Dissent, Proposal

NO_ANSWER = Value(None, output_field=TextField())


def last_way() -> Subquery:
    """Return how an agreed response was last settled, one of AgreedRevision.Way.

    Leaving it unchanged does not settle it.
    """
    revisions = AgreedRevision.objects.filter(response=OuterRef("pk")).exclude(
        way=AgreedRevision.Way.KEPT
    )
    return Subquery(revisions.order_by("-pk").values("way")[:1])


def proposed(*, to_moderator: bool) -> dict[str, Exists | Subquery | Value]:
    """Return the answer proposed for an agreed response, and whether it has a reason.

    No answer if nothing is proposed. Only moderators see that, as they settle.
    """
    if not to_moderator:
        return {"proposed_answer": NO_ANSWER, "proposed_reason": Value(False)}
    proposals = Proposal.objects.opened().filter(
        assessment=OuterRef("assessment"),
        kind=Proposal.Kind.SETTLE,
        statement=OuterRef("statement"),
    )
    return {
        "proposed_answer": Subquery(proposals.values("values__answer")[:1]),
        "proposed_reason": Exists(
            proposals.alias(letters=Length(KT("values__rationale"))).filter(
                letters__gt=0
            )
        ),
    }


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
