"""What a draft's open page is told of changes that are not its own, for our script."""

from django.template.loader import render_to_string
from django.utils import timezone

from leavingcare.moments import clock, moment

from ..forms.drafts import ResponseForm, ScoreForm
from ..workflow.drafting import values_of
from ..workflow.presence_and_notes import authors
from .draft_rows import in_words

FIELDS = {"answer": ["rating", "reason"]}  # of a form, by part, where not its own name


def changed_since(request, page, names):
    """The answer to a page that has old versions of these statements, or "score"."""
    statements = {
        row.letter: _news(page, row, request.user)
        for row in page.rows
        if row.letter in names
    }
    if ScoreForm.prefix in names:
        statements[ScoreForm.prefix] = _news_of_score(page)
    progress = render_to_string("drafts/_progress.html", {"page": page}, request)
    return {"statements": statements, "progress": progress}


def _news(page, row, reader):
    """A statement as it is stored now.

    `parts` are in the order of the token's marks: the form's values, the same in
    words, and whose they are since when.
    """
    response, shown = row.response, ResponseForm.values(row.response)
    written = authors(response)
    return {
        "seen": page.seen(response),
        "state": row.state,
        "is_carried": bool(response.carried_from),
        "parts": [
            {
                "values": {field: shown[field] for field in FIELDS.get(name, [name])},
                "words": in_words(value, page.labels),
                "by": who(written[name][0], reader),
                "at": when(written[name][1]),
            }
            for name, value in values_of(response).items()
        ],
    }


def _news_of_score(page):
    """The score as it is stored now. Nobody keeps who gave it."""
    part = {
        "values": ScoreForm.values(page.draft),
        "words": in_words(page.draft.global_score, page.labels),
        "by": "",
        "at": "",
    }
    return {"seen": page.seen_score(), "state": "", "parts": [part]}


def who(person, reader):
    """How the reader is told of a person; blank if nobody knows."""
    if person is None:
        return ""
    return "You" if person == reader else person.name


def when(at):
    """Return the time if it was today ("2:02pm"), else the time and the date."""
    if at is None:
        return ""
    if timezone.localdate(at) == timezone.localdate():
        return clock(at)
    return moment(at)
