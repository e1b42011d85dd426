"""The forms that find authorities, add them to a round, and correct what is known of them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from leavingcare.forms import Hinted
from leavingcare.text import TextField

from ..analysis.sentences import join_and
from ..desk.directory import Candidate, Directory
from ..models import ContactNote, LocalAuthority, Membership, RegisterEntry
from .common import set_choices
from .dates import DayField
from .setting_up import NameField

NONE_OF_THESE = "none"
EMAIL_ERRORS = {
    "required": "Enter the moderator’s email address",
    "invalid": "Enter an email address in the correct format, like name@example.org",
}


def labelled(candidates: Iterable[Candidate]) -> list[tuple[str, str]]:
    """Return the choices of a form that asks which authority is meant."""
    return [
        (each.key, Hinted(each.name, ". ".join(filter(None, [each.about, here(each)]))))
        for each in candidates
    ]


def here(candidate: Candidate) -> str:
    """Return whether an authority has taken part here, in words."""
    return "" if candidate.authority else "Has not taken part here yet"


def authorities_of(text: str) -> list[LocalAuthority]:
    """Return the authorities that lines name, by name or code.

    Raises ValidationError if one does not take part here.
    """
    lines = filter(None, map(str.strip, text.split("\n")))
    directory, found, unknown = Directory(), {}, []
    for line in dict.fromkeys(lines):
        candidate = directory.exact(line)
        if candidate and candidate.authority:
            found[candidate.authority.pk] = candidate.authority
        else:
            unknown.append(line)
    if unknown:
        raise ValidationError(
            f"No authority that takes part here is called {join_and(unknown)}. "
            "Check the spelling, or add the authority to a round first"
        )
    return list(found.values())


class SearchForm(forms.Form):
    """A search among the authorities."""

    q = TextField(
        label="Find the local authority",
        help_text="Its name, part of it, or its ONS code.",
        lines=False,
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ListForm(SearchForm):
    """A search among the authorities, and the order of the list."""

    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "Name"), ("next", "Next contact, the earliest first")],
    )


class ByHandForm(forms.Form):
    """The name of an authority that is not in the register."""

    name = NameField(
        LocalAuthority,
        label="Name of the authority",
        error_messages={"required": "Enter the name of the local authority"},
    )


class IsItForm(ByHandForm):
    """The same, once others have been found that may be meant: "Is it one of these?"."""

    which = forms.ChoiceField(
        label="Is it one of these?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which authority it is"},
    )

    def __init__(
        self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget = forms.HiddenInput()
        set_choices(
            self.fields["which"],
            [
                *labelled(candidates),
                (
                    NONE_OF_THESE,
                    Hinted("None of these", "Add it by the name you typed."),
                ),
            ],
        )


class JoinForm(forms.Form):
    """The moderator of an authority: needed only if nobody moderates yet."""

    email = forms.EmailField(
        label="Moderator’s email address",
        max_length=254,
        help_text="We send this person a link that works once. They invite "
        "everybody else.",
        error_messages=EMAIL_ERRORS,
    )
    promotes = forms.BooleanField(
        label="Make them a moderator",
        required=False,
    )

    def __init__(
        self, *args: Any, has_moderators: bool, asks: str = "", **kwargs: Any
    ) -> None:
        """Make the form; `asks` is the role in which the email address is known, or ""."""
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.required = not has_moderators
        if has_moderators:
            email.label = "Email address of another moderator (optional)"
        if asks:
            self.fields["promotes"].label = f"Change them from {asks} to moderator"
        else:
            del self.fields["promotes"]


class DetailsForm(forms.Form):
    """The details of an authority; the register knows its region and kind better."""

    name = NameField(
        LocalAuthority,
        label="Name",
        help_text="Earlier names are kept, and find it too. Submissions keep the name "
        "they were made under.",
        error_messages={"required": "Enter the name of the local authority"},
    )
    region = forms.ChoiceField(
        label="Region",
        required=False,
        error_messages={"invalid_choice": "Choose a region from the list"},
    )
    kind = forms.ChoiceField(
        label="Kind of authority",
        required=False,
        error_messages={"invalid_choice": "Choose a kind of authority from the list"},
    )
    took_over_from = TextField(
        label="Took over from (optional)",
        help_text="One per line, by name or ONS code, if the register does not say so. "
        "People of this authority then see what those submitted, as their last time.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, authority: LocalAuthority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authority = authority
        for name in ("region", "kind"):
            if authority.code:
                del self.fields[name]
            else:
                set_choices(self.fields[name], _in_register(name, authority))

    def clean_took_over_from(self) -> list[LocalAuthority]:
        found = authorities_of(self.cleaned_data["took_over_from"])
        if self.authority in found:
            raise ValidationError("An authority cannot take over from itself")
        followed_by = set(self.authority.followed_by.all())
        if wrong := [each.name for each in found if each in followed_by]:
            raise ValidationError(f"{join_and(wrong)} took over from this authority")
        return found


def _in_register(name: str, authority: LocalAuthority) -> list[tuple[str, str]]:
    """Return the values that the register has of a field, and the authority's own."""
    entries = RegisterEntry.objects.order_by(name).values_list(name, flat=True)
    values = {*entries.distinct(), getattr(authority, name)} - {""}
    return [("", "Not known"), *((value, value) for value in sorted(values))]


class WhichForm(forms.Form):
    """One of the authorities that a search found."""

    which = forms.ChoiceField(
        label="Which authority?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an authority"},
    )

    def __init__(
        self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["which"], labelled(candidates))


class NoteForm(forms.Form):
    """One line on a contact with an authority."""

    on = DayField(
        label="Date",
        error_messages={"required": "Enter the date of the contact"},
    )
    text = TextField(
        label="What was said, in one line",
        help_text="Only Coram Voice reads this. Do not name children or young people.",
        lines=False,
        max_length=ContactNote._meta.get_field("text").max_length,
        error_messages={"required": "Enter what was said"},
    )
    next_on = DayField(label="Be in touch again on (optional)", required=False)


class HandOverForm(forms.Form):
    """The person who gets the part of somebody who has left."""

    email = forms.EmailField(
        label="Email address of the person who takes over",
        max_length=254,
        help_text="A member of the authority gets the role at once. Anybody else is "
        "sent an invitation.",
        error_messages=EMAIL_ERRORS
        | {"required": "Enter the email address of the person who takes over"},
    )

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
