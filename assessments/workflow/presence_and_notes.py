"""What people of a working group show and tell each other while they write.

Neither is part of an answer: presence is forgotten within a minute, and notes to
colleagues stay beside the statement they are about.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from ..models import Note, Presence
from .common import lock
from .drafting import content_of

LOOKED_THROUGH = 20  # revisions
HERE = timedelta(seconds=45)  # since a page last said so: three of its beats


def colleagues(draft):
    """The people of the draft's group by name, each with `is_here`: on its page now."""
    here = Presence.objects.filter(
        draft=draft, user=OuterRef("pk"), seen_at__gt=timezone.now() - HERE
    )
    return draft.group.members.annotate(is_here=Exists(here)).order_by("name")


def come(*, draft, by):
    """Note that the person has the draft's page in use now."""
    Presence.objects.bulk_create(
        [Presence(draft=draft, user=by, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["draft", "user"],
        update_fields=["seen_at"],
    )


def leave(*, draft, by):
    """Note that the person's page has gone."""
    Presence.objects.filter(draft=draft, user=by).delete()


def authors(response):
    """{part: (who, when)} of those who gave the answer, evidence and ideas of now.

    Read from the newest of the response's history; what that does not reach is put
    down to whoever changed the response last.
    """
    now = _parts(content_of(response))
    found = dict.fromkeys(now, (response.updated_by, response.updated_at))
    unsettled = set(now)
    for revision in response.revisions.select_related("by")[:LOOKED_THROUGH]:
        then = _parts(revision.content)
        unsettled = {name for name in unsettled if then[name] == now[name]}
        found |= dict.fromkeys(unsettled, (revision.by, revision.at))
    return found


def _parts(content):
    return {
        "answer": (content["rating"], content["not_rated_reason"]),
        "evidence": content["evidence"],
        "ideas": content["ideas"],
    }


# Notes


def notes_of(draft):
    """{response id: its notes, oldest first} of the draft's statements."""
    found = {}
    for note in Note.objects.filter(response__draft=draft).select_related("by"):
        found.setdefault(note.response_id, []).append(note)
    return found


@transaction.atomic
def add_note(*, response, text, by):
    """Leave a note to colleagues on a statement. Sent twice, it is left once."""
    lock(response.draft.group.assessment)
    if not response.notes.filter(by=by, text=text, resolved_at=None).exists():
        Note.objects.create(response=response, by=by, at=timezone.now(), text=text)


@transaction.atomic
def resolve_note(*, note, by):
    """Mark a note as dealt with; who did so first stays named."""
    lock(note.response.draft.group.assessment)
    Note.objects.filter(pk=note.pk, resolved_at=None).update(
        resolved_at=timezone.now(), resolved_by=by
    )


@transaction.atomic
def open_note_again(*, note):
    """Take back that a note was dealt with."""
    lock(note.response.draft.group.assessment)
    Note.objects.filter(pk=note.pk).update(resolved_at=None, resolved_by=None)
