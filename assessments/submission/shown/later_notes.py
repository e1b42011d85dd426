"""The notes that Coram Voice added to the statements of an edition, as files print them.

A submission's document does not contain them, and its digest does not cover them.
"""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from .content import Text
from .wording import date_words


class LaterNote(TypedDict):
    """A note, and the day from which it is so, in ISO 8601."""

    on: str
    text: str


class NoteShown(TypedDict):
    """The same with the day in words."""

    on: str
    text: str


LaterNotes = Mapping[str, Sequence[LaterNote]]  # by statement code


def notes_values(notes: LaterNotes, text: Text = str) -> dict[str, list[NoteShown]]:
    """Return the notes in words, by statement code."""
    return {
        code: [{"on": date_words(one["on"]), "text": text(one["text"])} for one in each]
        for code, each in notes.items()
    }
