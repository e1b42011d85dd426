"""The dated notes on a statement, wherever its words are shown."""

from typing import cast

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string

from ..submission.statement_notes import Notes, notes_of

register = template.Library()


@register.simple_tag(takes_context=True)
def notes_on(context: dict[str, object], edition: str, code: str) -> str:
    """Show the notes on one statement of an edition. One query for a whole page."""
    request = cast("HttpRequest", context["request"])
    read: dict[str, Notes] | None = getattr(request, "statement_notes", None)
    if read is None:
        read = request.statement_notes = {}  # type: ignore[attr-defined]  # kept here
    if edition not in read:
        read[edition] = notes_of(edition)
    notes = read[edition].get(code)  # nearly always none
    if not notes:
        return ""
    return render_to_string("statement_notes/_notes.html", {"notes": notes})
