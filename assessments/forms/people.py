"""Inviting people, and accepting an invitation."""

import re

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from leavingcare.forms import Hinted
from leavingcare.models import User, normalise_email
from leavingcare.text import TextField

from ..models import Role

BETWEEN_ADDRESSES = re.compile(r"[\s,;]+")
MOST_ADDRESSES = 50
LONGEST_ADDRESS = User._meta.get_field("email").max_length
ROLE_HINTS = {
    Role.CONTRIBUTOR: "Rates areas in a working group.",
    Role.MODERATOR: "Sets up groups, leads the discussions, settles and submits.",
    Role.APPROVER: "Reads everything once a discussion opens, and changes nothing.",
}
WRONG_ADDRESS = (
    "Enter email addresses in the correct format, like name@example.org. Check: {}"
)


class AddressesField(TextField):
    """Pasted email addresses, one to a line or with commas or semicolons between."""

    def clean(self, value):
        text = super().clean(value)
        addresses = [
            normalise_email(part) for part in BETWEEN_ADDRESSES.split(text) if part
        ]
        if not addresses and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(addresses) > MOST_ADDRESSES:
            raise ValidationError(f"Invite {MOST_ADDRESSES} people or fewer at a time.")
        if wrong := [address for address in addresses if not is_address(address)]:
            raise ValidationError(WRONG_ADDRESS.format(", ".join(wrong)))
        return list(dict.fromkeys(addresses))


def is_address(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_ADDRESS


class InviteForm(forms.Form):
    """Addresses to invite in one role, perhaps straight into a group."""

    emails = AddressesField(
        label="Email addresses",
        help_text="One to a line. People from outside the council are welcome.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter at least one email address."},
    )
    role = forms.ChoiceField(
        label="Role",
        choices=[
            (role.value, Hinted(role.label, hint)) for role, hint in ROLE_HINTS.items()
        ],
        initial=Role.CONTRIBUTOR,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role."},
    )
    group = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, groups=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in groups}
        self.fields["group"].choices = [("", ""), *self.groups.items()]

    def clean_group(self):
        return self.groups.get(self.cleaned_data["group"])


class InviteIntoGroupForm(forms.Form):
    """Addresses to invite as contributors into the group whose page it is."""

    emails = AddressesField(
        label="Email addresses",
        help_text="One to a line, of people who do not belong to the authority yet.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter at least one email address."},
    )


class RoleForm(forms.Form):
    """A member's role."""

    role = forms.ChoiceField(
        choices=Role.choices, error_messages={"required": "Choose a role."}
    )


class NewAccountForm(forms.Form):
    """Name and password of somebody invited who has no account yet."""

    name = TextField(
        label="Your name",
        help_text="Others in your authority will see it.",
        lines=False,
        max_length=User._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name."},
    )
    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three words that do not belong together "
        "make a good one.",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password."},
    )

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self):
        password = self.cleaned_data["password"]
        person = User(email=self.email, name=self.cleaned_data.get("name", ""))
        validate_password(password, person)
        return password
