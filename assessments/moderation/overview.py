"""The ways a statement was settled, one after another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from leavingcare.models import User

from ..analysis.sentences import settled_as
from ..models import AgreedResponse


class Outcome(TypedDict):
    """The answer in a revision's content."""

    outcome: str
    rating: int | None
    candidates: list[int]


@dataclass(frozen=True)
class Settlement:
    """The answer a statement was settled on at one time."""

    answer: str
    way: str  # one of AgreedRevision.Way
    before: str  # the answer before, if an approver changed it
    by: User | None  # None if an operator did it
    at: datetime
    rationale: str
    evidence: str
    ideas: str


def history_of(response: AgreedResponse, labels: Mapping[int, str]) -> list[Settlement]:
    """Return every Settlement of an agreed response, the latest first. One query."""
    return [
        Settlement(
            answer=_answer(revision.content, labels),
            way=revision.way,
            before=_answer(revision.content.get("before"), labels),
            by=revision.by,
            at=revision.at,
            rationale=revision.content["rationale"],
            evidence=revision.content["evidence"],
            ideas=revision.content["ideas"],
        )
        for revision in response.revisions.select_related("by")
    ]


def _answer(content: Outcome | None, labels: Mapping[int, str]) -> str:
    """Return the answer in a revision's content, in words; "" without content."""
    if not content:
        return ""
    return settled_as(
        content["outcome"], content["rating"], content["candidates"], labels
    )
