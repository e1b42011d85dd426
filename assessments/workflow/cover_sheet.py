"""Saving the cover sheet, and finding the answers it still needs."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from leavingcare.models import User

from ..field_merge import Merge, Value, merge
from ..models import Assessment
from .common import Kind, goes_on, lock, record


@transaction.atomic
def save_cover(
    *,
    assessment: Assessment,
    token: str,
    values: Mapping[str, str | date | None],
    by: User,
) -> Merge:
    """Store the cover sheet's answers and return the Merge."""
    held = lock(assessment)
    merged = merge(
        token=token,
        version=held.version,
        stored=stored_answers(held, values),
        sent=_json(values),
    )
    if merged.changes:
        held.save_version(**{name: values[name] for name in merged.changes})
        if not goes_on(held, Kind.COVER_CHANGED, by):
            record(held, Kind.COVER_CHANGED, by)
    return merged


def stored_answers(assessment: Assessment, names: Iterable[str]) -> dict[str, Value]:
    """Return the stored answers with these names, in the shape that `merge` takes."""
    return _json({name: getattr(assessment, name) for name in names})


def missing_answers(assessment: Assessment) -> list[str]:
    """Return one sentence for each question without an answer."""
    return [
        f"Cover sheet: there is no answer to ‘{question['question'].removesuffix(':')}’."
        for question in assessment.round.framework.cover_questions
        if question["key"] != "authority" and not getattr(assessment, question["key"])
    ]


def _json(values: Mapping[str, str | date | None]) -> dict[str, Value]:
    """Return the values as JSON types, dates in ISO format."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }
