"""The archive of everything an authority has here, and the page that describes it."""

from django.db.models import Count, Sum
from django.db.models.functions import Length
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from ..access import open_authority
from ..files.authority_archive.contents import NAMED
from ..files.bounded import jobs
from ..files.data import zips
from ..workflow import authority_archive
from .files import not_made
from .requests import SignedInRequest

COUNTED = [
    "assessments",
    "drafts",
    "draft_revisions",
    "agreed_revisions",
    "submissions",
    "what_happened",
]


@require_safe
def everything(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show what the archive contains, what it leaves out, and how large it is."""
    authority, _ = open_authority(request.user, slug, to_download=True)
    context = {
        "authority": authority,
        "counts": {name: NAMED[name].all(authority).count() for name in COUNTED},
        "files": NAMED["submission_files"]
        .all(authority)
        .aggregate(bytes=Sum(Length("content")), number=Count("pk")),
    }
    return render(request, "authority_archive/authority_archive.html", context)


@require_GET
def everything_file(request: SignedInRequest, slug: str) -> HttpResponse | FileResponse:
    """Make the archive in full, record the download, then send it."""
    authority, _ = open_authority(request.user, slug, to_download=True)
    try:
        with jobs.turn_of(request.user):
            file = authority_archive.take_everything(
                authority=authority, by=request.user
            )
    except jobs.NotMade as failure:
        back = reverse("everything", args=[slug])
        return not_made(request, failure, back=back)
    day = timezone.localdate().isoformat()
    name = f"{zips.part(authority.slug, 'authority')}-everything-{day}.zip"
    return FileResponse(file, as_attachment=True, filename=name)
