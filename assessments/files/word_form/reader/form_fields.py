"""Choices made in the form fields of Word."""

from .docx_safety import Element
from .elements import is_on, local_name, number, value


def is_checked(box: Element) -> bool:
    """Return whether a form field's box is ticked: by itself, or by default."""
    said = {local_name(each): is_on(each) for each in box}
    return said.get("checked", said.get("default", False))


def chosen_in(choices: Element) -> str:
    """Return the entry a form field's drop-down shows."""
    said = {local_name(each): each for each in choices}
    entries = [value(each) for each in choices if local_name(each) == "listEntry"]
    shown = said.get("result", said.get("default"))
    place = 0 if shown is None else number(shown, 0)
    return entries[place] if place < len(entries) else ""
