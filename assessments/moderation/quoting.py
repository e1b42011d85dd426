"""Taking over what groups wrote into the final texts, with its source.

A command is what a "Use" button sends: "evidence-12" for the evidence of the answer
with that key, "evidence-all" for everybody's, the same with ideas, or "line" for the
sentence on who differed.
"""

from dataclasses import dataclass

from .comparison_queries import TEXTS

LINE = "line"
ALL = "all"


@dataclass(frozen=True)
class Taken:
    """What became of a command: the field, its text now, and a word to the person."""

    field: str
    text: str
    notice: str


def take(comparison, command, typed):
    """Do the command to what was typed ({field: text}); None if it means nothing."""
    if command == LINE and comparison.disagreement_line:
        return taken("evidence", typed, [comparison.disagreement_line])
    field, _, which = command.partition("-")
    if field not in TEXTS:
        return None
    lines = [
        line
        for voice, line in sourced(comparison, field)
        if which in (ALL, str(voice.pk))
    ]
    return taken(field, typed, lines) if lines else None


def sourced(comparison, field):
    """The groups' texts as they are taken over: [(voice, "Housing: ...")].

    The source is named only where several groups gave a text.
    """
    pieces = comparison.pieces(field)
    if len(pieces) == 1:
        return pieces
    return [(voice, f"{voice.group}: {text}") for voice, text in pieces]


def taken(field, typed, lines):
    text = typed.get(field, "").replace("\r\n", "\n")
    new = [line for line in lines if line not in text]
    if not new:
        return Taken(field, text, f"That is already in the final {field}.")
    text = "\n\n".join([text.rstrip(), *new] if text.strip() else new)
    return Taken(field, text, f"Added to the final {field}. It is not saved yet.")
