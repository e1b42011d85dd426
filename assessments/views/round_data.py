"""Coram Voice's data files of a whole round."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from leavingcare.forms import error_list
from leavingcare.programs import for_programs

from ..access import require_officer
from ..files.bounded import jobs
from ..files.catalogue import ROUND_FORMATS, Format
from ..forms.round_data import TextForm
from ..models import Round
from ..workflow import round_data
from .files import download, not_made
from .requests import SignedInRequest


@for_programs
@require_safe
def round_file(request: SignedInRequest, slug: str, format: str) -> HttpResponse:
    """Download the data of a round, without text that people wrote or their names."""
    round = _round(request, slug)
    chosen = ROUND_FORMATS.get(format)
    if chosen is None:
        raise Http404
    return _send(request, round, chosen, with_words=False)


@require_http_methods(["GET", "HEAD", "POST"])
def round_text(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask for confirmation (GET), then download the data with text (POST)."""
    round = _round(request, slug)
    form = TextForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = ROUND_FORMATS[form.cleaned_data["format"]]
        return _send(request, round, chosen, with_words=True)
    errors = error_list(form)
    context = {
        "round": round,
        "count": round_data.latest(round).count(),
        "form": form,
        "errors": errors,
    }
    status = 422 if errors else 200
    return render(request, "rounds/data_text.html", context, status=status)


def _round(request: SignedInRequest, slug: str) -> Round:
    """Return the round, for Coram Voice staff. Raises PermissionDenied or Http404."""
    require_officer(request.user)
    return get_object_or_404(Round, slug=slug)


def _send(
    request: SignedInRequest, round: Round, chosen: Format, *, with_words: bool
) -> HttpResponse:
    """Make the file, record the download for every submission in it, then send it."""
    try:
        with jobs.turn_of(request.user):
            submissions = round_data.latest_submissions(round)
            content = round_data.data_file(
                round=round,
                submissions=submissions,
                format=chosen,
                with_words=with_words,
            )
    except jobs.NotMade as failure:
        return not_made(
            request, failure, back=reverse("round_downloads", args=[round.slug])
        )
    round_data.record_downloads(
        submissions=submissions,
        format=chosen,
        with_words=with_words,
        by=request.user,
    )
    ending = "data-with-text" if with_words else "data"
    return download(content, f"{round.slug}-{ending}.{chosen.name}", chosen.kind)
