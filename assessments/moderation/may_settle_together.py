"""The rules on which statements may be settled together, and undone together.

The agenda, the table of an area and `workflow.settling_together` build on these rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from leavingcare.compiled import compiled

from ..models import AgreedRevision, Assessment, Dissent, SignOff
from .concerns import Concern

FEWEST_RATINGS = 2  # unless only one group was given the area
Way = AgreedRevision.Way


class Rated(Protocol):
    """A statement with what its groups rated it: an Item or a Comparison."""

    @property
    def ratings(self) -> list[int]: ...
    @property
    def is_alone(self) -> bool: ...
    @property
    def concerns(self) -> Sequence[Concern]: ...
    @property
    def waiting(self) -> Sequence[str]: ...
    @property
    def is_settled(self) -> bool: ...
    @property
    def is_proposed(self) -> bool: ...


def joint_rating(rated: Rated) -> int | None:
    """Return the rating on which it may be settled together with others, or None.

    Two or more groups all gave it, or the only group of the area did and nothing
    stands out in its answer. Nobody has settled it, or begun to.
    """
    if rated.is_settled or rated.is_proposed or len(set(rated.ratings)) != 1:
        return None
    if rated.is_alone and rated.concerns:
        return None
    if not rated.is_alone and len(rated.ratings) < FEWEST_RATINGS:
        return None
    return rated.ratings[0]


def needs_no_look(rated: Rated) -> bool:
    """Return whether it may be settled with all of a list, without selecting it.

    No group has still to hand in, and no concern is known. The agenda knows those of
    areas that one group rates, as it reads no other texts.
    """
    return joint_rating(rated) is not None and not rated.waiting and not rated.concerns


@dataclass
class Undoable:
    """Statements that were settled together, and that nothing builds on yet."""

    pk: int  # of the JointSettlement
    by: str  # name
    at: datetime
    responses: list[int] = field(default_factory=list)  # ids of the AgreedResponses
    codes: list[str] = field(default_factory=list)


def undoable(assessment: Assessment) -> list[Undoable]:
    """Return the settlements that can be undone, the latest first. One query.

    A statement that was settled again, or that a group has disagreed with since, is
    left out. Nothing can be undone once somebody has asked for approval.
    """
    found: dict[int, Undoable] = {}
    for pk, name, at, response, number, letter in _settled_together(assessment.pk):
        each = found.setdefault(pk, Undoable(pk, name, at))
        each.responses.append(response)
        each.codes.append(f"{number}{letter}")
    return list(found.values())


@compiled
def _settled_together(
    assessment: int,
) -> QuerySet[AgreedRevision, tuple[int, str, datetime, int, int, str]]:
    later = AgreedRevision.objects.filter(response=OuterRef("response"))
    rows = (
        AgreedRevision.objects.filter(
            joint__assessment=assessment, joint__undone_at=None, way=Way.TOGETHER
        )
        .annotate(last=Subquery(later.order_by("-pk").values("pk")[:1]))
        .filter(
            ~Exists(
                SignOff.objects.filter(
                    assessment=assessment, asked_at__gt=OuterRef("at")
                )
            ),
            ~Exists(
                Dissent.objects.filter(
                    response=OuterRef("response"), at__gt=OuterRef("at")
                )
            ),
            pk=F("last"),
        )
        .order_by(
            "-joint",
            "response__statement__area__number",
            "response__statement__letter",
        )
    )
    return rows.values_list(
        "joint",
        "joint__by__name",
        "joint__at",
        "response",
        "response__statement__area__number",
        "response__statement__letter",
    )
