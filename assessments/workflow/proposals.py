"""Proposals: texts about an answer or a score before anybody settles it.

Everyone who may settle it shares one. A page shows the proposal or, if there is none,
what is settled; its token says what it has shown of both, so that a proposal and a settling
by two people at once are merged, or clash, field by field (`assessments.field_merge`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..field_merge import Merge, Value, Values, merge, seen_token
from ..models import (
    AgreedArea,
    AgreedResponse,
    Assessment,
    EarlierProposal,
    Proposal,
)
from .common import lock

Kind = Proposal.Kind
Row: TypeAlias = AgreedResponse | AgreedArea
NOT_OPEN = "Open the discussion of this area before you settle its statements."


def values_of(response: AgreedResponse) -> dict[str, Value]:
    """Return a stored agreed response in the shape `moderating.settle` takes.

    It is {"answer": [outcome, rating value or None, candidate values], "rationale",
    "evidence", "ideas"}
    """
    return {
        "answer": [
            response.outcome,
            response.rating.value if response.rating else None,
            response.candidates,
        ],
        "rationale": response.rationale,
        "evidence": response.evidence,
        "ideas": response.ideas,
    }


def score_values(agreed_area: AgreedArea) -> dict[str, Value]:
    """Return a stored score in the shape `moderating.settle_score` takes.

    It is {"answer": [score or None, whether none is given on purpose], "note"}.
    """
    score = agreed_area.global_score
    is_declined = score is None and agreed_area.scored_at is not None
    return {
        "answer": [score, is_declined],
        "note": agreed_area.global_score_note,
    }


def no_change(response: AgreedResponse) -> dict[str, Value]:
    """Return an approver's change before anything is written: always blank."""
    return {"rating": None, "reason": ""}


STORED = {Kind.SETTLE: values_of, Kind.SCORE: score_values, Kind.CHANGE: no_change}


@dataclass(frozen=True)
class Shown:
    """The content of a row on a page: the proposal, else the stored values."""

    row: Row
    stored: Values
    proposal: Proposal | None

    @property
    def is_proposed(self) -> bool:
        return self.proposal is not None and self.proposal.is_open

    @property
    def values(self) -> Values:
        if self.proposal is not None and self.proposal.is_open:
            return {**self.stored, **self.proposal.values}
        return self.stored

    @property
    def version(self) -> str:
        """The versions of the row and of its proposal: "3-2"."""
        return f"{self.row.version}-{self.proposal.version if self.proposal else 0}"

    @property
    def token(self) -> str:
        """The token of a page that shows this."""
        return seen_token(self.version, self.values)

    def token_after(self, merged: Merge) -> str:
        """Return the token of a page that showed the merge's fields as it sent them."""
        return seen_token(self.version, self.values, merged.stale)


def shown_of(kind: Kind, row: Row, proposal: Proposal | None) -> Shown:
    """Return the Shown of a row with its proposal of that kind, if it has one."""
    return Shown(row, STORED[kind](row), proposal)  # type: ignore[operator]


def proposal_of(kind: Kind, row: Row) -> Proposal | None:
    """Return the row's proposal of that kind. One query."""
    return Proposal.objects.filter(
        assessment=row.assessment_id, kind=kind, **_about(row)
    ).first()


def proposals_of(assessment: Assessment, kind: Kind) -> dict[int, Proposal]:
    """Return {statement or area id: its open or closed proposal}. One query."""
    found = Proposal.objects.filter(assessment=assessment, kind=kind)
    return {
        proposal.statement_id or proposal.area_id or 0: proposal
        for proposal in found.select_related("by")
    }


def proposed_versions(assessment: Assessment) -> dict[tuple[str, int], int]:
    """Return {("statement" or "area", its id): version} of what moderators propose.

    One query.
    """
    found = Proposal.objects.filter(
        assessment=assessment, kind__in=[Kind.SETTLE, Kind.SCORE]
    ).values_list("statement", "area", "version")
    return {
        ("statement", statement) if statement else ("area", area): version
        for statement, area, version in found
    }


@transaction.atomic
def propose(
    *, kind: Kind, row: Row, token: str, values: Values, by: User
) -> tuple[Merge, Shown]:
    """Store what was written, settled or not; return the Merge, and the Shown after it.

    A field that clashes with what somebody else wrote or settled is not stored.
    """
    assessment = lock(row.assessment)
    shown = held(kind, row)
    if kind == Kind.SETTLE:
        require_discussed(assessment, row)
    merged = merge(
        token=token,
        version=shown.version,
        stored=shown.values,
        sent=values,
        is_own=shown.proposal is not None and shown.proposal.by_id == by.pk,
    )
    if merged.changes:
        shown = write(kind, shown, {**shown.values, **merged.changes}, by)
    return merged, shown


def held(kind: Kind, row: Row) -> Shown:
    """Return the Shown of a row as it is stored now. The assessment must be locked."""
    related = ["assessment"]
    if isinstance(row, AgreedResponse):
        related += ["rating", "statement__area"]
    fresh: Row = type(row)._default_manager.select_related(*related).get(pk=row.pk)
    return shown_of(kind, fresh, proposal_of(kind, fresh))


def require_discussed(assessment: Assessment, row: Row) -> None:
    """Raise Refused unless the discussion of the row's area is open."""
    area = row.statement.area_id if isinstance(row, AgreedResponse) else row.area_id
    if not assessment.agreed_areas.opened().filter(area=area).exists():
        raise Refused(NOT_OPEN)


def write(kind: Kind, shown: Shown, values: Values, by: User) -> Shown:
    """Store the values as the row's proposal; nothing is proposed if they are stored.

    What another person had proposed is kept. The assessment must be locked.
    """
    proposal = shown.proposal
    if proposal is None:
        proposal = Proposal.objects.create(
            assessment_id=shown.row.assessment_id, kind=kind, **_about(shown.row)
        )
    if values == shown.stored:
        return close(Shown(shown.row, shown.stored, proposal), by)
    _keep(proposal, by, values)
    proposal.save_version(values=dict(values), by=by, at=timezone.now())
    return Shown(shown.row, shown.stored, proposal)


def close(shown: Shown, by: User, settled: Values | None = None) -> Shown:
    """Close the proposal, because it was settled or discarded.

    What another person had proposed, and what is discarded, is kept.
    """
    proposal = shown.proposal
    if proposal is None or not proposal.is_open:
        return shown
    _keep(proposal, by, settled or {})
    proposal.save_version(values={}, by=None, at=None)
    return Shown(shown.row, shown.stored, proposal)


@transaction.atomic
def discard(*, kind: Kind, row: Row, by: User) -> None:
    """Discard a proposal. It stays among the earlier ones."""
    lock(row.assessment)
    shown = held(kind, row)
    if shown.is_proposed:
        close(shown, by)


def _keep(proposal: Proposal, by: User, now: Values) -> None:
    """Keep the earlier proposal, unless it is the person's own or does not change."""
    if proposal.by is None or proposal.at is None or proposal.values == now:
        return  # nothing was proposed, or it does not change
    if proposal.by_id == by.pk and now:
        return
    EarlierProposal.objects.create(
        proposal=proposal, values=proposal.values, by=proposal.by, at=proposal.at
    )


def _about(row: Row) -> Mapping[str, int]:
    if isinstance(row, AgreedResponse):
        return {"statement_id": row.statement_id}
    return {"area_id": row.area_id}


def earlier_of(proposal: Proposal | None) -> list[EarlierProposal]:
    """Return what was proposed before, newest first; no query if nothing ever was."""
    if proposal is None:
        return []
    return list(proposal.earlier.select_related("by"))
