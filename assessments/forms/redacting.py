"""The forms to remove words that could identify somebody."""

from django import forms

from leavingcare.text import TextField

SHORTEST = 2  # characters


class RemoveForm(forms.Form):
    """The words to remove, first to look for them and then to remove them."""

    words = TextField(
        lines=False,
        label="Which words?",
        help_text="For example a name, exactly as it is written. Capital letters do not "
        "matter. We only look for whole words.",
        max_length=200,
        is_counted=False,
        error_messages={"required": "Enter the words to remove"},
    )

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if len(words) < SHORTEST:
            raise forms.ValidationError(f"Enter {SHORTEST} characters or more")
        return words


class RemoveSubmittedForm(RemoveForm):
    """The same for a submission, with a reason."""

    reason = TextField(
        label="Why are you removing them?",
        help_text="The authority sees this. Do not repeat the words.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why you are removing them"},
    )
