"""Parts that forms on every page share: choices with a hint, the list of errors."""

from typing import Self

from django.forms import BaseForm


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


def error_list(*forms: BaseForm) -> list[tuple[str, str]]:
    """List (anchor, message) of every error of the forms, for `_error_summary.html`.

    The anchor is the id of the field's input, or of its first radio or checkbox;
    it is empty for an error of a whole form.
    """
    return [
        (form[name].auto_id if name in form.fields else "", str(message))
        for form in forms
        for name, messages in form.errors.items()
        for message in messages
    ]
