"""Where the approval of an agreed version stands: asked, approved, changed since.

Worked out from the versions of the rows that make up the agreed version, so nothing
can be settled after an approval without its being known.
"""

from dataclasses import dataclass, field

from ..analysis import sentences
from ..field_merge import fingerprint
from ..models import Membership, Role, SignOff


@dataclass(frozen=True)
class Standing:
    """What is known of an assessment's approval.

    `asked` is the SignOff that waits for an answer and `approved` the last that was
    given one, or None. `changed` names what was settled since, as parts of a
    sentence; `seen` marks the version as it is, for a page to send back.
    """

    asked: SignOff | None
    approved: SignOff | None
    has_approvers: bool
    seen: str
    changed: list = field(default_factory=list)

    @property
    def is_approved(self):
        """Whether what is agreed now is what was approved."""
        return self.approved is not None and not self.changed

    @property
    def is_stale(self):
        return bool(self.changed)

    @property
    def changed_since(self):
        """ "2 statements (7h, 9a) and the cover sheet", or nothing."""
        return sentences.listed(self.changed) if self.changed else ""


def standing(agreed):
    """The Standing of what is agreed (an `agreed.Agreed`). Two queries."""
    assessment = agreed.assessment
    rows = list(assessment.sign_offs.select_related("asked_by", "approved_by")[:2])
    asked = next((row for row in rows if row.approved_at is None), None)
    approved = next((row for row in rows if row.approved_at), None)
    return Standing(
        asked=asked,
        approved=approved,
        has_approvers=approvers_of(assessment).exists(),
        seen=fingerprint(agreed.versions),
        changed=changed(approved.versions, agreed.versions) if approved else [],
    )


def approvers_of(assessment):
    """The memberships of those who can approve."""
    return Membership.objects.filter(
        authority=assessment.authority_id, role=Role.APPROVER, user__is_active=True
    )


def changed(before, after):
    """Name what differs between two `Agreed.versions`, in parts of a sentence."""
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


def differing(before, after):
    return [name for name, version in after.items() if before.get(name) != version]
