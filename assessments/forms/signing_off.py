"""The forms with which an approver answers, and a moderator replies."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from leavingcare.text import TextField

from ..field_merge import Value
from ..models import AgreedResponse, ApproverComment
from ..workflow.proposals import Shown
from ..workflow.signing_off import (
    answer_token,
    answer_values,
    comment_token,
    comment_values,
)
from .common import Boxes, SeenForm, set_choices


class ChangeRatingForm(SeenForm):
    """Another rating for a settled statement, with the reason.

    With `is_complete` false it takes what is written so far, to be kept. `agreed` is the
    version of the agreed response that the page showed.
    """

    agreed = forms.CharField(required=False, widget=forms.HiddenInput)
    rating = forms.ChoiceField(
        label="New rating",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select a new rating",
            "invalid_choice": "Select a rating other than the agreed one",
        },
    )
    reason = TextField(
        label="Reason",
        help_text="Everybody who takes part can see this. We send it with the submission "
        "as your change.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter why you are changing the rating"},
    )

    def __init__(
        self,
        response: AgreedResponse,
        labels: Mapping[int, str],
        data: QueryDict | None = None,
        *,
        shown: Boxes | None = None,
        is_complete: bool = True,
    ) -> None:
        initial = {**(shown or {}), "agreed": response.version}
        super().__init__(data, initial=initial, use_required_attribute=False)
        for name in ("rating", "reason"):
            self.fields[name].required = is_complete
        agreed = None
        if response.outcome == AgreedResponse.Outcome.AGREED:
            agreed = response.rating and response.rating.value
        set_choices(
            self.fields["rating"],
            [(str(value), label) for value, label in labels.items() if value != agreed],
        )

    @property
    def version(self) -> int:
        """Return the version of the agreed response that the page showed, or -1."""
        agreed = str(self["agreed"].value() or "")
        return int(agreed) if agreed.isdecimal() and len(agreed) < 19 else -1

    def values(self) -> dict[str, Value]:
        """Return the values as a proposal of this kind keeps them."""
        rating = self.cleaned_data["rating"]
        return {
            "rating": int(rating) if rating else None,
            "reason": self.cleaned_data["reason"],
        }


def change_boxes(shown: Shown) -> Boxes:
    """Return the boxes of a ChangeRatingForm for what approvers have written so far."""
    return {**shown.values, "seen": shown.token}


class CommentForm(SeenForm):
    """An approver's comment on a statement, stored until it is sent back."""

    text = TextField(
        label="Comment",
        help_text="The moderators see it once you send everything back. To remove your "
        "comment, delete the text.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, comment: ApproverComment | None, data: QueryDict | None = None
    ) -> None:
        initial = comment_boxes(comment)
        super().__init__(data, initial=initial, auto_id="id_comment_%s")


class AnswerForm(SeenForm):
    """A moderator's answer to a comment.

    With `is_complete` false it takes what is written so far, even nothing.
    """

    text = TextField(
        label="Your answer",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter your answer"},
    )

    def __init__(
        self,
        comment: ApproverComment,
        data: QueryDict | None = None,
        *,
        is_complete: bool = True,
    ) -> None:
        initial = {**answer_values(comment), "seen": answer_token(comment)}
        super().__init__(
            data,
            initial=initial,
            auto_id=f"id_answer_{comment.pk}_%s",
            use_required_attribute=False,
        )
        self.fields["text"].required = is_complete


class SendBackForm(SeenForm):
    """A comment on the whole, with which an approver sends the agreed version back."""

    text = TextField(
        label="Comment on everything that was agreed (optional)",
        help_text="The moderators see this with your comments on statements.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, comment: ApproverComment | None, data: QueryDict | None = None
    ) -> None:
        super().__init__(data, initial=comment_boxes(comment))


def comment_boxes(comment: ApproverComment | None) -> Boxes:
    """Return the boxes of a form for an approver's comment as it is stored."""
    return {**comment_values(comment), "seen": comment_token(comment)}
