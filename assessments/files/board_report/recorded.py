"""The records made with a submission or after it, as the report uses them."""

from collections.abc import Mapping

from assessments.submission.shown.content import Document, Supplements
from assessments.submission.shown.wording import date_words

from . import wording


def young_people(supplements: Supplements | None) -> Mapping[str, int | None]:
    """Return the scores young people gave, by the area's number as text."""
    scores = (supplements or {}).get("young_people_scores") or {}
    return {number: each.get("score") for number, each in scores.items()}


def how_many(supplements: Supplements | None) -> int | None:
    """Return how many young people took part, None if that is not known."""
    return ((supplements or {}).get("young_people") or {}).get("how_many")


def follow_up(content: Document, supplements: Supplements | None) -> str:
    """Return the change of the global scores since those that were submitted."""
    submitted = content["global_scores"]
    found = (supplements or {}).get("follow_up") or {}
    stages = {
        number: (one, two)
        for number, each in (found.get("areas") or {}).items()
        if (one := each.get("stage_one")) is not None
        and (two := each.get("stage_two")) is not None
    }
    completed = found.get("completed_on")
    return wording.follow_up(
        list(stages.values()),
        len(content["framework"]["areas"]),
        date_words(completed) if completed else "",
        is_returned=bool(found.get("returned")),
        is_of_submission=all(submitted.get(each) is not None for each in stages),
    )
