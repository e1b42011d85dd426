"""Characters that no font of this server has: numbered where they stand, then named.

Fontconfig is asked once a process, and only if a page has unusual characters.
"""

import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

from django.template.loader import render_to_string

from leavingcare import signs

from .line_breaking import BREAK

Range = tuple[int, int]  # of code points, its ends included

# Latin, Greek, Cyrillic and usual punctuation: in the fonts the site needs to start.
UNUSUAL = re.compile(
    "[^\0-\u024f\u0370-\u03ff\u0400-\u045f\u2010-\u2027\u2030-\u203a€]"
)
SHAPELESS = {"Cc", "Cf", "Zs", "Zl", "Zp"}
FILLERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0]"
    "|[\U000e0000-\U000e0fff]"
)
# Nobody can tell what a private character is meant to show, even if a font has one, and
# of these that only control none is drawn, even if a font says it has it.
PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
NEVER_DRAWN = "\U00013430-\U0001345f\U0001bca0-\U0001bca3"
MOST = 500  # that are numbered in one document; the others are the sign BLANK
BLANK = "\u25af"
LISTED = 40


def made_printable(page: str) -> str:
    """Return an HTML page with no character that would be printed as an empty box.

    Each of those is replaced by its number, as [U+13000], and named at the end. What
    has no shape, and only says how others are shown, is left out if no font knows it.
    """
    page = signs.plain(page)
    if not UNUSUAL.search(page):
        return page
    counts: Counter[str] = Counter()

    def numbered(match: re.Match[str]) -> str:
        char = match[0]
        if is_shapeless(char):
            return ""
        counts[char] += 1
        return f"[{code(char)}]{BREAK}" if counts.total() <= MOST else BLANK

    page = in_no_font().sub(numbered, page)
    if not counts:
        return page
    return page.replace("</body>", f"{listed(list(counts))}</body>")


def listed(chars: list[str]) -> str:
    """Return the part of a page that names these characters."""
    context = {
        "signs": [(code(char), name(char)) for char in chars[:LISTED]],
        "more": max(len(chars) - LISTED, 0),
        "blank": BLANK,
    }
    return render_to_string("submissions/_unprintable.html", context)


def code(char: str) -> str:
    return f"U+{ord(char):04X}"


def name(char: str) -> str:
    """Return Unicode's name of a character in lower case, "" if it has none."""
    if unicodedata.category(char) == "Co":
        return "a sign of one font only"
    return unicodedata.name(char, "").lower()


def is_shapeless(char: str) -> bool:
    return bool(unicodedata.category(char) in SHAPELESS or FILLERS.match(char))


@cache
def in_no_font() -> re.Pattern[str]:
    """Return what matches a character that no font of this server can show."""
    asked = ["fc-list", "--format", "%{charset} "]
    said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    ends = (each.split("-") for each in set(said.split()))
    ranges = sorted((int(each[0], 16), int(each[-1], 16)) for each in ends)
    held = "".join(map(in_a_class, merged(ranges)))
    return re.compile(f"[^\\0-\\x7f{held}]|[{PRIVATE}{NEVER_DRAWN}]")


def merged(ranges: Iterable[Range]) -> list[Range]:
    """Return the ranges, which are sorted, without those that touch another."""
    found: list[Range] = []
    for first, last in ranges:
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def in_a_class(ends: Range) -> str:
    """Return a range as a class of a regular expression has it."""
    return "{}-{}".format(*(f"\\U{end:08x}" for end in ends))
