"""Reads JSON that nobody vouches for, and takes nothing that has two readings.

A name given twice, numbers that are none, characters that are none and what is far
too large are refused; nothing here knows what the JSON is about.
"""

import json
import re

from ..word_form.reader.docx_safety import MAX_FILE, UnreadableForm

MAX_DEPTH = 40
MAX_VALUES = 200_000  # a submission of fifty groups holds about forty thousand
LONGEST_NUMBER = 20  # characters
MOST_FAULTS = 50
SHOWN = 40  # characters of a name in a path
NO_CHARACTER = re.compile("[\0\ud800-\udfff]")

NOT_UTF_8 = "This data is not written in UTF-8. Save it again in UTF-8 and try again."
BROKEN = (
    "This data is damaged or not complete: its JSON breaks off or is wrong at line "
    "{line}, column {column}."
)
TOO_LARGE = "This file is larger than 10 MB, which no submission is."
TOO_MUCH = "This data holds far more than a submission could, so it was not read."
TWICE = "This data gives the name “{name}” twice in one place. Keep one of the two."
NO_NUMBER = (
    "This data holds what is not a valid number, such as NaN, or a number that is far "
    "too long."
)
FAULTY = "This file cannot be brought in, because of what is wrong in it:"
NO_TEXT = "holds characters that are none"


class Faulty(UnreadableForm):
    """The file says what cannot be; each fault names its place."""

    def __init__(self, faults):
        found = list(dict.fromkeys(faults))
        if len(found) > MOST_FAULTS:
            found = [*found[:MOST_FAULTS], f"and {len(found) - MOST_FAULTS} more"]
        super().__init__(FAULTY, found)


def read(data):
    """Return what JSON in UTF-8 holds; raises UnreadableForm with the reason.

    Of what it returns every text can be stored and shown, and nothing is nested
    deeper than MAX_DEPTH.
    """
    if len(data) > MAX_FILE:
        raise UnreadableForm(TOO_LARGE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableForm(NOT_UTF_8) from None
    try:
        found = json.loads(
            text,
            object_pairs_hook=without_twins,
            parse_int=short_number(int),
            parse_float=short_number(finite),
            parse_constant=no_number,
        )
    except json.JSONDecodeError as error:
        raise UnreadableForm(
            BROKEN.format(line=error.lineno, column=error.colno)
        ) from None
    except RecursionError:
        raise UnreadableForm(TOO_MUCH) from None
    if faults := [f"{where(path)}: {NO_TEXT}" for path in without_text(found)]:
        raise Faulty(faults)
    return found


def without_twins(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        seen = set()
        for name, _ in pairs:
            if name in seen:
                raise UnreadableForm(TWICE.format(name=shown(name)))
            seen.add(name)
    return found


def short_number(kind):
    def parse(text):
        if len(text) > LONGEST_NUMBER:
            raise UnreadableForm(NO_NUMBER)
        return kind(text)

    return parse


def finite(text):
    number = float(text)
    return no_number() if abs(number) == float("inf") else number


def no_number(text=""):
    raise UnreadableForm(NO_NUMBER)


def without_text(found):
    """Yield the paths of texts that hold what is no character; refuse what is huge."""
    waiting, count = [((), found)], 1
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str) and NO_CHARACTER.search(value):
            yield path
        if not isinstance(value, dict | list):
            continue
        count += len(value)
        if count > MAX_VALUES or len(path) > MAX_DEPTH:
            raise UnreadableForm(TOO_MUCH)
        if isinstance(value, dict):
            yield from ((*path, name) for name in value if NO_CHARACTER.search(name))
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        waiting += reversed([((*path, step), each) for step, each in steps])


def where(path):
    """A path as people write it: "responses.1a.candidates[0]"."""
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else f".{shown(step)}"
    return words.removeprefix(".") or "The whole"


def shown(name):
    """A name as it may be shown, whatever it is."""
    safe = NO_CHARACTER.sub("\ufffd", name)
    return safe if len(safe) <= SHOWN else f"{safe[:SHOWN]}…"
