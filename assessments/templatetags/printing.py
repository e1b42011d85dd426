"""Filters for what is printed as a PDF."""

from django import template
from django.utils.html import format_html_join

from ..files.pdf.line_breaking import BreakableText, TypedText
from ..submission.shown.later_notes import NoteShown

register = template.Library()


@register.filter
def on_statement(notes: dict[str, list[NoteShown]], code: str) -> list[NoteShown]:
    """Return the notes on one statement."""
    return notes.get(code, [])


@register.filter
def printed(text: str, lines: int | None = None) -> BreakableText:
    """Return a text somebody wrote, in a form that prints in bounded time.

    `lines` is `lines_of` the whole document.
    """
    return BreakableText(text, lines)


@register.filter
def by_line(text: str) -> str:
    """Return a text; if its lines run both ways, with an element for each of them."""
    if "\n" not in text or text.isascii() or not isinstance(text, TypedText):
        return text
    whole, lines = text.directed
    if not any(line.dir for line in lines):
        return text
    return format_html_join(
        "",
        '<span class="quoted" dir="{}">{}</span>',
        ((line.dir or whole, line.text) for line in lines),
    )
