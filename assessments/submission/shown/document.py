"""The document of a submission as the values that pages and files print.

Reads the document alone (see `submission.snapshot`), so that what is printed never
changes when an edition, a name or the code does. Nothing here asks the database.
"""

from .emphasis import spans
from .ratings import alone, approval_values, changes_values, voices_values
from .redaction import left_out_words
from .wording import NOT_GIVEN, date_words, origin_words, outcome_words, time_words

OUT_OF = 10


def shape(content, text=str):
    """Return what a submission prints, in the order its framework prints it.

    `text` is applied to every text a person wrote. The result holds "title",
    "credit", "authority", "round", "reference", "number", "submitted_at" (words),
    "submitted_iso", "submitted_by", "reopened_because" (why Coram Voice had the one
    before changed), "left_out" (what the published PDF does not print, in words),
    "origin" (where it was brought in from, in words), "completed_on", "cover"
    [{"question", "answer"}], "scale" [{"value", "label", "guide"}], "asks_for_ideas",
    "areas" (see `area_values`), "total" (see `tally`), "apart" (the statements with no
    one rating), "changed" (those an approver changed), "dissented" (those some group
    does not share), "approval" (see `approval_values`) and "scores" (see
    `scores_values`).
    """
    return {
        "reference": content["reference"],
        "number": content["number"],
        "submitted_at": time_words(content["submitted_at"]),
        "submitted_iso": content["submitted_at"],
        "submitted_by": text(content.get("submitted_by") or ""),
        "reopened_because": text(content.get("reopened_because", "")),
        "left_out": left_out_words(content),
        "origin": text(origin_words(content.get("origin"))),
    } | shape_agreed(content, text)


def shape_agreed(content, text=str):
    """Return of `shape` what is agreed, whether or not it has been submitted."""
    framework = content["framework"]
    labels = {point["value"]: point["label"] for point in framework["scale"]}
    areas = [area_values(area, content, labels, text) for area in framework["areas"]]
    statements = [each for area in areas for each in area["statements"]]
    return {
        "title": framework.get("title_printed") or framework["title"],
        "credit": framework.get("credit", ""),
        "authority": text(content["authority"]["name"]),
        "round": text(content["round"]["name"]),
        "completed_on": date_words(content["cover"].get("completed_on")),
        "cover": cover_values(content, text),
        "scale": framework["scale"],
        "asks_for_ideas": bool(framework.get("ideas_prompt")),
        "areas": areas,
        "total": tally(statements, labels),
        "apart": [each for each in statements if each["rating"] is None],
        "changed": [each for each in statements if each["changes"]],
        "dissented": [each for each in statements if each["dissents"]],
        "approval": approval_values(content, text),
        "scores": scores_values(content, text),
    }


def runs(text_md):
    """Return [(text, whether the edition stresses it)] of a text in light Markdown."""
    return [(text, bool(marks)) for text, marks in spans(text_md)]


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
    """Return an area: "number", "title", "examples", "statements", tally, score.

    "alone" is the name of the group that rated it, where only one did.
    """
    responses = content["responses"]
    group = alone(area["statements"], responses)
    statements = [
        statement_values(
            statement,
            responses.get(statement["code"], {}),
            labels,
            text,
            is_alone=bool(group),
        )
        for statement in area["statements"]
    ]
    return {
        "alone": text(group),
        "number": area["number"],
        "title": area["title"],
        "examples": area.get("examples", ""),
        "statements": statements,
        "score": score_words(content, area),
        **tally(statements, labels),
    }


def statement_values(statement, response, labels, text, *, is_alone=False):
    """Return a statement and its response; "is_linked" if the summary points to it.

    "outcome" is in words, "rating" the value or None; "reason" is why the outcome is
    what it is, unless the outcome or the last change already says so. "changes" are the approvers' (see
    `changes_values`); for what the groups said see `voices_values`.
    """
    outcome = response.get("outcome", "not_settled")
    reason = response.get("rationale", "")
    words = outcome_words(response, labels)
    if outcome == "not_rated" and reason:
        words, reason = f"{words}: {reason}", ""
    changes = changes_values(response, labels, text)
    if changes and changes[-1]["why"] == text(reason):
        reason = ""
    voices = voices_values(response, labels, text, is_alone=is_alone)
    return {
        "is_linked": bool(outcome != "agreed" or changes or voices["dissents"]),
        "code": statement["code"],
        "letter": statement["letter"],
        "runs": runs(statement["text_md"]),
        "footnote": statement.get("footnote", ""),
        "rating": response.get("rating") if outcome == "agreed" else None,
        "kind": outcome,
        "outcome": text(words),
        "evidence": text(response.get("evidence", "")),
        "ideas": text(response.get("ideas", "")),
        "reason": text(reason),
        "changes": changes,
        **voices,
    }


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
    return out_of_ten(content["global_scores"].get(str(area["number"])))


def out_of_ten(score):
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
        "total": total_words(given, len(areas)),
    }


def total_words(given, of):
    """Return the sum of the scores given to some of `of` areas, and out of how much.

    "62 out of 100"; "9 out of 10 for 1 area" where the other areas have none.
    """
    if not given:
        return NOT_GIVEN
    words = f"{sum(given)} out of {OUT_OF * len(given)}"
    if len(given) == of:
        return words
    return f"{words} for {len(given)} area{'s' * (len(given) > 1)}"
