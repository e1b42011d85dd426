"""Last time's answers to an area in full, and the buttons that carry evidence over."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from leavingcare.refusals import Refused

from ..access import open_assessment, open_draft
from ..analysis.sentences import listed
from ..workflow import reuse_evidence
from .draft_page import DraftPage

START, REUSE, CHECKED = "start", "reuse", "checked"
ALL = "all"
CHECK_IT = "Check it, then change it or say that you have checked it."
UNKNOWN = "That is no longer offered here, so nothing was copied."


@require_http_methods(["GET", "HEAD", "POST"])
def last_time(request, pk, group, number):
    """All that was answered last time, beside what the area asks now."""
    access = open_assessment(request.user, pk)[1]
    page = DraftPage(open_draft(access, group, number))
    if request.method == "POST":
        access.require_edit(page.draft)
        return _start(request, page)
    page.show_context()
    last = page.previous_answers
    context = {
        "page": page,
        "may_edit": access.may_edit(page.draft),
        "not_taken_up": last.not_taken_up(page.area) if last else [],
    }
    return render(request, "drafts/previous_answers.html", context)


def _start(request, page):
    """Start one statement, or every blank one, from last time's evidence."""
    page.show_context()
    which = request.POST.get("save", "").removeprefix(f"{START}-")
    thens = {
        row.letter: row.previous
        for row in page.rows
        if row.previous and which in (row.letter, ALL)
    }
    letters = reuse_evidence.start(draft=page.draft, thens=thens, by=request.user)
    codes = listed([f"{page.area.number}{letter}" for letter in letters])
    messages.success(request, f"{codes} now start from last time’s evidence.")
    return redirect(f"{page.url}#statement-{letters[0]}")


def use_evidence_button(page, button, by):
    """Do what a carrying button of a page that is saved asks, and say so in words.

    Buttons are "start-h", "checked-h" and "reuse-h-2l"; any other does nothing.
    """
    verb, _, rest = button.partition("-")
    letter, _, code = rest.partition("-")
    row = next((row for row in page.rows if row.letter == letter), None)
    if row is None or verb not in BUTTONS:
        return ""
    return BUTTONS[verb](page, row, code, by)


def _start_one(page, row, code, by):
    then = page.previous_answers and page.previous_answers.by_letter[row.letter]
    if not then:
        raise Refused(UNKNOWN)
    reuse_evidence.start(draft=page.draft, thens={row.letter: then}, by=by)
    return f"{row.code} now starts from last time’s evidence. {CHECK_IT}"


def _reuse(page, row, code, by):
    page.show_context()
    response = next((one.response for one in row.related if one.code == code), None)
    if response is None:
        raise Refused(UNKNOWN)
    if reuse_evidence.reuse(
        response=row.response, sibling=response, source=code, by=by
    ):
        return f"The evidence of {code} is now in {row.code}. {CHECK_IT}"
    return f"The evidence of {code} is in {row.code} already."


def _checked(page, row, code, by):
    shown = row.form.cleaned_data["evidence"] if row.form else row.response.evidence
    reuse_evidence.confirm(response=row.response, evidence=shown, by=by)
    return f"You have checked the evidence of {row.code}."


BUTTONS = {START: _start_one, REUSE: _reuse, CHECKED: _checked}
