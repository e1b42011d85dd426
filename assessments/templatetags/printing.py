"""Filters for what is printed as a PDF."""

from django import template

from ..files.pdf.line_breaking import BreakableText

register = template.Library()


@register.filter
def printed(text: str, lines: int | None = None) -> BreakableText:
    """Return a text somebody wrote, in a form that prints in bounded time.

    `lines` is `lines_of` the whole document.
    """
    return BreakableText(text, lines)
