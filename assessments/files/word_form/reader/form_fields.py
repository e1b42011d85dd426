"""Fields of Word: their instructions, and the choices made in them."""

import re
from dataclasses import dataclass

from .docx_safety import Element
from .elements import is_on, local_name, number, value

LINK = re.compile(r'HYPERLINK\s+"([^"]+)"', re.IGNORECASE)
DROP_DOWN = re.compile(r"\s*FORMDROPDOWN\b", re.IGNORECASE)


@dataclass
class Field:
    """A field being read: its instruction, and whether its result has begun.

    `start` is where the result begins among the pieces of the text.
    """

    code: str = ""
    has_result: bool = False
    start: int = 0

    @property
    def is_drop_down(self) -> bool:
        return bool(DROP_DOWN.match(self.code))


def linked_in(code: str) -> str:
    """Return the URL that a field's instruction leads to, or ""."""
    match = LINK.search(code)
    return match[1] if match else ""


def is_checked(box: Element) -> bool:
    """Return whether a form field's box is ticked, by a person or by default."""
    said = {local_name(each): is_on(each) for each in box}
    return said.get("checked", said.get("default", False))


def chosen_in(choices: Element) -> str:
    """Return the entry a form field's drop-down shows."""
    said = {local_name(each): each for each in choices}
    entries = [value(each) for each in choices if local_name(each) == "listEntry"]
    shown = said.get("result", said.get("default"))
    place = 0 if shown is None else number(shown, 0)
    return entries[place] if place < len(entries) else ""
