"""The forms of questions on a submission and of replies."""

from django import forms
from django.http import QueryDict

from leavingcare.text import TextField

from .about import AboutForm

LENGTH = 2000


class QuestionForm(AboutForm):
    """A question on the whole submission or on one statement."""

    text = TextField(
        label="Your question",
        help_text="The authority’s moderators and approvers read it. We email the "
        "moderators that there is one. Do not name children or young people.",
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter your question"},
    )


class ReplyForm(forms.Form):
    """A reply to a question; `key` tells it from the others of the page."""

    text = TextField(
        label="Reply",
        help_text="Do not name children or young people.",
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter a reply"},
    )

    def __init__(self, data: QueryDict | None = None, *, key: int) -> None:
        super().__init__(data, prefix=f"reply-{key}")
