"""The first page of a board report: the figures of all areas side by side."""

from collections.abc import Sequence
from typing import Any

from assessments.analysis import scoring
from assessments.submission.shown.content import Document

from . import next_steps, wording

Values = dict[str, Any]  # as `document.shape` has them
Mean = tuple[float | None, str, str]  # with the area's title, and in words

FEW = 3  # areas that are named for one mean


def glance(found: Values, content: Document) -> Values:
    """Return the figures of what `report.shape` has found so far.

    "score" of all statements, "mean" of them in words; "areas" [an area of
    `document.shape` with "mean" and "moved", how many statements went up and down];
    "highest" and "lowest" [(title, mean)] of the areas, the two [] if none stands out;
    "ideas" and "undeveloped", how many statements have ideas and how many on the
    disagree side have none.
    """
    ratings = next_steps.ratings_of(content)
    values = [point["value"] for point in content["framework"]["scale"]]
    total = scoring.cumulative(ratings, values)
    change = (found["change"] or {}).get("by_area", {})
    areas, scores = [], []
    for area in found["document"]["areas"]:
        codes = [each["code"] for each in area["statements"]]
        score = scoring.cumulative({code: ratings[code] for code in codes}, values)
        mean = scoring.mean_in_words(score)
        moved = change.get(area["number"], {"up": 0, "down": 0, "same": 0})
        areas.append(area | {"mean": mean, "moved": wording.change_in_figures(**moved)})
        scores.append((score.mean, f"{area['number']}. {area['title']}", mean))
    highest, lowest = ends(scores)
    statements = [each for area in areas for each in area["statements"]]
    low = found["kinds"]["development"]["areas"]
    return {
        "mean": scoring.mean_in_words(total),
        "score": total,
        "areas": areas,
        "highest": highest,
        "lowest": lowest,
        "ideas": sum(bool(each["ideas"]) for each in statements),
        "undeveloped": sum(
            not each["ideas"] for area in low for each in area["statements"]
        ),
    }


def ends(
    scores: Sequence[Mean],
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return [(title, mean in words)] of the highest and of the lowest means.

    Areas with the same mean are all named; both lists are empty if more than FEW areas
    share one, as none stands out.
    """
    given = [score for score, _, _ in scores if score is not None]
    if not given or max(given) == min(given):
        return [], []
    highest, lowest = (
        [(title, mean) for score, title, mean in scores if score == end]
        for end in (max(given), min(given))
    )
    return (highest, lowest) if max(len(highest), len(lowest)) <= FEW else ([], [])
