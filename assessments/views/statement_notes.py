"""The page of dated notes on the statements of an edition."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from frameworks.models import Framework, Statement
from leavingcare.forms import error_list

from ..access import require_officer
from ..forms.statement_notes import StatementNoteForm
from ..models import StatementNote
from ..submission.statement_notes import notes_of
from ..workflow import statement_notes as workflow
from .requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def statement_notes(request: SignedInRequest, edition: str) -> HttpResponse:
    """Show the notes on an edition to everybody (GET), or add one (POST)."""
    if request.method == "POST":
        require_officer(request.user)
    framework = get_object_or_404(Framework, edition=edition)
    statements = list(
        Statement.objects.filter(area__framework=framework).select_related("area")
    )
    data = request.POST if request.method == "POST" else None
    form = StatementNoteForm(data, statements=statements)
    if form.is_valid():
        workflow.add(by=request.user, **form.cleaned_data)
        messages.success(request, "The note has been added.")
        return redirect("statement_notes", edition)
    found = notes_of(edition)
    context = {
        "framework": framework,
        "noted": [
            (statement, found[statement.code])
            for statement in statements
            if statement.code in found
        ],
        "form": form if request.user.is_officer else None,
        "errors": error_list(form),
    }
    status = 422 if form.errors else 200
    return render(request, "statement_notes/notes.html", context, status=status)


@require_POST
def take_back_note(request: SignedInRequest, edition: str, note: int) -> HttpResponse:
    """Take back a note on a statement."""
    require_officer(request.user)
    standing = StatementNote.objects.standing()
    found = get_object_or_404(
        standing.filter(statement__area__framework__edition=edition), pk=note
    )
    workflow.take_back(note=found, by=request.user)
    messages.success(request, "The note has been taken back.")
    return redirect("statement_notes", edition)
