"""The document of a submission as the values that pages and files print.

Reads the document alone (see `assessments.snapshot`), so that what is printed never
changes when an edition, a name or the code does. Nothing here asks the database.
"""

import re
from datetime import date, datetime

from django.utils import dateformat, timezone

NOT_GIVEN = "not given"
OUT_OF = 10
EMPHASIS = re.compile(r"(\*\*|\*|</?u>)")


def shape(content, text=str):
    """Return what a submission prints, in the order its framework prints it.

    `text` is applied to every text a person wrote. The result holds "title",
    "credit", "authority", "round", "reference", "number", "submitted_at" (words),
    "submitted_iso", "submitted_by", "completed_on", "cover" [{"question",
    "answer"}], "scale" [{"value", "label", "guide"}], "asks_for_ideas", "areas"
    (see `area_values`), "total" (see `tally`), "apart" (the statements with no one
    rating) and "scores" (see `scores_values`).
    """
    framework = content["framework"]
    labels = {point["value"]: point["label"] for point in framework["scale"]}
    areas = [area_values(area, content, labels, text) for area in framework["areas"]]
    statements = [each for area in areas for each in area["statements"]]
    return {
        "title": framework.get("title_printed") or framework["title"],
        "credit": framework.get("credit", ""),
        "authority": text(content["authority"]["name"]),
        "round": text(content["round"]["name"]),
        "reference": content["reference"],
        "number": content["number"],
        "submitted_at": time_words(content["submitted_at"]),
        "submitted_iso": content["submitted_at"],
        "submitted_by": text(content.get("submitted_by") or ""),
        "completed_on": date_words(content["cover"].get("completed_on")),
        "cover": cover_values(content, text),
        "scale": framework["scale"],
        "asks_for_ideas": bool(framework.get("ideas_prompt")),
        "areas": areas,
        "total": tally(statements, labels),
        "apart": [each for each in statements if each["rating"] is None],
        "scores": scores_values(content, text),
    }


def date_words(value):
    """Return "5 June 2020" for "2020-06-05", or "not given"."""
    if not value:
        return NOT_GIVEN
    return dateformat.format(date.fromisoformat(value), "j F Y")


def time_words(value):
    """Return "12 June 2020 at 14:02" for a time in ISO 8601, in the site's zone."""
    moment = datetime.fromisoformat(value)
    if timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return dateformat.format(moment, r"j F Y \a\t H:i")


def runs(text_md):
    """Return [(text, whether the edition stresses it)] of a text in light Markdown."""
    depth, found = set(), []
    for piece in EMPHASIS.split(text_md):
        if EMPHASIS.fullmatch(piece):
            depth ^= {piece.replace("/", "")}
        elif piece:
            found.append((piece, bool(depth)))
    return found


def cover_values(content, text):
    """Return the cover sheet's [{"question", "answer"}] as the edition asks them."""
    cover = content["cover"]
    answers = {
        **{key: text(value or "") for key, value in cover.items()},
        "authority": text(content["authority"]["name"]),
        "completed_on": date_words(cover.get("completed_on")),
    }
    return [
        {
            "question": question["question"],
            "answer": answers.get(question["key"]) or text(NOT_GIVEN),
        }
        for question in content["framework"]["cover_questions"]
    ]


def area_values(area, content, labels, text):
    """Return an area: "number", "title", "examples", "statements", tally, score."""
    statements = [
        statement_values(
            statement, content["responses"].get(statement["code"], {}), labels, text
        )
        for statement in area["statements"]
    ]
    return {
        "number": area["number"],
        "title": area["title"],
        "examples": area.get("examples", ""),
        "statements": statements,
        "score": score_words(content, area),
        **tally(statements, labels),
    }


def statement_values(statement, response, labels, text):
    """Return a statement and its response.

    "outcome" is in words, "rating" the value or None; "reason" is why the outcome is
    what it is, unless the outcome already says so.
    """
    outcome = response.get("outcome", "not_settled")
    reason = response.get("rationale", "")
    words = outcome_words(outcome, response, labels)
    if outcome == "not_rated" and reason:
        words, reason = f"{words}: {reason}", ""
    return {
        "code": statement["code"],
        "runs": runs(statement["text_md"]),
        "footnote": statement.get("footnote", ""),
        "rating": response.get("rating") if outcome == "agreed" else None,
        "kind": outcome,
        "outcome": text(words),
        "evidence": text(response.get("evidence", "")),
        "ideas": text(response.get("ideas", "")),
        "reason": text(reason),
    }


def outcome_words(outcome, response, labels):
    """Return "Mostly agree", "Could not agree: Agree or Disagree" or "Not rated"."""
    if outcome == "agreed":
        return labels[response["rating"]]
    if outcome == "not_agreed":
        names = [labels[value] for value in sorted(response["candidates"])[::-1]]
        return f"Could not agree: {one_of(names)}"
    return "Not rated"


def one_of(names):
    """Return "A", "A or B" or "A, B or C"."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def tally(statements, labels):
    """Return how the statements were rated.

    "cumulative" is the sum of the ratings given, "rated" how many there are, "of"
    how many statements, "maximum" the sum if all had the scale's highest; "counts"
    [(scale value, label, how many)] from the highest down, "unrated" the rest.
    """
    given = [each["rating"] for each in statements if each["rating"] is not None]
    return {
        "cumulative": sum(given),
        "rated": len(given),
        "of": len(statements),
        "maximum": len(statements) * max(labels),
        "counts": [
            (value, labels[value], given.count(value))
            for value in sorted(labels, reverse=True)
        ],
        "unrated": len(statements) - len(given),
    }


def score_words(content, area):
    """Return an area's global score in words: "7 out of 10", "not given"."""
    score = content["global_scores"].get(str(area["number"]))
    return NOT_GIVEN if score is None else f"{score} out of {OUT_OF}"


def scores_values(content, text):
    """Return the page of global scores, its rows in the order the edition prints.

    "rows" [{"number", "title", "score", "note"}], "given" how many, "total" in words.
    """
    framework = content["framework"]
    notes = content.get("global_score_notes", {})
    areas = sorted(framework["areas"], key=lambda area: area["rating_order"])
    given = [each for each in content["global_scores"].values() if each is not None]
    rows = [
        {
            "number": area["number"],
            "title": area["rating_title"],
            "score": score_words(content, area),
            "note": text(notes.get(str(area["number"])) or ""),
        }
        for area in areas
    ]
    return {
        "heading": framework.get("scores_heading", ""),
        "instruction": framework.get("scores_instruction", ""),
        "note": framework.get("scores_note", ""),
        "stem": framework.get("scores_stem", ""),
        "rows": rows,
        "has_notes": any(row["note"] for row in rows),
        "given": len(given),
        "of": len(areas),
        "total": f"{sum(given)} out of {OUT_OF * len(areas)}" if given else NOT_GIVEN,
    }
