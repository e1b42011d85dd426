"""Working offline: download a group's Word form, upload it, and check the changes."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from leavingcare.files import takes_file
from leavingcare.forms import as_error, error_list

from ..access import (
    Access,
    open_assessment,
    open_own_group,
    open_upload,
    require_open,
)
from ..files.bounded import jobs
from ..files.incoming.differences import Difference
from ..files.word_form.reader.docx_safety import UnreadableForm
from ..files.word_form.writer import forms as word_forms
from ..forms.offline import MOST_MEGABYTES, AreasForm, ChoicesForm, UploadForm
from ..models import Draft, FormUpload, WorkingGroup
from ..workflow import offline as workflow
from .files import download, not_made
from .offline_check import Check, counted
from .requests import SignedInRequest

LONGEST_NAME = 80  # characters of a file's name before its ending
pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
def offline(request: SignedInRequest, pk: int, group: int) -> HttpResponse:
    """Download the group's drafts as a Word form, or upload it filled in."""
    opened = _open(request, pk, group)
    if request.method != "POST":
        return _render(request, opened)
    form = AreasForm(_drafts(opened), request.POST)
    if not form.is_valid():
        return _render(request, opened, areas_form=form, status=422)
    try:
        with jobs.turn_of(request.user):
            data = workflow.take(group=opened, drafts=form.chosen, by=request.user)
    except jobs.NotMade as failure:
        back = reverse("offline", args=[pk, group])
        return not_made(request, failure, back=back)
    return download(data, file_name(opened), word_forms.KIND)


@takes_file(megabytes=MOST_MEGABYTES)
@pages
def offline_upload(request: SignedInRequest, pk: int, group: int) -> HttpResponse:
    """Read an uploaded form, then show what it would change."""
    opened = _open(request, pk, group)
    if request.method != "POST":
        return redirect("offline", pk=pk, group=group)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            with jobs.turn_of(request.user):
                data = form.cleaned_data["file"].read()
                upload = workflow.read(group=opened, data=data, by=request.user)
        except (UnreadableForm, jobs.Busy) as error:
            form.add_error("file", as_error(error))
        else:
            return redirect("offline_check", pk=pk, group=group, upload=upload.pk)
    return _render(request, opened, upload_form=form, status=422)


@pages
def offline_check(
    request: SignedInRequest, pk: int, group: int, upload: int
) -> HttpResponse:
    """Show what a form would change, ask where both changed, and import it."""
    access = open_assessment(request.user, pk)[1]
    opened = open_upload(open_own_group(access, group), upload)
    if request.method != "POST":
        return _render_check(request, access, opened)
    require_open(access.assessment)
    form = ChoicesForm(workflow.compared(opened), request.POST)
    if not form.is_valid():
        return _render_check(request, access, opened, form=form, status=422)
    try:
        taken = workflow.import_upload(
            upload=opened,
            choices=form.choices,
            seen=form.seen_marks,
            by=request.user,
        )
    except workflow.ChangedSince as since:
        kept = {
            key: value
            for key, value in form.cleaned_data.items()
            if key not in since.keys
        }
        return _render_check(request, access, opened, kept, since.keys, status=409)
    say = messages.success if taken else messages.info
    say(request, _imported(taken))
    return redirect(request.path)


def _open(request: SignedInRequest, pk: int, group: int) -> WorkingGroup:
    access = open_assessment(request.user, pk)[1]
    opened = open_own_group(access, group)
    require_open(access.assessment)
    return opened


def _drafts(group: WorkingGroup) -> list[Draft]:
    """Return the group's drafts that are not handed in, by area."""
    drafts = group.drafts.filter(handed_in_at=None).select_related("area")
    return list(drafts.order_by("area__number"))


def _render(
    request: SignedInRequest,
    group: WorkingGroup,
    *,
    areas_form: AreasForm | None = None,
    upload_form: UploadForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "group": group,
        "assessment": group.assessment,
        "areas_form": areas_form or AreasForm(_drafts(group)),
        "upload_form": upload_form or UploadForm(),
        "errors": error_list(*filter(None, [areas_form, upload_form])),
        "uploads": group.form_uploads.select_related("by", "brought_in_by")[:10],
    }
    return render(request, "offline/offline.html", context, status=status)


def file_name(group: WorkingGroup) -> str:
    """Return a name that any system can store: "housing-spring-2020.docx"."""
    name = slugify(f"{group.name} {group.assessment.round.name}")[:LONGEST_NAME]
    return f"{name.strip('-') or 'form'}.docx"


def _render_check(
    request: SignedInRequest,
    access: Access,
    upload: FormUpload,
    kept: dict[str, str] | None = None,
    since: Collection[str] = (),
    *,
    form: ChoicesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Compare the form with the site; `kept` has the choices made on an older page."""
    found = workflow.compared(upload)
    seen = " ".join(f"{one.key}:{workflow.seen_of(one)}" for one in found.differences)
    form = form or ChoicesForm(found, initial=(kept or {}) | {"seen": seen})
    context = {
        "upload": upload,
        "group": upload.group,
        "assessment": upload.group.assessment,
        "form": form,
        "check": Check.of(found, form, since),
        "notices": found.notices,
        "left_out": upload.content.get("left_out", []),
        "is_since": bool(since),
        "errors": error_list(form),
        "may_import": access.assessment.is_open and not upload.brought_in_at,
    }
    return render(request, "offline/check.html", context, status=status)


def _imported(taken: list[Difference] | None) -> str:
    if taken is None:
        return "This form was imported before. Nothing was changed again."
    if not taken:
        return "Nothing was changed."
    return f"{counted(len(taken), 'change')} saved"
