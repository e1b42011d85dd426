"""The status of an agreed version's approval: requested, given, sent back, out of date.

It is worked out from the versions of the rows that make up the agreed version, so
anything settled after an approval shows.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet

from ..analysis import sentences
from ..models import (
    AgreedResponse,
    AgreedRevision,
    ApproverComment,
    Assessment,
    Membership,
    Role,
    SignOff,
)
from .agreed import Agreed, Versions
from .shown.wording import outcome_words

NOTHING_SEEN: Versions = {"statements": {}, "scores": {}, "cover": -1}


@dataclass(frozen=True)
class Changes:
    """The differences between two versions: codes, numbers of areas, and the cover."""

    statements: list[str]
    scores: list[str]
    cover: bool

    def __bool__(self) -> bool:
        return bool(self.statements or self.scores or self.cover)

    @property
    def parts(self) -> list[str]:
        """The changes, as parts of a sentence."""
        found = []
        if self.statements:
            many = len(self.statements)
            noun = "statement" if many == 1 else "statements"
            found.append(f"{many} {noun} ({', '.join(self.statements)})")
        if self.scores:
            noun = "score of area" if len(self.scores) == 1 else "scores of areas"
            found.append(f"the global {noun} {', '.join(self.scores)}")
        if self.cover:
            found.append("the cover sheet")
        return found

    @property
    def in_words(self) -> str:
        """The changes: "2 statements (7h, 9a) and the cover sheet"; "" if none."""
        return sentences.join_and(self.parts) if self else ""


class ChangedRating(NamedTuple):
    """A rating that an approver changed, with the answers in words."""

    code: str
    before: str
    after: str
    why: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ApprovalStatus:
    """The status of an assessment's approval.

    `asked` is the SignOff that waits for an answer, `approved` the last that was
    approved and `sent_back` the last request if it was sent back, or None. `changed`
    names what was settled since the approval, as parts of a sentence. `versions` are
    those of the agreed version, and `seen` the same for a page to send back.
    """

    asked: SignOff | None
    approved: SignOff | None
    sent_back: SignOff | None
    assessment: Assessment
    versions: Versions
    last: SignOff | None = None  # that was answered, either way
    changed: list[str] = field(default_factory=list)

    @property
    def seen(self) -> str:
        return json.dumps(self.versions, separators=(",", ":"))

    @cached_property
    def has_approvers(self) -> bool:
        """True if somebody can approve. One query."""
        return approvers_of(self.assessment).exists()

    @cached_property
    def by_approvers(self) -> list[ChangedRating]:
        """The ratings that approvers changed since approval was last asked for.

        Two queries, or none if nobody has asked.
        """
        request = self.asked or self.last
        return changed_ratings(request) if request else []

    @property
    def is_approved(self) -> bool:
        """True if the version that was approved is the current one."""
        return self.approved is not None and not self.changed

    @property
    def is_stale(self) -> bool:
        return bool(self.changed)

    @property
    def changed_since(self) -> str:
        """The later changes: "2 statements (7h, 9a) and the cover sheet"."""
        return sentences.join_and(self.changed) if self.changed else ""

    @property
    def since_last(self) -> Changes | None:
        """The changes since the last answer; None if there was none."""
        if self.last is None:
            return None
        return changes(self.last.versions, self.versions)


def standing(agreed: Agreed) -> ApprovalStatus:
    """Return the ApprovalStatus of an assessment. One query."""
    assessment, versions = agreed.assessment, agreed.versions
    rows = list(
        assessment.sign_offs.select_related("asked_by", "approved_by", "sent_back_by")
    )
    answered = [row for row in rows if row.approved_at or row.sent_back_at]
    approved = next((row for row in answered if row.approved_at), None)
    return ApprovalStatus(
        asked=rows[0] if rows and rows[0] not in answered else None,
        approved=approved,
        sent_back=rows[0] if rows and rows[0].sent_back_at else None,
        assessment=assessment,
        versions=versions,
        last=answered[0] if answered else None,
        changed=changes(approved.versions, versions).parts if approved else [],
    )


def changed_ratings(request: SignOff) -> list[ChangedRating]:
    """Return what approvers changed since the request was made, in order. Two queries."""
    labels = request.assessment.labels
    revisions = AgreedRevision.objects.filter(
        response__assessment=request.assessment,
        way=AgreedRevision.Way.SIGN_OFF,
        at__gte=request.asked_at,
    ).select_related("by", "response__statement__area")
    return [
        ChangedRating(
            code=each.response.statement.code,
            before=outcome_words(each.content["before"], labels),
            after=outcome_words(each.content, labels),
            why=each.content["rationale"],
            by=str(each.by),
            at=each.at,
        )
        for each in revisions.order_by("pk")
    ]


@dataclass(frozen=True)
class StatementApproval:
    """The approvers' comments on one agreed response.

    `approved` is the approval that covers it as it is now, and `outdated` the last one
    if it was changed after that, or None. `comments` are those that were sent back, the
    latest last.
    """

    approved: SignOff | None
    outdated: SignOff | None
    comments: list[ApproverComment]


def approval_of(response: AgreedResponse) -> StatementApproval:
    """Return the approvers' comments on an agreed response. Two queries."""
    sign_offs = SignOff.objects.filter(
        assessment=response.assessment_id, approved_at__isnull=False
    )
    last = sign_offs.select_related("approved_by").first()
    code = response.statement.code
    covers = last and last.versions["statements"].get(code) == response.version
    comments = response.approver_comments.filter(sign_off__sent_back_at__isnull=False)
    return StatementApproval(
        approved=last if covers else None,
        outdated=None if covers else last,
        comments=list(
            comments.select_related("by", "answered_by", "sign_off").order_by("pk")
        ),
    )


def approvers_of(assessment: Assessment) -> QuerySet[Membership]:
    """Return the memberships of the people who can approve."""
    return Membership.objects.filter(
        authority=assessment.authority_id, role=Role.APPROVER, user__is_active=True
    )


def changes(before: Versions, after: Versions) -> Changes:
    """Return the differences between two versions."""
    return Changes(
        statements=differing(before["statements"], after["statements"]),
        scores=differing(before["scores"], after["scores"]),
        cover=before["cover"] != after["cover"],
    )


def differing(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    """Return the names whose version differs."""
    return [name for name, version in after.items() if before.get(name) != version]


def versions_in(seen: str) -> Versions:
    """Return the versions that a page sent back, or NOTHING_SEEN if they are not that."""
    try:
        found = json.loads(seen)
    except ValueError:
        return NOTHING_SEEN
    is_one = (
        isinstance(found, dict)
        and isinstance(found.get("statements"), dict)
        and isinstance(found.get("scores"), dict)
        and isinstance(found.get("cover"), int)
    )
    return found if is_one else NOTHING_SEEN
