"""The history of a draft's answers: what each save left."""

from datetime import timedelta

from ..models import DraftResponse, DraftRevision
from .revisions import Content, History, ShortRun


def content_of(response: DraftResponse) -> Content:
    """Return a draft response as a revision stores it."""
    return {
        "rating": response.rating.value if response.rating else None,
        "not_rated_reason": response.not_rated_reason,
        "candidates": response.candidates,
        "evidence": response.evidence,
        "ideas": response.ideas,
        "carried_from": response.carried_from,
    }


def only_rates(before: Content, after: Content) -> bool:
    """Return whether a rating, or no answer, was only replaced by a rating."""
    explained = DraftResponse.NotRated.explains(str(before["not_rated_reason"]))
    return bool(after["rating"]) and not explained and not before["candidates"]


HISTORY: History[DraftResponse] = History(
    DraftRevision, content_of, ["evidence", "ideas"]
)
# Arrow keys pass some ratings on the way to the one meant. A rating that is taken back
# stays in the history.
RATINGS = ShortRun(
    timedelta(minutes=1), ["rating", "not_rated_reason", "candidates"], only_rates
)
