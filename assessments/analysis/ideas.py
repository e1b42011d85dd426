"""Single ideas in a text that holds the ideas of several groups.

A moderator's agreed text has one idea per line, or a paragraph per group with the
group's name before it, as texts are quoted from drafts.
"""

import re
from collections.abc import Collection

BULLET = re.compile(r"^\s*(?:[-*•–·]|\(?\d{1,2}[.)])\s+")


def pieces(text: str, groups: Collection[str] = ()) -> list[str]:
    """Return the ideas of a text, one per line, without bullets, each once.

    The name of one of the `groups` before an idea ("Housing: ...") is left out.
    """
    found = [_without_group(BULLET.sub("", line), groups) for line in text.split("\n")]
    return list(dict.fromkeys(piece for piece in found if piece))


def _without_group(line: str, groups: Collection[str]) -> str:
    line = line.strip()
    for group in groups:
        if line.startswith(f"{group}: "):
            return BULLET.sub("", line.removeprefix(f"{group}: ")).strip()
    return line
