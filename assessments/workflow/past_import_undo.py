"""Undoing an import of past submissions, for as long as nobody has built on it.

An import that made an assessment removes it again. One that completed an assessment
of an authority that takes part gives its content back. Either is recorded at
the desk, and the file waits to be corrected and imported again.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import TypedDict, cast

from django.db import models, transaction
from django.db.models import F, ForeignObjectRel, QuerySet
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from .. import desk_emails
from ..models import (
    AgreedArea,
    AgreedResponse,
    Assessment,
    DeskEvent,
    PastBatch,
    PastFile,
    Submission,
    SupplementModel,
)
from ..submission.previous_submission import forget_reports
from . import rounds
from .common import Kind, hold_people, moderators_of, note, record, tell_room
from .past_import_undoable import NOT_IMPORTED, why_not

Row = tuple[int, dict[str, object]]


class Before(TypedDict, total=False):
    """The content of an assessment that takes part, before a file completed it.

    `areas` and `responses` are (key, values) of those that were agreed, `supplements`
    those of young people's views, by model. Without any of these the import made the
    assessment.
    """

    cover: dict[str, object]
    areas: list[Row]
    responses: list[Row]
    supplements: dict[str, list[Row]]


def before_of(assessment: Assessment) -> Before:
    """Return what `undo` needs to give an assessment back as it is."""
    return {
        "cover": _values(assessment, Assessment.COVER_FIELDS),
        "areas": [_row(each) for each in assessment.agreed_areas.all()],
        "responses": [_row(each) for each in assessment.agreed_responses.all()],
        "supplements": {
            rows.model._meta.model_name or "": [_row(each) for each in rows]
            for rows in _supplements_of(assessment)
        },
    }


def _supplements_of(assessment: Assessment) -> Iterator[QuerySet[models.Model]]:
    """Yield the rows of each supplement of an assessment."""
    for relation in Assessment._meta.related_objects:
        if issubclass(cast("type", relation.related_model), SupplementModel):
            yield _related(relation, Assessment.objects.filter(pk=assessment.pk))


def _row(agreed: models.Model) -> Row:
    """Return a row's key and its values but for the version, as JSON can hold them."""
    names = [
        field.attname
        for field in agreed._meta.local_concrete_fields
        if not field.primary_key and field.name != "version"
    ]
    return agreed.pk, _values(agreed, names)


def _values(row: models.Model, names: Iterable[str]) -> dict[str, object]:
    values = {name: getattr(row, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def undo_files(*, batch: PastBatch, by: User) -> int:
    """Undo every import of a batch that can be, each all or nothing; return how many."""
    count = 0
    for file in batch.files.exclude(submission=None).order_by("pk"):
        with suppress(Refused):
            undo(file=file, by=by)
            count += 1
    return count


@transaction.atomic
def undo(*, file: PastFile, by: User) -> None:
    """Undo the import of a file; raise Refused if anybody has built on it."""
    # The batch, its file, the round, the authority. A release holds the round too.
    PastBatch.objects.select_for_update().get(pk=file.batch_id)
    held = PastFile.objects.select_for_update().get(pk=file.pk)
    if held.submission is None:
        raise Refused(NOT_IMPORTED)
    submission = held.submission
    rounds.hold(submission.assessment.round)
    hold_people(submission.assessment.authority)
    assessment = Assessment.objects.select_for_update().get(pk=submission.assessment_id)
    if found := why_not(held):
        raise Refused(found)
    before = _detach(held, by)
    _delete(Submission.objects.filter(pk=submission.pk))
    if "cover" in before:
        _give_back(assessment, cast("Before", before), submission, by)
    else:
        _delete(Assessment.objects.filter(pk=assessment.pk))
    forget_reports(assessment.authority_id)
    note(
        DeskEvent.Kind.UNDONE,
        by,
        round=assessment.round,
        authority=assessment.authority,
        detail=submission.reference,
    )


def _detach(file: PastFile, by: User) -> dict[str, object]:
    """Let the file wait again as it was read; return what there was before."""
    before: dict[str, object] = file.before
    file.content, file.before = before.pop("content"), {}
    file.submission = file.brought_in_at = file.brought_in_by = None
    file.undone_at, file.undone_by = timezone.now(), by
    file.save()
    return before


def _give_back(
    assessment: Assessment, before: Before, submission: Submission, by: User
) -> None:
    """Open the assessment again with what was in it, and tell its moderators."""
    for rows in _supplements_of(assessment):
        kept = before.get("supplements", {}).get(rows.model._meta.model_name or "", [])
        _delete(rows.exclude(pk__in=[pk for pk, _ in kept]))
        _restore(rows.model, kept)
    _restore(AgreedArea, before["areas"])
    _restore(AgreedResponse, before["responses"])
    Assessment.objects.filter(pk=assessment.pk).update(
        **before["cover"],
        status=Assessment.Status.OPEN,
        version=F("version") + 1,
    )
    record(assessment, Kind.IMPORT_UNDONE, by, submission.reference)
    tell_room(assessment)
    desk_emails.import_undone(assessment, by, moderators_of(assessment))


def _restore(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Write rows with their earlier values, at a version that nobody has seen."""
    for pk, values in rows:
        model._base_manager.filter(pk=pk).update(**values, version=F("version") + 1)


def _delete(rows: QuerySet[models.Model]) -> None:
    """Delete rows and everything that refers to them, the last first.

    Not by `QuerySet.delete`: what was submitted refuses that, and here it may go.
    """
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return
    model: type[models.Model] = rows.model
    found = model._base_manager.filter(pk__in=keys)
    for relation in model._meta.related_objects:
        _delete(_related(relation, found))
    models.QuerySet(model).filter(pk__in=keys)._raw_delete(rows.db)


def _related(
    relation: ForeignObjectRel, rows: QuerySet[models.Model]
) -> QuerySet[models.Model]:
    """Return the rows that refer to these by a relation."""
    model = cast("type[models.Model]", relation.related_model)
    keys = list(rows.values_list("pk", flat=True))
    return model._base_manager.filter(**{f"{relation.field.name}__in": keys})
