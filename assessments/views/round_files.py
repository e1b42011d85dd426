"""What Coram Voice takes away of a round: every PDF in one ZIP."""

from django.contrib import messages
from django.http import JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from leavingcare.refusals import Refused
from leavingcare.unsaved import wants_json

from ..access import require_staff
from ..files.bounded import jobs
from ..files.catalogue import FORMATS, ROUND_FORMATS
from ..files.data import zips
from ..models import Round
from ..workflow import prebuilt_files, round_data, round_files

PDF = FORMATS["pdf"]
PATIENCE = 8  # seconds in which PDFs are begun before the page is answered
BUSY = "PDFs are being made at the moment, by a colleague or by the server itself."


@require_http_methods(["GET", "HEAD", "POST"])
def round_downloads(request, slug):
    """How many PDFs of a round are made, the ZIP of them, and making more."""
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
        messages.warning(request, f"{BUSY} Look again in a minute.")
    return redirect("round_downloads", slug=slug)


def _round(request, slug):
    require_staff(request.user)
    return get_object_or_404(Round.objects.select_related("framework"), slug=slug)


def _pdfs(round):
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


def _progress_json(request, round, run):
    """Tell our script how far it is: {"html", "words", "is_busy", "is_done"}."""
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
def round_zip(request, slug):
    """The kept PDFs of a round in one ZIP: put on record, then sent one by one."""
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
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
