"""The form of a note to colleagues."""

from django import forms

from leavingcare.text import TextField


class NoteForm(forms.Form):
    """A note to colleagues on a statement."""

    text = TextField(
        label="Add a note to colleagues",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": "Enter a note"},
    )
