"""The colleagues on a working group's draft, and their notes.

Neither is part of an answer. Notes to colleagues stay with the statement they are
about.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from leavingcare.compiled import compiled
from leavingcare.models import User

from ..field_merge import Value
from ..models import Draft, DraftResponse, Note, Presence
from .common import lock
from .draft_history import content_of
from .presence import HERE, place_of

LOOKED_THROUGH = 20  # revisions


def colleagues(draft: Draft) -> list[User]:
    """Return the group's members by name, with `is_here`: whether they are on its page."""
    since = timezone.now() - HERE
    group = draft.group
    members = _members(group.pk, group.assessment_id, place_of(draft))
    for member in members:
        last: datetime | None = member.last_here  # type: ignore[attr-defined]  # annotated
        member.is_here = last is not None and last > since  # type: ignore[attr-defined]
    return members


@compiled
def _members(group: int, assessment: int, place: str) -> QuerySet[User]:
    here = Presence.objects.filter(
        assessment=assessment, place=place, user=OuterRef("pk")
    )
    return (
        User.objects.filter(working_groups=group)
        .annotate(last_here=Subquery(here.values("seen_at")))
        .order_by("name")
    )


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
    for note in _notes(draft.pk):
        found.setdefault(note.response_id, []).append(note)
    return found


@compiled
def _notes(draft: int) -> QuerySet[Note]:
    return Note.objects.filter(response__draft=draft).select_related("by")


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


@transaction.atomic
def edit_note(*, note: Note, text: str) -> None:
    """Replace the text of a note, for its author only. The old text is not kept."""
    lock(note.response.draft.group.assessment)
    Note.objects.filter(pk=note.pk).exclude(text=text).update(
        text=text, edited_at=timezone.now()
    )


@transaction.atomic
def delete_note(*, note: Note) -> None:
    """Delete a note permanently, for its author only."""
    lock(note.response.draft.group.assessment)
    Note.objects.filter(pk=note.pk).delete()
