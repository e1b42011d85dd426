"""Reading the supplements of a submission from a file.

The file is untrusted: every fault is reported with its path in the document.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError

from leavingcare.text import clean_text, length_of

Value = int | str | None  # a score or a text
OUT_OF = 10
YOUNG_PEOPLE = {"score": "score", "how_gathered": "text"}
FOLLOW_UP = {
    "stage_one": "score",
    "stage_two": "score",
    "what_helped": "text",
    "barriers": "text",
    "next_steps": "text",
}


@dataclass
class ReadSupplements:
    """The supplements that a file gives, and their faults.

    young_people  {area number: {"score", "how_gathered"}}, without what is not given
    completed_on  the follow-up's date or None
    areas         {area number: {"stage_one", "stage_two", "what_helped",
                  "barriers", "next_steps"}}, without what is not given
    ideas         {statement code: progress on its ideas}
    faults        one sentence each, which begins with the path
    """

    young_people: dict[int, dict[str, Value]] = field(default_factory=dict)
    completed_on: date | None = None
    areas: dict[int, dict[str, Value]] = field(default_factory=dict)
    ideas: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def has_follow_up(self) -> bool:
        return bool(self.completed_on or self.areas or self.ideas)


def read_supplements(
    document: Mapping[str, object],
    *,
    numbers: Iterable[int],
    codes: Collection[str],
    statuses: Collection[str],
) -> ReadSupplements:
    """Return the supplements in a document {"young_people_scores", "follow_up"}.

    Both keys may be missing, null or any JSON. `numbers` are the areas of the edition,
    `codes` its statements, `statuses` the words for progress on ideas.
    """
    found = ReadSupplements()
    known = {str(number): number for number in numbers}
    young = _object(document.get("young_people_scores"), "young_people_scores", found)
    found.young_people = _areas(
        young, "young_people_scores", known, YOUNG_PEOPLE, found
    )
    follow_up = _object(document.get("follow_up"), "follow_up", found)
    _refuse_others(follow_up, "follow_up", ["completed_on", "areas", "ideas"], found)
    found.completed_on = _day(follow_up.get("completed_on"), found)
    areas = _object(follow_up.get("areas"), "follow_up.areas", found)
    found.areas = _areas(areas, "follow_up.areas", known, FOLLOW_UP, found)
    ideas = _object(follow_up.get("ideas"), "follow_up.ideas", found)
    _refuse_others(ideas, "follow_up.ideas", codes, found)
    for code, status in ideas.items():
        if status in statuses:
            found.ideas[code] = str(status)
        else:
            found.faults.append(
                f"follow_up.ideas.{_cut(code)}: must be one of {', '.join(statuses)}."
            )
    return found


def _object(value: object, path: str, found: ReadSupplements) -> Mapping[str, object]:
    """Return the object, {} for null; add a fault for anything else."""
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return value
    found.faults.append(f"{path}: must be an object.")
    return {}


def _areas(
    areas: Mapping[str, object],
    path: str,
    known: Mapping[str, int],
    kinds: Mapping[str, str],
    found: ReadSupplements,
) -> dict[int, dict[str, Value]]:
    """Return {area number: {name: value}} of what is given, cleaned."""
    _refuse_others(areas, path, known, found)
    read_areas = {}
    for key in [key for key in areas if key in known]:
        area = _object(areas[key], f"{path}.{key}", found)
        _refuse_others(area, f"{path}.{key}", kinds, found)
        values = {
            name: READERS[kind](area.get(name), f"{path}.{key}.{name}", found)
            for name, kind in kinds.items()
        }
        given = {
            name: value for name, value in values.items() if value not in ("", None)
        }
        if given:
            read_areas[known[key]] = given
    return read_areas


def _refuse_others(
    given: Iterable[str], path: str, known: Collection[str], found: ReadSupplements
) -> None:
    """Add a fault for every name that is not known."""
    found.faults += [
        f"{path}.{_cut(key)}: is not known." for key in given if key not in known
    ]


def _score(value: object, path: str, found: ReadSupplements) -> int | None:
    """Return the score; add a fault if it is not one."""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= OUT_OF:
        return value
    found.faults.append(f"{path}: must be a whole number from 0 to {OUT_OF}, or null.")
    return None


def _text(value: object, path: str, found: ReadSupplements) -> str:
    """Return the text, cleaned; add a fault if it is not one that can be stored."""
    if value is None:
        return ""
    if not isinstance(value, str):
        found.faults.append(f"{path}: must be text.")
        return ""
    try:
        text = clean_text(value)
    except ValidationError:
        found.faults.append(f"{path}: contains invalid characters.")
        return ""
    if length_of(text) > settings.TEXT_LIMIT:
        found.faults.append(
            f"{path}: must be at most {settings.TEXT_LIMIT:,} characters."
        )
        return ""
    return text


def _day(value: object, found: ReadSupplements) -> date | None:
    """Return the date of the follow-up; add a fault if it is not a date."""
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        found.faults.append(
            "follow_up.completed_on: must be a date like 2026-06-05, or null."
        )
        return None


READERS: Mapping[str, Callable[[object, str, ReadSupplements], Value]] = {
    "score": _score,
    "text": _text,
}


def _cut(key: str) -> str:
    """Return the beginning of a key from the file, short enough to repeat."""
    return key[:20]
