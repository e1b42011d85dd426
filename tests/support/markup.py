"""A page's HTML without what only lays it out, so that tests check its text."""

import re

BLOCKS = (
    "address article body button caption dd details div dl dt fieldset footer form "
    "h[1-6] head header hr html label legend li link main meta nav ol option p section "
    "select summary svg table tbody td th thead title tr ul"
).replace(" ", "|")
TEXT_BOX = re.compile(r"(<textarea\b.*?</textarea>)", re.DOTALL)
TAG = re.compile(r"<[^<>]+>")
TAG_END = re.compile(r"\s+(?=/?>$)")
SPACES = re.compile(r"[ \t\r\n\f]+")  # not those that break no line
EDGE = re.compile(rf" *(</?(?:{BLOCKS})(?:\s[^<>]*)?>) *")


def markup(response):
    """Return a response's HTML with no spaces but those that show."""
    return without_layout(response.content.decode())


def without_layout(html):
    """Return HTML with no spaces but those that show.

    Spaces beside blocks and at the end of a tag go, others become one. A text box
    keeps its text.
    """
    parts = TEXT_BOX.split(html)
    return "".join(
        part if part.startswith("<textarea") else _plain(part) for part in parts
    )


def _plain(html):
    html = TAG.sub(lambda tag: TAG_END.sub("", tag[0]), html)
    return EDGE.sub(r"\1", SPACES.sub(" ", html))
