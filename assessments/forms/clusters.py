"""The forms of clusters and of the people at Coram Voice."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from leavingcare.forms import Hinted
from leavingcare.models import StaffRole, User
from leavingcare.text import TextField

from ..models import Cluster, LocalAuthority
from .authorities import authorities_of
from .common import set_choices
from .setting_up import NameField

ROLE_HINTS = {
    StaffRole.OFFICER: "Runs rounds, and sees every authority.",
    StaffRole.FACILITATOR: "Sees the authorities of their own clusters, and nobody "
    "else’s.",
    StaffRole.EVALUATOR: "Reads submissions that authorities agreed to pass on, with "
    "codes instead of names, and nothing else.",
}


class ClusterForm(forms.Form):
    """A cluster: its name, its authorities and its facilitators.

    The hidden fields have the keys of those that the page showed, joined by commas.
    """

    name = NameField(
        Cluster,
        label="Name of the cluster",
        help_text="For example, South West.",
        error_messages={"required": "Enter a name for the cluster"},
    )
    authorities = TextField(
        label="Authorities",
        help_text="One per line, by name or ONS code. Each has to take part here "
        "already. An authority may be in several clusters.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "false"}),
    )
    facilitators = forms.MultipleChoiceField(
        label="Facilitators",
        help_text="They see the authorities of this cluster.",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )

    shown_authorities = forms.CharField(required=False, widget=forms.HiddenInput)
    shown_facilitators = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, facilitators: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in facilitators}
        set_choices(
            self.fields["facilitators"],
            [(pk, Hinted(each.name, each.email)) for pk, each in self.people.items()],
        )
        if not self.people:
            del self.fields["facilitators"]

    def clean_authorities(self) -> list[LocalAuthority]:
        return authorities_of(self.cleaned_data["authorities"])

    @property
    def values(self) -> dict[str, Any]:
        """Return what `workflow.clusters` takes."""
        chosen = self.cleaned_data.get("facilitators", [])
        return {
            "name": self.cleaned_data["name"],
            "authorities": self.cleaned_data["authorities"],
            "facilitators": [self.people[pk] for pk in chosen],
        }

    def shown(self, name: str) -> set[int]:
        """Return the keys of the "authorities" or "facilitators" that the page showed."""
        keys = self.cleaned_data[f"shown_{name}"].split(",")
        return {int(key) for key in keys if re.fullmatch("[0-9]{1,9}", key)}


class StaffRoleForm(forms.Form):
    """The role of somebody at Coram Voice, and a facilitator's clusters."""

    role = forms.ChoiceField(
        label="Role",
        choices=[
            (role.value, Hinted(role.label, hint)) for role, hint in ROLE_HINTS.items()
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role"},
    )
    clusters = forms.MultipleChoiceField(
        label="Clusters, if they are a facilitator",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )

    def __init__(self, *args: Any, clusters: Iterable[Cluster], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_key = {str(each.pk): each for each in clusters}
        set_choices(
            self.fields["clusters"],
            [(pk, each.name) for pk, each in self.of_key.items()],
        )
        if not self.of_key:
            del self.fields["clusters"]

    @property
    def chosen(self) -> list[Cluster]:
        """Return the clusters that are chosen."""
        return [self.of_key[pk] for pk in self.cleaned_data.get("clusters", [])]


class ChangeStaffForm(StaffRoleForm):
    """The role and clusters of somebody who has access, as the page showed them."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class InviteStaffForm(StaffRoleForm):
    """Somebody who gets access to Coram Voice's pages."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an email address in the correct format, like "
            "name@example.org",
        },
    )
    name = TextField(
        label="Full name",
        lines=False,
        max_length=User._meta.get_field("name").max_length,
        error_messages={"required": "Enter their name"},
    )
    field_order = ["name", "email", "role", "clusters"]
