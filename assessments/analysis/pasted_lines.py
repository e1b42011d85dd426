"""Lines that somebody pasted: "authority, email address", as lists have them."""

import re
from dataclasses import dataclass

ADDRESS = re.compile(r"(?<![^\s,;<>()\"])[^\s,;<>()\"]+@[^\s,;<>()\"]+")
BETWEEN = " \t,;:|\"'"


@dataclass(frozen=True)
class PastedLine:
    """One line: the name of an authority and the email addresses after it."""

    name: str
    addresses: tuple[str, ...]


def read_lines(text: str) -> list[PastedLine]:
    """Return the lines that are not blank, in order.

    A name may have commas. That of a person before "<address>" is left out.
    """
    return [_read(line) for line in text.splitlines() if line.strip(BETWEEN)]


def _read(line: str) -> PastedLine:
    addresses = tuple(ADDRESS.findall(line))
    name = ADDRESS.split(line, maxsplit=1)[0]
    if name.rstrip().endswith("<"):
        before, comma, _ = name.rpartition(",")
        tabbed, tab, _ = name.rpartition("\t")
        name = before if comma else tabbed if tab else name
    return PastedLine(" ".join(name.strip(BETWEEN + "<(").split()), addresses)
