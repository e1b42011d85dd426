"""A group's drafts as a Word form: downloaded, read again and imported.

Reading a form changes no draft. Importing it stores, field by field, what only the
form changed and what somebody chose where both did.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import cast

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..field_merge import fingerprint
from ..files.incoming import isolated
from ..files.incoming.differences import UNDECIDED, Difference, Fields
from ..files.incoming.past_submission import authority_of
from ..files.word_form import printed_text
from ..files.word_form.reader.docx_safety import UnreadableForm
from ..files.word_form.reader.values import Content
from ..files.word_form.reader.wording import key
from ..files.word_form.writer import forms as word_forms
from ..files.word_form.writer.values import PartOfAnswer
from ..models import Draft, DraftResponse, FormDownload, FormUpload, WorkingGroup
from ..submission import snapshot
from ..submission.shown.wording import time_words
from .common import Kind, lock, numbers, record
from .drafting import values_of
from .fill_from_form import (
    FORM,
    apply,
    edition_refusal,
    editions,
    hold_drafts,
    record_import,
)
from .form_comparison import Comparison, compare, where
from .references import new_reference

TOO_MUCH = "These areas have more text than one Word form can hold. Choose fewer areas."


class ChangedSince(Exception):
    """Fields that have changed since the page showed them, by their keys."""

    def __init__(self, keys: Collection[str]) -> None:
        super().__init__(sorted(keys))
        self.keys = keys


def take(*, group: WorkingGroup, drafts: Sequence[Draft], by: User) -> bytes:
    """Write the group's drafts as a Word form to fill in and upload.

    `drafts` are the group's own, with their areas. Returns the bytes, after recording
    the download with the drafts' content. Raises as `jobs.run_job` does.
    """
    content = content_now(group, drafts)
    download = FormDownload(
        group=group,
        reference=new_reference("F", parts=3),
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


def content_now(group: WorkingGroup, drafts: Sequence[Draft]) -> dict[str, object]:
    """Return what drafts hold, in the shape of `FormDownload.content`."""
    responses = DraftResponse.objects.filter(draft__in=drafts, draft__group=group)
    answers: dict[str, object] = {
        response.statement.code: values_of(response)
        for response in responses.select_related("statement__area", "rating")
    }
    return answers | {
        "scores": {str(draft.area.number): draft.global_score for draft in drafts}
    }


def _written(download: FormDownload, areas: list[int]) -> bytes:
    answers: dict[str, PartOfAnswer] = {
        code: {
            "ratings": list(
                filter(None, cast("list[int | None]", values["answer"][:1]))
            ),
            "evidence": values["evidence"],
            "ideas": values["ideas"],
            "not_rated": values["answer"][1] not in {"", UNDECIDED[1]},
        }
        for code, values in cast("dict[str, Fields]", download.content).items()
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


def facts_of(download: FormDownload) -> list[tuple[str, str]]:
    """Return [(label, value)] of what a form prints about its group."""
    assessment = download.group.assessment
    at = time_words(download.at.isoformat())
    return [
        (printed_text.AUTHORITY, assessment.authority.name),
        ("Round", assessment.round.name),
        ("Working group", download.group.name),
        ("Downloaded", f"by {download.by.name} at {at}"),
        (printed_text.REFERENCE, download.reference),
    ]


def read(*, group: WorkingGroup, data: bytes, by: User) -> FormUpload:
    """Read a completed form into a FormUpload; no draft changes.

    Raises UnreadableForm, with a message for the person.
    """
    form = isolated.read(data, editions())
    if refusal := edition_refusal(form.edition, group.assessment):
        raise UnreadableForm(refusal)
    content = form.content
    content["names"] = [name for name in (authority_of(form), form.reference) if name]
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


def compared(upload: FormUpload) -> Comparison:
    """Return the form compared with what the drafts hold now."""
    base = upload.download.content if upload.download else {}
    return compare(upload.group, cast("Content", upload.content), base)


def seen_of(difference: Difference) -> str:
    """Return a short mark of what a page shows of a difference."""
    return fingerprint([difference.now, difference.is_clash])


@transaction.atomic
def import_upload(
    *, upload: FormUpload, choices: Mapping[str, str], seen: Mapping[str, str], by: User
) -> list[Difference] | None:
    """Store what only the form changed, and what was chosen where both did.

    `choices` is {key: choice} of clashes, as `fill_from_form.apply` takes them; other
    clashes do not change. `seen` is {key: mark} of what the page showed. Returns the
    Differences stored, or None if the form was imported before. Raises ChangedSince,
    and stores nothing, if a field is not as the page showed it.
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
    taken = apply(found, {**wanted, **choices}, by)
    held.content["left_out"] = _left_out(found, taken)
    held.brought_in_at, held.brought_in_by = timezone.now(), by
    held.save(update_fields=["content", "brought_in_at", "brought_in_by"])
    record_import(upload.group, found, taken, by)
    return taken


def _left_out(found: Comparison, taken: Sequence[Difference]) -> list[list[str]]:
    """Return [[where, text]] of what the form says and was not chosen."""
    seen = {
        one.key: each.question.seen
        for each in found.questions
        for one in each.differences
        if each.question.rated
    }
    return [
        [where(one), seen.get(one.key) or found.words(one)]
        for one in found.differences
        if one not in taken
    ]
