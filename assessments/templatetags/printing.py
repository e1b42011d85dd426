"""Filters for what is printed as a PDF."""

from django import template

from ..files.pdf.line_breaking import BreakableText

register = template.Library()


@register.filter
def printed(text, lines=None):
    """A text somebody wrote, in a form that prints in bounded time.

    `lines` is what `lines_of` the whole document says.
    """
    return BreakableText(text, lines)
