"""Reading the supplements of a submission from a file.

The file is untrusted: every fault is reported with its path in the document.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict, cast

from .values import Given, Reader, Value, cut

MOST_FINDINGS, MOST_ACTIONS = 100, 1_000
YOUNG_PEOPLE = {"score": "score", "pick": "pick", "how_gathered": "text"}
RECORD = {
    "how_gathered": "text",
    "how_many": "number",
    "gathered_on": "day",
    "gathered_by": "text",
}
FINDING = {"text": "text", "asked": "number", "answered": "number", "source": "text"}
FOLLOW_UP = {
    "stage_one": "score",
    "stage_two": "score",
    "what_helped": "text",
    "barriers": "text",
    "next_steps": "text",
}
FOLLOW_UP_KEYS = ["completed_on", "areas", "ideas", "actions", "returned"]
ACTION = {
    "area": "number",
    "code": "text",
    "idea": "text",
    "text": "text",
    "owner": "text",
    "due_on": "day",
    "state": "text",
    "note": "text",
    "measure": "text",
}


class ReadAction(TypedDict):
    """An action of a plan; see `shown.content.Action`. A measure not given is blank."""

    area: int | None
    code: str
    idea: str
    text: str
    owner: str
    due_on: str | None
    state: str
    note: str
    measure: str


@dataclass
class ReadSupplements:
    """The supplements that a file gives, and their faults.

    young_people         {area number: {"score", "pick", "how_gathered"}}, without what
                         is not given
    young_people_record  {"how_gathered", "how_many", "gathered_on", "gathered_by"}, the
                         same
    findings             {area number: [{"text", "asked", "answered", "source"}]}
    completed_on         the follow-up's date or None
    areas                {area number: {"stage_one", "stage_two", "what_helped",
                         "barriers", "next_steps"}}, without what is not given
    ideas                {statement code: progress on its ideas}
    is_returned          whether the follow-up has been returned, or has a score of
                         stage two and does not say `"returned": null`; `on_paper` if
                         Coram Voice typed it in
    action_plan          the actions, in order
    faults               one sentence each, which begins with the path
    """

    young_people: dict[int, Given] = field(default_factory=dict)
    young_people_record: Given = field(default_factory=dict)
    findings: dict[int, list[Given]] = field(default_factory=dict)
    completed_on: date | None = None
    areas: dict[int, Given] = field(default_factory=dict)
    ideas: dict[str, str] = field(default_factory=dict)
    is_returned: bool = False
    on_paper: bool = False
    action_plan: list[ReadAction] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def has_follow_up(self) -> bool:
        return bool(self.completed_on or self.areas or self.ideas)


@dataclass(frozen=True)
class Edition:
    """The edition of a document: {area key: number}, its codes, and states of progress."""

    areas: Mapping[str, int]
    codes: Collection[str]
    states: Collection[str]


def read_supplements(
    document: Mapping[str, object],
    *,
    numbers: Iterable[int],
    codes: Collection[str],
    statuses: Collection[str],
) -> ReadSupplements:
    """Return the supplements in a document, as `submission.supplements.of` makes it.

    Each key may be missing, null or any JSON. `numbers` are the areas of the edition,
    `codes` its statements, `statuses` the words for progress on ideas.
    """
    reader = Reader()
    found = ReadSupplements(faults=reader.faults)
    edition = Edition({str(number): number for number in numbers}, codes, statuses)
    found.young_people = _areas(
        document.get("young_people_scores"),
        "young_people_scores",
        YOUNG_PEOPLE,
        edition,
        reader,
    )
    _read_record(document.get("young_people"), edition, found, reader)
    _read_follow_up(document.get("follow_up"), edition, found, reader)
    plan = reader.entries(document.get("action_plan"), "action_plan", MOST_ACTIONS)
    found.action_plan = [_action(each, path, edition, reader) for path, each in plan]
    return found


def _read_record(
    value: object, edition: Edition, found: ReadSupplements, reader: Reader
) -> None:
    record = reader.mapping(value, "young_people", [*RECORD, "findings"])
    said = {name: record.get(name) for name in RECORD}
    found.young_people_record = reader.given(said, "young_people", RECORD)
    path = "young_people.findings"
    areas = reader.mapping(record.get("findings"), path, edition.areas)
    for key in [key for key in areas if key in edition.areas]:
        for at, each in reader.entries(areas[key], f"{path}.{key}", MOST_FINDINGS):
            values = reader.given(each, at, FINDING)
            if _is_finding(values, at, reader):
                found.findings.setdefault(edition.areas[key], []).append(values)


def _is_finding(values: Mapping[str, Value], path: str, reader: Reader) -> bool:
    """Return whether the values make a finding; add a fault if they cannot be true."""
    asked, answered = (
        cast("int | None", values.get(name)) for name in ("asked", "answered")
    )
    if asked is not None and answered is not None and answered > asked:
        reader.refuse(f"{path}.answered", "is more than were asked")
    return bool(values.get("text"))


def _read_follow_up(
    value: object, edition: Edition, found: ReadSupplements, reader: Reader
) -> None:
    follow_up = reader.mapping(value, "follow_up", FOLLOW_UP_KEYS)
    day = follow_up.get("completed_on")
    found.completed_on = reader.day(day, "follow_up.completed_on")
    areas = follow_up.get("areas")
    found.areas = _areas(areas, "follow_up.areas", FOLLOW_UP, edition, reader)
    path = "follow_up.ideas"
    ideas = reader.mapping(follow_up.get("ideas"), path, edition.codes)
    for code, status in ideas.items():
        if status in edition.states:
            found.ideas[code] = str(status)
        else:
            _refuse_state(f"{path}.{cut(code)}", edition, reader)
    returned = reader.mapping(follow_up.get("returned"), "follow_up.returned")
    is_silent = "returned" not in follow_up  # as of the paper form, which was sent in
    found.is_returned = bool(returned) or (
        is_silent and any("stage_two" in area for area in found.areas.values())
    )
    found.on_paper = returned.get("on_paper") is True


def _action(value: object, path: str, edition: Edition, reader: Reader) -> ReadAction:
    """Return an action of the plan; what it lacks is a fault."""
    read = reader.values(value, path, ACTION)
    due_on, state = read["due_on"], read["state"] or "not_yet"
    if state not in edition.states:
        _refuse_state(f"{path}.state", edition, reader)
    if read["code"] and read["code"] not in edition.codes:
        reader.refuse(f"{path}.code", "is not known")
    if read["area"] is not None and str(read["area"]) not in edition.areas:
        reader.refuse(f"{path}.area", "is not known")
    if not read["text"]:
        reader.refuse(f"{path}.text", "is missing")
    day = due_on.isoformat() if isinstance(due_on, date) else None
    return cast("ReadAction", {**read, "state": state, "due_on": day})


def _refuse_state(path: str, edition: Edition, reader: Reader) -> None:
    reader.refuse(path, f"must be one of {', '.join(edition.states)}")


def _areas(
    value: object,
    path: str,
    kinds: Mapping[str, str],
    edition: Edition,
    reader: Reader,
) -> dict[int, Given]:
    """Return {area number: {name: value}} of what is given, cleaned."""
    areas = reader.mapping(value, path, edition.areas)
    read = {
        edition.areas[key]: reader.given(areas[key], f"{path}.{key}", kinds)
        for key in areas
        if key in edition.areas
    }
    return {number: given for number, given in read.items() if given}
