"""One group's draft of an area as a PDF, for everybody who may read its page."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from leavingcare.models import User

from ..access import open_assessment, open_draft
from ..files.bounded import jobs
from ..files.pdf import printing
from ..files.pdf.line_breaking import lines_of
from .draft_page import DraftPage
from .files import download, not_made
from .requests import SignedInRequest


@require_safe
def draft_file(
    request: SignedInRequest, pk: int, group: int, number: int
) -> HttpResponse:
    """Download a draft as it is now, marked as a draft."""
    access = open_assessment(request.user, pk)[1]
    page = DraftPage(open_draft(access, group, number))
    try:
        with jobs.turn_of(request.user):
            content = _printed(page, request.user)
    except jobs.NotMade as failure:
        return not_made(request, failure, back=page.url)
    authority = slugify(page.assessment.authority.name)
    return download(content, f"{authority}-area-{number}-draft.pdf", "application/pdf")


def _printed(page: DraftPage, by: User) -> bytes:
    """Return the PDF's bytes. Raises jobs.NotMade."""
    context = {
        "page": page,
        "user": by,
        "now": timezone.now(),
        "lines": lines_of(
            [[row.response.evidence, row.response.ideas] for row in page.rows]
        ),
    }
    printed = render_to_string("drafts/print.html", context)
    return printing.render_pdf(printed, f"a draft of assessment {page.assessment.pk}")
