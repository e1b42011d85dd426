"""The page and the files of a returned follow-up, and the history of its areas."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from frameworks.words import changes

from ..access import (
    access_to,
    open_follow_up,
    open_follow_up_return,
    require_follow_up,
)
from ..files.bounded import jobs
from ..files.follow_up import formats
from ..forms.follow_up import RestoreAreaForm
from ..models import FollowUpRevision
from ..submission.shown.supplements import TEXTS
from ..submission.shown.wording import out_of_ten
from ..workflow import downloads
from ..workflow import follow_up as workflow
from .files import download, not_made
from .requests import SignedInRequest

REVISIONS_A_PAGE = 20


@require_safe
def follow_up_return(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show a returned follow-up, from its content alone."""
    found = open_follow_up_return(request.user, reference)
    assessment = found.follow_up.assessment
    access = access_to(request.user, assessment, role=None)
    context = {
        "returned": found,
        "assessment": assessment,
        "document": formats.shape(found),
        "formats": list(formats.FORMATS.values()),
        "can_reopen": access.can["reopen_follow_up"] and not found.follow_up.is_open,
        "versions": list(
            found.follow_up.returns.defer("content").select_related("submitted_by")
        ),
    }
    return render(request, "follow_up/return.html", context)


@require_safe
def follow_up_file(
    request: SignedInRequest, reference: str, format: str
) -> HttpResponse:
    """Make a file of a returned follow-up, record the download, then send it."""
    chosen = formats.FORMATS.get(format)
    if chosen is None:
        raise Http404
    found = open_follow_up_return(request.user, reference)
    try:
        with jobs.turn_of(request.user):
            content = chosen.make(found)
    except jobs.NotMade as failure:
        back = reverse("follow_up_return", args=[reference])
        return not_made(request, failure, back=back)
    assessment = found.follow_up.assessment
    downloads.record_file(
        assessment=assessment, name=f"{reference}, {format}", by=request.user
    )
    name = f"{slugify(assessment.authority.name)}-{reference}.{format}"
    return download(content, name, chosen.kind)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_history(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Show the history of one area (GET), or restore an earlier state (POST)."""
    action = "edit_follow_up" if request.method == "POST" else "read_follow_up"
    assessment, access, found = open_follow_up(request.user, pk, action)
    rows = found.scores.select_related("area", "follow_up__assessment")
    row = get_object_or_404(rows, area__number=number)
    if request.method == "POST":
        require_follow_up(found, request.user)
        form = RestoreAreaForm(row, request.POST)
        if not form.is_valid():
            raise Http404
        workflow.restore(
            row=row, revision=form.cleaned_data["revision"], by=request.user
        )
        messages.success(request, f"The earlier state of area {number} is back.")
        return redirect(f"{reverse('follow_up', args=[pk])}#area-{number}")
    revisions = row.revisions.select_related("by")
    part = Paginator(revisions, REVISIONS_A_PAGE).get_page(request.GET.get("page"))
    start, end = max(part.start_index() - 1, 0), part.end_index()
    context = {
        "assessment": assessment,
        "area": row.area,
        "part": part,
        "entries": entries(list(revisions[start : end + 1]))[: end - start],
        "is_first_page": part.number == 1,
        "may_write": access.may_write_follow_up(found, request.user),
    }
    return render(request, "follow_up/history.html", context)


def entries(revisions: list[FollowUpRevision]) -> list[dict[str, object]]:
    """Return revisions, newest first, each with what it changed since the one before."""
    befores = [*(each.content for each in revisions[1:]), None]
    return [
        {
            "revision": each,
            "has_before": before is not None,
            "stage_two": out_of_ten(each.content["stage_two"]),
            "was": out_of_ten(before["stage_two"]) if before else "",
            "texts": [
                (label, changes((before or {}).get(name, ""), each.content[name]))
                for name, label in TEXTS.items()
                if each.content[name] or (before or {}).get(name)
            ],
        }
        for each, before in zip(revisions, befores[: len(revisions)], strict=True)
    ]
