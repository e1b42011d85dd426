"""Email addresses as people paste them, such as a list copied from an email."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from leavingcare.models import User, normalise_email
from leavingcare.text import TextField

MOST_ADDRESSES = 50
MOST_CHARACTERS = 10_000  # fifty email addresses, with long names
LONGEST_ADDRESS = cast(int, User._meta.get_field("email").max_length)
# Example, Cass <cass@example.org>, or anything else without spaces and commas. There
# is no @ in a name: that would be another email address.
ENTRY = re.compile(r"[^<>@]{0,200}<(?P<named>[^<>]*)>|[^\s,<>]+|[<>]")
BETWEEN_LINES = re.compile(r"[\n;；]+")
AROUND = "'\"()[].,"


@dataclass(frozen=True)
class Pasted:
    """The pasted email addresses, and (text, reason) for everything that is not one."""

    addresses: list[str]
    unreadable: list[tuple[str, str]]


def read_addresses(text: str) -> Pasted:
    """Return the distinct email addresses in the text, in order, as Pasted.

    Line breaks, semicolons, commas or spaces separate them. Names come before them.
    Invisible characters are removed, as with one an email address is not the same.
    """
    text = without_invisible(text)
    found: list[str] = []
    unreadable: list[str] = []
    for line in BETWEEN_LINES.split(text):
        left: list[list[int]] = []  # [start, end] of text without an email address
        can_go_on = False
        for entry in ENTRY.finditer(line):
            address = _address_of(entry)
            if why_not(address) is None:
                if can_go_on and not {"@", ","} & set(
                    line[left[-1][0] : entry.start()]
                ):
                    left.pop()  # Cass Example cass@example.org
                found.append(address)
                can_go_on = False
            elif can_go_on and "@" not in entry[0]:
                left[-1][1] = entry.end()
            elif entry[0].strip():
                left.append([entry.start(), entry.end()])
                can_go_on = True
        unreadable += [line[start:end].strip() for start, end in left]
    return Pasted(
        list(dict.fromkeys(found)),
        [(text, why_not(text) or "") for text in dict.fromkeys(unreadable)],
    )


def without_invisible(text: str) -> str:
    """Return a text without format characters, which pages and chats put into copies."""
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def _address_of(entry: re.Match[str]) -> str:
    text = entry["named"] if entry["named"] is not None else entry[0]
    text = str(normalise_email(text)).strip(AROUND)
    return text.removeprefix("mailto:")


def why_not(text: str) -> str | None:
    """Return why the text is not an address we can invite, or None if it is."""
    name, _, place = text.rpartition("@")
    if "@" not in text:
        return "there is no email address in it"
    if len(text) > LONGEST_ADDRESS:
        return f"it is longer than {LONGEST_ADDRESS} characters"
    if "@" in name:
        return "it has more than one @"
    if not name or not place:
        return f"something is missing {'after' if name else 'before'} the @"
    if "." not in place:
        return "the part after the @ has no dot in it"
    try:
        validate_email(text)
    except ValidationError:
        return "it has a character that email addresses do not have"
    return None


class AddressesField(TextField):
    """Email addresses to invite. Cleans to Pasted, with at least one address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MOST_CHARACTERS, **kwargs)

    def clean(self, value: object) -> Pasted:
        pasted = read_addresses(super().clean(value))
        if len(pasted.addresses) > MOST_ADDRESSES:
            raise ValidationError(f"Invite {MOST_ADDRESSES} people or fewer at a time")
        if not pasted.addresses and pasted.unreadable:
            raise ValidationError(
                [f"Check ‘{text}’: {why}." for text, why in pasted.unreadable]
            )
        if not pasted.addresses:
            raise ValidationError(self.error_messages["required"], code="required")
        return pasted
