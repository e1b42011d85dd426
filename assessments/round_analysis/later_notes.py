"""The notes on statements overtaken by law, as an analysis says them below a table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ..analysis.due import day_in_words
from ..models import StatementNote, Submission
from .counting import authorities
from .reading import RoundData


def with_later_notes(data: RoundData) -> RoundData:
    """Return the data with the notes on the statements of its editions, as sentences.

    One query, and one more if there are notes.
    """
    both = [data.baseline, data] if data.baseline else [data]
    editions = [each.edition.name for each in both]
    notes = list(
        StatementNote.objects.standing()
        .filter(statement__area__framework__edition__in=editions)
        .select_related("statement__area__framework")
        .order_by("statement__area__number", "statement__letter", "on", "pk")
    )
    if not notes:
        return data
    dates = _dates(both)
    return replace(
        data,
        later_notes=_lines(notes, [data], dates),
        later_notes_across=_lines(notes, both, dates),
    )


def _dates(rounds: Sequence[RoundData]) -> dict[str, date]:
    """Return {reference: the day it is of} of what was returned."""
    references = [one.reference for each in rounds for one in each.returns]
    found = Submission.objects.filter(reference__in=references)
    return dict(found.values_list("reference", "dated_on"))


def _lines(
    notes: Sequence[StatementNote],
    rounds: Sequence[RoundData],
    dates: Mapping[str, date],
) -> tuple[str, ...]:
    """Return a line for each note, with how many rated the statement before and since."""
    names_edition = len({each.edition.name for each in rounds}) > 1
    lines = []
    for note in notes:
        edition = note.statement.area.framework.edition
        of_edition = [each for each in rounds if each.edition.name == edition]
        if of_edition:
            of = f" of edition {edition}" if names_edition else ""
            head = f"{note.statement.code}{of}, from {day_in_words(note.on)}: "
            counts = [_counts(note, each, dates) for each in of_edition]
            lines.append(" ".join([f"{head}{note.text.rstrip('.')}.", *counts]))
    return tuple(lines)


def _counts(note: StatementNote, data: RoundData, dates: Mapping[str, date]) -> str:
    rated = [
        dates[each.reference]
        for each in data.returns
        if each.ratings.get(note.statement.code) is not None
    ]
    before = sum(day < note.on for day in rated)
    return (
        f"In {data.name}, {authorities(before)} rated it before that day, and "
        f"{authorities(len(rated) - before)} on or after that day."
    )
