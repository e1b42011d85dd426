"""Filters for what people wrote: with its links, or only its beginning."""

import re

from django import template
from django.utils.html import format_html, format_html_join

from leavingcare import links, text

register = template.Library()
# The end of a URL that says in words what it is: "/Our_offer_to_care-leavers.pdf".
DOCUMENT = re.compile(
    r"/(?P<words>[A-Za-z-]+(?:_[A-Za-z-]+){2,})\.(?P<kind>[a-z]{3,4})$"
)


register.filter("beginning", text.beginning)


@register.filter
def linked(written: str) -> str:
    """Make http and https URLs links; everything else stays as text."""
    if "://" not in written:
        return written
    pieces = links.pieces(written)
    return format_html_join("", "{}", ((_shown(piece),) for piece in pieces))


@register.filter
def link(found: links.Link) -> str:
    """Return one link, with its host named if the typed text does not show it."""
    anchor = format_html(
        '<a class="govuk-link" dir="ltr" href="{}" rel="noopener noreferrer nofollow">'
        "{}</a>",
        found.href,
        found.typed,
    )
    if found.is_plain:
        return anchor
    return format_html("{}<bdi data-opens> (opens {})</bdi>", anchor, found.host)


@register.filter
def titled(written: str) -> str:
    """Make the URL of a document a link with the words of its name; else as `linked`."""
    found = list(links.pieces(written))
    only = next((piece for piece in found if isinstance(piece, links.Link)), None)
    name = DOCUMENT.search(only.typed) if only and only.typed == written else None
    if only is None or name is None:
        return linked(written)
    return format_html(
        '<a class="govuk-link" href="{}" rel="noopener noreferrer nofollow">{}</a> '
        "({}, {})",
        only.href,
        name["words"].replace("_", " "),
        name["kind"].upper(),
        only.host,
    )


def _shown(piece: str | links.Link) -> str:
    return link(piece) if isinstance(piece, links.Link) else piece
