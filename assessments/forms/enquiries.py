"""The form of one question to several authorities."""

from collections.abc import Sequence
from typing import Any

from django import forms

from frameworks.models import Area
from leavingcare.text import TextField

from ..models import Cluster
from .common import set_choices
from .questions import LENGTH


class EnquiryForm(forms.Form):
    """A question, which authorities it goes to, and the area it is about."""

    whom = forms.ChoiceField(
        label="Which authorities?",
        required=False,
        error_messages={"invalid_choice": "Choose from the list"},
    )
    about = forms.ChoiceField(
        label="What is it about?",
        required=False,
        error_messages={"invalid_choice": "Choose an area from the list"},
    )
    text = TextField(
        label="Your question",
        help_text="Each authority’s moderators and approvers read it, and Coram Voice "
        "alone reads the reply. We email the moderators that there is a question. Do not "
        "name children or young people.",
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter your question"},
    )

    def __init__(
        self,
        *args: Any,
        total: int,
        clusters: Sequence[Cluster],
        areas: Sequence[Area],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.clusters = {each.slug: each for each in clusters}
        self.areas = {str(each.number): each for each in areas}
        named = [(each.slug, f"Those in cluster {each}") for each in clusters]
        every = f"Every authority that has submitted ({total})"
        set_choices(self.fields["whom"], [("", every), *named])
        numbered = [(n, f"{n}. {each.title}") for n, each in self.areas.items()]
        set_choices(self.fields["about"], [("", "No one area"), *numbered])

    @property
    def cluster(self) -> Cluster | None:
        """Return the cluster that is asked, or None for every authority."""
        return self.clusters.get(self.cleaned_data["whom"])

    @property
    def area(self) -> Area | None:
        """Return the area it is about, or None."""
        return self.areas.get(self.cleaned_data["about"])
