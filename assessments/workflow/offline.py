"""A group's drafts as a Word form: taken away, read back, brought in.

Reading a form changes no draft. Bringing it in stores, field by field, what only the
form changed and what somebody chose where both did.
"""

import secrets

from django.db import transaction
from django.utils import timezone

from leavingcare.refusals import Refused

from ..field_merge import fingerprint
from ..files.incoming import isolated
from ..files.word_form import printed_text
from ..files.word_form.reader.docx_safety import UnreadableForm
from ..files.word_form.reader.wording import key
from ..files.word_form.writer import forms as word_forms
from ..models import DraftResponse, FormDownload, FormUpload
from ..submission import snapshot
from ..submission.shown.wording import time_words
from .common import Kind, lock, numbers, record
from .drafting import values_of
from .fill_from_form import (
    FORM,
    apply,
    compare,
    edition_refusal,
    editions,
    hold_drafts,
    record_import,
    where,
)
from .submitting import ALPHABET

TOO_MUCH = (
    "These areas hold more text than one Word form can carry back. Choose fewer areas."
)


class ChangedSince(Exception):
    """Fields that differ now from what the page had shown, by their keys."""

    def __init__(self, keys):
        super().__init__(sorted(keys))
        self.keys = keys


def new_reference():
    """A reference nobody can guess: F-4F7H-9QXR-2B6K."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return f"F-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def take(*, group, drafts, by):
    """Write the group's drafts as a Word form that may come back filled in.

    `drafts` are the group's own, with their areas. Returns the bytes, after the
    download is on record with what the drafts held. Raises as `jobs.run_job` does.
    """
    content = content_now(group, drafts)
    download = FormDownload(
        group=group,
        reference=new_reference(),
        by=by,
        at=timezone.now(),
        content=content,
    )
    data = _written(download, [draft.area.number for draft in drafts])
    with transaction.atomic():
        assessment = lock(group.assessment)
        download.save()
        what = numbers([draft.area for draft in drafts])
        record(assessment, Kind.TAKEN_OFFLINE, by, f"{group.name}, {what}")
    return data


def content_now(group, drafts):
    """What drafts hold, in the shape of `FormDownload.content`."""
    responses = DraftResponse.objects.filter(draft__in=drafts, draft__group=group)
    return {
        response.statement.code: values_of(response)
        for response in responses.select_related("statement__area", "rating")
    } | {"scores": {str(draft.area.number): draft.global_score for draft in drafts}}


def _written(download, areas):
    answers = {
        code: {
            "ratings": list(filter(None, values["answer"][:1])),
            "evidence": values["evidence"],
            "ideas": values["ideas"],
        }
        for code, values in download.content.items()
        if code != "scores"
    }
    scores = download.content["scores"]
    data = word_forms.of_group(
        snapshot.framework_document(download.group.assessment.round.framework),
        name=download.reference,
        answers=answers,
        scores={int(number): score for number, score in scores.items()},
        at=download.at,
        areas=areas,
        facts=facts_of(download),
    )
    if not data:
        raise Refused(TOO_MUCH)
    return data


def facts_of(download):
    """[(label, value)] that a form prints above of whose it is."""
    assessment = download.group.assessment
    at = time_words(download.at.isoformat())
    return [
        ("Local authority", assessment.authority.name),
        ("Round", assessment.round.name),
        ("Working group", download.group.name),
        ("Downloaded", f"by {download.by.name} on {at}"),
        (printed_text.REFERENCE, download.reference),
    ]


def read(*, group, data, by):
    """Read a completed form into a FormUpload; no draft changes.

    Raises UnreadableForm, with a message for the person.
    """
    form = isolated.read(data, editions())
    if refusal := edition_refusal(form.edition, group.assessment):
        raise UnreadableForm(refusal)
    content = form.content
    download = group.form_downloads.filter(reference=form.reference).first()
    if download:
        download.group = group
        printed = {key(f"{label}: {value}") for label, value in facts_of(download)}
        content["unplaced"] = [
            row for row in content["unplaced"] if key(row[1]) not in printed
        ]
    return FormUpload.objects.create(
        group=group, download=download, by=by, at=timezone.now(), content=content
    )


def compared(upload):
    """What the form says beside what the drafts hold now: a Comparison."""
    base = upload.download.content if upload.download else {}
    return compare(upload.group, upload.content, base)


def seen_of(difference):
    """A short mark of what a page shows of a difference."""
    return fingerprint([difference.now, difference.is_clash])


@transaction.atomic
def bring_in(*, upload, choices, seen, by):
    """Store what only the form changed, and what was chosen where both did.

    `choices` is {key: FORM or BOTH} of clashes, the rest of which stay as they are;
    `seen` is {key: mark} of what the page showed. Returns the Differences stored, or
    None if the form has been brought in before. Raises ChangedSince, having stored
    nothing, if a field is not as the page showed it.
    """
    hold_drafts(upload.group)
    held = FormUpload.objects.select_for_update().get(pk=upload.pk)
    if held.brought_in_at:
        return None
    found = compared(upload)
    changed = {
        one.key for one in found.differences if seen.get(one.key) != seen_of(one)
    }
    if changed:
        raise ChangedSince(changed)
    wanted = {one.key: FORM for one in found.differences if not one.is_clash}
    taken = apply(found, wanted | choices, by)
    left_out = [one for one in found.differences if one not in taken]
    held.content["left_out"] = [[where(one), found.words(one)] for one in left_out]
    held.brought_in_at, held.brought_in_by = timezone.now(), by
    held.save(update_fields=["content", "brought_in_at", "brought_in_by"])
    record_import(upload.group, found, taken, by)
    return taken
