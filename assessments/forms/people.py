"""The forms that invite people, and accept an invitation."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from leavingcare import passwords
from leavingcare.forms import Hinted
from leavingcare.models import User
from leavingcare.names import NameField

from ..models import Role, WorkingGroup
from .addresses import MOST_ADDRESSES, AddressesField
from .common import set_choices

ROLE_HINTS = {
    Role.CONTRIBUTOR: "Rates areas in a working group.",
    Role.MODERATOR: "Sets up groups, leads the discussions, settles the answers and submits them.",
    Role.APPROVER: "Reads everything once a discussion opens, then approves what was "
    "agreed.",
}


class InviteIntoGroupForm(forms.Form):
    """Email addresses to invite as contributors into the group of the page."""

    emails = AddressesField(
        label="Email addresses",
        help_text="One per line, or as you copy them from an email: Cass Example "
        f"<cass@example.org>; Dee <dee@example.org>. Up to {MOST_ADDRESSES} at a "
        "time. People from outside the council are welcome.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter at least one email address"},
    )


class InviteForm(InviteIntoGroupForm):
    """Email addresses to invite in one role, and into groups if any are chosen."""

    role = forms.ChoiceField(
        label="Role",
        choices=[
            (role.value, Hinted(role.label, hint)) for role, hint in ROLE_HINTS.items()
        ],
        initial=Role.CONTRIBUTOR,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role"},
    )
    groups = forms.MultipleChoiceField(
        label="Working groups they join",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )

    def __init__(
        self, *args: Any, groups: Sequence[WorkingGroup] = (), **kwargs: Any
    ) -> None:
        """Make the form with these `groups`, of the authority's open assessments."""
        super().__init__(*args, **kwargs)
        self.choices = {str(group.pk): group for group in groups}
        rounds = {group.assessment.round for group in groups}
        set_choices(
            self.fields["groups"],
            [
                (
                    pk,
                    Hinted(
                        group.name,
                        str(group.assessment.round) if len(rounds) > 1 else "",
                    ),
                )
                for pk, group in self.choices.items()
            ],
        )
        if not groups:
            del self.fields["groups"]

    def clean_groups(self) -> list[WorkingGroup]:
        return [self.choices[pk] for pk in self.cleaned_data["groups"]]


class RoleForm(forms.Form):
    """A member's role."""

    role = forms.ChoiceField(
        choices=Role.choices, error_messages={"required": "Choose a role"}
    )


class NewAccountForm(forms.Form):
    """Name and password of somebody invited who has no account yet."""

    name = NameField(
        label="Your name",
        help_text="Your colleagues in this assessment will see it.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Choose a password",
        help_text=passwords.HINT,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        person = User(email=self.email, name=self.cleaned_data.get("name", ""))
        validate_password(password, person)
        return password
