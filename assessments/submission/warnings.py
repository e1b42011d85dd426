"""What a moderator should look at again before submitting. Warnings, never blocks."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from ..analysis import agreement, contradictions, scoring, unfinished_text
from ..models import Dissent, Draft
from ..moderation.scores import beside_ratings


@dataclass(frozen=True)
class Warning:
    """Something in the agreed answer to one statement."""

    code: str
    number: int
    letter: str
    field: str  # "evidence", "ideas", "reason" or "note of dissent"
    found: list  # of (what it looks like, the words, how often)


@dataclass(frozen=True)
class Alone:
    """An area that one group rated, so that nothing could be compared."""

    number: int
    title: str
    group: str


@dataclass(frozen=True)
class Family:
    """Statements that ask the same and are settled on opposite sides."""

    title: str
    responses: list


def warnings(agreed, notes):
    """Leftovers and possible personal details in what would be sent, in order.

    Of an `agreed.Agreed` and of the notes of `dissents`.
    """
    found = [
        warning
        for response in agreed.responses
        for warning in _of(
            response.statement,
            {
                "evidence": response.evidence,
                "ideas": response.ideas,
                "reason": response.rationale,
            },
        )
    ]
    for note in notes:
        found += _of(note.response.statement, {"note of dissent": note.text})
    return found


def dissents(assessment):
    """The groups' notes of dissent that stand, in the order of the statements."""
    return list(
        Dissent.objects.filter(response__assessment=assessment, withdrawn_at=None)
        .select_related("group", "response__statement__area")
        .order_by(
            "response__statement__area__number",
            "response__statement__letter",
            "group__name",
        )
    )


def thin(agreed):
    """The responses on the agree side of the scale that give no evidence."""
    return [
        row
        for row in agreed.responses
        if row.rating
        and agreement.side(row.rating.value, agreed.labels) > 0
        and not row.evidence
    ]


def clashes(agreed):
    """The Families of statements settled on opposite sides."""
    by_family = defaultdict(list)
    for row in agreed.responses:
        if row.statement.family:
            by_family[row.statement.family].append(row)
    titles = agreed.assessment.round.framework.families
    scale = list(agreed.labels)
    return [
        Family(titles[slug], rows)
        for slug, rows in by_family.items()
        if contradictions.clashes(
            [[row.rating.value] if row.rating else [] for row in rows], scale
        )
    ]


def scores_apart(agreed):
    """[(area, "high" or "low")] of global scores far from how statements are rated."""
    ratings = defaultdict(dict)
    for row in agreed.responses:
        ratings[row.statement.area_id][row.pk] = row.rating and row.rating.value
    scale = list(agreed.labels)
    found = [
        (
            each.area,
            beside_ratings(
                each.global_score, scoring.cumulative(ratings[each.area_id], scale)
            ),
        )
        for each in agreed.areas
    ]
    return [(area, word) for area, word in found if word]


def alone(assessment):
    """The Alone areas, in order. One query."""
    groups = defaultdict(list)
    for number, title, group in (
        Draft.objects.filter(group__assessment=assessment)
        .order_by("area__number")
        .values_list("area__number", "area__title", "group__name")
    ):
        groups[number, title].append(group)
    return [
        Alone(number, title, names[0])
        for (number, title), names in groups.items()
        if len(names) == 1
    ]


def _of(statement, texts):
    for field, text in texts.items():
        found = [("unfinished", words) for words in unfinished_text.leftovers(text)]
        found += [
            (f"possible {detail.kind}", detail.found)
            for detail in unfinished_text.personal_details(text)
        ]
        if found:
            yield Warning(
                code=statement.code,
                number=statement.area.number,
                letter=statement.letter,
                field=field,
                found=[(*each, count) for each, count in Counter(found).items()],
            )
