"""The findings of a board report: strengths, areas for development and evidence.

Takes a submission as `document.shape` has it, and its document for the rest. Nothing
here reads the database.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assessments.analysis import agreement, contradictions, sentences
from assessments.submission.shown.content import Document, Response, ScalePoint, Text
from assessments.submission.shown.document import AgreedShown, StatementShown
from assessments.submission.shown.wording import labels_of

from ..pdf.line_breaking import JOINER, is_long, is_mark
from . import wording

Values = dict[str, Any]  # as `document.shape` has them
SHORT = 200  # characters of evidence in the report
SENTENCE_END = re.compile(r"[.!?][)’”\"']*(?= )")
DIFFERING = {agreement.Word.SPLIT, agreement.Word.ONE_VOICE}
MEANINGS = {
    agreement.Word.SAME: "every group that rated gave the same rating",
    agreement.Word.CLOSE: "ratings differ, but none is on the opposite side",
    agreement.Word.ONE_VOICE: "one group is alone on its side of the scale",
    agreement.Word.SPLIT: "groups are on both sides of the scale",
    agreement.Word.ONLY_ONE: "only one of the groups asked gave a rating",
    agreement.Word.NOBODY: "none of the groups asked gave a rating",
}


def statements_of(shaped: AgreedShown, content: Document, text: Text) -> list[Values]:
    """Return every statement as shaped, with more values.

    "area" {"number", "title"}, "short", the beginning of its evidence, and "is_whole",
    whether that is all of it.
    """
    found: list[Values] = []
    for area in shaped["areas"]:
        place = {"number": area["number"], "title": area["title"]}
        for each in area["statements"]:
            response = content["responses"].get(each["code"], {})
            short, is_whole = in_short(response.get("evidence", ""))
            more = {"area": place, "short": text(short), "is_whole": is_whole}
            found.append({**each, **more})
    return found


def in_short(text: str) -> tuple[str, bool]:
    """Return the beginning of a text on one line, and whether that is all of it.

    It ends with a sentence if the text has any.
    """
    flat = " ".join(text.split())
    if len(flat) <= SHORT:
        return flat, True
    ends = [match.end() for match in SENTENCE_END.finditer(flat, 0, SHORT + 1)]
    if ends and ends[-1] > SHORT // 3:
        return flat[: ends[-1]], False
    space = flat.rfind(" ", SHORT // 2, SHORT + 1)
    return flat[: space if space > 0 else letter_end(flat, SHORT)], False


def letter_end(text: str, index: int) -> int:
    """Return the last index up to `index` that is not within a letter."""
    for end in range(index, 0, -1):
        if not is_mark(text[end]) and JOINER not in text[end - 1 : end + 1]:
            return end
    return index


def kinds(
    statements: Sequence[Values], scale: Sequence[ScalePoint]
) -> dict[str, Values]:
    """Return the statements by how they were settled.

    {"strengths": the highest rating, "mostly": the others of the agree half,
    "between": the middle of the scale, "development": the disagree half, "apart":
    without a single rating}, each {"labels": "Mostly disagree or Disagree", "count", "areas":
    [{"number", "title", "statements"}]}; the labels are "" where the scale has none.
    """
    values = sorted((point["value"] for point in scale), reverse=True)
    labels = labels_of(scale)
    sides = {value: agreement.side(value, values) for value in values}
    wanted: Mapping[str, Sequence[int | None]] = {
        "strengths": values[:1],
        "mostly": [value for value in values[1:] if sides[value] > 0],
        "between": [value for value in values if sides[value] == 0],
        "development": [value for value in values if sides[value] < 0],
        "apart": [None],
    }
    return {
        name: {
            "labels": sentences.join_or(
                [labels[each] for each in chosen if each is not None]
            )
            if chosen and None not in chosen
            else "",
            **by_area([each for each in statements if each["rating"] in chosen]),
        }
        for name, chosen in wanted.items()
    }


def by_area(statements: Sequence[Values]) -> Values:
    areas: dict[int, Values] = {}
    for each in statements:
        place = each["area"]
        areas.setdefault(place["number"], place | {"statements": []})
        areas[place["number"]]["statements"].append(each)
    return {"count": len(statements), "areas": list(areas.values())}


def evidence(shaped: AgreedShown, scale: Sequence[ScalePoint]) -> Values:
    """Return how much of the answers has evidence.

    {"given", "of", "unsupported" [statement on the agree half without evidence],
    "areas" [{"number", "title", "given", "of", "without" [code]}]}.
    """
    values = [point["value"] for point in scale]
    areas: list[Values] = []
    unsupported: list[StatementShown] = []
    for area in shaped["areas"]:
        without = [each for each in area["statements"] if not each["evidence"]]
        unsupported += [
            each
            for each in without
            if agreement.lacks_evidence(each["rating"], values, has_evidence=False)
        ]
        areas.append(
            {
                "number": area["number"],
                "title": area["title"],
                "given": area["of"] - len(without),
                "of": area["of"],
                "without": [each["code"] for each in without],
            }
        )
    return {
        "given": sum(area["given"] for area in areas),
        "of": sum(area["of"] for area in areas),
        "unsupported": unsupported,
        "areas": areas,
    }


def groups(content: Document, text: Text) -> list[Values]:
    """Return the groups that handed something in: [{"name", "rated", "of"}] by name."""
    found: dict[str, dict[str, int]] = {}
    for response in content["responses"].values():
        for each in response.get("ratings") or []:
            row = found.setdefault(each["group"], {"rated": 0, "of": 0})
            row["rated"] += each["first"] is not None
            row["of"] += 1
    return [{"name": text(name), **found[name]} for name in sorted(found)]


def agreed_and_differed(statements: Sequence[Values]) -> list[Values]:
    """Return how many statements groups agreed on: [{"word", "meaning", "count"}].

    Areas that one group rated alone are not counted, as there is nothing to compare.
    """
    words = [each["word"] for each in statements]
    rows = [(word, words.count(word)) for word in MEANINGS]
    return [
        {"word": word.value, "meaning": MEANINGS[word], "count": count}
        for word, count in rows
        if count
    ]


def differences(
    statements: Sequence[Values], content: Document, text: Text
) -> list[Values]:
    """Return the statements on which somebody differed, in order.

    Those are the statements that could not be agreed, with groups on both sides, that
    an approver changed or where a group still disagrees. "groups" says who rated what,
    "is_short" whether there is little to print.
    """
    labels = labels_of(content["framework"]["scale"])
    return [
        each
        | {
            "groups": text(
                wording.groups_said(
                    each["word"],
                    camps(content["responses"][each["code"]], labels),
                    each["after"],
                )
            ),
            "is_short": not is_long(*whys(each)),
        }
        for each in statements
        if each["word"] in DIFFERING
        or each["kind"] == "not_agreed"
        or each["changes"]
        or each["dissents"]
    ]


def whys(statement: Values) -> list[str]:
    """Return people's reasons for how a statement was settled."""
    changes = [change["why"] for change in statement["changes"]]
    dissents = [dissent["text"] for dissent in statement["dissents"]]
    return [statement["reason"], *changes, *dissents]


