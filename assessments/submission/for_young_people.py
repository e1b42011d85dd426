"""The page that tells young people of a submission: scores, actions, their state.

It has the authority's own words and figures alone, so it waits for no release.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..models import Action, Assessment, Submission
from . import action_plan, young_people
from .shown import content
from .shown.young_people import said_of

STATES = {
    Action.State.DONE: "We have done this.",
    Action.State.UNDER_WAY: "We are doing this now.",
    Action.State.NOT_YET: "We have not started this yet.",
}


@dataclass(frozen=True)
class AreaTold:
    """An area in the wording that young people were shown, with both scores."""

    title: str
    own: int | None
    young_people: int | None


@dataclass(frozen=True)
class ActionTold:
    """An action and, in a sentence, its state."""

    text: str
    state: str


@dataclass(frozen=True)
class Told:
    """Everything on the page.

    scored_on   the day that the submission is of
    without     the areas that no action is about
    """

    scored_on: date
    areas: list[AreaTold]
    actions: list[ActionTold]
    without: list[str]

    @property
    def own(self) -> int:
        """Return how many areas the authority gave a score."""
        return sum(area.own is not None for area in self.areas)

    @property
    def young_people(self) -> int:
        """Return how many areas young people gave a score."""
        return sum(area.young_people is not None for area in self.areas)


def told(assessment: Assessment, submission: Submission) -> Told:
    """Return what there is to tell young people of a submission. Two queries."""
    agreed: content.Document = submission.content
    areas = sorted(
        agreed["framework"]["areas"], key=lambda area: area.get("rating_order", 0)
    )
    said = young_people.scores_of([assessment.pk]).get(assessment.pk, {})
    plan = action_plan.of_many([assessment.pk]).get(assessment.pk, [])
    return Told(
        scored_on=submission.dated_on,
        areas=[
            AreaTold(
                _title(area),
                agreed["global_scores"].get(str(area["number"])),
                said_of(area, said).get("score"),
            )
            for area in areas
        ],
        actions=[
            ActionTold(each["text"], STATES[Action.State(each["state"])])
            for each in plan
        ],
        without=_without(areas, plan),
    )


def _without(
    areas: Sequence[content.Area], plan: Sequence[content.Action]
) -> list[str]:
    """Return the areas that no action is about, if there is a plan."""
    planned = {each["area"] for each in plan}
    return [_title(area) for area in areas if plan and area["number"] not in planned]


def _title(area: content.Area) -> str:
    return area.get("rating_title") or area["title"]
