"""The concerns that a moderator should check in an answer that was handed in."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..analysis import agreement
from ..analysis.unfinished_text import Finding, findings


@dataclass(frozen=True)
class Concern:
    """Something to check in an answer."""

    kind: str
    found: str = ""


def concerns_about(
    *,
    rating: int | None,
    has_reason: bool,
    evidence: str,
    ideas: str,
    labels: Mapping[int, str],
) -> list[Concern]:
    """Return missing evidence or reason, unfinished text and personal details.

    `rating` is a value of the scale `labels` ({value: label}), or None.
    """
    found = []
    if rating is not None and agreement.lacks_evidence(
        rating, labels, has_evidence=bool(evidence)
    ):
        found.append(Concern(f"{labels[rating]}, with no evidence"))
    if rating is None and not has_reason:
        found.append(Concern("Not rated, with no reason"))
    return found + [_concern(finding) for finding in findings([evidence, ideas])]


def _concern(finding: Finding) -> Concern:
    if finding.kind is None:
        return Concern("May be unfinished", finding.found)
    return Concern(f"May be a personal detail, {finding.kind}", finding.found)
