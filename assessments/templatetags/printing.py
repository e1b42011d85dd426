"""Filters for what is printed as a PDF."""

from django import template

from ..files.pdf.line_breaking import BreakableText
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
