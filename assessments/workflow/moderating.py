"""Opening discussions, and settling one answer per statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from ..models import (
    AgreedArea,
    AgreedResponse,
    AgreedRevision,
    Assessment,
    Draft,
    JointSettlement,
    Proposal,
)
from ..moderation.given_ratings import first_ratings, needs_reason, second_ratings
from ..moderation.later import later_ratings
from . import proposals
from .common import Kind, lock, record, tell_room
from .proposals import NOT_OPEN, shown_of, values_of

Outcome = AgreedResponse.Outcome


@transaction.atomic
def open_discussion(*, agreed_area: AgreedArea, by: User) -> AgreedArea:
    """Open the discussion of an area. Its handed-in drafts are now the first ratings.

    Returns the area as it is stored, also if somebody else had opened it. Raises
    Refused while no group has handed in a draft of the area.
    """
    assessment = lock(agreed_area.assessment)
    areas = AgreedArea.objects.select_for_update(of=["self"])
    held = areas.select_related("discussion_opened_by").get(pk=agreed_area.pk)
    if held.is_open:
        return held
    drafts = Draft.objects.filter(group__assessment=assessment, area=held.area_id)
    if not drafts.exclude(handed_in_at=None).exists():
        raise Refused(
            "No group has handed in a draft of this area yet, so there is nothing "
            "to discuss. Remind the groups to hand theirs in.",
            link=(reverse("remind", args=[assessment.pk]), "Send reminders"),
        )
    held.save_version(discussion_opened_at=timezone.now(), discussion_opened_by=by)
    record(assessment, Kind.OPENED, by, f"area {agreed_area.area.number}")
    tell_room(assessment)
    for draft in drafts.select_related("group__assessment__authority", "area"):
        emails.discussion_opened(draft, by)
    return held


@dataclass(frozen=True)
class SentAnswer:
    """The answer to one statement as a person sent it, in the shape of `values_of`.

    `token` says what the page had shown. Fields the page did not have are left out.
    """

    response: AgreedResponse
    token: str
    values: Values


@dataclass(frozen=True)
class Settled:
    """The result of settling one statement, and the statement as it is stored now.

    Nothing was stored if the merge has clashes, or if `problem` says why.
    """

    response: AgreedResponse
    merge: Merge
    is_new: bool = False  # something was stored
    problem: str = ""


def token_of(response: AgreedResponse, proposal: Proposal | None = None) -> str:
    """Return the token of a page that shows an agreed response and its proposal."""
    return shown_of(Proposal.Kind.SETTLE, response, proposal).token


def settle(
    *, response: AgreedResponse, token: str, values: Values, by: User
) -> Settled:
    """Settle a statement with the values, and return it as it is stored now.

    Nothing is stored if any field clashes with what another moderator settled or
    proposed since the page was shown, or if that changed the answer. Raises Refused if a
    required reason is missing.
    """
    sent = SentAnswer(response, token, values)
    [settled] = settle_each(assessment=response.assessment, sent=[sent], by=by)
    if settled.problem:
        raise Refused(settled.problem)
    return settled


@transaction.atomic
def settle_each(
    *, assessment: Assessment, sent: Sequence[SentAnswer], by: User
) -> list[Settled]:
    """Settle statements one by one as `settle` does, and return each."""
    held = lock(assessment)
    rows = AgreedResponse.objects.select_related("rating", "statement__area")
    found = rows.in_bulk([each.response.pk for each in sent])
    opened = set(held.agreed_areas.opened().values_list("area", flat=True))
    if not {row.statement.area_id for row in found.values()} <= opened:
        raise Refused(NOT_OPEN)
    statements = [row.statement_id for row in found.values()]
    proposed = proposals.proposals_of(held, Proposal.Kind.SETTLE)
    rated = Ratings(
        {point.value: point for point in held.round.framework.scale.all()},
        first_ratings(held.pk, statements),
        second_ratings(held.pk, statements),
    )
    done = []
    for each in sent:
        row = found[each.response.pk]
        shown = shown_of(Proposal.Kind.SETTLE, row, proposed.get(row.statement_id))
        done.append(_settle_one(shown, row, each, rated, by))
    for settled in done:
        if settled.is_new:
            record(held, Kind.SETTLED, by, settled.response.statement.code)
    if any(settled.is_new for settled in done):
        tell_room(held)
    return done


@dataclass(frozen=True)
class Ratings:
    """The points of the scale by value, and the groups' ratings by statement id."""

    points: Mapping[int, ScalePoint]
    first: Mapping[int, Sequence[int]]
    second: Mapping[int, Sequence[int]]  # those that are revealed

    def need_reason(self, response: AgreedResponse, values: Values) -> bool:
        """Return whether settling the statement on the values needs a reason."""
        outcome, value, _ = answer_of(values)
        first = self.first.get(response.statement_id, ())
        second = self.second.get(response.statement_id, ())
        return needs_reason(outcome, value, first, second, list(self.points))


