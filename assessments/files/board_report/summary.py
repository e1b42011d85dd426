"""The first page of a board report: the figures of all areas side by side."""

from assessments.analysis import scoring

from . import next_steps

FEW = 3  # areas that are named for one mean


def glance(found, content):
    """Return the figures of what `report.shape` has found so far.

    "mean" and "band" of all statements in words; "areas" [an area of
    `document.shape` with "mean" and "change", how many statements went up and down];
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
        areas.append(area | {"mean": mean, "change": change.get(area["number"])})
        scores.append((score.mean, f"{area['number']}. {area['title']}", mean))
    highest, lowest = ends(scores)
    statements = [each for area in areas for each in area["statements"]]
    low = found["kinds"]["development"]["areas"]
    return {
        "mean": scoring.mean_in_words(total),
        "band": scoring.band_in_words(total),
        "areas": areas,
        "highest": highest,
        "lowest": lowest,
        "ideas": sum(bool(each["ideas"]) for each in statements),
        "undeveloped": sum(
            not each["ideas"] for area in low for each in area["statements"]
        ),
    }


def ends(scores):
    """Return [(title, mean in words)] of the highest and of the lowest of [(mean or
    None, title, mean in words)], all that share it; [] and [] if one is shared by more
    than a few, so that none stands out."""
    given = [score for score, _, _ in scores if score is not None]
    if not given or max(given) == min(given):
        return [], []
    highest, lowest = (
        [(title, mean) for score, title, mean in scores if score == end]
        for end in (max(given), min(given))
    )
    return (highest, lowest) if max(len(highest), len(lowest)) <= FEW else ([], [])
