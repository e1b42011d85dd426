"""The one form field through which everything people write comes in, and its limit."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from . import signs

TOO_LONG = "max_length"  # the code of the error
TEXT_LIMIT = 5000  # characters in one box; the longest of a real return is 1,250
LINE_BREAKS = dict.fromkeys(map(ord, "\v\f\x85\u2028\u2029"), "\n")
CONTROLS: dict[int, str | None] = {
    point: None for point in (*range(0x20), 0x7F) if chr(point) not in "\t\n"
}
# What other programs meant by characters that only control: quotes, dashes, a euro.
CONTROLS |= {
    point: bytes([point]).decode("cp1252", "ignore") for point in range(0x80, 0xA0)
}
ENDS = (0xFFFE, 0xFFFF)  # of every plane
# Halves of a pair, and what Unicode says will never be a character.
NO_CHARACTER = re.compile(
    "[\0\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in ENDS)
    + "]"
)


def clean_text(value: str) -> str:
    """Return a pasted text in one spelling, without losing a word.

    Line breaks of every kind become "\\n", other control characters go, signs and
    ligatures become plain (see `signs.plain`), spaces at the ends of the whole go.
    Raises ValidationError for invalid characters.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n").translate(LINE_BREAKS)
    if NO_CHARACTER.search(value):
        raise ValidationError(
            "Remove the characters that cannot be read, then save again. They often "
            "come from copying out of another program",
            code="no_character",
        )
    return signs.plain(value.translate(CONTROLS)).strip()


def length_of(text: str) -> int:
    """Return the length as a browser counts: a line break is one, emoji are two."""
    return len(text.encode("utf-16-le")) // 2


def beginning(text: str, length: int) -> str:
    """Return a text, cut between words if it is longer than `length` characters."""
    if len(text) <= length:
        return text
    cut = text[:length]
    space = max(cut.rfind(" "), cut.rfind("\n"))
    return f"{cut[:space] if space > length // 2 else cut} …"


class TextField(forms.CharField):
    """Plain text of one or many lines, kept as typed and counted as browsers count.

    `max_length` is in characters as `length_of` counts them, of the cleaned text. The
    page counts along as it fills up, unless `is_counted` is false.
    """

    def __init__(
        self,
        *,
        lines: bool = True,
        max_length: int | None = None,
        is_counted: bool = True,
        **kwargs: Any,
    ) -> None:
        self.is_counted = is_counted
        self.limit = max_length or TEXT_LIMIT
        kwargs.setdefault("widget", forms.Textarea if lines else forms.TextInput)
        super().__init__(strip=False, **kwargs)
        self.lines = lines
        # Django's own validators count and refuse differently; see clean_text.
        self.validators = []

    def to_python(self, value: object) -> str:
        text = clean_text(super().to_python(value) or "")
        return text if self.lines else " ".join(text.split())

    def validate(self, value: str) -> None:
        super().validate(value)
        length = length_of(value)
        if length > self.limit:
            raise ValidationError(
                f"Shorten this to {self.limit:,} characters or fewer. It has "
                f"{length:,}",
                code=TOO_LONG,
            )
