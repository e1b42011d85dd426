"""What a submission's document says of groups, dissent and approval, in words.

Reads the document alone; one made before it held these things says nothing of them.
"""

from assessments.analysis import agreement, sentences

from . import wording


def voices_values(response, labels, text, *, is_alone=False):
    """Return what the groups said of a statement.

    "word" and "said" are how far apart they were and who rated what, "after" the same
    once second ratings count, "dissents" [{"group", "text"}]. Of a group that rates
    alone only what differs from the outcome is said, and no word.
    """
    ratings = response.get("ratings") or []
    rated = [(each["group"], each["first"]) for each in ratings if each["first"]]
    missing = [(each["group"], each["reason"]) for each in ratings if not each["first"]]
    values = [rating for _, rating in rated]
    is_as_rated = response.get("outcome") == "agreed" and values == [response["rating"]]
    word = said = ""
    if ratings and not is_alone:
        word = agreement.describe(values, list(labels)).word.value
    if ratings and not (is_alone and is_as_rated):
        said = sentences.summary(rated, labels, missing)
        said = f"{said} {sentences.not_rated_line(missing)}".strip()
    return {
        "word": word,
        "said": text(said),
        "after": text(after(ratings, labels)),
        "dissents": [
            {"group": text(each["group"]), "text": text(each["text"])}
            for each in response.get("dissents") or []
        ],
    }


def after(ratings, labels):
    """Return the sentence on what the groups rated in the end; "" if none changed."""
    if not any(each["second"] for each in ratings):
        return ""
    latest = [
        (each["group"], each["second"] or each["first"], each["reason"])
        for each in ratings
    ]
    return sentences.summary(
        [(group, rating) for group, rating, _ in latest if rating],
        labels,
        [(group, reason) for group, rating, reason in latest if not rating],
    )


def changes_values(response, labels, text):
    """Return what approvers changed: [{"before", "after", "by", "at", "why"}]."""
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


def alone(statements, responses):
    """Return the one group that rated the statements of an area, or ""."""
    groups = {
        each["group"]
        for statement in statements
        for each in responses.get(statement["code"], {}).get("ratings") or []
    }
    return groups.pop() if len(groups) == 1 else ""


def approval_values(content, text):
    """Return the approval, None for a document from before there was any.

    {"by", "at", "changed_since"}; "by" is "" if nobody has approved.
    """
    if "sign_off" not in content:
        return None
    sign_off = content["sign_off"] or {}
    at = sign_off.get("approved_at")
    return {
        "by": text(sign_off.get("approved_by", "")),
        "at": wording.time_words(at) if at else "",
        "changed_since": sign_off.get("changed_since", ""),
    }
