"""What a moderator should look at again before submitting. Warnings, never blocks."""

from collections import Counter
from dataclasses import dataclass

from .analysis import leftovers


@dataclass(frozen=True)
class Warning:
    """Something in the agreed answer to one statement."""

    code: str
    number: int
    letter: str
    field: str  # "evidence", "ideas" or "reason"
    found: list  # of (what it looks like, the words, how often)


def warnings(assessment):
    """Leftovers and possible personal details in what was settled, in order."""
    return [
        warning
        for response in assessment.agreed_responses.select_related("statement__area")
        for warning in _of(response)
    ]


def _of(response):
    texts = {
        "evidence": response.evidence,
        "ideas": response.ideas,
        "reason": response.rationale,
    }
    for field, text in texts.items():
        found = [("unfinished", words) for words in leftovers.leftovers(text)]
        found += [
            (detail.kind.value, detail.found)
            for detail in leftovers.personal_details(text)
        ]
        if found:
            yield Warning(
                code=response.statement.code,
                number=response.statement.area.number,
                letter=response.statement.letter,
                field=field,
                found=[(*each, count) for each, count in Counter(found).items()],
            )
