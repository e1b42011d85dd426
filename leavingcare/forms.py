"""Parts that forms on every page share: choices with a hint, the list of errors."""

from typing import Self

from django.core.exceptions import ValidationError
from django.forms import BaseForm, RadioSelect

from .text import TOO_LONG, TextField


class Hinted(str):
    """The label of one radio or checkbox, with a hint below it.

    `choices=[("4", Hinted("Agree", "We do this for everybody")), ...]`
    """

    __slots__ = ("hint",)
    hint: str

    def __new__(cls, label: str, hint: str = "") -> Self:
        hinted = super().__new__(cls, label)
        hinted.hint = hint
        return hinted


class RadioRow(RadioSelect):
    """Radios in one row where there is room, for a choice that a page asks many times.

    Written short, as an area's page has ninety. Its field's label is for screen readers.
    """


def as_error(reason: Exception) -> str:
    """Return why something was refused as an error of a form, without its last full stop.

    All errors of forms end like that: `tests/english/form_errors.py`.
    """
    return str(reason).removesuffix(".")


def error_list(*forms: BaseForm, names_boxes: bool = True) -> list[tuple[str, str]]:
    """List (anchor, message) of every error of the forms, for `_error_summary.html`.

    The anchor is the id of the field's input, or of its first radio or checkbox;
    it is empty for an error of a whole form. In a list away from the boxes, a text that is
    too long is called by the label of its box, if its form has several (`names_boxes`).
    """
    return [
        (
            form[name].auto_id if name in form.fields else "",
            _called(form, name, error) if names_boxes else error.messages[0],
        )
        for form in forms
        for name, errors in form.errors.as_data().items()
        for error in errors
    ]


def _called(form: BaseForm, name: str, error: ValidationError) -> str:
    """Return an error's message, after the label of its box if that is needed."""
    message = str(error.messages[0])
    boxes = [each for each in form.fields.values() if isinstance(each, TextField)]
    if error.code == TOO_LONG and len(boxes) > 1:
        return f"{form[name].label}: {message}"
    return message
