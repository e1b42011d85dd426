"""What was recorded beside a submission, as the values that files print.

`beside` is {"young_people_scores": {area number, as text: {"score", "how_gathered"}},
"follow_up": {"completed_on", "areas": {area number, as text: {"stage_one",
"stage_two", "what_helped", "barriers", "next_steps"}}, "ideas"}}, each {} when there
is none.
"""

from .document import out_of_ten, total_words
from .words import date_words


def follow_up(content, beside, text):
    """Return the follow-up, None if there is none.

    "completed_on", "rows" [{"number", "title", "one", "two", "what_helped",
    "barriers", "next_steps"}], "one" and "two" the totals in words.
    """
    areas = beside.get("follow_up", {}).get("areas")
    if not areas:
        return None
    rows = []
    for area in content["framework"]["areas"]:
        found = areas.get(str(area["number"]), {})
        texts = {
            name: text(found.get(name) or "")
            for name in ("what_helped", "barriers", "next_steps")
        }
        rows.append(
            {
                "number": area["number"],
                "title": area["title"],
                "one": out_of_ten(found.get("stage_one")),
                "two": out_of_ten(found.get("stage_two")),
                "has_texts": any(texts.values()),
            }
            | texts
        )
    return {
        "completed_on": date_words(beside["follow_up"].get("completed_on")),
        "rows": rows,
        "one": stage_total(areas, "stage_one", len(rows)),
        "two": stage_total(areas, "stage_two", len(rows)),
    }


def stage_total(areas, stage, of):
    given = [each[stage] for each in areas.values() if each.get(stage) is not None]
    return total_words(given, of)


def young_people(shaped, beside, text):
    """Return young people's own scores, [] if there are none.

    [{"number", "title", "score", "ours", "how_gathered"}] of the areas that say
    anything.
    """
    given = beside.get("young_people_scores", {})
    return [
        {
            "number": area["number"],
            "title": area["title"],
            "score": out_of_ten(found.get("score")),
            "ours": area["score"],
            "how_gathered": text(found.get("how_gathered") or ""),
        }
        for area in shaped["areas"]
        for found in [given.get(str(area["number"]))]
        if found
    ]
