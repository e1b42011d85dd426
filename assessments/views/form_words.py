"""The words about the form of a row: its parts, its errors, both sides of a clash."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from leavingcare.models import User

from ..field_merge import Merge
from ..forms.supplements import SupplementForm
from ..models import SupplementModel
from . import autosave
from .requests import Errors

SharedForm: TypeAlias = SupplementForm[Any]  # type: ignore[explicit-any]  # of any row
Sides: TypeAlias = list[tuple[str, str, str]]  # (label, stored, sent), in words


def parts_of(
    row: SupplementModel, form: SharedForm, reader: User
) -> list[autosave.Part]:
    """Return each value of a form as it is stored, for our script."""
    by, at = autosave.name_for(row.updated_by, reader), row.updated_at
    return [
        {
            "values": {name: form.boxed(name)},
            "words": form.boxed_words(name),
            "by": by,
            "at": autosave.short_time(at),
        }
        for name in form.stored
    ]


def errors_of(forms: Iterable[SharedForm]) -> Errors:
    """Return [(anchor, message that names the box)] for the error summary."""
    return [
        (form[name].auto_id, message_of(form, name, str(message)))
        for form in forms
        for name, found in form.errors.items()
        for message in found
    ]


def message_of(form: SharedForm, name: str, message: str) -> str:
    """Return the message with the form and the box it is about."""
    label = str(form.fields[name].label)
    said = f"{label} {message}" if label.endswith("?") else f"{label}: {message}"
    return f"{form.about}, {said[0].lower()}{said[1:]}" if form.about else said


def box_of(form: SharedForm, name: str) -> str:
    """Return the id of the form's box, or of its first box if that one has gone."""
    if name in form.fields:
        return form[name].auto_id
    return next(field.auto_id for field in form.visible_fields())


def sides_of(form: SharedForm, merged: Merge) -> Sides:
    """Return [(label, what is stored, what was sent)] of what clashes, in words."""
    sent = form.values()
    return [
        (
            str(form.fields[name].label),
            form.shown_value(name, theirs),
            form.shown_value(name, sent[name]),
        )
        for name, theirs in merged.clashes.items()
    ]
