"""What a working group does with its draft of an area."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from leavingcare.refusals import Refused

from ..access import CLOSED
from ..merging import Merge, merge
from ..models import AgreedArea, Assessment, Draft, DraftResponse, DraftRevision
from .common import Kind, lock, record

HANDED_IN = "This draft has been handed in, so it cannot be changed."


@dataclass(frozen=True)
class Sent:
    """One statement's answer as a person sent it.

    `values` is {"answer": [rating value or None, not-rated reason], "evidence",
    "ideas"}, without the fields the page did not have; `token` says what the page
    had shown (see `assessments.merging`).
    """

    letter: str
    token: str
    values: dict


def values_of(response):
    """A stored draft response in the shape of `Sent.values`."""
    return {
        "answer": [response.rating and response.rating.value, response.not_rated_reason],
        "evidence": response.evidence,
        "ideas": response.ideas,
    }


@transaction.atomic
def save_draft(*, draft, sent, by, score=None):
    """Store each answer's changes, field by field.

    `score` is a Sent for the group's score out of ten, with values {"global_score"}.
    Returns ({letter: Merge}, Merge of the score or None) and the stored responses by
    letter, so that the page can show what clashed and what is stored now.
    """
    held = _hold(draft)
    responses = {
        response.statement.letter: response
        for response in held.responses.select_related(
            "statement", "rating", "updated_by"
        )
    }
    points = {
        point.value: point for point in draft.group.assessment.round.framework.scale.all()
    }
    now = timezone.now()
    merges = {}
    for item in sent:
        response = responses[item.letter]
        merges[item.letter] = merge(
            token=item.token,
            version=response.version,
            stored=values_of(response),
            sent=item.values,
            is_own=by is not None and response.updated_by_id == by.pk,
        )
        if changes := merges[item.letter].changes:
            _store(response, changes, points, by, now)
    return merges, _save_score(held, score), responses


def _hold(draft):
    """Lock the draft's row, then see whether it may still be changed.

    The assessment is read only after the lock is held: whoever submitted meanwhile
    held it too, so what is read here is what they left.
    """
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    assessment = Assessment.objects.get(groups=held.group_id)
    if not assessment.is_open:
        raise Refused(CLOSED)
    if held.is_handed_in:
        raise Refused(HANDED_IN)
    return held


def _store(response, changes, points, by, now):
    values = {name: changes[name] for name in ("evidence", "ideas") if name in changes}
    if "answer" in changes:
        value, reason = changes["answer"]
        values["rating"] = points[value] if value else None
        values["not_rated_reason"] = reason
        values["candidates"] = []
    response.save_version(**values, updated_at=now, updated_by=by)
    keep_revision(response, by, now)


def content_of(response):
    """A draft response as a revision keeps it."""
    return {
        "rating": response.rating and response.rating.value,
        "not_rated_reason": response.not_rated_reason,
        "candidates": response.candidates,
        "evidence": response.evidence,
        "ideas": response.ideas,
    }


def keep_revision(response, by, now):
    """Keep what the response holds now.

    Saves by one person that only add to the texts are one revision, so that a run
    of autosaves is one entry and no words are ever missing from the trail.
    """
    content = content_of(response)
    last = response.revisions.first()
    if last and last.by_id == (by and by.pk) and _only_adds(last.content, content):
        last.content, last.at = content, now
        last.save(update_fields=["content", "at"])
    else:
        DraftRevision.objects.create(response=response, by=by, at=now, content=content)


def _only_adds(before, after):
    answer = ("rating", "not_rated_reason", "candidates")
    return all(before[name] == after[name] for name in answer) and all(
        after[name].startswith(before[name]) for name in ("evidence", "ideas")
    )


def _save_score(held, score):
    if score is None:
        return None
    merged = merge(
        token=score.token,
        version=held.version,
        stored={"global_score": held.global_score},
        sent=score.values,
    )
    if merged.changes:
        held.save_version(**merged.changes)
    return merged


@transaction.atomic
def restore(*, response, revision, by):
    """Put a revision's answer back; what is there now stays in the history."""
    held = _hold(response.draft)
    response = DraftResponse.objects.select_related("statement__area").get(
        pk=response.pk
    )
    scale = response.statement.area.framework.scale
    content = revision.content
    now = timezone.now()
    response.save_version(
        rating=scale.get(value=content["rating"]) if content["rating"] else None,
        not_rated_reason=content["not_rated_reason"],
        candidates=content["candidates"],
        evidence=content["evidence"],
        ideas=content["ideas"],
        updated_at=now,
        updated_by=by,
    )
    DraftRevision.objects.create(
        response=response, by=by, at=now, content=content_of(response)
    )
    return held


@transaction.atomic
def hand_in(*, draft, by):
    """Hand the draft in: sealed until the area's discussion opens."""
    assessment = lock(draft.group.assessment)
    held = _hold(draft)
    held.save_version(
        handed_in_at=timezone.now(), handed_in_by=by, handed_back_because=""
    )
    record(assessment, Kind.HANDED_IN, by, _name(draft))


@transaction.atomic
def hand_back(*, draft, by, reason):
    """Give a draft back to its group to change, before the discussion opens."""
    assessment = lock(draft.group.assessment)
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    if not held.is_handed_in:
        raise Refused("This draft has not been handed in.")
    if AgreedArea.objects.filter(
        assessment=assessment, area=held.area_id, discussion_opened_at__isnull=False
    ).exists():
        raise Refused(
            "The discussion of this area is open. What was handed in is kept as it "
            "was, so that nobody changes a rating after seeing the others."
        )
    held.save_version(
        handed_in_at=None, handed_in_by=None, handed_back_because=reason
    )
    record(assessment, Kind.HANDED_BACK, by, _name(draft))


def _name(draft):
    return f"{draft.group.name}, area {draft.area.number}"


__all__ = [
    "Merge",
    "Sent",
    "content_of",
    "hand_back",
    "hand_in",
    "keep_revision",
    "restore",
    "save_draft",
    "values_of",
]
