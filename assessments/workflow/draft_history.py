"""The history of a draft's answers: what each save left."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Max

from leavingcare.models import User

from ..field_merge import Value
from ..models import DraftResponse, DraftRevision

RUN = timedelta(minutes=10)  # saves closer than this share one entry of the history


def content_of(response: DraftResponse) -> dict[str, Value]:
    """Return a draft response as a revision stores it."""
    return {
        "rating": response.rating.value if response.rating else None,
        "not_rated_reason": response.not_rated_reason,
        "candidates": response.candidates,
        "evidence": response.evidence,
        "ideas": response.ideas,
        "carried_from": response.carried_from,
    }


def revision_of(response: DraftResponse) -> DraftRevision | None:
    """Return the response as an unsaved revision, or None if nobody has written it."""
    if response.updated_at is None:
        return None
    return DraftRevision(
        response=response,
        by_id=response.updated_by_id,
        at=response.updated_at,
        content=content_of(response),
    )


def keep_revisions(
    changed: Sequence[tuple[DraftResponse, DraftRevision | None]],
    by: User | None,
    now: datetime,
) -> None:
    """Add each response's current content to its history.

    `changed` pairs each response with its content before the change, or None. Saves
    by one person within minutes that only add text share one revision, so that a run
    of autosaves is one entry and the history never misses a word. Content that has no
    revision yet, such as an import, gets one before it is changed.
    """
    newest = (
        DraftRevision.objects.filter(response__in=[response for response, _ in changed])
        .values("response")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    last = {
        revision.response_id: revision
        for revision in DraftRevision.objects.filter(pk__in=newest)
    }
    added, grown = [], []
    for response, before in changed:
        previous = last.get(response.pk)
        content = content_of(response)
        if previous is None and before:
            added.append(before)
        if previous and _is_one_run(previous, content, by, now):
            previous.content, previous.at = content, now
            grown.append(previous)
        else:
            added.append(
                DraftRevision(response=response, by=by, at=now, content=content)
            )
    DraftRevision.objects.bulk_create(added)
    DraftRevision.objects.bulk_update(grown, ["content", "at"])


def _is_one_run(
    previous: DraftRevision, content: dict[str, Value], by: User | None, now: datetime
) -> bool:
    return (
        previous.by_id == (by and by.pk)
        and now - previous.at < RUN
        and _only_adds(previous.content, content)
    )


def _only_adds(before: dict[str, Value], after: dict[str, Value]) -> bool:
    answer = ("rating", "not_rated_reason", "candidates", "carried_from")
    return all(before.get(name) == after[name] for name in answer) and all(
        str(after[name]).startswith(str(before[name])) for name in ("evidence", "ideas")
    )
