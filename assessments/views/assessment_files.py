"""The files of an assessment: of its submissions, and of what is agreed so far."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..access import open_assessment
from ..submission import supplements
from .files import files_of
from .requests import SignedInRequest


@require_safe
def files(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show every file that the person may download, and what each is for."""
    assessment, access = open_assessment(request.user, pk, "read_submission")
    submissions = list(assessment.submissions.defer("content"))
    context: dict[str, object] = {
        "assessment": assessment,
        "access": access,
        "can": access.can,
        "submissions": submissions,
        "may_read_agreed": access.role is not None and access.may_read_agreed(),
        "groups": [
            group for group in assessment.groups.all() if group.pk in access.group_ids
        ],
    }
    if submissions:
        shown = supplements.of(assessment)
        context["files"] = files_of(assessment.submissions.all()[0], shown)
    return render(request, "overview/files.html", context)
