"""Reading what stands beside a submission's document, as files bring it.

What is read is not trusted: each fault is named with its path in the document.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError

from leavingcare.text import clean_text, length_of

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
class Beside:
    """What a document says beside its submission, and what is wrong with it.

    young_people  {area number: {"score", "how_gathered"}}, of what is given
    completed_on  the follow-up's date or None
    areas         {area number: {"stage_one", "stage_two", "what_helped",
                  "barriers", "next_steps"}}, of what is given
    ideas         {statement code: what has become of its ideas}
    faults        a sentence each, which begins with the path
    """

    young_people: dict = field(default_factory=dict)
    completed_on: date | None = None
    areas: dict = field(default_factory=dict)
    ideas: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)

    @property
    def has_follow_up(self):
        return bool(self.completed_on or self.areas or self.ideas)


def read(document, *, numbers, codes, statuses):
    """The Beside of a document {"young_people_scores", "follow_up"}, any JSON.

    Both keys may be missing or null. `numbers` are the areas of the edition, `codes`
    its statements, `statuses` what may become of ideas.
    """
    found = Beside()
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
            found.ideas[code] = status
        else:
            found.faults.append(
                f"follow_up.ideas.{_cut(code)}: must be one of {', '.join(statuses)}."
            )
    return found


def _object(value, path, found):
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return value
    found.faults.append(f"{path}: must be an object.")
    return {}


def _areas(areas, path, known, kinds, found):
    """{area number: {name: value}} of what is given, cleaned."""
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


def _refuse_others(given, path, known, found):
    found.faults += [
        f"{path}.{_cut(key)}: is not known." for key in given if key not in known
    ]


def _score(value, path, found):
    if value is None or (type(value) is int and 0 <= value <= OUT_OF):
        return value
    found.faults.append(f"{path}: must be a whole number from 0 to {OUT_OF}, or null.")
    return None


def _text(value, path, found):
    if value is None:
        return ""
    if not isinstance(value, str):
        found.faults.append(f"{path}: must be text.")
        return ""
    try:
        text = clean_text(value)
    except ValidationError:
        found.faults.append(f"{path}: has characters that cannot be read.")
        return ""
    if length_of(text) > settings.TEXT_LIMIT:
        found.faults.append(
            f"{path}: must be at most {settings.TEXT_LIMIT:,} characters."
        )
        return ""
    return text


def _day(value, found):
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        found.faults.append(
            "follow_up.completed_on: must be a date like 2026-06-05, or null."
        )
        return None


READERS = {"score": _score, "text": _text}


def _cut(key):
    """A key that somebody chose, short enough to name."""
    return key[:20]
