"""Answers and what became of them, in words for the pages."""

from assessments.analysis.sentences import join_or, settled_as
from assessments.models import DraftResponse

NOT_ANSWERED = "Not answered"
TEXTS = ["evidence", "ideas", "rationale"]


def rated(value, labels):
    return f"{labels.get(value, value)} ({value})"


def draft_words(row, labels):
    """A group's answer: "Agree (4)", "We do not know", "Undecided: Agree or Disagree"."""
    if row["rating"] is not None:
        return rated(row["rating"], labels)
    if row["candidates"]:
        return (
            f"Undecided: {join_or(rated(each, labels) for each in row['candidates'])}"
        )
    if row["not_rated_reason"]:
        return DraftResponse.NotRated(row["not_rated_reason"]).label
    return NOT_ANSWERED


def agreed_words(row, labels):
    """An agreed answer: "Agree (4)", "Could not agree: Agree or Disagree"."""
    if row["outcome"] == "agreed":
        return rated(row["rating"], labels)
    return settled_as(row["outcome"], None, row["candidates"], labels)


def told(revisions, labels, words=draft_words):
    """Revisions for a page, the oldest first: each text only where it changed."""
    before, found = {}, []
    for row in revisions:
        texts = [
            (name, row[name])
            for name in TEXTS
            if name in row and row[name] != before.get(name, "")
        ]
        found.append(
            {
                "at": row["at"],
                "by": row["by"],
                "way": row.get("way", ""),
                "answer": words(row, labels),
                "texts": texts,
            }
        )
        before = row
    return found
