"""Key lines of enquiry for a review, made by rule from a submission, to be edited."""

from ..analysis.agreement import Word
from .shown import document
from .shown.content import Document

THIN = 60  # characters of evidence; fewer say little
MOST = 30  # lines; the first kinds go first


def key_lines(content: Document) -> list[str]:
    """Return lines on what is split, without evidence or thin, in that order."""
    scale = [point["value"] for point in content["framework"]["scale"]]
    middle = (min(scale) + max(scale)) / 2
    split, without, thin = [], [], []
    for area in document.shape(content)["areas"]:
        for statement in area["statements"]:
            code, evidence = statement["code"], statement["evidence"].strip()
            rating = statement["rating"]
            if statement["word"] == Word.SPLIT or statement["kind"] == "not_agreed":
                split.append(
                    f"{code}: the groups were split. What does each of them see?"
                )
            elif rating is not None and rating > middle and not evidence:
                without.append(
                    f"{code}: rated “{statement['outcome']}” without evidence. What "
                    "would show it?"
                )
            elif rating is not None and rating > middle and len(evidence) < THIN:
                thin.append(f"{code}: little evidence. Ask for an example.")
    return [*split, *without, *thin][:MOST]