def _settle_one(
    shown: proposals.Shown,
    row: AgreedResponse,
    sent: SentAnswer,
    rated: Ratings,
    by: User,
) -> Settled:
    """Settle one statement of a locked assessment on what was sent and is shown."""
    merged = merge(
        token=sent.token, version=shown.version, stored=shown.values, sent=sent.values
    )
    if "answer" in merged.stale:  # nobody settles an answer that they did not see
        theirs = {"answer": shown.values["answer"]}
        merged = replace(merged, clashes={**theirs, **merged.clashes})
    final = {**shown.values, **merged.changes}
    if merged.clashes:
        return Settled(row, merged)
    outcome, value, _ = answer_of(final)
    if outcome == Outcome.NOT_SETTLED:
        return Settled(row, merged, problem="Select what you agreed.")
    if not final["rationale"] and rated.need_reason(row, final):
        return Settled(row, merged, problem="Enter a reason for this answer.")
    is_new = final != shown.stored
    if is_new:
        store(row, final, rated.points[value] if value else None, by)
    proposals.close(shown, by, settled=final)
    return Settled(row, merged, is_new)


def store(
    held: AgreedResponse,
    final: Values,
    rating: ScalePoint | None,
    by: User,
    way: AgreedRevision.Way = AgreedRevision.Way.SETTLED,
    joint: JointSettlement | None = None,
    **more: object,
) -> None:
    """Store the values, as `settle` takes them, and a revision that says how.

    The ratings that have come in are known now, except to an approver, who only changes
    what was settled. `joint` is what settled it together with others. `more` is added
    to the revision's content.
    """
    now = timezone.now()
    outcome, _, candidates = answer_of(final)
    is_approvers = way is AgreedRevision.Way.SIGN_OFF
    held.save_version(
        outcome=outcome,
        rating=rating,
        candidates=candidates,
        rationale=final["rationale"],
        evidence=final["evidence"],
        ideas=final["ideas"],
        settled_at=now,
        settled_by=by,
        known_at=(held.known_at or held.settled_at) if is_approvers else now,
        come_back=False,
        come_back_note="",
        come_back_owner=None,
    )
    AgreedRevision.objects.create(
        response=held,
        by=by,
        at=now,
        content=content_of(held) | more,
        way=way,
        joint=joint,
    )


@transaction.atomic
def leave_as_settled(*, response: AgreedResponse, seen: datetime, by: User) -> bool:
    """Record that somebody reviewed a settled statement and left it unchanged.

    `seen` is when the last rating that the page showed came in. Return False if
    there is nothing to review, as when somebody else has done so. A rating that came
    in after `seen` still needs a review.
    """
    assessment = lock(response.assessment)
    held = AgreedResponse.objects.select_related("rating", "statement__area").get(
        pk=response.pk
    )
    later = later_ratings(assessment, statement=held.statement_id)
    if not later:
        return False
    seen = min(seen, timezone.now())
    AgreedResponse.objects.filter(pk=held.pk).update(known_at=seen)
    AgreedRevision.objects.create(
        response=held,
        by=by,
        at=timezone.now(),
        content=content_of(held) | {"later": later[held.statement_id].document},
        way=AgreedRevision.Way.KEPT,
    )
    record(assessment, Kind.LOOKED, by, held.statement.code)
    return True


def content_of(response: AgreedResponse) -> dict[str, Value]:
    """Return an agreed response as a revision stores it."""
    outcome, value, candidates = answer_of(values_of(response))
    return {
        "outcome": outcome,
        "rating": value,
        "candidates": candidates,
        "evidence": response.evidence,
        "ideas": response.ideas,
        "rationale": response.rationale,
    }


def answer_of(values: Values) -> tuple[str, int | None, list[int]]:
    """Return the outcome, the rating's value and the candidates of the values."""
    outcome, value, candidates = cast(
        "tuple[str, int | None, list[int]]", values["answer"]
    )
    return outcome, value, candidates
