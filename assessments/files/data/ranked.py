"""The ranks of submissions among the others of their edition in a file."""

from collections import defaultdict
from collections.abc import Sequence

from assessments.analysis.round_figures import ranks_by_ratings, ranks_by_scores

from . import answers
from .columns import Record
from .values import Given


def with_ranks(submissions: Sequence[Given]) -> list[Record]:
    """Return `answers.whole_submission` of each, with its ranks if it has others."""
    records = list(map(answers.whole_submission, submissions))
    same: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(submissions):
        same[each["content"]["edition"]].append(place)
    for places in same.values():
        if len(places) > 1:
            _rank(submissions, records, places)
    return records


def _rank(
    submissions: Sequence[Given], records: Sequence[Record], places: Sequence[int]
) -> None:
    """Write the ranks of the submissions at these places into their records."""
    contents = {place: submissions[place]["content"] for place in places}
    by_ratings = ranks_by_ratings(
        {place: answers.cumulative_of(each) for place, each in contents.items()}
    )
    by_scores = ranks_by_scores(
        {
            place: [
                each["global_scores"].get(str(area["number"]))
                for area in each["framework"]["areas"]
            ]
            for place, each in contents.items()
        }
    )
    for name, ranks in (("rank_cumulative", by_ratings), ("rank_global", by_scores)):
        for place, rank in ranks.items():
            records[place][name] = rank.number
