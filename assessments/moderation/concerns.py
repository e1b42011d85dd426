"""What a moderator should look at again in an answer that was handed in."""

from dataclasses import dataclass

from ..analysis import agreement, unfinished_text


@dataclass(frozen=True)
class Concern:
    """Something about an answer to look at again."""

    kind: str
    found: str = ""


def concerns_about(*, rating, has_reason, evidence, ideas, labels):
    """Thin evidence, leftovers and personal details, in that order.

    `rating` is a value of the scale `labels` ({value: label}), or None.
    """
    found = []
    if rating and agreement.side(rating, labels) > 0 and not evidence:
        found.append(Concern(f"{labels[rating]}, with no evidence"))
    if not rating and not has_reason:
        found.append(Concern("Not rated, with no reason"))
    for text in (evidence, ideas):
        found += [
            Concern("May be unfinished", it) for it in unfinished_text.leftovers(text)
        ]
        found += [
            Concern(f"May be a personal detail, {detail.kind}", detail.found)
            for detail in unfinished_text.personal_details(text)
        ]
    return found
