"""Settling several statements together as the groups rated them, and undoing that."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from frameworks.models import ScalePoint
from leavingcare.models import User
from leavingcare.moments import moment
from leavingcare.refusals import Refused

from ..access import Access
from ..analysis.sentences import join_and, waiting_line
from ..field_merge import Value
from ..models import AgreedResponse, AgreedRevision, Assessment, JointSettlement
from ..moderation.comparison import Comparison
from ..moderation.comparison_rows import TEXTS
from ..moderation.may_settle_together import undoable
from ..moderation.quoting import whole_text
from ..moderation.statements import compare_statements
from .common import Kind, lock, record, tell_room
from .moderating import store

NOTHING = "Select at least one statement that all groups rated the same."
Way = AgreedRevision.Way
Outcome = AgreedResponse.Outcome


class Left(NamedTuple):
    """A statement that was not settled with the others, and why."""

    number: int  # of its area
    letter: str
    why: str


@transaction.atomic
def settle_together(
    *,
    access: Access,
    statements: Iterable[int],
    by: User,
    incomplete: Collection[int] | None = None,
) -> tuple[list[str], list[Left]]:
    """Settle statements on the rating all their groups gave, without discussion.

    `statements` are primary keys, and `incomplete` those of them that may be settled
    although a group has not handed in: all of them if it is None. Each gets every
    group's evidence and ideas, with their sources. A statement is left unchanged if
    it has been settled since, if somebody has begun to, if a group has still to hand
    in, or if something stands out now (`joint_rating`). Returns the codes
    settled, and those Left.
    """
    assessment = lock(access.assessment)
    found = compare_statements(access, statements)
    if not found:
        raise Refused(NOTHING)
    ready: list[Comparison] = []
    left: list[Left] = []
    for each in found:
        may_wait = incomplete is None or each.statement.pk in incomplete
        if why := why_not(each, may_wait=may_wait):
            statement = each.statement
            left.append(Left(statement.area.number, statement.letter, why))
        else:
            ready.append(each)
    if ready:
        _settle_all(ready, assessment, by)
    return [each.statement.code for each in ready], left


def done(codes: Collection[str]) -> str:
    """Return the message that these statements were settled together."""
    return f"Settled together as rated: {join_and(codes)}."


def _settle_all(ready: list[Comparison], assessment: Assessment, by: User) -> None:
    points = {point.value: point for point in assessment.round.framework.scale.all()}
    joint = JointSettlement.objects.create(
        assessment=assessment, by=by, at=timezone.now()
    )
    for comparison in ready:
        _settle(comparison, joint, points, by)
    record(assessment, Kind.SETTLED, by, f"together: {_codes(ready)}")
    tell_room(assessment)


def why_not(comparison: Comparison, *, may_wait: bool) -> str:
    """Return why a statement cannot be settled as its groups rated it, or ""."""
    code, agreed = comparison.statement.code, comparison.agreed
    if comparison.is_settled and agreed.settled_at:
        who = agreed.settled_by.name if agreed.settled_by else "Somebody"
        at = moment(agreed.settled_at)
        return f"{who} settled {code} as {comparison.settled_as} at {at}"
    if comparison.proposal and comparison.is_proposed:
        author = comparison.proposal.by
        by = author.name if author else "Somebody"
        return f"{by} has written a proposal for {code}. Settle that instead"
    if comparison.joint_rating is None:
        return f"Something stands out in {code} now. {comparison.sentences}".rstrip(".")
    if comparison.waiting and not may_wait:
        return (
            f"{code}: {waiting_line(comparison.waiting)} Select it if you do not want "
            "to wait"
        )
    return ""


def _settle(
    comparison: Comparison,
    joint: JointSettlement,
    points: Mapping[int, ScalePoint],
    by: User,
) -> None:
    rating = comparison.ratings[0]
    answer: Value = [Outcome.AGREED.value, rating, []]
    texts = {name: whole_text(comparison, name) for name in TEXTS}
    final: dict[str, Value] = {"answer": answer, "rationale": "", **texts}
    store(comparison.agreed, final, points[rating], by, Way.TOGETHER, joint)


def _codes(comparisons: Iterable[Comparison]) -> str:
    return ", ".join(each.statement.code for each in comparisons)


@transaction.atomic
def undo(*, assessment: Assessment, joint: int, by: User) -> list[str]:
    """Undo settling statements together, and return their codes.

    `joint` is the id of the JointSettlement. Statements settled again since stay as
    they are. Raises Refused if nothing is left to undo, or if somebody asked for
    approval after it.
    """
    held = lock(assessment)
    found = {each.pk: each for each in undoable(held)}.get(joint)
    if found is None:
        raise Refused(
            "This can no longer be undone: it was undone already, approval has been "
            "asked for, or every one of these statements was settled again.",
            link=(
                f"{reverse('agenda', args=[held.pk])}?show=settled",
                "See what is settled",
            ),
        )
    _unsettle(found.responses, joint, by)
    record(held, Kind.UNDONE, by, join_and(found.codes))
    tell_room(held)
    return found.codes


def _unsettle(responses: Iterable[int], joint: int, by: User) -> None:
    now = timezone.now()
    rows = AgreedResponse.objects.in_bulk(list(responses))
    for row in rows.values():
        row.save_version(
            outcome=Outcome.NOT_SETTLED,
            rating=None,
            evidence="",
            ideas="",
            settled_at=None,
            settled_by=None,
        )
    AgreedRevision.objects.bulk_create(
        AgreedRevision(
            response=row,
            by=by,
            at=now,
            way=Way.UNDONE,
            joint_id=joint,
            content={
                "outcome": Outcome.NOT_SETTLED.value,
                "rating": None,
                "candidates": [],
                "evidence": "",
                "ideas": "",
                "rationale": "",
            },
        )
        for row in rows.values()
    )
    JointSettlement.objects.filter(pk=joint).update(undone_at=now, undone_by=by)
