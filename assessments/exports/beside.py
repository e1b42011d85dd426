"""What stands beside a submission, as the values that files print.

Young people's scores and the follow-up are recorded after submitting: they are no
part of the submission's document nor of its digest. Reads `assessments.beside`'s
JSON types alone.
"""

from .document import OUT_OF, total_words
from .words import NOT_GIVEN, date_words

TEXTS = {
    "what_helped": "What helped",
    "barriers": "Barriers",
    "next_steps": "Next steps",
}


def beside_values(content, beside, text=str):
    """Return {"young_people": ..., "follow_up": ...}, None for what there is not.

    Each has "rows" in the order of the areas and totals in words; see the functions.
    """
    areas = content["framework"]["areas"]
    scores = (beside or {}).get("young_people_scores") or {}
    follow_up = (beside or {}).get("follow_up") or {}
    return {
        "young_people": young_people_values(areas, scores, text) if scores else None,
        "follow_up": (
            follow_up_values(areas, follow_up, text) if follow_up.get("areas") else None
        ),
    }


def young_people_values(areas, scores, text):
    """Return "rows" [{"title", "score", "how"}], "has_how" and "total"."""
    found = [(area, scores.get(str(area["number"])) or {}) for area in areas]
    rows = [
        {
            "title": title_of(area),
            "score": score_words(each.get("score")),
            "how": text(each.get("how_gathered") or ""),
        }
        for area, each in found
    ]
    return {
        "rows": rows,
        "has_how": any(row["how"] for row in rows),
        "total": total([each.get("score") for _, each in found]),
    }


def follow_up_values(areas, follow_up, text):
    """Return "completed_on", "rows" and the totals "stage_one" and "stage_two".

    A row is {"title", "stage_one", "stage_two", "texts": [(label, text)]}.
    """
    found = [
        (area, follow_up["areas"].get(str(area["number"])) or {}) for area in areas
    ]
    rows = [
        {
            "title": title_of(area),
            "stage_one": score_words(each.get("stage_one")),
            "stage_two": score_words(each.get("stage_two")),
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
        "stage_one": total([each.get("stage_one") for _, each in found]),
        "stage_two": total([each.get("stage_two") for _, each in found]),
    }


def title_of(area):
    return f"{area['number']}. {area['title']}"


def score_words(score):
    return NOT_GIVEN if score is None else f"{score} out of {OUT_OF}"


def total(scores):
    given = [score for score in scores if score is not None]
    return total_words(given, len(scores))
