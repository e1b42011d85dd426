"""The forms of a review by somebody from elsewhere."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from leavingcare.models import User
from leavingcare.text import TextField

from .about import AboutForm
from .common import SeenForm
from .dates import DayField


class InviteReviewerForm(forms.Form):
    """The reviewer of a submission, and the last day of the review."""

    name = TextField(
        label="Full name",
        lines=False,
        max_length=User._meta.get_field("name").max_length,
        error_messages={"required": "Enter their name"},
    )
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an email address in the correct format, like "
            "name@example.org",
        },
    )
    until = DayField(
        label="Until which day may they read it?",
        error_messages={"required": "Enter the last day of the review"},
    )

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise ValidationError("Enter a day that has not passed")
        return until


class KeyLinesForm(SeenForm):
    """The key lines of enquiry, one per line."""

    key_lines = TextField(
        label="Key lines of enquiry",
        help_text="One per line. They were made from what is split, has no evidence or "
        "little. Change them as you like.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )


class PeerNoteForm(AboutForm):
    """A note of the reviewer on the whole submission or one statement."""

    text = TextField(
        label="Your note",
        help_text="The authority and Coram Voice read it. Do not name children or young "
        "people.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter your note"},
    )
