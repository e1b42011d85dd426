"""The status of an agreed version's approval: requested, given, changed since.

It is worked out from the versions of the rows that make up the agreed version, so
anything settled after an approval shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from ..analysis import sentences
from ..field_merge import fingerprint
from ..models import Assessment, Membership, Role, SignOff
from .agreed import Agreed, Versions


@dataclass(frozen=True)
class ApprovalStatus:
    """The status of an assessment's approval.

    `asked` is the SignOff that waits for an answer and `approved` the last that was
    given one, or None. `changed` names what was settled since, as parts of a
    sentence; `seen` is a digest of the current version, for a page to send back.
    """

    asked: SignOff | None
    approved: SignOff | None
    has_approvers: bool
    seen: str
    changed: list[str] = field(default_factory=list)

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


def standing(agreed: Agreed) -> ApprovalStatus:
    """Return the ApprovalStatus of what is agreed. Two queries."""
    assessment, versions = agreed.assessment, agreed.versions
    rows = list(assessment.sign_offs.select_related("asked_by", "approved_by")[:2])
    asked = next((row for row in rows if row.approved_at is None), None)
    approved = next((row for row in rows if row.approved_at), None)
    return ApprovalStatus(
        asked=asked,
        approved=approved,
        has_approvers=approvers_of(assessment).exists(),
        seen=fingerprint(
            {
                "statements": versions["statements"],
                "scores": versions["scores"],
                "cover": versions["cover"],
            }
        ),
        changed=changed(approved.versions, versions) if approved else [],
    )


def approvers_of(assessment: Assessment) -> QuerySet[Membership]:
    """Return the memberships of the people who can approve."""
    return Membership.objects.filter(
        authority=assessment.authority_id, role=Role.APPROVER, user__is_active=True
    )


def changed(before: Versions, after: Versions) -> list[str]:
    """Return the differences between two versions, as parts of a sentence."""
    codes = differing(before["statements"], after["statements"])
    areas = differing(before["scores"], after["scores"])
    parts = []
    if codes:
        noun = "statement" if len(codes) == 1 else "statements"
        parts.append(f"{len(codes)} {noun} ({', '.join(codes)})")
    if areas:
        noun = "score of area" if len(areas) == 1 else "scores of areas"
        parts.append(f"the global {noun} {', '.join(areas)}")
    if before["cover"] != after["cover"]:
        parts.append("the cover sheet")
    return parts


def differing(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    """Return the names whose version differs."""
    return [name for name, version in after.items() if before.get(name) != version]
