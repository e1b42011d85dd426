"""An action plan as the values that pages and files print. Reads documents alone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from assessments.analysis.ideas import pieces

from . import content
from .content import Text
from .wording import date_words

STATES = {"done": "Done", "under_way": "Under way", "not_yet": "Not yet"}


class ActionShown(TypedDict):
    """An action; `about` is "7h" or "Area 7", or "" if it is about neither."""

    number: int
    about: str
    text: str
    idea: str
    owner: str
    due_on: str
    measure: str
    state: str
    note: str


def single_ideas(response: content.Response, text: str | None = None) -> list[str]:
    """Return the ideas of a response one by one, or those of a `text` about it."""
    groups = [each["group"] for each in response.get("ratings", [])]
    return pieces(response.get("ideas", "") if text is None else text, groups)


def progress_of(
    plan: Iterable[content.Action], responses: Mapping[str, content.Response]
) -> dict[str, str]:
    """Return {code: progress on the ideas of a statement} of those in the plan.

    Done if all its actions are and each of its ideas in the responses has an action,
    and not yet begun if no action is.
    """
    states: dict[str, set[str]] = {}
    acted_on: dict[str, set[str]] = {}
    for each in plan:
        if code := each["code"]:
            states.setdefault(code, set()).add(each["state"])
            ideas = single_ideas(responses.get(code, {}), each["idea"])
            acted_on.setdefault(code, set()).update(ideas)
    for code, found in states.items():
        if not acted_on[code].issuperset(single_ideas(responses.get(code, {}))):
            found.add("not_yet")
    return {
        code: found.pop() if len(found) == 1 else "under_way"
        for code, found in states.items()
    }


def actions_values(
    plan: Sequence[content.Action], text: Text = str
) -> list[ActionShown]:
    """Return the actions in words; `text` is applied to what people wrote."""
    return [
        {
            "number": number,
            "about": about_words(each),
            "text": text(each["text"]),
            "idea": text(each["idea"]),
            "owner": text(each["owner"]),
            "due_on": date_words(each["due_on"]) if each["due_on"] else "",
            "measure": text(each.get("measure", "")),
            "state": STATES[each["state"]],
            "note": text(each["note"]),
        }
        for number, each in enumerate(plan, 1)
    ]


def about_words(action: content.Action) -> str:
    """Return what an action is about: "7h", "Area 7" or ""."""
    if action["code"]:
        return action["code"]
    return f"Area {action['area']}" if action["area"] else ""


def counts_words(plan: Iterable[content.Action]) -> str:
    """Return "2 done, 1 not yet", of what there is; "" of an empty plan."""
    states = [each["state"] for each in plan]
    counted = [(states.count(state), label.lower()) for state, label in STATES.items()]
    return ", ".join(f"{number} {label}" for number, label in counted if number)
