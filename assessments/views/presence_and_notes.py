"""Colleagues on a draft's page: who is editing, what they changed, notes to them."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from leavingcare.forms import error_list
from leavingcare.models import User

from ..access import open_assessment, open_draft
from ..forms.drafts import ScoreForm
from ..forms.notes import NoteForm
from ..models import DraftResponse, Note
from ..workflow import draft_colleagues, draft_notes, presence
from .draft_news import Changes, changed_since, refuse_handed_in
from .draft_page import DraftPage
from .requests import SignedInRequest


@require_POST
def here(request: SignedInRequest, pk: int, group: int, number: int) -> HttpResponse:
    """Record that the person has the draft's page open, and say who else has.

    The page sends its version of each statement, by letter, and of "score". The
    answer has the values of those that have a newer version.
    """
    access = open_assessment(request.user, pk)[1]
    draft = open_draft(access, group, number)
    refuse_handed_in(access, draft, request.user)
    access.require_edit(draft)
    place = presence.place_of(draft)
    if "leaving" in request.POST:
        presence.leave(assessment=access.assessment, place=place, by=request.user)
        return JsonResponse({"here": "", "entries": {}})
    presence.come(assessment=access.assessment, place=place, by=request.user)
    others = others_here(draft_colleagues.colleagues(draft), request.user)
    html = render_to_string("drafts/_here.html", {"here": others})
    changed: Changes | None = None
    versions = dict(draft.responses.values_list("statement__letter", "version"))
    versions[ScoreForm.prefix] = draft.version
    old = {
        name
        for name, version in versions.items()
        if request.POST.get(name, str(version)) != str(version)
    }
    if old:
        changed = changed_since(request, DraftPage(draft), old)
    return JsonResponse({"here": html.strip(), "entries": {}, **(changed or {})})


def others_here(members: Iterable[User], reader: User) -> list[User]:
    """Return those of a draft's `colleagues` other than the reader who are here."""
    return [
        member
        for member in members
        if member != reader and member.is_here  # type: ignore[attr-defined]  # annotated
    ]


# Notes


@require_http_methods(["GET", "HEAD", "POST"])
def notes(
    request: SignedInRequest, pk: int, group: int, number: int, letter: str
) -> HttpResponse:
    """Show the notes on one statement (GET), or add, resolve or reopen one (POST)."""
    access = open_assessment(request.user, pk)[1]
    draft = open_draft(access, group, number)
    access.require_notes(draft, to_write=request.method == "POST")
    page = DraftPage(draft)
    row = next((row for row in page.rows if row.letter == letter), None)
    if row is None:
        raise Http404
    form = NoteForm()
    if request.method == "POST":
        form = NoteForm(request.POST)
        if done := _change(request, row.response, form):
            messages.success(request, done)
            return redirect(request.path)
    every = list(row.response.notes.select_related("by", "resolved_by"))
    context = {
        "page": page,
        "row": row,
        "form": form,
        "errors": error_list(form),
        "may_write": access.may_write_notes(draft),
        "open_notes": [note for note in every if not note.resolved_at],
        "resolved_notes": [note for note in every if note.resolved_at],
    }
    status = 422 if form.is_bound else 200
    return render(request, "drafts/notes.html", context, status=status)


def _change(
    request: SignedInRequest, response: DraftResponse, form: NoteForm
) -> str | None:
    """Do what the pressed button says and return what to say, or None if not valid."""
    for button in ("resolve", "open"):
        if button in request.POST:
            note = _note(response, request.POST[button])
            return _mark(note, button, request.user)
    if "delete" in request.POST:
        note = _note(response, request.POST["delete"], by=request.user)
        draft_notes.delete_note(note=note)
        return "Your note has been deleted"
    if not form.is_valid():
        return None
    if "edit" in request.POST:
        note = _note(response, request.POST["edit"], by=request.user)
        draft_notes.edit_note(note=note, text=form.cleaned_data["text"])
        return "Your note has been changed"
    draft_notes.add_note(
        response=response, text=form.cleaned_data["text"], by=request.user
    )
    return "Your note has been added"


def _note(response: DraftResponse, pk: str, **of: User) -> Note:
    """Return the note with that key on a response, or raise Http404."""
    if not (pk.isascii() and pk.isdecimal()):
        raise Http404
    return get_object_or_404(response.notes, pk=pk, **of)


def _mark(note: Note, button: str, by: User) -> str:
    """Resolve or reopen the note, and return what to say."""
    if button == "resolve":
        draft_notes.resolve_note(note=note, by=by)
        return "The note is resolved"
    draft_notes.open_note_again(note=note)
    return "The note is open again"
