"""Settling the global score of an area."""

from typing import cast

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..field_merge import Merge, Values, merge
from ..models import AgreedArea, Proposal
from . import proposals
from .common import Kind, lock, record


@transaction.atomic
def settle_score(
    *, agreed_area: AgreedArea, token: str, values: Values, by: User
) -> Merge:
    """Settle an area's score with values as of `score_values`; return the Merge.

    The score is out of ten. None means that the authority decided not to give one.
    """
    assessment = lock(agreed_area.assessment)
    shown = proposals.held(Proposal.Kind.SCORE, agreed_area)
    merged = merge(token=token, version=shown.version, stored=shown.values, sent=values)
    if merged.clashes:
        return merged
    final = {**shown.values, **merged.changes}
    score, is_declined = cast("tuple[int | None, bool]", final["answer"])
    if score is None and not is_declined:
        raise Refused("Enter a score, or select that you are not giving one.")
    if final != shown.stored:
        shown.row.save_version(
            global_score=score,
            global_score_note=final["note"],
            scored_at=timezone.now(),
            scored_by=by,
        )
        record(assessment, Kind.SCORED, by, f"area {agreed_area.area.number}")
    proposals.close(shown, by, settled=final)
    return merged


def score_token_of(agreed_area: AgreedArea, proposal: Proposal | None = None) -> str:
    """Return the token of a page that shows an area's score and its proposal."""
    return proposals.shown_of(Proposal.Kind.SCORE, agreed_area, proposal).token
