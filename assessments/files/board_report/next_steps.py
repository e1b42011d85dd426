"""The third part of a board report: actions, and what changed since last time.

Takes documents, and submissions as `document.shape` has them. Nothing here reads the
database.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, TypedDict

from assessments.analysis import agreement
from assessments.analysis.change import Change, Pair, compare
from assessments.submission.shown.content import Document, ScalePoint, Text
from assessments.submission.shown.document import AgreedShown
from assessments.submission.shown.wording import (
    date_words,
    labels_of,
    out_of_ten,
    total_words,
)

from ..pdf.line_breaking import is_long
from .wording import count

NOT_ASKED = "not asked"
PROGRESS = {"done": "done", "under_way": "under way", "not_yet": "not yet"}


Values = dict[str, Any]  # as `document.shape` has them


class Previous(TypedDict):
    """The submission before; see `previous_submission.previous`."""

    content: Document
    same: dict[str, str]
    related: dict[str, list[str]]


def actions(
    statements: Sequence[Values],
    scale: Sequence[ScalePoint],
    progress: Mapping[str, str],
) -> list[Values]:
    """Return the ideas as a list of actions, lowest ratings first.

    [{"label", "title", "rows": [statement with "progress" in words or "", and
    "is_long", whether a page may end within it]}], one part per rating. Statements on
    the disagree half and those without a single rating are always in it, the others
    only with an idea. `progress` is
    {code: "done", "under_way" or "not_yet"} of the follow-up.
    """
    values = sorted(point["value"] for point in scale)
    labels = labels_of(scale) | {None: ""}
    low = [value for value in values if agreement.side(value, values) < 0]
    parts = []
    for value in [*low, None, *values[len(low) :]]:
        is_priority = value is None or value in low
        rows = [
            each
            | {
                "progress": PROGRESS.get(progress.get(each["code"], ""), ""),
                "is_long": is_long(each["ideas"]),
            }
            for each in statements
            if each["rating"] == value and (each["ideas"] or is_priority)
        ]
        if rows:
            rated = (
                f"Rated {labels[value]}" if labels[value] else "Without a single rating"
            )
            title = f"{rated}: {count(len(rows))}"
            parts.append({"label": labels[value], "title": title, "rows": rows})
    return parts


def ratings_of(content: Document) -> dict[str, int | None]:
    """Return {code: rating, or None} of a document, in the order of its framework."""
    return {
        code: response.get("rating") if response.get("outcome") == "agreed" else None
        for area in content["framework"]["areas"]
        for code in (statement["code"] for statement in area["statements"])
        for response in [content["responses"].get(code, {})]
    }


def changes(
    content: Document,
    statements: Sequence[Values],
    last: Previous | None,
    text: Text,
) -> Values | None:
    """Return what changed since `last` (see `previous_submission`), None without one.

    "round", "completed_on", "is_same_scale", "is_same_edition", "compared" (how many
    statements have a rating both times), "up" and "down" [{"code", "runs",
    "then_code" where it is another, "then", "now"}], "same" and "unrated" [code],
    "related" and "new" [code], "gone" [code of last time], "by_area" {area number:
    {"up", "down", "same"}, how many}, "total" of last time's global scores in words.
    """
    if last is None:
        return None
    then = last["content"]
    labels = labels_of(content["framework"]["scale"])
    is_same_scale = labels_of(then["framework"]["scale"]) == labels
    now = ratings_of(content)
    found = compare(ratings_of(then), now, last["same"] if is_same_scale else {})
    return {
        "round": text(then["round"]["name"]),
        "completed_on": date_words(then["cover"].get("completed_on")),
        "is_same_scale": is_same_scale,
        "is_same_edition": then["edition"] == content["edition"],
        "compared": found.compared,
        "up": pairs_values(found.up, statements, labels),
        "down": pairs_values(found.down, statements, labels),
        "same": [pair.code for pair in found.same],
        "unrated": found.unrated,
        "by_area": by_area(found, statements),
        "total": scores_total(then),
        **not_compared(now, last),
    }


def not_compared(now: Iterable[str], last: Previous) -> dict[str, list[str]]:
    """Return the codes under "related", "new" and "gone" of `changes`."""
    same, related = last["same"], last["related"]
    taken_up = {*same.values(), *chain.from_iterable(related.values())}
    return {
        "related": [code for code in now if code in related],
        "new": [code for code in now if code not in related and code not in same],
        "gone": [code for code in ratings_of(last["content"]) if code not in taken_up],
    }


def scores_total(content: Document) -> str:
    return total_words(list(content["global_scores"].values()))


def pairs_values(
    pairs: Iterable[Pair], statements: Sequence[Values], labels: Mapping[int, str]
) -> list[Values]:
    runs = {each["code"]: each["runs"] for each in statements}
    return [
        {
            "code": pair.code,
            "runs": runs[pair.code],
            "then_code": pair.then_code if pair.then_code != pair.code else "",
            "then": labels[pair.then],
            "now": labels[pair.now],
        }
        for pair in pairs
    ]


def by_area(found: Change, statements: Sequence[Values]) -> dict[int, dict[str, int]]:
    area_of = {each["code"]: each["area"]["number"] for each in statements}
    counts = {number: {"up": 0, "down": 0, "same": 0} for number in area_of.values()}
    for name in ("up", "down", "same"):
        for pair in getattr(found, name):
            counts[area_of[pair.code]][name] += 1
    return counts


def scores(
    shaped: AgreedShown, content: Document, last: Previous | None
) -> list[Values]:
    """Return the rows of global scores in printed order, each with "then", last time's
    score of the same theme in words."""
    then = {}
    if last:
        given = last["content"]["global_scores"]
        for area in last["content"]["framework"]["areas"]:
            then[area["theme"]] = out_of_ten(given.get(str(area["number"])))
    themes = {area["number"]: area["theme"] for area in content["framework"]["areas"]}
    return [
        {**row, "then": then.get(themes[row["number"]], NOT_ASKED)}
        for row in shaped["scores"]["rows"]
    ]
