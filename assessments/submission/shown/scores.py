"""The page of global scores, as the values that pages and files print."""

from typing import TypedDict

from . import content
from .content import Text
from .wording import out_of_ten, total_words


class ScoreRow(TypedDict):
    number: int
    title: str
    score: str
    note: str


class ScoresShown(TypedDict):
    """The page of global scores: `given` of `of` areas have one."""

    heading: str
    instruction: str
    note: str
    stem: str
    rows: list[ScoreRow]
    has_notes: bool
    given: int
    of: int
    total: str


def scores_values(agreed: content.Agreed, text: Text) -> ScoresShown:
    """Return the page of global scores, its rows in the order the edition prints."""
    framework = agreed["framework"]
    notes = agreed.get("global_score_notes", {})
    areas = sorted(framework["areas"], key=lambda area: area["rating_order"])
    scores = [agreed["global_scores"].get(str(area["number"])) for area in areas]
    rows: list[ScoreRow] = [
        {
            "number": area["number"],
            "title": area["rating_title"],
            "score": out_of_ten(score),
            "note": text(notes.get(str(area["number"])) or ""),
        }
        for area, score in zip(areas, scores, strict=True)
    ]
    return {
        "heading": framework.get("scores_heading", ""),
        "instruction": framework.get("scores_instruction", ""),
        "note": framework.get("scores_note", ""),
        "stem": framework.get("scores_stem", ""),
        "rows": rows,
        "has_notes": any(row["note"] for row in rows),
        "given": sum(score is not None for score in scores),
        "of": len(areas),
        "total": total_words(scores),
    }
