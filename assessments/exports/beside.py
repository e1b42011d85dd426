"""What stands beside a submission as the values that pages and files print.

Reads documents alone (see `assessments.snapshot` and `assessments.beside`).
"""

from .document import OUT_OF, score_words, total_words
from .words import NOT_GIVEN, date_words

STATUSES = {"done": "Done", "under_way": "Under way", "not_yet": "Not yet"}
COMMENTS = {
    "what_helped": "What helped",
    "barriers": "Barriers",
    "next_steps": "Next steps",
}


def shape(content, beside, text=str):
    """Return what stands beside a submission's content, areas in their order.

    `text` is applied to every text a person wrote. "young_people" is None if they
    were not heard, else (see `young_people_values`); so is "follow_up" (see
    `follow_up_values`).
    """
    young, later = beside["young_people_scores"], beside["follow_up"]
    return {
        "young_people": young_people_values(content, young, text) if young else None,
        "follow_up": follow_up_values(content, later, text) if later else None,
    }


def young_people_values(content, scores, text):
    """Return "rows" [{"number", "title", "score", "service_score", "how_gathered"}].

    Scores are in words. The rows are of every area; "total" and "service_total"
    in words are of all that were given.
    """
    rows = [
        {
            "number": area["number"],
            "title": area["title"],
            "score": points(said.get("score")),
            "service_score": score_words(content, area),
            "how_gathered": text(said.get("how_gathered", "")),
        }
        for area, said in _by_area(content, scores)
    ]
    service = content["global_scores"].values()
    return {
        "rows": rows,
        "total": total([each["score"] for each in scores.values()], len(rows)),
        "service_total": total(service, len(rows)),
    }


def follow_up_values(content, follow_up, text):
    """Return the follow-up: "completed_on", "rows", totals, "ideas".

    "rows"   [{"number", "title", "stage_one", "stage_two", "change" (all in words),
             "comments" [(label, text)] of those written}]
    "stage_one_total", "stage_two_total" in words, "change" (see `change_total`)
    "ideas"  what has become of them (see `ideas_values`)
    """
    rows = [
        {
            "number": area["number"],
            "title": area["title"],
            "stage_one": points(said.get("stage_one")),
            "stage_two": points(said.get("stage_two")),
            "change": change_words(said.get("stage_one"), said.get("stage_two")),
            "comments": [
                (label, text(said[name]))
                for name, label in COMMENTS.items()
                if said.get(name)
            ],
        }
        for area, said in _by_area(content, follow_up["areas"])
    ]
    stages = [
        (each["stage_one"], each["stage_two"]) for each in follow_up["areas"].values()
    ]
    return {
        "completed_on": date_words(follow_up["completed_on"]),
        "rows": rows,
        "stage_one_total": total([one for one, _ in stages], len(rows)),
        "stage_two_total": total([two for _, two in stages], len(rows)),
        "change": change_total(stages),
        "ideas": ideas_values(content, follow_up.get("ideas", {})),
    }


def ideas_values(content, ideas):
    """Return [{"code", "number", "status"}] of the ideas that have a status."""
    return [
        {
            "code": statement["code"],
            "number": area["number"],
            "status": STATUSES[ideas[statement["code"]]],
        }
        for area in content["framework"]["areas"]
        for statement in area["statements"]
        if statement["code"] in ideas
    ]


def _by_area(content, values):
    return [
        (area, values.get(str(area["number"]), {}))
        for area in content["framework"]["areas"]
    ]


def points(score):
    """Return "7 out of 10", or "not given"."""
    return NOT_GIVEN if score is None else f"{score} out of {OUT_OF}"


def total(scores, of):
    """Return the sum in words of those scores of `of` areas that are given."""
    return total_words([score for score in scores if score is not None], of)


def change_words(one, two):
    """Return "2 up", "1 down" or "the same"; "" unless both were given."""
    if one is None or two is None:
        return ""
    if one == two:
        return "the same"
    return f"{abs(two - one)} {'up' if two > one else 'down'}"


def change_total(stages):
    """Return the change over the areas with both scores: "4 up", "4 up, over the 9
    areas with both scores"; "" if no area has both."""
    both = [(one, two) for one, two in stages if None not in (one, two)]
    if not both:
        return ""
    words = change_words(sum(one for one, _ in both), sum(two for _, two in both))
    if len(both) == len(stages):
        return words
    areas = f"{len(both)} areas" if len(both) > 1 else "1 area"
    return f"{words}, over the {areas} with both scores"
