"""What changed between two submissions, from their documents alone."""

from frameworks.words import changes

from .document import shape

TEXTS = ["evidence", "ideas", "reason"]


def compare(before, after):
    """Return what the later document says otherwise than the earlier one.

    "cover" [(question, changed words)], "statements" (see `of_statement`), "scores"
    [{"title", "before", "after", "note": changed words}], "approval" (before, after)
    or None, "reopened_because" of the later. Changed words are as
    `frameworks.words.changes` gives them, or None for a text that is the same.
    """
    old, new = shape(before), shape(after)
    return {
        "cover": [
            (now["question"], changes(then["answer"], now["answer"]))
            for then, now in zip(old["cover"], new["cover"], strict=True)
            if then["answer"] != now["answer"]
        ],
        "statements": differing(of_statement, statements_of(old), statements_of(new)),
        "scores": differing(of_score, old["scores"]["rows"], new["scores"]["rows"]),
        "approval": (old["approval"], new["approval"])
        if old["approval"] != new["approval"]
        else None,
        "reopened_because": new["reopened_because"],
        "of": new["total"]["of"],
    }


def statements_of(shaped):
    return [each for area in shaped["areas"] for each in area["statements"]]


def differing(describe, before, after):
    """Return what `describe` makes of each pair that differs, in order."""
    pairs = zip(before, after, strict=True)
    return [found for then, now in pairs if (found := describe(then, now))]


def of_statement(then, now):
    """Return {"code", "runs", "outcome": (before, after) or None, "evidence", "ideas",
    "reason": changed words or None}; None if it is the same."""
    found = {name: changed_words(then[name], now[name]) for name in TEXTS}
    found["outcome"] = None
    if then["outcome"] != now["outcome"]:
        found["outcome"] = (then["outcome"], now["outcome"])
    if not any(found.values()):
        return None
    return found | {"code": now["code"], "runs": now["runs"]}


def of_score(then, now):
    if (then["score"], then["note"]) == (now["score"], now["note"]):
        return None
    return {
        "number": now["number"],
        "title": now["title"],
        "before": then["score"],
        "after": now["score"],
        "note": changed_words(then["note"], now["note"]),
    }


def changed_words(before, after):
    return changes(before, after) if before != after else None
