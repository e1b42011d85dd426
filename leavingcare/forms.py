"""Parts that forms on every page share: choices with a hint, the list of errors."""


class Hinted(str):
    """The label of one radio or checkbox, with a hint below it.

    `choices=[("4", Hinted("Agree", "We do this for everybody")), ...]`
    """

    __slots__ = ("hint",)

    def __new__(cls, label, hint=""):
        hinted = super().__new__(cls, label)
        hinted.hint = hint
        return hinted


def error_list(*forms):
    """List (anchor, message) of every error of the forms, for `_error_summary.html`.

    The anchor is the id of the field's input, or of its first radio or checkbox;
    it is empty for an error of a whole form.
    """
    return [
        (form[name].auto_id if name in form.fields else "", message)
        for form in forms
        for name, messages in form.errors.items()
        for message in messages
    ]
