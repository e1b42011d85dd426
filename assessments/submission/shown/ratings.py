"""The groups' ratings, dissent and approval in a submission's document, in words.

Reads the document alone; one made before it held these things says nothing of them.
"""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from assessments.analysis import agreement, sentences

from . import content, wording
from .content import Labels, Text


class RatingsShown(TypedDict):
    """The groups' ratings of a statement.

    word      the agenda's name for how they rated it
    said      who rated what
    after     the same after the discussion
    dissents  the notes of groups that still disagree
    """

    word: str
    said: str
    after: str
    dissents: list[content.Dissent]


class ChangeShown(TypedDict):
    """A change by an approver."""

    before: str
    after: str
    by: str
    at: str
    why: str


class ApprovalShown(TypedDict):
    """The approval; `by` is "" if nobody has approved."""

    by: str
    at: str
    changed_since: str


def ratings_values(
    response: content.Response, labels: Labels, text: Text, *, is_alone: bool = False
) -> RatingsShown:
    """Return the groups' ratings of a statement, in words.

    For a group that rates alone, only what differs from the outcome, and no word.
    """
    ratings = response.get("ratings") or []
    rated = [(each["group"], each["first"]) for each in ratings if each["first"]]
    missing = [(each["group"], each["reason"]) for each in ratings if not each["first"]]
    values = [rating for _, rating in rated]
    is_as_rated = response.get("outcome") == "agreed" and values == [
        response.get("rating")
    ]
    word = said = ""
    if ratings and not is_alone:
        word = agreement.describe(values, list(labels)).word.value
    if ratings and not (is_alone and is_as_rated):
        said = sentences.summary(rated, labels, missing)
        said = f"{said} {sentences.not_rated_line(missing)}".strip()
        said = f"{said} {later_words(response)}".strip()
    return {
        "word": word,
        "said": text(said),
        "after": text(after(ratings, labels)),
        "dissents": [
            {"group": text(each["group"]), "text": text(each["text"])}
            for each in response.get("dissents") or []
        ],
    }


def later_words(response: content.Response) -> str:
    """Return which ratings came in after a statement was settled, and who reviewed it.

    "" if none did, or if the ratings are not printed.
    """
    if not response.get("ratings"):
        return ""
    return " ".join(
        f"{sentences.rated_later(each['groups'], each['before'], each['after'])} "
        + (
            f"{each['looked_by'] or 'A moderator'} reviewed it "
            f"{wording.when_words(each['looked_at'])} and left it unchanged."
            if "looked_by" in each and "looked_at" in each
            else "Nobody has reviewed it since."
        )
        for each in response.get("later", [])
    )


def after(ratings: Iterable[content.GroupRating], labels: Labels) -> str:
    """Return the sentence on the ratings after the discussion; "" without any."""
    return sentences.after_discussion(
        (
            sentences.SecondAnswer(each["group"], each["first"], each["second"])
            for each in ratings
        ),
        labels,
    )


def changes_values(
    response: content.Response, labels: Labels, text: Text
) -> list[ChangeShown]:
    """Return the approvers' changes."""
    return [
        {
            "before": wording.outcome_words(change["from"], labels),
            "after": wording.outcome_words(change["to"], labels),
            "by": text(change["by"]),
            "at": wording.time_words(change["at"]),
            "why": text(change["why"]),
        }
        for change in response.get("changes") or []
    ]


def alone(
    statements: Iterable[content.Statement], responses: Mapping[str, content.Response]
) -> str:
    """Return the one group that was given an area, by its statements, or ""."""
    groups = {each["group"] for each in ratings_of(statements, responses)}
    return groups.pop() if len(groups) == 1 else ""


def is_rated(
    statements: Iterable[content.Statement], responses: Mapping[str, content.Response]
) -> bool:
    """Return whether a group rated any of these statements before the discussion."""
    return any(each["first"] for each in ratings_of(statements, responses))


def ratings_of(
    statements: Iterable[content.Statement], responses: Mapping[str, content.Response]
) -> list[content.GroupRating]:
    """Return the ratings of statements, and the reasons of groups that gave none."""
    return [
        each
        for statement in statements
        if statement["code"] in responses
        for each in responses[statement["code"]].get("ratings") or []
    ]


def approval_values(agreed: content.Agreed, text: Text) -> ApprovalShown | None:
    """Return the approval, or None if the document cannot say.

    So it is with one made before there were approvals, and one that was imported
    without an approval.
    """
    if "sign_off" not in agreed or (agreed.get("origin") and not agreed["sign_off"]):
        return None
    nobody: content.SignOff = {}
    sign_off = agreed["sign_off"] or nobody
    at = sign_off.get("approved_at")
    return {
        "by": text(sign_off.get("approved_by", "")),
        "at": wording.time_words(at) if at else "",
        "changed_since": sign_off.get("changed_since", ""),
    }
