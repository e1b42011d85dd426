"""The forms that ask for an assessment to be reopened, reopen it, or decline."""

from django import forms

from leavingcare.text import TextField


class ReopenForm(forms.Form):
    """The reason for reopening an assessment."""

    reason = TextField(
        label="Why are you reopening this assessment?",
        help_text="The authority sees this. Its submission does not change.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why you are reopening the assessment"},
    )


class DeclineForm(forms.Form):
    """The reason for leaving a submission as it is."""

    answer = TextField(
        label="Why are you not reopening it?",
        help_text="The authority sees this.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why you are not reopening the assessment"},
    )


class AskForm(forms.Form):
    """The reason a moderator gives Coram Voice for reopening an assessment."""

    reason = TextField(
        label="What do you need to change?",
        help_text="Coram Voice reads this. Leave out names and details that could "
        "identify a young person.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what you need to change"},
    )