def camps(response: Response, labels: Mapping[int, str]) -> str:
    """Return who rated what, and who did not; "" if the document does not say."""
    ratings = response.get("ratings") or []
    rated = [
        (each["group"], each["first"]) for each in ratings if each["first"] is not None
    ]
    missing = [
        (each["group"], each["reason"]) for each in ratings if each["first"] is None
    ]
    if not rated:
        return sentences.not_rated_line(missing)
    said = sentences.disagreement_line(rated, labels) or sentences.summary(
        rated, labels, missing
    )
    return f"{said} {sentences.not_rated_line(missing)}".strip()


def clashes(statements: Sequence[Values], content: Document) -> list[Values]:
    """Return the similar statements answered on opposite sides.

    Each is {"example": its first statement, "answers": [(outcome in words, [code])]}.
    """
    family_of = {
        statement["code"]: statement.get("family", "")
        for area in content["framework"]["areas"]
        for statement in area["statements"]
    }
    found = contradictions.contradictory(
        statements,
        [point["value"] for point in content["framework"]["scale"]],
        family_of=lambda each: family_of[each["code"]],
        ratings_of=lambda each: contradictions.given(each["rating"]),
    )
    return [
        {"example": rows[0], "answers": by_outcome(rows)} for rows in found.values()
    ]


def by_outcome(statements: Sequence[Values]) -> list[tuple[str, list[str]]]:
    """Return [(outcome in words, [code])], highest ratings first."""
    found: dict[str, list[str]] = {}
    for each in sorted(statements, key=lambda each: -(each["rating"] or 0)):
        found.setdefault(each["outcome"], []).append(each["code"])
    return list(found.items())
