"""The light Markdown of an edition's texts as spans, for files other than HTML."""

import re

MARK = re.compile(r"(\*\*|\*|</?u>)")
KINDS = {"**": "b", "*": "i", "<u>": "u", "</u>": "u"}

Marks = frozenset[str]


def spans(text_md: str) -> list[tuple[str, Marks]]:
    """Return [(text, marks)]; marks has "b" for bold, "i" italic, "u" underlined."""
    marks: Marks = frozenset()
    found = []
    for part in MARK.split(text_md):
        if part in KINDS:
            marks ^= {KINDS[part]}
        elif part:
            found.append((part, marks))
    return found
