"""The supplements of a submission, as the values that pages and files print.

Young people's scores and the follow-up are recorded after submitting: they are not
part of the submission's document or its digest. Reads documents alone (see
`submission.snapshot` and `submission.supplements`).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict, TypeVar

from . import content
from .content import Text
from .wording import date_words, out_of_ten, total_words

TEXTS = {
    "what_helped": "What helped",
    "barriers": "Barriers",
    "next_steps": "Next steps",
}
STATUSES = {"done": "Done", "under_way": "Under way", "not_yet": "Not yet"}

Scores = tuple[int | None, int | None]  # at stage one and stage two
Ideas = list[tuple[str, list[tuple[str, str]]]]
Value = TypeVar("Value")


class YoungPeopleRow(TypedDict):
    title: str
    score: str
    service: str
    how: str


class YoungPeopleShown(TypedDict):
    """The scores young people gave, with the service's own global scores."""

    rows: list[YoungPeopleRow]
    has_how: bool
    total: str
    service_total: str


class FollowUpRow(TypedDict):
    title: str
    stage_one: str
    stage_two: str
    change: str
    texts: list[tuple[str, str]]  # (label, text) of those that were written


class FollowUpShown(TypedDict):
    """The follow-up, with the totals of both stages."""

    completed_on: str
    rows: list[FollowUpRow]
    stage_one: str
    stage_two: str
    change: str
    ideas: Ideas


class SupplementsShown(TypedDict):
    young_people: YoungPeopleShown | None
    follow_up: FollowUpShown | None


def supplements_values(
    agreed: content.Agreed,
    supplements: content.Supplements | None,
    text: Text = str,
) -> SupplementsShown:
    """Return the supplements in words, in the order of the areas; None for what is not there.

    `text` is applied to every text a person wrote.
    """
    given = supplements or {}
    scores = given.get("young_people_scores")
    follow_up = given.get("follow_up")
    return {
        "young_people": young_people_values(agreed, scores, text) if scores else None,
        "follow_up": (
            follow_up_values(agreed, follow_up, text)
            if follow_up and follow_up.get("areas")
            else None
        ),
    }


def young_people_values(
    agreed: content.Agreed,
    scores: Mapping[str, content.YoungPeopleScore],
    text: Text,
) -> YoungPeopleShown:
    """Return what young people gave, with the service's own global scores."""
    areas = agreed["framework"]["areas"]
    service = agreed["global_scores"]
    nothing: content.YoungPeopleScore = {}
    found = rows_of(areas, scores, nothing)
    rows: list[YoungPeopleRow] = [
        {
            "title": title_of(area),
            "score": out_of_ten(each.get("score")),
            "service": out_of_ten(service.get(str(area["number"]))),
            "how": text(each.get("how_gathered") or ""),
        }
        for area, each in found
    ]
    return {
        "rows": rows,
        "has_how": any(row["how"] for row in rows),
        "total": total_words([each.get("score") for _, each in found]),
        "service_total": total_words(
            [service.get(str(area["number"])) for area in areas]
        ),
    }


def follow_up_values(
    agreed: content.Agreed, follow_up: content.FollowUp, text: Text
) -> FollowUpShown:
    """Return the follow-up."""
    nothing: content.FollowUpArea = {}
    areas = agreed["framework"]["areas"]
    found = rows_of(areas, follow_up.get("areas", {}), nothing)
    stages = [(each.get("stage_one"), each.get("stage_two")) for _, each in found]
    rows: list[FollowUpRow] = [
        {
            "title": title_of(area),
            "stage_one": out_of_ten(each.get("stage_one")),
            "stage_two": out_of_ten(each.get("stage_two")),
            "change": change_words(each.get("stage_one"), each.get("stage_two")),
            "texts": [(label, text(said)) for label, said in comments_of(each) if said],
        }
        for area, each in found
    ]
    return {
        "completed_on": date_words(follow_up.get("completed_on")),
        "rows": rows,
        "stage_one": total_words([one for one, _ in stages]),
        "stage_two": total_words([two for _, two in stages]),
        "change": change_total(stages),
        "ideas": ideas_values(areas, follow_up.get("ideas", {})),
    }


def comments_of(area: content.FollowUpArea) -> list[tuple[str, str]]:
    """Return [(label, text)] of an area in the follow-up, blank texts included."""
    return [
        (TEXTS["what_helped"], area.get("what_helped", "")),
        (TEXTS["barriers"], area.get("barriers", "")),
        (TEXTS["next_steps"], area.get("next_steps", "")),
    ]


def ideas_values(areas: Iterable[content.Area], ideas: Mapping[str, str]) -> Ideas:
    """Return [(area's title, [(statement code, progress on its ideas)])].

    Leave out what nothing was said about.
    """
    found = [
        (
            title_of(area),
            [
                (statement["code"], STATUSES[ideas[statement["code"]]])
                for statement in area["statements"]
                if statement["code"] in ideas
            ],
        )
        for area in areas
    ]
    return [(title, said) for title, said in found if said]


def rows_of(
    areas: Iterable[content.Area], values: Mapping[str, Value], nothing: Value
) -> list[tuple[content.Area, Value]]:
    """Return [(area, what was said about it)], `nothing` if that is all."""
    return [(area, values.get(str(area["number"]), nothing)) for area in areas]


def title_of(area: content.Area) -> str:
    return f"{area['number']}. {area['title']}"


def change_words(one: int | None, two: int | None) -> str:
    """Return "2 up", "1 down" or "the same"; "" unless both were given."""
    if one is None or two is None:
        return ""
    if one == two:
        return "the same"
    return f"{abs(two - one)} {'up' if two > one else 'down'}"


def change_total(stages: Sequence[Scores]) -> str:
    """Return the change over the areas with both scores; "" if there are none.

    "4 up"; "4 up, over the 9 areas with both scores" if others have one or none.
    """
    both = [(one, two) for one, two in stages if one is not None and two is not None]
    if not both:
        return ""
    words = change_words(sum(one for one, _ in both), sum(two for _, two in both))
    if len(both) == len(stages):
        return words
    areas = f"{len(both)} areas" if len(both) > 1 else "1 area"
    return f"{words}, over the {areas} with both scores"
