"""Last time's answers to an area in full, and the buttons that copy evidence."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..access import open_assessment, open_draft
from ..analysis.sentences import join_and
from ..workflow import reuse_evidence
from .draft_page import DraftPage
from .draft_rows import StatementRow
from .requests import SignedInRequest

START, REUSE, CHECKED = "start", "reuse", "checked"
ALL = "all"
CHECK_IT = "Check it is still right."
UNKNOWN = "That is no longer offered here, so nothing was copied."


@require_http_methods(["GET", "HEAD", "POST"])
def last_time(
    request: SignedInRequest, pk: int, group: int, number: int
) -> HttpResponse:
    """Show everything that was answered last time, with what the area asks now."""
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
        "not_taken_up": last.dropped(page.area) if last else [],
    }
    return render(request, "drafts/previous_answers.html", context)


def _start(request: SignedInRequest, page: DraftPage) -> HttpResponse:
    """Copy last time's evidence into one statement, or into every blank one."""
    page.show_context()
    which = request.POST.get("save", "").removeprefix(f"{START}-")
    previous = {
        row.letter: row.previous
        for row in page.rows
        if row.previous and which in (row.letter, ALL)
    }
    letters = reuse_evidence.start(draft=page.draft, previous=previous, by=request.user)
    codes = join_and([f"{page.area.number}{letter}" for letter in letters])
    messages.success(
        request, f"Last time’s evidence has been copied into {codes}. {CHECK_IT}"
    )
    return redirect(f"{page.url}#statement-{letters[0]}")


def use_evidence_button(page: DraftPage, button: str, by: User) -> str:
    """Do what a button for evidence on a saved page asks, and return what to say.

    The buttons are "start-h", "checked-h" and "reuse-h-2l"; others do nothing.
    """
    verb, _, rest = button.partition("-")
    letter, _, code = rest.partition("-")
    row = next((row for row in page.rows if row.letter == letter), None)
    if row is None or verb not in BUTTONS:
        return ""
    return BUTTONS[verb](page, row, code, by)


def _start_one(page: DraftPage, row: StatementRow, code: str, by: User) -> str:
    """Copy last time's evidence into one statement, and return what to say."""
    then = page.previous_answers and page.previous_answers.by_letter[row.letter]
    if not then:
        raise Refused(UNKNOWN)
    reuse_evidence.start(draft=page.draft, previous={row.letter: then}, by=by)
    return f"Last time’s evidence has been copied into {row.code}. {CHECK_IT}"


def _reuse(page: DraftPage, row: StatementRow, code: str, by: User) -> str:
    """Add a related statement's evidence, and return what to say."""
    page.show_context()
    response = next((one.response for one in row.related if one.code == code), None)
    if response is None:
        raise Refused(UNKNOWN)
    if reuse_evidence.reuse(
        response=row.response, related=response, source=code, by=by
    ):
        return f"The evidence of {code} is now in {row.code}. {CHECK_IT}"
    return f"The evidence of {code} is already in {row.code}."


def _checked(page: DraftPage, row: StatementRow, code: str, by: User) -> str:
    """Record that somebody checked the evidence, and return what to say."""
    shown = row.form.cleaned_data["evidence"] if row.form else row.response.evidence
    reuse_evidence.confirm(response=row.response, evidence=shown, by=by)
    return f"You have checked the evidence of {row.code}."


BUTTONS: dict[str, Callable[[DraftPage, StatementRow, str, User], str]] = {
    START: _start_one,
    REUSE: _reuse,
    CHECKED: _checked,
}
