"""The time that an authority's meetings took for a statement, by its word."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Sum

from ..analysis.agreement import Word
from ..models import Assessment, TimeTaken


class Taken(NamedTuple):
    """The statements of a word that meetings discussed, and the minutes for each."""

    word: Word
    statements: int
    minutes: int  # the mean, to the nearest whole minute, at least 1


def times_taken(assessment: Assessment) -> list[Taken]:
    """Return what the authority's meetings took so far, in order of the words.

    A statement that was shown several times counts once, with all its time. One query.
    """
    seconds: defaultdict[str, list[int]] = defaultdict(list)
    rows = (
        TimeTaken.objects.filter(meeting__assessment__authority=assessment.authority_id)
        .order_by()
        .values_list("meeting", "statement", "word")
        .annotate(seconds=Sum("seconds"))
    )
    for _, _, word, total in rows:
        seconds[word].append(total)
    return [
        Taken(
            word,
            len(seconds[word]),
            max(1, round(sum(seconds[word]) / len(seconds[word]) / 60)),
        )
        for word in Word
        if word in seconds
    ]
