"""The answers that a group checks before it hands a draft in: thin ones, leftovers.

`moderation/concerns.py` has what a moderator checks in an answer, and
`submission/warnings.py` what is pointed out before submitting.
"""

from dataclasses import dataclass, field

from ..analysis.agreement import lacks_evidence
from ..analysis.unfinished_text import findings
from ..models import DraftResponse
from .draft_rows import StatementRow


@dataclass
class HandInWarnings:
    """The answers to check before handing in. They do not prevent handing in."""

    not_rated: list[StatementRow] = field(default_factory=list)
    no_reason: list[StatementRow] = field(default_factory=list)  # "we cannot rate this"
    no_evidence: list[StatementRow] = field(default_factory=list)
    reused: list[StatementRow] = field(default_factory=list)  # and not yet checked
    # (row, [(what it looks like, words)])
    found: list[tuple[StatementRow, list[tuple[str, str]]]] = field(
        default_factory=list
    )

    @classmethod
    def of(cls, rows: list[StatementRow], scale: list[int]) -> "HandInWarnings":
        """Check the rows; `scale` has the values of the edition's points."""
        thin = cls()
        for row in rows:
            response = row.response
            if not response.is_answered:
                thin.not_rated.append(row)
            elif lacks_reason(response):
                thin.no_reason.append(row)
            elif lacks_evidence(
                response.rating.value if response.rating else None,
                scale,
                has_evidence=bool(response.evidence),
            ):
                thin.no_evidence.append(row)
            if response.carried_from:
                thin.reused.append(row)
            if found := _found(response):
                thin.found.append((row, found))
        return thin

    def __bool__(self) -> bool:
        return any([self.not_rated, self.no_reason, self.no_evidence]) or any(
            [self.reused, self.found]
        )


def lacks_reason(response: DraftResponse) -> bool:
    """Return whether the group cannot rate the statement and does not say why."""
    explained = DraftResponse.NotRated.explains(response.not_rated_reason)
    return response.rating is None and not explained


def _found(response: DraftResponse) -> list[tuple[str, str]]:
    """Return [(what it looks like, words)], without repetition."""
    found = dict.fromkeys(findings([response.evidence, response.ideas]))
    return [(finding.label, finding.found) for finding in found]
