"""A working group's pages of one area: rate, hand in, look back. All edits are POSTs
to a page's own address; our script asks for JSON and is answered by the same code."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frameworks.words import changes
from leavingcare.forms import error_list
from leavingcare.moments import clock
from leavingcare.refusals import Refused
from leavingcare.unsaved import wants_json

from ..access import open_assessment, open_draft
from ..forms.drafts import HandBackForm, RestoreForm, ScoreForm
from ..workflow import drafting
from .draft_page import DraftPage
from .draft_rows import Thin, in_words
from .presence_and_notes import others_here
from .previous_answers import carry

NOTHING_SENT = "The page came without any answers. Check them, then save again"
REVISIONS_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request, pk, group, number):
    """Rate an area's statements; for those who may only look, read them."""
    access, page = _open(request, pk, group, number)
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


def _open(request, pk, group, number):
    access = open_assessment(request.user, pk)[1]
    return access, DraftPage(open_draft(access, group, number))


def _render(request, page, *, status=200, errors=(), kept=None):
    page.show_notes()
    page.show_beside()
    context = {
        "page": page.fill(kept),
        "errors": errors,
        "here": others_here(page.members, request.user),
    }
    return render(request, "drafts/draft.html", context, status=status)


# Saving


def _save(request, page):
    page.bind(request.POST)
    if not page.sent or not all(form.is_valid() for _, form in page.bound):
        return _invalid(request, page)
    score = page.score_form
    saved = drafting.save_draft(
        draft=page.draft,
        sent=[row.form.sent() for row in page.rows if row.form],
        score=score and score.sent(),
        scale=page.points,
        by=request.user,
    )
    if wants_json(request):
        return _saved_json(request, page, saved)
    if saved.has_clashes:
        return _render(request, page, status=409, kept=page.after(saved))
    button = request.POST.get("save", "")
    try:
        done = carry(page, button, request.user)
    except Refused as refused:
        return _not_carried(request, page, saved, button, str(refused))
    messages.success(request, f"Saved at {clock(saved.at)}. {done}".rstrip(". "))
    return redirect(_after_saving(page, button))


def _not_carried(request, page, saved, button, why):
    """Say why nothing was copied. What was typed has been saved."""
    letter = button.split("-")[1]
    kept = page.after(saved)
    errors = [(f"statement-{letter}", f"{page.area.number}{letter}: {why}")]
    return _render(request, page, status=409, errors=errors, kept=kept)


def _invalid(request, page):
    """Show everything typed again. Nothing of it has been stored."""
    if wants_json(request):
        errors = {
            anchor: message
            for _, form in page.bound
            for anchor, message in error_list(form)
        }
        answer = {"saved": False, "reason": "invalid", "errors": errors}
        return JsonResponse(answer, status=422)
    errors = page.errors() or [("", NOTHING_SENT)]
    return _render(request, page, status=422, errors=errors)


def _after_saving(page, button):
    """Where the pressed button leads: it names a statement, or what comes next."""
    if button == "hand_in":
        return reverse("hand_in", args=page.place)
    if button == "next" and page.next:
        return reverse("draft", args=[*page.place[:2], page.next.area.number])
    _, _, carried = button.partition("-")
    name = carried.partition("-")[0] or button
    if name == ScoreForm.prefix or name in {row.letter for row in page.rows}:
        return f"{page.url}#statement-{name}"
    return page.url


def _saved_json(request, page, saved):
    """Tell our script what is stored now of what it sent, and what clashed."""
    page.after(saved)
    statements = {
        row.letter: {
            "seen": page.seen(row.response, saved.merges.get(row.letter)),
            "state": row.state,
            "is_carried": bool(row.response.carried_from),
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
    answer = {
        "saved": not saved.has_clashes,
        "at": clock(saved.at),
        "statements": statements,
        "progress": render_to_string("drafts/_progress.html", {"page": page}, request),
    }
    if saved.has_clashes:
        answer["reason"] = "clash"
    return JsonResponse(answer, status=409 if saved.has_clashes else 200)


def _clash_html(request, code, clash):
    if clash is None:
        return ""
    context = {"code": code, "clash": clash}
    return render_to_string("drafts/_clash.html", context, request)


# Handing in and back


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request, pk, group, number):
    """Say what is thin, and hand the draft in."""
    access, page = _open(request, pk, group, number)
    is_members = page.group.pk in access.group_ids
    if page.draft.is_handed_in and is_members:
        return redirect("handed_in", *page.place)  # pressed twice
    access.require_edit(page.draft)
    if request.method == "POST":
        drafting.hand_in(draft=page.draft, by=request.user)
        return redirect("handed_in", *page.place)
    context = {"page": page, "thin": Thin.of(page.rows, list(page.labels))}
    return render(request, "drafts/hand_in.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_back(request, pk, group, number):
    """Give a draft back to its group to change, with the reason."""
    access, page = _open(request, pk, group, number)
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


# History


@require_http_methods(["GET", "HEAD", "POST"])
def response_history(request, pk, group, number, letter):
    """Read who wrote what to one statement, and put an earlier answer back."""
    access, page = _open(request, pk, group, number)
    row = next((row for row in page.rows if row.letter == letter), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        access.require_edit(page.draft)
        form = RestoreForm(row.response.revisions, request.POST)
        if not form.is_valid():
            raise Http404
        drafting.restore(
            response=row.response,
            revision=form.cleaned_data["revision"],
            by=request.user,
        )
        messages.success(request, f"The earlier answer to {row.code} is back")
        return redirect(f"{page.url}#statement-{letter}")
    context = {
        "page": page,
        "row": row,
        "may_edit": access.may_edit(page.draft),
        **_entries(row, page, request.GET.get("page")),
    }
    return render(request, "drafts/history.html", context)


def _entries(row, page, number):
    """One page of a response's history, newest first, each with what it changed."""
    revisions = row.response.revisions.select_related("by")
    part = Paginator(revisions, REVISIONS_A_PAGE).get_page(number)
    end = part.end_index()
    shown = list(revisions[max(part.start_index() - 1, 0) : end + 1])
    befores = [*(revision.content for revision in shown), None][1:]
    count = end - part.start_index() + 1 if end else 0
    return {
        "part": part,
        "entries": [
            {"is_now": part.number == 1 and at == 0, **entry(revision, before, page)}
            for at, (revision, before) in enumerate(
                list(zip(shown, befores, strict=True))[:count]
            )
        ],
    }


def entry(revision, before, page):
    """A revision for people: the answer in words, and each text with its changes."""
    content, has_before = revision.content, before is not None
    before = before or {"evidence": "", "ideas": ""}
    answer = [content["rating"], content["not_rated_reason"]]
    was = [before.get("rating"), before.get("not_rated_reason")]
    return {
        "revision": revision,
        "has_before": has_before,
        "answer": in_words(answer, page.labels),
        "was": in_words(was, page.labels),
        "carried_from": content.get("carried_from", ""),
        "texts": [
            (label, changes(before[name], content[name]))
            for name, label in [("evidence", "Evidence"), ("ideas", "Ideas")]
            if content[name] or before[name]
        ],
    }
