"""The text of a PDF, and the structure a screen reader finds in it."""

import re
import unicodedata

from pypdf.generic import DictionaryObject


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def letters(text):
    """Return the text without spaces and breaks, which a line's end may change."""
    return re.sub(r"[\s\u200b\u00ad]", "", unicodedata.normalize("NFKC", text))


def structure(node):
    """Yield every element of the structure tree as (kind, element)."""
    node = node.get_object()
    if isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node["/S"], node
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if not isinstance(kid, int):
                yield from structure(kid)
