"""The cells of what was recorded after submitting: see `submission.supplements`."""

from collections.abc import Sequence

from assessments.submission.shown.actions import STATES, about_words
from assessments.submission.shown.content import (
    Action,
    FollowUp,
    FollowUpArea,
    Supplements,
    SurveyFinding,
    YoungPeople,
    YoungPeopleScore,
)
from assessments.submission.shown.totals import sums, with_both
from assessments.submission.shown.young_people import finding_values

from . import fields
from .columns import Column, DataTable, Kind, Record, table, written
from .values import day, moment

PICKS = {"best": 1, "worst": 2}
ACTIONS = [
    Column("place", "Number", Kind.WHOLE),
    Column("about", "About", about="The statement, or the area."),
    written("text", "What we will do"),
    written("owner", "Who"),
    Column("due_on", "By when", Kind.DATE),
    written("measure", "Measure", "How the authority will know it has worked."),
    Column("state", "State"),
    written("note", "Note"),
    written("idea", "Idea, as submitted"),
]


def totals(beside: Supplements) -> Record:
    """Return the cells of `fields.SUBMISSION` and `TOTAL` that supplements give."""
    later: FollowUp = beside.get("follow_up") or {}
    returned = later.get("returned")
    young: YoungPeople = beside.get("young_people") or {}
    states = [each["state"] for each in beside.get("action_plan") or []]
    return {
        **_stages(later),
        "follow_up_completed_on": day(later.get("completed_on")),
        "follow_up_status": _status(later),
        "follow_up_reference": returned["reference"] if returned else None,
        "follow_up_submitted_at": moment(
            returned["submitted_at"] if returned else None
        ),
        "young_people_number": young.get("how_many"),
        "young_people_on": day(young.get("gathered_on")),
        "young_people_by": young.get("gathered_by"),
        "young_people_gathered": young.get("how_gathered"),
        "actions": len(states),
        "actions_done": states.count("done"),
    }


def _stages(later: FollowUp) -> Record:
    """Return the totals of the areas that have a score at both stages."""
    areas = (later.get("areas") or {}).values()
    both = with_both((each.get("stage_one"), each.get("stage_two")) for each in areas)
    one, two = sums(both) if both else (fields.NOT_GIVEN, fields.NOT_GIVEN)
    return {"stage_areas": len(both), "stage_one_total": one, "stage_two_total": two}


def _status(later: FollowUp) -> int | None:
    if not later:
        return None
    returned = later.get("returned")
    if not returned:
        return 1
    return 3 if returned["on_paper"] else 2


def of_area(beside: Supplements, key: str) -> Record:
    """Return the cells of `fields.AREA` that supplements give an area; `key` is its number."""
    young: YoungPeopleScore = (beside.get("young_people_scores") or {}).get(key) or {}
    record: YoungPeople = beside.get("young_people") or {}
    follow_up: FollowUp = beside.get("follow_up") or {}
    later: FollowUpArea = (follow_up.get("areas") or {}).get(key) or {}
    findings = (record.get("findings") or {}).get(key) or []
    return {
        "young_people_score": _score(young.get("score")),
        "young_people_pick": PICKS.get(young.get("pick", "")),
        "young_people_how": young.get("how_gathered"),
        "survey_findings": "\n".join(map(_finding, findings)) or None,
        "stage_one": _score(later.get("stage_one")),
        "stage_two": _score(later.get("stage_two")),
        "what_helped": later.get("what_helped"),
        "barriers": later.get("barriers"),
        "next_steps": later.get("next_steps"),
    }


def _score(score: int | None) -> int:
    return fields.NOT_GIVEN if score is None else score


def _finding(finding: SurveyFinding) -> str:
    shown = finding_values(finding, str)
    return f"{shown['text']} ({shown['basis']})" if shown["basis"] else shown["text"]


def action_plan(actions: Sequence[Action]) -> DataTable:
    """Return the table of an action plan."""
    return table(ACTIONS, map(_action, range(1, len(actions) + 1), actions))


def _action(place: int, action: Action) -> Record:
    return {
        "text": action.get("text"),
        "owner": action.get("owner"),
        "measure": action.get("measure"),
        "note": action.get("note"),
        "idea": action.get("idea"),
        "place": place,
        "about": about_words(action),
        "due_on": day(action["due_on"]),
        "state": STATES[action["state"]],
    }
