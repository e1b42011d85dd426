"""The PDFs of a whole round in one ZIP file, for Coram Voice."""

from collections.abc import Iterable
from typing import TypedDict

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from leavingcare.refusals import Refused
from leavingcare.unsaved import wants_json

from ..access import require_officer
from ..files.bounded import jobs
from ..files.catalogue import FORMATS, ROUND_FORMATS, Format
from ..files.data import zips
from ..models import Round
from ..workflow import prebuilt_files, round_data, round_files
from ..workflow.round_files import Latest
from .requests import SignedInRequest

PDF = FORMATS["pdf"]
PATIENCE = 8  # seconds in which PDFs are begun before the page is answered
BUSY = "PDFs are being made at the moment, by a colleague or by the server itself."


@require_http_methods(["GET", "HEAD", "POST"])
def round_downloads(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show how many PDFs of a round are made (GET), or make more of them (POST)."""
    round = _round(request, slug)
    if request.method != "POST":
        context = {"round": round, **_pdfs(round)}
        return render(request, "rounds/downloads.html", context)
    latest = round_data.latest(round)
    try:
        with jobs.turn_of(request.user):
            run = prebuilt_files.make_missing(latest, [PDF], seconds=PATIENCE)
    except jobs.Busy:
        run = prebuilt_files.Run(is_busy=True)
    if wants_json(request):
        return _progress_json(request, round, run)
    if run.is_busy:
        messages.warning(request, f"{BUSY} Choose “Make the missing PDFs” in a minute.")
    return redirect("round_downloads", slug=slug)


def _round(request: SignedInRequest, slug: str) -> Round:
    """Return the round, for Coram Voice staff. Raises PermissionDenied or Http404."""
    require_officer(request.user)
    return get_object_or_404(Round.objects.select_related("framework"), slug=slug)


class PDFs(TypedDict):
    """The PDFs of a round's latest submissions, and those still to make."""

    authorities: int
    rows: list[Latest]
    reopened: list[Latest]
    made: list[Latest]
    failed: list[Latest]
    waiting: list[Latest]
    zip_size: int  # in bytes
    data_formats: Iterable[Format]


def _pdfs(round: Round) -> PDFs:
    """Return what the page shows of the round's PDFs."""
    rows = round_files.rows(round, PDF)
    failed = round_files.unmakeable(rows, PDF)
    made = [row for row in rows if row.file is not None]
    waiting = [row for row in rows if row.file is None and row not in failed]
    return {
        "authorities": round.assessments.count(),
        "rows": rows,
        "reopened": [row for row in rows if row.is_open],
        "made": made,
        "failed": failed,
        "waiting": waiting,
        "zip_size": len(zips.zipped(round_files.entries(round, rows))) if made else 0,
        "data_formats": ROUND_FORMATS.values(),
    }


def _progress_json(
    request: SignedInRequest, round: Round, run: prebuilt_files.Run
) -> JsonResponse:
    """Return the progress for our script: {"html", "words", "is_busy", "is_done"}."""
    pdfs = _pdfs(round)
    context = {"round": round, **pdfs}
    answer = {
        "html": render_to_string("rounds/_pdfs.html", context, request),
        "words": f"PDFs made: {len(pdfs['made'])} of {len(pdfs['rows'])}",
        "is_busy": run.is_busy,
        "is_done": not pdfs["waiting"],
    }
    return JsonResponse(answer)


@require_GET
def round_zip(request: SignedInRequest, slug: str) -> StreamingHttpResponse:
    """Record the download of a round's PDFs, then send them one by one in a ZIP file."""
    round = _round(request, slug)
    rows = round_files.rows(round, PDF)
    made = [row for row in rows if row.file is not None]
    if not made:
        raise Refused("No PDF of this round has been made yet.")
    archive = zips.zipped(round_files.entries(round, rows))
    round_files.record_downloads(made, PDF, request.user)
    response = StreamingHttpResponse(archive, content_type="application/zip")
    response["Content-Length"] = len(archive)
    name = f"{zips.part(round.slug, 'round')}-pdfs.zip"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
