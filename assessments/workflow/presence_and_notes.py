"""The presence of a working group's people on a draft, and their notes.

Neither is part of an answer. Presence expires within a minute; notes to colleagues
stay with the statement they are about.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from leavingcare.models import User

from ..field_merge import Value
from ..models import Draft, DraftResponse, Note, Presence
from .common import lock
from .draft_history import content_of

LOOKED_THROUGH = 20  # revisions
HERE = timedelta(seconds=45)  # three times as long as between a page's requests


def colleagues(draft: Draft) -> QuerySet[User]:
    """Return the group's members by name, with `is_here`: whether they are on its page."""
    here = Presence.objects.filter(
        draft=draft, user=OuterRef("pk"), seen_at__gt=timezone.now() - HERE
    )
    members: QuerySet[User] = draft.group.members.annotate(is_here=Exists(here))
    return members.order_by("name")


def come(*, draft: Draft, by: User) -> None:
    """Record that the person is using the draft's page now."""
    Presence.objects.bulk_create(
        [Presence(draft=draft, user=by, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["draft", "user"],
        update_fields=["seen_at"],
    )


def leave(*, draft: Draft, by: User) -> None:
    """Record that the person has left the draft's page."""
    Presence.objects.filter(draft=draft, user=by).delete()


def authors(response: DraftResponse) -> dict[str, tuple[User | None, datetime | None]]:
    """Return {part: (who, when)} of the current answer, evidence and ideas.

    They come from the newest entries of the response's history. If those do not go
    back far enough, the last person to change the response is given.
    """
    now = _parts(content_of(response))
    found = dict.fromkeys(now, (response.updated_by, response.updated_at))
    unsettled = set(now)
    for revision in response.revisions.select_related("by")[:LOOKED_THROUGH]:
        then = _parts(revision.content)
        unsettled = {name for name in unsettled if then[name] == now[name]}
        found |= dict.fromkeys(unsettled, (revision.by, revision.at))
    return found


def _parts(content: Mapping[str, Value]) -> dict[str, object]:
    return {
        "answer": (content["rating"], content["not_rated_reason"]),
        "evidence": content["evidence"],
        "ideas": content["ideas"],
    }


# Notes


def notes_of(draft: Draft) -> dict[int, list[Note]]:
    """Return {response's key: its notes, oldest first} of a draft."""
    found: dict[int, list[Note]] = {}
    for note in Note.objects.filter(response__draft=draft).select_related("by"):
        found.setdefault(note.response_id, []).append(note)
    return found


@transaction.atomic
def add_note(*, response: DraftResponse, text: str, by: User) -> None:
    """Store a note to colleagues on a statement. Sent twice, it is stored once."""
    lock(response.draft.group.assessment)
    if not response.notes.filter(by=by, text=text, resolved_at=None).exists():
        Note.objects.create(response=response, by=by, at=timezone.now(), text=text)


@transaction.atomic
def resolve_note(*, note: Note, by: User) -> None:
    """Mark a note as resolved. The first person to do so is recorded."""
    lock(note.response.draft.group.assessment)
    Note.objects.filter(pk=note.pk, resolved_at=None).update(
        resolved_at=timezone.now(), resolved_by=by
    )


@transaction.atomic
def open_note_again(*, note: Note) -> None:
    """Mark a note as not resolved."""
    lock(note.response.draft.group.assessment)
    Note.objects.filter(pk=note.pk).update(resolved_at=None, resolved_by=None)
