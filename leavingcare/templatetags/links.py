"""Filters for what people wrote: with its links, or only its beginning."""

from django import template
from django.utils.html import format_html, format_html_join

from leavingcare import links, text

register = template.Library()


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


def _shown(piece: str | links.Link) -> str:
    return link(piece) if isinstance(piece, links.Link) else piece
