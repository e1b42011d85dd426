"""The light Markdown of an edition's texts as pieces, for files that are no HTML."""

import re

MARK = re.compile(r"(\*\*|\*|</?u>)")
KINDS = {"**": "b", "*": "i", "<u>": "u", "</u>": "u"}


def spans(text_md):
    """Return [(text, marks)]; marks is a set of "b" bold, "i" italic, "u" underlined."""
    marks, found = frozenset(), []
    for piece in MARK.split(text_md):
        if piece in KINDS:
            marks ^= {KINDS[piece]}
        elif piece:
            found.append((piece, marks))
    return found
