"""The ratings of a submission beside those of the one before, from documents alone."""

from typing import TypedDict

from assessments.analysis.change import Change, compare

from .content import Document
from .wording import labels_of


class Previous(TypedDict):
    """The document of the previous submission and its links to the current one.

    A statement that continues several earlier ones is related to all of them and the
    same as none.
    """

    content: Document
    same: dict[str, str]  # {code now: code then} of the same statements
    related: dict[str, list[str]]  # {code now: [codes then]} of similar statements


def ratings_of(content: Document) -> dict[str, int | None]:
    """Return {code: rating, or None} of a document, in the order of its framework."""
    return {
        code: response.get("rating") if response.get("outcome") == "agreed" else None
        for area in content["framework"]["areas"]
        for code in (statement["code"] for statement in area["statements"])
        for response in [content["responses"].get(code, {})]
    }


def change_since(content: Document, last: Previous | None) -> Change:
    """Return the Change of ratings since `last`; nothing if the scales differ."""
    if last is None or not has_same_scale(content, last):
        return Change()
    return compare(ratings_of(last["content"]), ratings_of(content), last["same"])


def has_same_scale(content: Document, last: Previous) -> bool:
    then, now = last["content"]["framework"], content["framework"]
    return labels_of(then["scale"]) == labels_of(now["scale"])
