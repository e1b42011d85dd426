"""Quoting what groups wrote in the final texts, with its source.

A command is what an "Add" button sends: "evidence-12" for the evidence of the answer
with that key, "evidence-all" for every group's, the same with ideas, or "line" for
the sentence on who disagreed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .comparison import Comparison, GroupAnswer
from .comparison_queries import TEXTS

LINE = "line"
ALL = "all"


@dataclass(frozen=True)
class Quoted:
    """The result of a command: the field, its text now, and a notice to the person."""

    field: str
    text: str
    notice: str


def quote(
    comparison: Comparison, command: str, typed: Mapping[str, str]
) -> Quoted | None:
    """Return what the command makes of what was typed ({field: text}).

    None for a command that is not known or finds nothing to quote.
    """
    if command == LINE and comparison.disagreement_line:
        return add("evidence", typed, [comparison.disagreement_line])
    field, _, which = command.partition("-")
    if field not in TEXTS:
        return None
    lines = [
        line
        for answer, line in sourced(comparison, field)
        if which in (ALL, str(answer.pk))
    ]
    return add(field, typed, lines) if lines else None


def sourced(comparison: Comparison, field: str) -> list[tuple[GroupAnswer, str]]:
    """Return the groups' texts as they are quoted: [(answer, "Housing: ...")].

    The source is named only if several groups gave a text.
    """
    texts = comparison.texts(field)
    if len(texts) == 1:
        return texts
    return [(answer, f"{answer.group}: {text}") for answer, text in texts]


def add(field: str, typed: Mapping[str, str], lines: list[str]) -> Quoted:
    """Return the field with the lines that it does not hold yet."""
    text = typed.get(field, "").replace("\r\n", "\n")
    new = [line for line in lines if line not in text]
    if not new:
        return Quoted(field, text, f"That is already in the final {field}.")
    text = "\n\n".join([text.rstrip(), *new] if text.strip() else new)
    return Quoted(field, text, f"Added to the final {field}. It is not saved yet.")
