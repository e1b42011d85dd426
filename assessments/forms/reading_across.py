"""The forms of reading across authorities: searching and tagging."""

from typing import Any

from django import forms

from leavingcare.text import TextField

from ..models import ReadingTag
from .common import set_choices


class SearchForm(forms.Form):
    """Words to look for, and a tag. It is posted, as words may name somebody."""

    words = TextField(label="Words", lines=False, max_length=100, required=False)
    tag = forms.ChoiceField(label="Tag", required=False)

    def __init__(self, *args: Any, tags: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(key), name) for key, name in tags]
        set_choices(self.fields["tag"], [("", "Any"), *choices])


class SearchAllForm(forms.Form):
    """Words to look for in everything of a round. It is posted, as `SearchForm` is."""

    words = TextField(
        label="Words to look for",
        help_text="An answer is found if it has all of them, in capitals or not.",
        lines=False,
        max_length=100,
        error_messages={"required": "Write one word or more"},
    )


class TagForm(forms.Form):
    """A tag for what one submission says in a place, or a tag to take off."""

    submission = forms.IntegerField(widget=forms.HiddenInput)
    name = TextField(
        label="Tag",
        lines=False,
        required=False,
        max_length=ReadingTag._meta.get_field("name").max_length,
    )
    off = forms.IntegerField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "tag-%s"

    def clean(self) -> dict[str, Any] | None:
        """Ask for a tag unless one is taken off."""
        cleaned = super().clean()
        if not (self.errors or self.cleaned_data["name"] or self.cleaned_data["off"]):
            self.add_error("name", "Write a tag")
        return cleaned
