"""The results released in a round: who has opened them, and who has not."""

from collections import defaultdict
from dataclasses import dataclass

from ..models import (
    Assessment,
    Benchmark,
    LocalAuthority,
    ResultsOpening,
    Round,
    Submission,
)
from .reached import without_moderator


@dataclass(frozen=True)
class ReleasedResults:
    """A release with its openings, and the authorities that can still open it.

    One that has results of a later release is in that one alone, in one of two lists.
    """

    benchmark: Benchmark
    openings: list[ResultsOpening]
    not_opened: list[LocalAuthority]
    without_moderator: list[LocalAuthority]  # nor opened


def results_opened(round: Round) -> list[ReleasedResults]:
    """Return every release of the round, the newest first. Four queries."""
    benchmarks = Benchmark.objects.filter(round=round).select_related("released_by")
    openings = _openings(round)
    assessments = _assessments(round)
    unmoderated = set(without_moderator(Assessment.objects.filter(round=round)))
    found = []
    has_later: set[Assessment] = set()
    for benchmark in benchmarks:
        own = openings[benchmark.pk]
        released_to = {
            assessments[reference]
            for reference in benchmark.basis
            if reference in assessments
        }
        waiting = released_to - has_later - {each.assessment for each in own}
        authorities = sorted((each.authority for each in waiting), key=str)
        found.append(
            ReleasedResults(
                benchmark,
                own,
                not_opened=[each for each in authorities if each not in unmoderated],
                without_moderator=[each for each in authorities if each in unmoderated],
            )
        )
        has_later |= released_to
    return found


def _openings(round: Round) -> dict[int, list[ResultsOpening]]:
    """Return {key of a benchmark: who opened it}, by authority and time."""
    found: dict[int, list[ResultsOpening]] = defaultdict(list)
    for each in (
        ResultsOpening.objects.filter(benchmark__round=round)
        .select_related("assessment__authority", "by")
        .order_by("assessment__authority__name", "at")
    ):
        found[each.benchmark_id].append(each)
    return found


def _assessments(round: Round) -> dict[str, Assessment]:
    """Return {reference of a submission: its assessment, with its authority}."""
    submissions = Submission.objects.filter(assessment__round=round)
    return {
        each.reference: each.assessment
        for each in submissions.select_related("assessment__authority").only(
            "reference", "assessment__authority__name", "assessment__authority__slug"
        )
    }
