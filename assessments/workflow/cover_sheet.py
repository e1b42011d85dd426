"""The cover sheet: saving its answers, and which are still missing."""

from django.db import transaction

from ..field_merge import merge
from .common import Kind, lock, record


@transaction.atomic
def save_cover(*, assessment, token, values, by):
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
        record(held, Kind.COVER_CHANGED, by)
    return merged


def stored_answers(assessment, names):
    """The stored answers of those names, as JSON types: what a page's token marks."""
    return _json({name: getattr(assessment, name) for name in names})


def missing_answers(assessment):
    """The cover sheet's questions without an answer, a sentence each."""
    return [
        f"The cover sheet does not answer: {question['question']}"
        for question in assessment.round.framework.cover_questions
        if question["key"] != "authority" and not getattr(assessment, question["key"])
    ]


def _json(values):
    """Cover values as JSON types: a date becomes its ISO form."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }
