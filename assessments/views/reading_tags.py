"""The answers with one of Coram Voice's own tags: a page, and a file without names."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from leavingcare.forms import error_list

from ..forms.round_data import NeededForm
from ..models import ReadingTag
from ..round_analysis.reading_across import by_place, tagged
from ..workflow import reading_across as workflow
from .files import download
from .requests import SignedInRequest
from .rounds import CSV, staff_round


@require_http_methods(["GET", "HEAD", "POST"])
def read_tag(request: SignedInRequest, slug: str, tag: int) -> HttpResponse:
    """Show what has a tag, by place (GET), or download it as CSV (POST)."""
    round = staff_round(request, slug)
    chosen = get_object_or_404(ReadingTag, pk=tag)
    found = tagged(round, chosen)
    form = NeededForm(request.POST if request.method == "POST" else None)
    if found and form.is_valid():
        content = workflow.tag_file(
            round=round, tag=chosen, found=found, by=request.user
        )
        return download(content, f"{slug}-tag-{tag}.csv", CSV)
    context = {
        "round": round,
        "tag": chosen,
        "count": len(found),
        "places": by_place(round, found),
        "searched": [],
        "form": form,
        "errors": error_list(form),
    }
    status = 422 if form.errors else 200
    return render(request, "analysis/read_tag.html", context, status=status)
