"""The third part of a board report: the actions, area by area.

The authority's action plan if it has one; else the ideas for statements that were
chosen or are rated on the disagree side.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from assessments.analysis import agreement
from assessments.submission.shown.content import Action as Planned
from assessments.submission.shown.content import Document, Text
from assessments.submission.shown.document import AgreedShown, StatementShown
from assessments.submission.shown.wording import area_name, date_words

from .areas import Read, is_short
from .choices import Chosen
from .excerpts import Excerpt, excerpt
from .left_out import NOT_PRINTED, PLAN, action_text, key_of

ELSEWHERE = "Across all areas"
STATES = {"done": "Done", "under_way": "Under way", "not_yet": "Not yet"}


@dataclass(frozen=True)
class Action:
    """An action; the meeting fills in what is blank."""

    code: str
    what: Excerpt
    owner: str = ""
    due: str = ""
    state: str = ""


@dataclass(frozen=True)
class AreaActions:
    """The actions of an area, and the statements to develop that have none."""

    name: str
    actions: list[Action]
    without: list[str]


def planned(
    content: Document, plan: Sequence[Planned], hidden: Collection[str], text: Text
) -> list[AreaActions]:
    """Return the action plan by area; actions for no single area come last.

    Of a hidden action only the date and the state are printed.
    """
    titles = {area["number"]: area_name(area) for area in content["framework"]["areas"]}
    found: dict[str, list[Action]] = {
        title: [] for title in [*titles.values(), ELSEWHERE]
    }
    for each in plan:
        title = titles.get(each.get("area") or 0, ELSEWHERE)
        is_hidden = key_of(PLAN, action_text(each)) in hidden
        found[title].append(as_action(each, text, is_hidden=is_hidden))
    return [
        AreaActions(title, actions, []) for title, actions in found.items() if actions
    ]


def as_action(planned: Planned, text: Text, *, is_hidden: bool) -> Action:
    written = "\n".join(filter(None, [planned.get("text"), planned.get("note")]))
    due = planned.get("due_on")
    return Action(
        code=planned.get("code") or "",
        what=Excerpt([text(NOT_PRINTED)], is_whole=True)
        if is_hidden
        else excerpt(written).printed(text),
        owner="" if is_hidden else text(planned.get("owner") or ""),
        due=date_words(due) if due else "",
        state=STATES.get(planned.get("state") or "", ""),
    )


def proposed(
    shaped: AgreedShown, content: Document, chosen: Chosen, read: Read
) -> list[AreaActions]:
    """Return the ideas for statements to develop, and the statements without any.

    If little is rated, those to develop are the priorities alone.
    """
    framework = content["framework"]
    all_values = [point["value"] for point in framework["scale"]]
    values = [] if is_short(shaped) else all_values
    parts = []
    for area, asked in zip(shaped["areas"], framework["areas"], strict=True):
        wanted = list(to_do(area["statements"], values, chosen.priorities))
        found = [(each["code"], read(each["code"], "ideas")) for each in wanted]
        part = AreaActions(
            name=area_name(asked),
            actions=[Action(code, what) for code, what in found if what.lines],
            without=[code for code, what in found if not what.lines],
        )
        if wanted:
            parts.append(part)
    return parts


def to_do(
    statements: Iterable[StatementShown],
    values: Sequence[int],
    priorities: Sequence[str],
) -> Iterable[StatementShown]:
    """Yield those chosen as priorities or rated on the disagree side of the values."""
    for each in statements:
        rating = each["rating"]
        is_low = rating and values and agreement.side(rating, values) < 0
        if is_low or each["code"] in priorities:
            yield each
