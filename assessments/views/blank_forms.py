"""The blank forms of an edition, to be filled in on paper or away from the site."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from frameworks.models import Framework

from ..files.bounded import jobs
from ..files.pdf import blank_forms
from ..files.word_form.writer import forms as word_forms
from ..submission import snapshot
from .files import download, not_made
from .requests import SignedInRequest


def as_word(framework: Framework) -> bytes:
    """Return the edition's blank form as a Word document."""
    return word_forms.blank(snapshot.form_document(framework))


def as_pdf(framework: Framework) -> bytes:
    """Return the edition's blank form as a PDF."""
    return blank_forms.blank(snapshot.form_document(framework))


# By the end of the URL: what makes the bytes of an edition's form, and their type.
MAKERS: dict[str, tuple[Callable[[Framework], bytes], str]] = {
    "docx": (as_word, word_forms.KIND),
    "pdf": (as_pdf, blank_forms.KIND),
}


@require_safe
@login_required
def blank_form(request: SignedInRequest, edition: str, format: str) -> HttpResponse:
    """Download an edition's blank form; Http404 if it has none in that format."""
    if format not in MAKERS:
        raise Http404
    make, kind = MAKERS[format]
    framework = get_object_or_404(Framework, edition=edition)
    try:
        with jobs.turn_of(request.user):
            content = make(framework)
    except jobs.NotMade as failure:
        return not_made(request, failure, back=reverse("framework", args=[edition]))
    return download(content, f"self-assessment-{edition}.{format}", kind)
