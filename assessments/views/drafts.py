"""A working group's pages of one area: rate it, hand it in, hand it back.

Every change is a POST to a page's own URL. Our script asks for JSON, and the same
code answers it.
"""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from leavingcare.forms import error_list
from leavingcare.moments import clock
from leavingcare.refusals import Refused
from leavingcare.unsaved import wants_json

from ..access import Access, open_assessment, open_draft
from ..forms.drafts import HandBackForm, ScoreForm
from ..workflow import drafting
from .draft_page import DraftPage, Typed
from .draft_rows import Clash, HandInWarnings
from .presence_and_notes import others_here
from .previous_answers import use_evidence_button
from .requests import Errors, SignedInRequest

NOTHING_SENT = "The page came without any answers. Check them, then save again"


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: SignedInRequest, pk: int, group: int, number: int) -> HttpResponse:
    """Show an area's statements, to rate them or only to read them; save (POST)."""
    access, page = open_page(request, pk, group, number)
    if request.method == "POST":
        access.require_edit(page.draft)
        return _save(request, page)
    if access.may_edit(page.draft):
        return _render(request, page)
    if access.may_read_notes(page.draft):
        page.show_notes()
    may_write_notes = access.may_write_notes(page.draft)
    context = {"page": page, "access": access, "may_write_notes": may_write_notes}
    return render(request, "drafts/read.html", context)


def open_page(
    request: SignedInRequest, pk: int, group: int, number: int
) -> tuple[Access, DraftPage]:
    """Return the person's access and the draft's page; raises as `open_draft` does."""
    access = open_assessment(request.user, pk)[1]
    return access, DraftPage(open_draft(access, group, number))


def _render(
    request: SignedInRequest,
    page: DraftPage,
    *,
    status: int = 200,
    errors: Errors | None = None,
    typed: Typed | None = None,
) -> HttpResponse:
    """Show the page with its forms; `typed` is what `DraftPage.fill` takes."""
    page.show_notes()
    page.show_context()
    context = {
        "page": page.fill(typed),
        "errors": errors or [],
        "here": others_here(page.members, request.user),
    }
    return render(request, "drafts/draft.html", context, status=status)


# Saving


def _save(request: SignedInRequest, page: DraftPage) -> HttpResponse:
    """Save what the page sent, then do what the pressed button asks."""
    page.bind(request.POST)
    if not page.sent or not all(form.is_valid() for _, form in page.bound):
        return _invalid(request, page)
    score = page.score_form
    saved = drafting.save_draft(
        draft=page.draft,
        sent=[row.form.sent() for row in page.rows if row.form],
        score=score.sent() if score else None,
        scale=page.points,
        by=request.user,
    )
    if wants_json(request):
        return _saved_json(request, page, saved)
    if saved.has_clashes:
        return _render(request, page, status=409, typed=page.show_saved(saved))
    button = request.POST.get("save", "")
    try:
        done = use_evidence_button(page, button, request.user)
    except Refused as refused:
        return _not_copied(request, page, saved, button, str(refused))
    messages.success(request, f"Saved at {clock(saved.at)}. {done}".rstrip(". "))
    return redirect(_after_saving(page, button))


def _not_copied(
    request: SignedInRequest,
    page: DraftPage,
    saved: drafting.Saved,
    button: str,
    why: str,
) -> HttpResponse:
    """Say why no evidence was copied. What was typed has been saved."""
    letter = button.split("-")[1]
    typed = page.show_saved(saved)
    errors = [(f"statement-{letter}", f"{page.area.number}{letter}: {why}")]
    return _render(request, page, status=409, errors=errors, typed=typed)


def _invalid(request: SignedInRequest, page: DraftPage) -> HttpResponse:
    """Show everything that was typed, with the errors. Nothing has been stored."""
    if wants_json(request):
        messages_by_box = {
            anchor: message
            for _, form in page.bound
            for anchor, message in error_list(form)
        }
        answer = {"saved": False, "reason": "invalid", "errors": messages_by_box}
        return JsonResponse(answer, status=422)
    errors = page.errors() or [("", NOTHING_SENT)]
    return _render(request, page, status=422, errors=errors)


def _after_saving(page: DraftPage, button: str) -> str:
    """Return the URL that the pressed button leads to: a statement, or the next page."""
    if button == "hand_in":
        return reverse("hand_in", args=page.url_args)
    if button == "next" and page.next_draft:
        return reverse("draft", args=[*page.url_args[:2], page.next_draft.area.number])
    _, _, rest = button.partition("-")
    name = rest.partition("-")[0] or button
    if name == ScoreForm.prefix or name in {row.letter for row in page.rows}:
        return f"{page.url}#statement-{name}"
    return page.url


def _saved_json(
    request: SignedInRequest, page: DraftPage, saved: drafting.Saved
) -> JsonResponse:
    """Return to our script what is now stored of what it sent, and what clashed."""
    page.show_saved(saved)
    statements: dict[str, dict[str, object]] = {
        row.letter: {
            "seen": page.seen(row.response, saved.merges.get(row.letter)),
            "state": row.state,
            "is_reused": bool(row.response.carried_from),
            "clash": _clash_html(request, row.code, row.clash),
        }
        for row in page.rows
        if row.letter in page.sent
    }
    if saved.score:
        statements[ScoreForm.prefix] = {
            "seen": page.seen_score(saved.score),
            "clash": _clash_html(request, "this score", page.score_clash),
        }
    answer: dict[str, object] = {
        "saved": not saved.has_clashes,
        "at": clock(saved.at),
        "statements": statements,
        "progress": render_to_string("drafts/_progress.html", {"page": page}, request),
    }
    if saved.has_clashes:
        answer["reason"] = "clash"
    return JsonResponse(answer, status=409 if saved.has_clashes else 200)


def _clash_html(request: SignedInRequest, code: str, clash: Clash | None) -> str:
    """Return the HTML that shows both sides of a clash, or ""."""
    if clash is None:
        return ""
    context = {"code": code, "clash": clash}
    return render_to_string("drafts/_clash.html", context, request)


# Handing in and back


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: SignedInRequest, pk: int, group: int, number: int) -> HttpResponse:
    """Show what to check first (GET), or hand the draft in (POST)."""
    access, page = open_page(request, pk, group, number)
    is_members = page.group.pk in access.group_ids
    if page.draft.is_handed_in and is_members:
        return redirect("handed_in", *page.url_args)  # pressed twice
    access.require_edit(page.draft)
    if request.method == "POST":
        drafting.hand_in(draft=page.draft, by=request.user)
        return redirect("handed_in", *page.url_args)
    context = {
        "page": page,
        "warnings": HandInWarnings.of(page.rows, list(page.labels)),
    }
    return render(request, "drafts/hand_in.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_back(
    request: SignedInRequest, pk: int, group: int, number: int
) -> HttpResponse:
    """Hand a draft back to its group to change, with the reason."""
    access, page = open_page(request, pk, group, number)
    access.require("moderate")
    if not page.draft.is_handed_in:
        raise Refused("This draft has not been handed in.")
    form = HandBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        drafting.hand_back(
            draft=page.draft, by=request.user, reason=form.cleaned_data["reason"]
        )
        messages.success(
            request, f"You have handed area {number} back to {page.group.name}"
        )
        return redirect(page.url)
    context = {"page": page, "form": form, "errors": error_list(form)}
    return render(
        request, "drafts/hand_back.html", context, status=422 if form.errors else 200
    )
