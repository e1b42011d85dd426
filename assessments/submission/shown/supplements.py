"""What stands beside a submission, as the values that pages and files print.

Young people's scores and the follow-up are recorded after submitting: they are no
part of the submission's document nor of its digest. Reads documents alone (see
`submission.snapshot` and `submission.supplements`).
"""

from .document import OUT_OF, total_words
from .wording import NOT_GIVEN, date_words

TEXTS = {
    "what_helped": "What helped",
    "barriers": "Barriers",
    "next_steps": "Next steps",
}
STATUSES = {"done": "Done", "under_way": "Under way", "not_yet": "Not yet"}


def beside_values(content, beside, text=str):
    """Return {"young_people": ..., "follow_up": ...}, None for what there is not.

    `text` is applied to every text a person wrote. Each has "rows" in the order of
    the areas, and scores and totals in words; see the functions.
    """
    scores = (beside or {}).get("young_people_scores") or {}
    follow_up = (beside or {}).get("follow_up") or {}
    return {
        "young_people": young_people_values(content, scores, text) if scores else None,
        "follow_up": (
            follow_up_values(content, follow_up, text)
            if follow_up.get("areas")
            else None
        ),
    }


def young_people_values(content, scores, text):
    """Return what young people gave, beside the service's own global scores.

    "rows" [{"title", "score", "service", "how"}], "has_how", "total" and
    "service_total".
    """
    service = content["global_scores"]
    found = rows_of(content, scores)
    rows = [
        {
            "title": title_of(area),
            "score": score_words(each.get("score")),
            "service": score_words(service.get(str(area["number"]))),
            "how": text(each.get("how_gathered") or ""),
        }
        for area, each in found
    ]
    return {
        "rows": rows,
        "has_how": any(row["how"] for row in rows),
        "total": total([each.get("score") for _, each in found]),
        "service_total": total([service.get(str(area["number"])) for area, _ in found]),
    }


def follow_up_values(content, follow_up, text):
    """Return the follow-up.

    "completed_on"             in words
    "rows"                     [{"title", "stage_one", "stage_two", "change", "texts"
                               [(label, text)] of those that were written}]
    "stage_one", "stage_two"   the totals
    "change"                   see `change_total`
    "ideas"                    see `ideas_values`
    """
    found = rows_of(content, follow_up["areas"])
    stages = [(each.get("stage_one"), each.get("stage_two")) for _, each in found]
    rows = [
        {
            "title": title_of(area),
            "stage_one": score_words(each.get("stage_one")),
            "stage_two": score_words(each.get("stage_two")),
            "change": change_words(each.get("stage_one"), each.get("stage_two")),
            "texts": [
                (label, text(each[name]))
                for name, label in TEXTS.items()
                if each.get(name)
            ],
        }
        for area, each in found
    ]
    return {
        "completed_on": date_words(follow_up.get("completed_on")),
        "rows": rows,
        "stage_one": total([one for one, _ in stages]),
        "stage_two": total([two for _, two in stages]),
        "change": change_total(stages),
        "ideas": ideas_values(content, follow_up.get("ideas") or {}),
    }


def ideas_values(content, ideas):
    """Return [(title of an area, [(statement code, what has become of its ideas)])],
    of those of which anything was said."""
    found = [
        (
            title_of(area),
            [
                (statement["code"], STATUSES[ideas[statement["code"]]])
                for statement in area["statements"]
                if statement["code"] in ideas
            ],
        )
        for area in content["framework"]["areas"]
    ]
    return [(title, said) for title, said in found if said]


def rows_of(content, values):
    """Return [(area, what was said of it)], {} where nothing was."""
    areas = content["framework"]["areas"]
    return [(area, values.get(str(area["number"])) or {}) for area in areas]


def title_of(area):
    return f"{area['number']}. {area['title']}"


def score_words(score):
    return NOT_GIVEN if score is None else f"{score} out of {OUT_OF}"


def total(scores):
    """Return the sum in words of the scores that are given."""
    given = [score for score in scores if score is not None]
    return total_words(given, len(scores))


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
