"""The supplements of a submission, as the values that pages and files print.

Young people's scores, the follow-up and the action plan are not part of the
submission's document or its digest. Reads documents alone (see `submission.snapshot` and `submission.supplements`).
"""

from collections.abc import Sequence
from typing import TypedDict

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
NOT_RETURNED = "Not submitted yet. This is how it stood when this was made."


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
            follow_up_values(agreed["framework"]["areas"], follow_up, text)
            if follow_up and follow_up.get("areas")
            else None
        ),
        "action_plan": actions_values(given.get("action_plan") or [], text),
    }


def follow_up_values(
    areas: Sequence[FollowUpAreaNamed] | Sequence[content.Area],
    follow_up: content.FollowUp,
    text: Text,
) -> FollowUpShown:
    """Return the follow-up; `areas` are those of its edition."""
    nothing: content.FollowUpArea = {}
    found = [
        (area, follow_up.get("areas", {}).get(str(area["number"]), nothing))
        for area in areas
    ]
    stages = [(each.get("stage_one"), each.get("stage_two")) for _, each in found]
    both = with_both(stages)
    rows: list[FollowUpRow] = [
        {
            "title": f"{area['number']}. {area['title']}",
            "one": short(each.get("stage_one")),
            "two": short(each.get("stage_two")),
            "stage_one": out_of_ten(each.get("stage_one")),
            "stage_two": out_of_ten(each.get("stage_two")),
            "change": change_words(each.get("stage_one"), each.get("stage_two")),
            "texts": [(label, text(said)) for label, said in comments_of(each) if said],
        }
        for area, each in found
    ]
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
    }


def completed_words(day: str | None) -> str:
    """Return when a follow-up was completed, as a sentence."""
    if not day:
        return "No date of completion is given."
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
        return NOT_RETURNED
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
