"""The amount of its edition that a past file answers, and anything to know about it."""

from typing import NotRequired, TypedDict, cast

from ..analysis.sentences import join_and
from ..files.json.submission import PastSubmission

NOT_EXPORTED = (
    "This file was changed after it was exported: its digest does not match its "
    "content."
)
FollowUpAreas = dict[str, dict[str, object]]  # {area number: its values}


class Summary(TypedDict):
    """The amount of its edition that a file answers.

    kind        "docx" or "json"
    statements  of the edition, and areas
    rated, evidence, ideas, scores
                how many
    two_marks   the codes with more than one rating
    unrated     the codes without any
    has         the codes that the file has
    beside      names of the supplements that it has
    """

    edition: str
    kind: str
    is_as_exported: bool | None
    rated: int
    evidence: int
    ideas: int
    scores: int
    two_marks: list[str]
    unrated: list[str]
    has: list[str]
    statements: NotRequired[int]
    areas: NotRequired[int]
    beside: NotRequired[list[str]]


def summary_of(found: PastSubmission) -> Summary:
    """Return how much of its edition a file answers."""
    responses = found["responses"].items()
    return {
        "edition": found["edition"],
        "kind": found["origin"]["kind"],
        "is_as_exported": found["origin"].get("is_as_exported"),
        "rated": sum(each["rating"] is not None for _, each in responses),
        "evidence": sum(bool(each["evidence"]) for _, each in responses),
        "ideas": sum(bool(each["ideas"]) for _, each in responses),
        "scores": sum(each is not None for each in found["global_scores"].values()),
        "two_marks": [
            code for code, each in responses if each["outcome"] == "not_agreed"
        ],
        "unrated": [code for code, each in responses if each["outcome"] == "not_rated"],
        "has": list(found["responses"]),
        "beside": _beside(found),
    }


def _beside(found: PastSubmission) -> list[str]:
    """Return names of the supplements that the file has."""
    beside = found.get("beside", {})  # none in what was read before there were any
    names = []
    if beside.get("young_people_scores") or beside.get("young_people"):
        names.append("young people’s scores")
    follow_up = cast("dict[str, FollowUpAreas]", beside.get("follow_up", {}))
    areas = follow_up.get("areas", {}).values()
    if count := sum(each.get("stage_two") is not None for each in areas):
        names.append(
            f"a follow-up (stage 2 of {count} area{'' if count == 1 else 's'})"
        )
    if beside.get("action_plan"):
        names.append("an action plan")
    return names


def notes_of(summary: Summary, codes: list[str]) -> list[str]:
    """Return sentences on a file; `codes` are those of its edition's statements."""
    notes = []
    if summary["is_as_exported"] is False:
        notes.append(NOT_EXPORTED)
    if beside := summary.get("beside"):
        named = join_and(beside)
        notes.append(f"It has {named} too. This is imported with the answers.")
    if two := summary["two_marks"]:
        notes.append(
            "Recorded as not agreed, because more than one rating is marked: "
            f"{', '.join(two)}."
        )
    if unrated := summary.get("unrated"):
        notes.append(f"{len(unrated)} without a rating: {', '.join(unrated)}.")
    missing = [code for code in codes if code not in set(summary["has"])]
    if missing:
        notes.append(f"Not in the file, so without a rating: {', '.join(missing)}.")
    return notes
