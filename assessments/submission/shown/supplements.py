"""The supplements of a submission, as the values that pages and files print.

Young people's scores, the follow-up and the action plan are not part of the
submission's document or its digest. Reads documents alone (see `submission.snapshot` and `submission.supplements`).
"""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from assessments.analysis.sentences import join_and

from . import content
from .actions import ActionShown, actions_values
from .content import Text
from .follow_up_content import FollowUpAreaNamed
from .totals import over_words, sums, with_both
from .wording import date_words, out_of_ten, short, total_words, when_words
from .young_people import YoungPeopleShown, young_people_values

TEXTS = {
    "what_helped": "What helped",
    "barriers": "Barriers",
    "next_steps": "Next steps",
}


class FollowUpRow(TypedDict):
    """An area; `one` and `two` are its scores for a table that says "out of 10"."""

    title: str
    one: str
    two: str
    stage_one: str
    stage_two: str
    change: str
    texts: list[tuple[str, str]]  # (label, text) of those that were written


class FollowUpShown(TypedDict):
    """The follow-up; its totals and change are over the areas with both scores.

    completed when it was completed, as a sentence; or that no date is given
    returned  when it was submitted, by whom and under which reference; or that it was not
    over      which areas the totals are of, in words; "" if all have both scores
    given_later  which stage 1 scores the submission does not have, as a sentence; "" if
                 it has all, or is not known
    """

    completed_on: str
    completed: str
    returned: str
    reference: str
    rows: list[FollowUpRow]
    stage_one: str
    stage_two: str
    change: str
    over: str
    given_later: str


class SupplementsShown(TypedDict):
    young_people: YoungPeopleShown | None
    follow_up: FollowUpShown | None
    action_plan: list[ActionShown]


def supplements_values(
    agreed: content.Agreed,
    supplements: content.Supplements | None,
    text: Text = str,
) -> SupplementsShown:
    """Return the supplements in words; None or [] for what is not there.

    `text` is applied to every text a person wrote.
    """
    given: content.Supplements = supplements or {}
    follow_up = given.get("follow_up")
    return {
        "young_people": young_people_values(
            agreed,
            given.get("young_people_scores") or {},
            given.get("young_people") or {},
            text,
        ),
        "follow_up": (
            follow_up_values(
                agreed["framework"]["areas"], follow_up, text, agreed["global_scores"]
            )
            if follow_up and follow_up.get("areas")
            else None
        ),
        "action_plan": actions_values(given.get("action_plan") or [], text),
    }


def follow_up_values(
    areas: Sequence[FollowUpAreaNamed] | Sequence[content.Area],
    follow_up: content.FollowUp,
    text: Text,
    submitted: Mapping[str, int | None] | None = None,
) -> FollowUpShown:
    """Return the follow-up; `areas` are those of its edition.

    `submitted` has the global scores of the submission, where they are known.
    """
    nothing: content.FollowUpArea = {}
    found = [
        (area, follow_up.get("areas", {}).get(str(area["number"]), nothing))
        for area in areas
    ]
    stages = [(each.get("stage_one"), each.get("stage_two")) for _, each in found]
    both = with_both(stages)
    rows = [follow_up_row(area, each, text) for area, each in found]
    returned = follow_up.get("returned")
    return {
        "completed_on": date_words(follow_up.get("completed_on")),
        "completed": completed_words(follow_up.get("completed_on")),
        "returned": returned_words(returned, text),
        "reference": returned["reference"] if returned else "",
        "rows": rows,
        "stage_one": total_words([one for one, _ in both]),
        "stage_two": total_words([two for _, two in both]),
        "change": change_words(*sums(both)) if both else "",
        "over": over_words(len(both), len(stages)),
        "given_later": given_later_words(follow_up, submitted),
    }


def follow_up_row(
    area: FollowUpAreaNamed | content.Area, said: content.FollowUpArea, text: Text
) -> FollowUpRow:
    """Return an area and its follow-up."""
    one, two = said.get("stage_one"), said.get("stage_two")
    return {
        "title": f"{area['number']}. {area['title']}",
        "one": short(one),
        "two": short(two),
        "stage_one": out_of_ten(one),
        "stage_two": out_of_ten(two),
        "change": change_words(one, two),
        "texts": [(label, text(each)) for label, each in comments_of(said) if each],
    }


def given_later_words(
    follow_up: content.FollowUp, submitted: Mapping[str, int | None] | None
) -> str:
    """Return which stage 1 scores were not in the submission; "" if all were."""
    if submitted is None:
        return ""
    found = [
        number
        for number, area in follow_up.get("areas", {}).items()
        if area.get("stage_one") is not None and submitted.get(number) is None
    ]
    if not found:
        return ""
    numbers = join_and(sorted(found, key=int))
    if len(found) == 1:
        return (
            f"The submission has no global score for area {numbers}: its stage 1 score "
            "was given later."
        )
    return (
        f"The submission has no global scores for areas {numbers}: their stage 1 scores "
        "were given later."
    )


def completed_words(day: str | None) -> str:
    """Return when a follow-up was completed, as a sentence."""
    if not day:
        return content.NO_DATE
    return f"Follow-up completed on {date_words(day)}."


def comments_of(area: content.FollowUpArea) -> list[tuple[str, str]]:
    """Return [(label, text)] of an area in the follow-up, blank texts included."""
    return [
        (TEXTS["what_helped"], area.get("what_helped", "")),
        (TEXTS["barriers"], area.get("barriers", "")),
        (TEXTS["next_steps"], area.get("next_steps", "")),
    ]


def returned_words(returned: content.Returned | None, text: Text = str) -> str:
    """Return when and how a follow-up was submitted, as one sentence."""
    if not returned:
        return content.NOT_RETURNED
    by = f" by {text(returned['submitted_by'])}" if returned["submitted_by"] else ""
    paper = ", typed in by Coram Voice from what came on paper"
    return (
        f"Submitted {when_words(returned['submitted_at'])}{by}"
        f"{paper * returned['on_paper']}."
    )


def change_words(one: int | None, two: int | None) -> str:
    """Return "2 up", "1 down" or "the same"; "" unless both were given."""
    if one is None or two is None:
        return ""
    if one == two:
        return "the same"
    return f"{abs(two - one)} {'up' if two > one else 'down'}"
