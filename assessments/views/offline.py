"""Working away from the site: a group's Word form out, and what came back, in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from frameworks.words import changes
from leavingcare.files import takes_file
from leavingcare.forms import error_list

from ..access import open_assessment, open_own_group, open_upload, require_open
from ..files.bounded import jobs
from ..files.word_form.reader.docx_safety import UnreadableForm
from ..files.word_form.writer import forms as word_forms
from ..forms.offline import AreasForm, ChoicesForm, UploadForm
from ..workflow import offline as workflow
from .draft_rows import value_in_words
from .files import download, not_made

LONGEST_NAME = 80  # characters of a file's name before its ending
LABELS = {
    "answer": "rating",
    "evidence": "evidence",
    "ideas": "ideas",
    "global_score": "score out of ten",
}


@require_http_methods(["GET", "HEAD", "POST"])
def offline(request, pk, group):
    """Download the group's drafts as a Word form; upload it filled in."""
    group = _open(request, pk, group)
    if request.method != "POST":
        return _render(request, group)
    form = AreasForm(_drafts(group), request.POST)
    if not form.is_valid():
        return _render(request, group, areas_form=form, status=422)
    try:
        with jobs.turn_of(request.user):
            data = workflow.take(group=group, drafts=form.chosen, by=request.user)
    except jobs.NotMade as failure:
        back = reverse("offline", args=[pk, group.pk])
        return not_made(request, failure, back=back)
    return download(data, file_name(group), word_forms.KIND)


@takes_file
@require_http_methods(["GET", "HEAD", "POST"])
def offline_upload(request, pk, group):
    """Read a form that came back, then show what it would change."""
    group = _open(request, pk, group)
    if request.method != "POST":
        return redirect("offline", pk=pk, group=group.pk)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            with jobs.turn_of(request.user):
                data = form.cleaned_data["file"].read()
                upload = workflow.read(group=group, data=data, by=request.user)
        except (UnreadableForm, jobs.Busy) as error:
            form.add_error("file", str(error))
        else:
            return redirect("offline_check", pk=pk, group=group.pk, upload=upload.pk)
    return _render(request, group, upload_form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def offline_check(request, pk, group, upload):
    """Show what a form would change, ask where both did, and bring it in."""
    access = open_assessment(request.user, pk)[1]
    upload = open_upload(open_own_group(access, group), upload)
    if request.method != "POST":
        return _render_check(request, access, upload)
    require_open(access.assessment)
    clashes = [one for one in workflow.compared(upload).differences if one.is_clash]
    form = ChoicesForm(clashes, request.POST)
    if not form.is_valid():
        return _render_check(request, access, upload, form=form, status=422)
    try:
        taken = workflow.bring_in(
            upload=upload,
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
        return _render_check(request, access, upload, kept, since.keys, status=409)
    messages.success(request, _brought_in(taken))
    return redirect(request.path)


def _open(request, pk, group):
    access = open_assessment(request.user, pk)[1]
    group = open_own_group(access, group)
    require_open(access.assessment)
    return group


def _drafts(group):
    """The group's drafts that are not handed in, by area."""
    drafts = group.drafts.filter(handed_in_at=None).select_related("area")
    return list(drafts.order_by("area__number"))


def _render(request, group, *, areas_form=None, upload_form=None, status=200):
    forms = [areas_form, upload_form]
    context = {
        "group": group,
        "assessment": group.assessment,
        "areas_form": areas_form or AreasForm(_drafts(group)),
        "upload_form": upload_form or UploadForm(),
        "errors": error_list(*filter(None, forms)),
        "uploads": group.form_uploads.select_related("by", "brought_in_by")[:10],
    }
    return render(request, "offline/offline.html", context, status=status)


def file_name(group):
    """A name any system can keep: "housing-spring-2020.docx"."""
    name = slugify(f"{group.name} {group.assessment.round.name}")[:LONGEST_NAME]
    return f"{name.strip('-') or 'form'}.docx"


# What a form would change


def _render_check(
    request, access, upload, kept=None, since=frozenset(), *, form=None, status=200
):
    """Show the form beside the site; `kept` has the choices made on an older page."""
    found = workflow.compared(upload)
    clashes = [one for one in found.differences if one.is_clash]
    seen = " ".join(f"{one.key}:{workflow.seen_of(one)}" for one in found.differences)
    form = form or ChoicesForm(clashes, initial=(kept or {}) | {"seen": seen})
    shown = [_shown(one, found, form, since) for one in found.differences]
    context = {
        "upload": upload,
        "group": upload.group,
        "assessment": upload.group.assessment,
        "form": form,
        "clashes": [row for row in shown if row["one"].is_clash],
        "taken": [row for row in shown if not row["one"].is_clash],
        "unplaced": found.unplaced,
        "left_out": upload.content.get("left_out", []),
        "since": [row for row in shown if row["is_new"]],
        "is_since": bool(since),
        "errors": error_list(form),
        "may_bring_in": access.assessment.is_open and not upload.brought_in_at,
    }
    return render(request, "offline/check.html", context, status=status)


def _shown(one, found, form, since):
    """A Difference for people: where it is, and both sides in words."""
    labels = {value: point.label for value, point in found.points.items()}
    response = found.responses.get(one.place)
    is_reworded = one.is_text and not (one.is_filled or one.is_emptied)
    return {
        "one": one,
        "title": one.place if response else f"Area {one.place}",
        "label": LABELS[one.name],
        "statement": response and response.statement.text_md,
        "by": response and response.updated_by,
        "at": response and response.updated_at,
        "now": value_in_words(one.now, labels),
        "base": value_in_words(one.base, labels),
        "said": found.words(one) or value_in_words(one.said, labels),
        "changes": changes(one.base, one.said) if is_reworded else [],
        "field": form[one.key] if one.key in form.fields else None,
        "is_new": one.key in since,
    }


def _brought_in(taken):
    if taken is None:
        return "This form has been brought in already. Nothing was changed again."
    if not taken:
        return "Nothing was changed: all that is on the site stays."
    if len(taken) == 1:
        return "One answer has been brought in"
    return f"{len(taken)} answers have been brought in"
