"""Elements of WordprocessingML, identified by their local names.

So both kinds of .docx, transitional and strict, read the same.
"""

import re
from collections.abc import Iterator

from .docx_safety import Element

OFF = {"0", "false", "off", "none"}
AROUND = {"sdt", "sdtContent", "ins", "customXml", "moveTo", "smartTag"}


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def value(element: Element, name: str = "val") -> str:
    """Return an attribute by its local name, or "" if it is missing."""
    for key, found in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(found)
    return ""


def number(element: Element, default: int, name: str = "val") -> int:
    """Return an attribute as a whole number of up to six digits, else the default."""
    said = value(element, name)
    return int(said) if re.fullmatch("[0-9]{1,6}", said) else default


def is_on(element: Element) -> bool:
    """Return whether a property is on; it may be present but switched off."""
    return (value(element) or "1").lower() not in OFF


def child(element: Element, *path: str) -> Element | None:
    """Return the first descendant along a path of names, or None."""
    for name in path:
        found = next((part for part in element if local_name(part) == name), None)
        if found is None:
            return None
        element = found
    return element


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield children of a name, also those inside content controls and insertions."""
    for each in element:
        if local_name(each) == name:
            yield each
        elif local_name(each) in AROUND:
            yield from children(each, name)


def with_words(drawing: Element) -> set[Element]:
    """Return the elements of a drawing, including itself, that contain words."""
    found: set[Element] = set()
    for each in drawing.iter("{*}t"):
        around: Element | None = each
        while around is not None and around not in found:
            found.add(around)
            around = None if around is drawing else around.getparent()
    return found


def in_text_box(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) == "txbxContent"
