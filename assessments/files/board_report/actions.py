"""The third part of a board report: the actions, area by area.

The authority's action plan if it has one; else the ideas for the priorities, then for
the statements that are rated on the disagree side. If they are many, the latter are in
an annex.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.analysis import agreement
from assessments.analysis.personal_details import personal_details
from assessments.submission.shown.content import Action as Planned
from assessments.submission.shown.content import Document, Text
from assessments.submission.shown.document import AgreedShown, StatementShown
from assessments.submission.shown.wording import area_name, date_words

from .areas import NOTHING, Read, is_short
from .choices import Chosen
from .excerpts import SHORT, Excerpt, excerpt
from .left_out import NOT_PRINTED, PLAN, action_text, key_of

ELSEWHERE = "Across all areas"
MOST = 12  # ideas in the third part, if there are others than those for priorities
STATES = {"done": "Done", "under_way": "Under way", "not_yet": "Not yet"}


@dataclass(frozen=True)
class Action:
    """An action; the meeting fills in what is blank.

    measure      how the authority will know that it has worked
    note         what the action plan notes on it
    is_priority  it is for a statement chosen as a priority
    """

    code: str
    what: Excerpt
    measure: Excerpt = NOTHING
    note: Excerpt = NOTHING
    owner: str = ""
    due: str = ""
    state: str = ""
    is_priority: bool = False


@dataclass(frozen=True)
class AreaActions:
    """The actions of an area, and the statements to develop that have none."""

    name: str
    actions: list[Action]
    without: list[str]

    @property
    def is_one_area(self) -> bool:
        """False for actions that are for no single area."""
        return self.name != ELSEWHERE


def planned(
    content: Document, plan: Sequence[Planned], chosen: Chosen, text: Text
) -> list[AreaActions]:
    """Return the action plan by area; actions for no single area come last.

    Of a hidden action only the owner, the date and the state are printed.
    """
    titles = {area["number"]: area_name(area) for area in content["framework"]["areas"]}
    found: dict[str, list[Action]] = {
        title: [] for title in [*titles.values(), ELSEWHERE]
    }
    for each in plan:
        title = titles.get(each.get("area") or 0, ELSEWHERE)
        found[title].append(as_action(each, chosen, text))
    return [
        AreaActions(title, actions, []) for title, actions in found.items() if actions
    ]


def unplanned(
    content: Document, plan: Sequence[Planned], priorities: Sequence[str]
) -> list[str]:
    """Return the priorities without an action of their own or for their whole area."""
    there = {(each.get("area"), each.get("code") or "") for each in plan}
    areas = {
        statement["code"]: area["number"]
        for area in content["framework"]["areas"]
        for statement in area["statements"]
    }
    return [
        code
        for code in priorities
        if there.isdisjoint([(areas[code], code), (areas[code], "")])
    ]


def as_action(planned: Planned, chosen: Chosen, text: Text) -> Action:
    is_hidden = key_of(PLAN, action_text(planned)) in chosen.hidden
    due = planned.get("due_on")
    what, measure, note = not_printed(text), NOTHING, NOTHING
    if not is_hidden:
        what = excerpt(planned.get("text") or "").printed(text)
        measure = excerpt(planned.get("measure") or "", SHORT).printed(text)
        note = excerpt(planned.get("note") or "", SHORT).printed(text)
    return Action(
        code=planned.get("code") or "",
        what=what,
        measure=measure,
        note=note,
        owner=owner_of(planned, text, is_hidden=is_hidden),
        due=date_words(due) if due else "",
        state=STATES.get(planned.get("state") or "", ""),
        is_priority=planned.get("code") in chosen.priorities,
    )


def owner_of(planned: Planned, text: Text, *, is_hidden: bool) -> str:
    """Return an action's owner; of a hidden action only one who could be anybody."""
    owner = planned.get("owner") or ""
    return text(NOT_PRINTED if is_hidden and personal_details(owner) else owner)


def not_printed(text: Text) -> Excerpt:
    return Excerpt([text(NOT_PRINTED)], is_whole=True)


def proposed(
    shaped: AgreedShown, content: Document, chosen: Chosen, read: Read, text: Text
) -> list[AreaActions]:
    """Return the ideas for statements to develop, and the statements without any.

    The priorities come first, in their order. If little is rated, they are all.
    """
    framework = content["framework"]
    all_values = [point["value"] for point in framework["scale"]]
    values = [] if is_short(shaped) else all_values
    first: dict[str, AreaActions] = {}
    rest = []
    for area, asked in zip(shaped["areas"], framework["areas"], strict=True):
        name = area_name(asked)
        for each in area["statements"]:
            if each["code"] in chosen.priorities:
                first[each["code"]] = part_of(name, [each["code"]], chosen, read, text)
        low = [*low_rated(area["statements"], values, chosen.priorities)]
        if low:
            rest.append(part_of(name, low, chosen, read, text))
    return [*(first[code] for code in chosen.priorities if code in first), *rest]


def part_of(
    name: str, codes: Sequence[str], chosen: Chosen, read: Read, text: Text
) -> AreaActions:
    """Return the ideas for these statements of an area.

    An idea that was written but is not printed does not count as missing.
    """
    actions, without = [], []
    for code in codes:
        what = read(code, "ideas")
        if what == NOTHING:
            without.append(code)
        else:
            is_hidden = code in chosen.hidden
            actions.append(
                Action(
                    code,
                    not_printed(text) if is_hidden else what,
                    is_priority=code in chosen.priorities,
                )
            )
    return AreaActions(name, actions, without)


def divided(
    parts: Sequence[AreaActions],
) -> tuple[list[AreaActions], list[AreaActions]]:
    """Return the ideas of the third part, and those of its annex.

    The annex has those that are for no priority, if there are many ideas in all.
    """
    ideas = [row for part in parts for row in part.actions]
    if len(ideas) <= MOST:
        return [*parts], []
    annexed = [
        part
        for part in parts
        if part.actions and not any(row.is_priority for row in part.actions)
    ]
    return [part for part in parts if part not in annexed], annexed


def low_rated(
    statements: Sequence[StatementShown],
    values: Sequence[int],
    besides: Sequence[str],
) -> Iterator[str]:
    """Yield the codes rated on the disagree side of the values, without some."""
    for each in statements:
        is_low = (
            each["rating"] and values and agreement.side(each["rating"], values) < 0
        )
        if is_low and each["code"] not in besides:
            yield each["code"]
