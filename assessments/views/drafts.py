"""A working group's pages of one area: rate, hand in, look back. All edits are POSTs
to a page's own address; our script asks for JSON and is answered by the same code."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from frameworks.words import changes
from leavingcare.forms import error_list
from leavingcare.kept import wants_json
from leavingcare.refusals import Refused

from ..access import open_assessment, open_draft
from ..forms.drafts import HandBackForm, ResponseForm, RestoreForm, ScoreForm
from ..workflow import drafting
from .draft_page import Clash, DraftPage, answer_in_words

NOTHING_SENT = "The page came without any answers. Check them, then save again"
REVISIONS_A_PAGE = 20
MAX_AREA = 2**15  # more fits no column; an address may hold any number


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request, pk, group, number):
    """Rate an area's statements; for those who may only look, read them."""
    access, page = _open(request, pk, group, number)
    if request.method == "POST":
        access.require_edit(page.draft)
        return _save(request, page)
    if access.may_edit(page.draft):
        return _render(request, page.with_forms())
    return render(request, "drafts/read.html", {"page": page, "access": access})


def _open(request, pk, group, number):
    assessment, access = open_assessment(request.user, pk)
    if number > MAX_AREA:
        raise Http404
    return access, DraftPage(open_draft(access, group, number))


def _render(request, page, *, status=200, errors=()):
    context = {"page": page, "errors": errors}
    return render(request, "drafts/draft.html", context, status=status)


# Saving


def _save(request, page):
    page.with_forms(request.POST)
    sent = page.sent_forms
    if not sent or not all([form.is_valid() for form in sent]):
        return _invalid(request, page)
    score = page.score_form
    saved = drafting.save_draft(
        draft=page.draft,
        sent=[form.sent() for form in sent if isinstance(form, ResponseForm)],
        score=score.sent() if score.is_bound else None,
        by=request.user,
    )
    at = timezone.localtime(saved.at).strftime("%H:%M")
    if saved.has_clashes:
        _show_clashes(page, saved)
    elif not wants_json(request):
        messages.success(request, f"Saved at {at}")
        return redirect(_after_saving(page, request.POST.get("save", "")))
    else:
        _show_saved(page, saved)
    if wants_json(request):
        return _saved_json(request, page, saved, at)
    return _render(request, page, status=409)


def _invalid(request, page):
    """Show everything typed again. Nothing of it has been stored."""
    errors = page.errors() or [("", NOTHING_SENT)]
    if wants_json(request):
        answer = {"saved": False, "reason": "invalid", "errors": page.plain_errors()}
        return JsonResponse(answer, status=422)
    return _render(request, page, status=422, errors=errors)


def _after_saving(page, button):
    """Where the pressed button leads: it names a statement, or what comes next."""
    if button == "hand_in":
        return reverse("hand_in", args=page.place)
    if button == "next" and page.next:
        return reverse("draft", args=[*page.place[:2], page.next.area.number])
    if button == "score" or button in {row.letter for row in page.rows}:
        return f"{page.url}#statement-{button}"
    return page.url
