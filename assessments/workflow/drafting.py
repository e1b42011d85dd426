"""What a working group does with its draft of an area."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from leavingcare.refusals import Refused

from .. import emails
from ..access import CLOSED, HANDED_IN
from ..field_merge import Merge, merge
from ..models import Assessment, Draft, DraftResponse, DraftRevision
from .common import Kind, lock, record, tell_room
from .group_membership import has_somebody

RUN = timedelta(minutes=10)  # between two saves that are one entry of the history


@dataclass(frozen=True)
class Sent:
    """One statement's answer as a person sent it.

    `values` is {"answer": [rating value or None, not-rated reason], "evidence",
    "ideas"}, without the fields the page did not have; `token` says what the page
    had shown (see `assessments.field_merge`).
    """

    letter: str
    token: str
    values: dict


def values_of(response):
    """A stored draft response in the shape of `Sent.values`."""
    return {
        "answer": [
            response.rating and response.rating.value,
            response.not_rated_reason,
        ],
        "evidence": response.evidence,
        "ideas": response.ideas,
    }


@dataclass
class Saved:
    """What became of a save: what is stored now, and the Merge of each answer sent."""

    draft: Draft
    responses: dict  # of the statements sent, by letter
    at: datetime
    merges: dict = field(default_factory=dict)  # by letter
    others: dict = field(default_factory=dict)  # by letter of a clash: (who, when)
    score: Merge | None = None

    @property
    def has_clashes(self):
        return bool(self.others or (self.score and self.score.clashes))


@transaction.atomic
def save_draft(*, draft, sent, by, score=None, scale=None):
    """Store each answer's changes, field by field, and return Saved.

    `sent` are Sents of the draft's own letters; `score` is one for the group's score
    out of ten, with values {"global_score"}; `scale` has the edition's points, if they
    are at hand. A field that clashes is not stored.
    """
    held = hold(draft)
    responses = {
        response.statement.letter: response
        for response in held.responses.select_related(
            "statement", "rating", "updated_by"
        ).filter(statement__letter__in=[item.letter for item in sent])
    }
    if scale is None:
        scale = draft.group.assessment.round.framework.scale.all()
    points = {point.value: point for point in scale}
    saved = Saved(held, responses, timezone.now())
    changed = []
    for item in sent:
        response = responses[item.letter]
        merged = saved.merges[item.letter] = merge(
            token=item.token,
            version=response.version,
            stored=values_of(response),
            sent=item.values,
            is_own=by is not None and response.updated_by_id == by.pk,
        )
        if merged.clashes:
            saved.others[item.letter] = response.updated_by, response.updated_at
        if merged.changes:
            changed.append((response, _revision_of(response)))
            _store(response, merged.changes, points, by, saved.at)
    _keep_revisions(changed, by, saved.at)
    saved.score = _save_score(held, score)
    return saved


def hold(draft):
    """Lock the draft's row, then see whether it may still be changed.

    The assessment is read only after the lock is held: whoever submitted meanwhile
    held it too, so what is read here is what they left.
    """
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    assessment = Assessment.objects.filter(groups=held.group_id)
    if assessment.values_list("status", flat=True).get() != Assessment.Status.OPEN:
        raise Refused(CLOSED)
    if held.is_handed_in:
        raise Refused(HANDED_IN)
    return held


def _store(response, changes, points, by, now):
    values = {name: changes[name] for name in ("evidence", "ideas") if name in changes}
    if "evidence" in values:
        values["carried_from"] = ""
    if "answer" in changes:
        value, reason = changes["answer"]
        values["rating"] = points[value] if value else None
        values["not_rated_reason"] = reason
        values["candidates"] = []
    response.save_version(**values, updated_at=now, updated_by=by)


def content_of(response):
    """A draft response as a revision keeps it."""
    return {
        "rating": response.rating and response.rating.value,
        "not_rated_reason": response.not_rated_reason,
        "candidates": response.candidates,
        "evidence": response.evidence,
        "ideas": response.ideas,
        "carried_from": response.carried_from,
    }


def _revision_of(response):
    return DraftRevision(
        response=response,
        by_id=response.updated_by_id,
        at=response.updated_at,
        content=content_of(response),
    )


def keep_revision(response, by, now):
    """Keep what the response holds now, if nothing of it was kept before."""
    _keep_revisions([(response, None)], by, now)


def _keep_revisions(changed, by, now):
    """Keep what each response holds now; `changed` has what it held before, or None.

    Saves by one person within minutes that only add to the texts are one revision,
    so that a run of autosaves is one entry and no words are ever missing from the
    trail. What came in by a way that keeps none is kept before it is changed.
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
        if previous is None and before and before.at:
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


def _is_one_run(previous, content, by, now):
    return (
        previous.by_id == (by and by.pk)
        and now - previous.at < RUN
        and _only_adds(previous.content, content)
    )


def _only_adds(before, after):
    answer = ("rating", "not_rated_reason", "candidates", "carried_from")
    return all(before.get(name) == after[name] for name in answer) and all(
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


def rewrite(changes, by):
    """Change held responses, [(response, {field: value})], and keep revisions."""
    now = timezone.now()
    changed = []
    for response, values in changes:
        changed.append((response, _revision_of(response)))
        response.save_version(**values, updated_at=now, updated_by=by)
    _keep_revisions(changed, by, now)


@transaction.atomic
def restore(*, response, revision, by):
    """Put a revision's answer back; what is there now stays in the history."""
    hold(response.draft)
    response = DraftResponse.objects.select_related("statement__area").get(
        pk=response.pk
    )
    scale = response.statement.area.framework.scale
    content = {"carried_from": ""} | revision.content
    if content == content_of(response):
        return  # pressed twice
    rating = scale.get(value=content["rating"]) if content["rating"] else None
    rewrite([(response, content | {"rating": rating})], by)


@transaction.atomic
def hand_in(*, draft, by):
    """Hand the draft in: sealed until the area's discussion opens.

    Handing in twice is handing in once.
    """
    assessment = lock(draft.group.assessment)
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    if held.is_handed_in:
        return
    held.save_version(
        handed_in_at=timezone.now(), handed_in_by=by, handed_back_because=""
    )
    record(assessment, Kind.HANDED_IN, by, _name(draft))
    tell_room(assessment)
    emails.handed_in(draft, by, held.handed_in_at)


@transaction.atomic
def hand_back(*, draft, by, reason):
    """Give a draft back to its group to change, before the discussion opens."""
    assessment = lock(draft.group.assessment)
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    if not held.is_handed_in:
        raise Refused("This draft has not been handed in.")
    if not has_somebody(draft.group):
        raise Refused(
            f"Nobody is in {draft.group}, so nobody could change this draft. Add "
            "somebody to the group first."
        )
    if assessment.agreed_areas.opened().filter(area=held.area_id).exists():
        raise Refused(
            "The discussion of this area is open. What was handed in is kept as it "
            "was, so that nobody changes a rating after seeing the others."
        )
    held.save_version(handed_in_at=None, handed_in_by=None, handed_back_because=reason)
    record(assessment, Kind.HANDED_BACK, by, _name(draft))
    emails.handed_back(draft, by)


def _name(draft):
    return f"{draft.group.name}, area {draft.area.number}"
