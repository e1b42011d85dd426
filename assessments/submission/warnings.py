"""Warnings for a moderator to check before submitting. They never block."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from frameworks.models import Area, Statement

from ..analysis import agreement, scoring
from ..analysis.contradictions import contradictory, given
from ..analysis.unfinished_text import findings
from ..models import AgreedResponse, Assessment, Dissent, Draft
from ..moderation.scores import compared_with_ratings
from .agreed import Agreed


@dataclass(frozen=True)
class TextWarning:
    """Words to check in the agreed answer to one statement."""

    code: str
    number: int
    letter: str
    field: str  # "evidence", "ideas", "reason" or "note of dissent"
    found: list[tuple[str, str, int]]  # (what it looks like, the words, how often)


@dataclass(frozen=True)
class SoleGroup:
    """An area that only one group rated, so that nothing could be compared."""

    number: int
    title: str
    group: str


@dataclass(frozen=True)
class Contradiction:
    """Responses to related statements that are settled on opposite sides."""

    title: str
    responses: list[AgreedResponse]


def text_warnings(agreed: Agreed, notes: Iterable[Dissent]) -> list[TextWarning]:
    """Return unfinished text and possible personal details in what would be sent.

    In order: first the responses, then the `notes` of dissent.
    """
    found = [
        warning
        for response in agreed.responses
        for warning in _warnings(
            response.statement,
            {
                "evidence": response.evidence,
                "ideas": response.ideas,
                "reason": response.rationale,
            },
        )
    ]
    for note in notes:
        found += _warnings(note.response.statement, {"note of dissent": note.text})
    return found


def dissents(assessment: Assessment) -> list[Dissent]:
    """Return the groups' notes of dissent, without those withdrawn, by statement."""
    return list(
        Dissent.objects.filter(response__assessment=assessment, withdrawn_at=None)
        .select_related("group", "response__statement__area")
        .order_by(
            "response__statement__area__number",
            "response__statement__letter",
            "group__name",
        )
    )


def missing_evidence(agreed: Agreed) -> list[AgreedResponse]:
    """Return the responses on the agree side of the scale that give no evidence."""
    return [
        row
        for row in agreed.responses
        if agreement.lacks_evidence(
            row.rating.value if row.rating else None,
            agreed.labels,
            has_evidence=bool(row.evidence),
        )
    ]


def contradictions(agreed: Agreed) -> list[Contradiction]:
    """Return the related statements settled on opposite sides."""
    found = contradictory(
        agreed.responses,
        list(agreed.labels),
        family_of=lambda row: row.statement.family,
        ratings_of=lambda row: given(row.rating.value if row.rating else None),
    )
    titles = agreed.assessment.round.framework.families
    return [Contradiction(titles[family], rows) for family, rows in found.items()]


def scores_apart(agreed: Agreed) -> list[tuple[Area, str]]:
    """Return [(area, "high" or "low")] of global scores far from the ratings."""
    ratings: defaultdict[int, dict[str, int | None]] = defaultdict(dict)
    for row in agreed.responses:
        rating = row.rating.value if row.rating else None
        ratings[row.statement.area_id][row.statement.letter] = rating
    scale = list(agreed.labels)
    found = [
        (
            each.area,
            compared_with_ratings(
                each.global_score, scoring.cumulative(ratings[each.area_id], scale)
            ),
        )
        for each in agreed.areas
    ]
    return [(area, word) for area, word in found if word]


def rated_by_one_group(assessment: Assessment) -> list[SoleGroup]:
    """Return the areas that only one group rated, in order. One query."""
    groups: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for number, title, group in (
        Draft.objects.filter(group__assessment=assessment)
        .order_by("area__number")
        .values_list("area__number", "area__title", "group__name")
    ):
        groups[number, title].append(group)
    return [
        SoleGroup(number, title, names[0])
        for (number, title), names in groups.items()
        if len(names) == 1
    ]


def _warnings(statement: Statement, texts: Mapping[str, str]) -> Iterator[TextWarning]:
    for field, text in texts.items():
        if found := Counter(findings([text])):
            yield TextWarning(
                code=statement.code,
                number=statement.area.number,
                letter=statement.letter,
                field=field,
                found=[
                    (finding.label, finding.found, count)
                    for finding, count in found.items()
                ],
            )
