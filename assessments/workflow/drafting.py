"""Saving a working group's draft of an area, handing it in and handing it back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from frameworks.models import ScalePoint
from leavingcare.models import User
from leavingcare.refusals import Refused

from .. import emails
from ..field_merge import Merge, Value, Values, merge
from ..models import Draft, DraftResponse, DraftRevision
from .common import Kind, lock, moderators_of, record, tell_room
from .draft_history import HISTORY, RATINGS, content_of
from .group_membership import has_somebody
from .held_drafts import hold, stored


@dataclass(frozen=True)
class Sent:
    """One statement's answer as a person sent it.

    `values` is {"answer": [rating value or None, not-rated reason], "evidence",
    "ideas"}, without the fields the page did not have. `token` says what the page
    had shown (see `assessments.field_merge`).
    """

    letter: str
    token: str
    values: dict[str, Value]


def values_of(response: DraftResponse) -> Values:
    """Return a stored draft response in the shape of `Sent.values`."""
    return {
        "answer": [
            response.rating.value if response.rating else None,
            response.not_rated_reason,
        ],
        "evidence": response.evidence,
        "ideas": response.ideas,
    }


@dataclass
class Saved:
    """The result of a save: the rows stored now, and the Merge of each answer sent."""

    draft: Draft
    responses: dict[str, DraftResponse]  # of the statements sent, by letter
    at: datetime
    merges: dict[str, Merge] = field(default_factory=dict)  # by letter
    # By letter of a clash: who changed it, and when.
    others: dict[str, tuple[User | None, datetime | None]] = field(default_factory=dict)
    score: Merge | None = None

    @property
    def has_clashes(self) -> bool:
        """Return whether anything was not stored because of a clash."""
        return bool(self.others or (self.score and self.score.clashes))


@transaction.atomic
def save_draft(
    *,
    draft: Draft,
    sent: Sequence[Sent],
    by: User | None,
    score: Sent | None = None,
    scale: Iterable[ScalePoint] | None = None,
) -> Saved:
    """Store each answer's changes, field by field, and return Saved.

    `sent` are the answers to statements of the draft, and `score` the group's score out
    of ten, with values {"global_score"}. `scale` has the edition's points, if the
    caller has them. A field that clashes is not stored.
    """
    held = hold(draft)
    responses = stored(held, [item.letter for item in sent])
    if scale is None:
        scale = draft.group.assessment.round.framework.scale.all()
    points = {point.value: point for point in scale}
    saved = Saved(held, responses, timezone.now())
    changed = []
    for item in sent:
        response = responses[item.letter]
        merged = _merge_answer(saved, item, response, by)
        if merged.changes:
            changed.append((response, HISTORY.before(response)))
            _store(response, merged.changes, points, by, saved.at)
    HISTORY.keep(changed, by, saved.at, RATINGS)
    saved.score = _save_score(held, score)
    return saved


def _merge_answer(
    saved: Saved, item: Sent, response: DraftResponse, by: User | None
) -> Merge:
    """Return the Merge of one answer, and note it and its clashes in `saved`."""
    merged = merge(
        token=item.token,
        version=response.version,
        stored=values_of(response),
        sent=item.values,
        is_own=by is not None and response.updated_by_id == by.pk,
    )
    saved.merges[item.letter] = merged
    if merged.clashes:
        saved.others[item.letter] = response.updated_by, response.updated_at
    return merged


def _store(
    response: DraftResponse,
    changes: Mapping[str, Value],
    points: Mapping[int, ScalePoint],
    by: User | None,
    now: datetime,
) -> None:
    values: dict[str, object] = {
        name: changes[name] for name in ("evidence", "ideas") if name in changes
    }
    if "evidence" in values:
        values |= DraftResponse.OWN_EVIDENCE
    if "answer" in changes:
        value, reason = cast("tuple[int | None, str]", changes["answer"])
        values["rating"] = points[value] if value else None
        values["not_rated_reason"] = reason
        values["candidates"] = []
    response.save_version(**values, updated_at=now, updated_by=by)


def _save_score(held: Draft, score: Sent | None) -> Merge | None:
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


def rewrite(
    changes: Iterable[tuple[DraftResponse, Mapping[str, object]]], by: User | None
) -> None:
    """Change responses of a locked draft, [(response, {field: value})], with history."""
    now = timezone.now()
    changed = []
    for response, values in changes:
        changed.append((response, HISTORY.before(response)))
        response.save_version(**values, updated_at=now, updated_by=by)
    HISTORY.keep(changed, by, now)


@transaction.atomic
def restore(*, response: DraftResponse, revision: DraftRevision, by: User) -> None:
    """Restore a revision's answer. The current one stays in the history."""
    hold(response.draft)
    response = DraftResponse.objects.select_related("statement__area").get(
        pk=response.pk
    )
    scale = response.statement.area.framework.scale
    content = DraftResponse.OWN_EVIDENCE | revision.content
    if content == content_of(response):
        return  # pressed twice
    rating = scale.get(value=content["rating"]) if content["rating"] else None
    rewrite([(response, content | {"rating": rating})], by)


