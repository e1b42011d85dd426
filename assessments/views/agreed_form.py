"""The agreed answers as a Word form, to use in a meeting before submitting."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from ..access import open_assessment
from ..files.bounded import jobs
from ..files.word_form.writer import forms as word_forms
from ..submission import snapshot
from ..workflow import downloads
from .files import download, not_made
from .requests import SignedInRequest


@require_safe
def agreed_form(request: SignedInRequest, pk: int) -> HttpResponse:
    """Download what is agreed, marked as not submitted, or go to the submission."""
    assessment, access = open_assessment(request.user, pk, "see_inside")
    if not access.may_read_agreed():
        raise PermissionDenied
    if not assessment.is_open and not assessment.is_withdrawn:
        return redirect("submission", assessment.submissions.all()[0].reference)
    try:
        with jobs.turn_of(request.user):
            content = snapshot.agreed_document(assessment)
            data = word_forms.agreed(content, name=f"what assessment {pk} agreed")
    except jobs.NotMade as failure:
        return not_made(request, failure, back=reverse("moderation", args=[pk]))
    downloads.record_agreed_download(assessment=assessment, by=request.user)
    name = slugify(f"{assessment.authority.name} {assessment.round.slug} not submitted")
    return download(data, f"{name}.docx", word_forms.KIND)
