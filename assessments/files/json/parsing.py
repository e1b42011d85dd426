"""Parsing of untrusted JSON, strict enough that it has only one reading.

Repeated names, invalid numbers, invalid characters and files that are far too large
are refused. Nothing here knows what the JSON is about.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NoReturn, TypeVar

from ..word_form.reader.docx_safety import MAX_FILE, UnreadableForm

Number = TypeVar("Number", int, float)
JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]
Path = Sequence[str | int]  # names and indexes, from the outermost

MAX_DEPTH = 40
MAX_VALUES = 200_000  # a submission of fifty groups holds about forty thousand
LONGEST_NUMBER = 20  # characters
MOST_FAULTS = 50
SHOWN = 40  # characters of a name in a path
INVALID = re.compile("[\0\ud800-\udfff]")

NOT_UTF_8 = (
    "This file is not written in UTF-8. Save it as UTF-8, and import the saved file."
)
BROKEN = (
    "This file is damaged or incomplete: its JSON ends too early or is wrong at line "
    "{line}, column {column}. Export it again, and import the new file."
)
TOO_LARGE = (
    "This file is larger than 10 MB. A submission is never that large. Check that it is "
    "the right file."
)
TOO_MUCH = (
    "This file contains far more than a submission could, so it was not read. Check "
    "that it is the right file."
)
TWICE = "This file gives the name “{name}” twice in one place. Keep one of the two."
INVALID_NUMBER = (
    "This file contains something that is not a valid number, such as NaN, or a number "
    "that is too long. Correct it, and import the corrected file."
)
FAULTY = (
    "This file cannot be imported. Correct these errors in it, and import the corrected "
    "file:"
)
INVALID_TEXT = "contains invalid characters"


class Faulty(UnreadableForm):
    """The content of the file is wrong; each fault begins with its path."""

    def __init__(self, faults: Iterable[str]) -> None:
        found = list(dict.fromkeys(faults))
        if len(found) > MOST_FAULTS:
            found = [*found[:MOST_FAULTS], f"and {len(found) - MOST_FAULTS} more"]
        super().__init__(FAULTY, found)


def parse(data: bytes) -> JSON:
    """Return the value of JSON in UTF-8; raise UnreadableForm with the reason.

    Every text in the value can be stored and shown, and nothing in it is nested deeper
    than MAX_DEPTH.
    """
    if len(data) > MAX_FILE:
        raise UnreadableForm(TOO_LARGE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableForm(NOT_UTF_8) from None
    try:
        found: JSON = json.loads(
            text,
            object_pairs_hook=without_repeats,
            parse_int=short_number(int),
            parse_float=short_number(finite),
            parse_constant=refuse_number,
        )
    except json.JSONDecodeError as error:
        raise UnreadableForm(
            BROKEN.format(line=error.lineno, column=error.colno)
        ) from None
    except RecursionError:
        raise UnreadableForm(TOO_MUCH) from None
    if faults := [f"{where(path)}: {INVALID_TEXT}" for path in invalid_texts(found)]:
        raise Faulty(faults)
    return found


def without_repeats(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    """Return the pairs as a dictionary; raise UnreadableForm if a name is repeated."""
    found = dict(pairs)
    if len(found) < len(pairs):
        seen = set()
        for name, _ in pairs:
            if name in seen:
                raise UnreadableForm(TWICE.format(name=shown(name)))
            seen.add(name)
    return found


def short_number(convert: Callable[[str], Number]) -> Callable[[str], Number]:
    """Return a converter that refuses numbers that are too long."""

    def convert_short(text: str) -> Number:
        if len(text) > LONGEST_NUMBER:
            refuse_number()
        return convert(text)

    return convert_short


def finite(text: str) -> float:
    """Return the number; raise UnreadableForm if it is too large for a float."""
    number = float(text)
    if abs(number) == float("inf"):
        refuse_number()
    return number


def refuse_number(text: str = "") -> NoReturn:
    """Raise UnreadableForm for a number that is not valid."""
    raise UnreadableForm(INVALID_NUMBER)


def invalid_texts(found: JSON) -> Iterator[Path]:
    """Yield the paths of texts with invalid characters; refuse what is far too large."""
    waiting: list[tuple[tuple[str | int, ...], JSON]] = [((), found)]
    count = 1
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str) and INVALID.search(value):
            yield path
        if not isinstance(value, dict | list):
            continue
        count += len(value)
        if count > MAX_VALUES or len(path) > MAX_DEPTH:
            raise UnreadableForm(TOO_MUCH)
        if isinstance(value, dict):
            yield from ((*path, name) for name in value if INVALID.search(name))
        steps: Iterable[tuple[str | int, JSON]] = (
            value.items() if isinstance(value, dict) else enumerate(value)
        )
        waiting += reversed([((*path, step), each) for step, each in steps])


def where(path: Path) -> str:
    """Return a path as people write it: "responses.1a.candidates[0]"."""
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else f".{shown(step)}"
    return words.removeprefix(".") or "The whole"


def shown(name: str) -> str:
    """Return any name shortened and without invalid characters."""
    safe = INVALID.sub("\ufffd", name)
    return safe if len(safe) <= SHOWN else f"{safe[:SHOWN]}…"