@transaction.atomic
def hand_in(*, draft: Draft, by: User) -> None:
    """Hand the draft in: sealed until the area's discussion opens.

    Handing in twice has no further effect.
    """
    assessment = lock(draft.group.assessment)
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    if held.is_handed_in:
        return
    now = timezone.now()
    held.save_version(handed_in_at=now, handed_in_by=by, handed_back_because="")
    record(assessment, Kind.HANDED_IN, by, _name(draft))
    tell_room(assessment)
    emails.handed_in(draft, by, now)
    emails.colleague_handed_in(draft, by, now)


@transaction.atomic
def ask_back(*, draft: Draft, by: User) -> None:
    """Ask the moderators to hand a draft back. Asking twice has no further effect."""
    assessment = lock(draft.group.assessment)
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    if not held.is_handed_in:
        raise Refused("This draft has not been handed in, so you can change it.")
    opened = assessment.agreed_areas.opened().values_list("area", flat=True)
    if held.area_id in opened:
        raise Refused(
            "The discussion of this area is open, so it cannot be handed back. You can "
            "give a second rating instead."
        )
    if held.asked_back_at:
        return
    held.save_version(asked_back_at=timezone.now(), asked_back_by=by)
    record(assessment, Kind.ASKED_BACK, by, _name(draft))
    emails.asked_back(draft, by, moderators_of(assessment))


@transaction.atomic
def hand_back(*, draft: Draft, by: User, reason: str) -> None:
    """Give a draft back to its group to change, before the discussion opens."""
    assessment = lock(draft.group.assessment)
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    if not held.is_handed_in:
        raise nothing_to_hand_back(draft)
    if not has_somebody(draft.group):
        raise Refused(
            f"Nobody is in {draft.group}, so nobody could change this draft. Add "
            "somebody to the group first.",
            link=(
                reverse("group", args=[draft.group.assessment_id, draft.group_id]),
                f"Add somebody to {draft.group}",
            ),
        )
    if assessment.agreed_areas.opened().filter(area=held.area_id).exists():
        raise Refused(
            "The discussion of this area is open, so you cannot hand this draft back. "
            "This stops anyone changing a rating after seeing the others.",
            link=(
                f"{reverse('agenda', args=[assessment.pk])}?area={draft.area.number}",
                f"Discuss area {draft.area.number}",
            ),
        )
    held.save_version(
        handed_in_at=None,
        handed_in_by=None,
        handed_back_because=reason,
        asked_back_at=None,
        asked_back_by=None,
    )
    record(assessment, Kind.HANDED_BACK, by, _name(draft))
    emails.handed_back(draft, by)


def nothing_to_hand_back(draft: Draft) -> Refused:
    """Return the refusal to hand back what is not handed in, or not any more."""
    group = draft.group
    return Refused(
        "This draft has not been handed in, so there is nothing to hand back. Somebody "
        "may have handed it back already.",
        link=(
            reverse("draft", args=[group.assessment_id, group.pk, draft.area.number]),
            "Go to the draft",
        ),
    )


def _name(draft: Draft) -> str:
    return f"{draft.group.name}, area {draft.area.number}"
