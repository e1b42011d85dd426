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

from leavingcare.forms import as_error, error_list
from leavingcare.moments import clock
from leavingcare.refusals import Refused
from leavingcare.unsaved import wants_json

from ..access import Access, open_assessment, open_draft
from ..forms.drafts import HandBackForm, ScoreForm
from ..workflow import drafting, preferences
from . import autosave
from .draft_clashes import FOR_ALL, Clash, choose
from .draft_news import refuse_handed_in
from .draft_page import DraftPage, Typed
from .hand_in_warnings import HandInWarnings
from .presence_and_notes import others_here
from .previous_answers import use_evidence_button
from .requests import Errors, SignedInRequest

SHOW = {"show_one": True, "show_all": False}  # buttons: one statement at a time?
NOTHING_SENT = "The page came without any answers. Check them, then save again"


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: SignedInRequest, pk: int, group: int, number: int) -> HttpResponse:
    """Show an area's statements, to rate them or only to read them; save (POST)."""
    access, page = open_page(request, pk, group, number)
    if request.method == "POST":
        refuse_handed_in(access, page.draft, request.user)
        access.require_edit(page.draft)
        return _save(request, page)
    if access.may_edit(page.draft):
        return _render(request, page)
    if access.may_read_notes(page.draft):
        page.show_notes()
    may_write_notes = access.may_write_notes(page.draft)
    is_own = page.group.pk in access.group_ids
    context = {
        "page": page,
        "access": access,
        "may_write_notes": may_write_notes,
        "may_ask_back": is_own
        and page.assessment.is_open
        and not access.can["moderate"],
        "may_rate_again": is_own
        and page.assessment.is_open
        and access.areas_revealed().filter(area=page.area).exists(),
    }
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
        "others": [one for one in page.members if one != request.user],
        "here": others_here(page.members, request.user),
        "for_all": FOR_ALL,
    }
    return render(request, "drafts/draft.html", context, status=status)


# Saving


def _save(request: SignedInRequest, page: DraftPage) -> HttpResponse:
    """Save what the page sent, then do what the pressed button asks."""
    page.bind(request.POST)
    if not page.sent or not all(form.is_valid() for _, form in page.bound):
        return _invalid(request, page)
    button = request.POST.get("save", "")
    stored = {row.letter: row.response for row in page.rows}
    sent = choose(button, [form for _, form in page.bound], stored)
    if not all(form.is_valid() for _, form in page.bound):
        return _invalid(request, page)
    saved = drafting.save_draft(
        draft=page.draft,
        score=sent.pop(ScoreForm.prefix, None),
        sent=list(sent.values()),
        scale=page.points,
        by=request.user,
    )
    if wants_json(request):
        return _saved_json(request, page, saved)
    if saved.has_clashes:
        return _render(request, page, status=409, typed=page.show_saved(saved))
    if button in SHOW:
        preferences.show_statements(one_at_a_time=SHOW[button], by=request.user)
    try:
        done = use_evidence_button(page, button, request.user)
    except Refused as refused:
        return _not_copied(request, page, saved, button, as_error(refused))
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
        return autosave.invalid(*(form for _, form in page.bound))
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
    entries: dict[str, dict[str, object]] = {
        row.letter: {
            "seen": page.seen(row.response, saved.merges.get(row.letter)),
            "state": row.state,
            "is_reused": bool(row.response.carried_from),
            "identifying": row.identifying,
            "clash": _clash_html(request, row.code, row.clash),
        }
        for row in page.rows
        if row.letter in page.sent
    }
    if saved.score:
        entries[ScoreForm.prefix] = {
            "seen": page.seen_score(saved.score),
            "clash": _clash_html(request, "this score", page.score_clash),
        }
    progress = render_to_string("drafts/_progress.html", {"page": page}, request)
    return autosave.saved(entries, at=saved.at, progress=progress)


def _clash_html(request: SignedInRequest, code: str, clash: Clash | None) -> str:
    """Return the HTML that shows both sides of a clash, or ""."""
    if clash is None:
        return ""
    return autosave.clash_html(request, "drafts/_clash.html", code, clash)


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
        "here": others_here(page.members, request.user),
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
        raise drafting.nothing_to_hand_back(page.draft)
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
