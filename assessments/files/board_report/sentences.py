"""All sentences of one report, from what `report.shape` found."""

from dataclasses import dataclass
from typing import Any

from assessments.submission.shown.content import Text
from assessments.submission.shown.wording import NOT_GIVEN

from . import wording
from .wording import Glance, Since

BANDS = (
    "Good from three quarters of the highest possible cumulative score, ok above half of "
    "it, otherwise poor. The bands come from the national evaluation of this framework "
    "for the Department for Education (RR616). They are indicative, and scaled where an "
    "edition has a different number of statements."
)
SUBMITTED = (
    "This report is based on what was submitted to Coram Voice. The full submission has "
    "every answer with all its evidence."
)
FOR_THE_MEETING = "The last two columns are for the meeting."
Found = dict[str, Any]  # see `report.shape`


@dataclass(frozen=True)
class Sentences:
    """The sentences of the report; those that do not apply are blank or None.

    differing  [sentence], what people differed on, with the codes of the statements
    lists      [(title, codes)] of statements that cannot be compared or stayed the same
    """

    front: str
    source: str
    bands: str
    glance: Glance
    rated: dict[str, str]
    without_rating: str
    evidence_listed: str
    differing: list[str]
    differences_listed: str
    compared: Since | None
    moved: str
    up: str
    down: str
    lists: list[tuple[str, str]]
    scores: str
    actions: str


def sentences_of(found: Found, text: Text) -> Sentences:
    """Return the sentences; `text` makes those with a person's words printable."""
    change, document = found["change"], found["document"]
    counts = counts_of(change)
    number = len(found["differences"])
    return Sentences(
        front=front(found),
        source=wording.source(
            document["reference"],
            has_earlier=bool(change),
            has_supplements=any(found["beside"].values()),
        ),
        bands=BANDS,
        glance=glance(found),
        rated={
            name: wording.rated_as(kind)
            for name, kind in found["kinds"].items()
            if kind["labels"]
        },
        without_rating=wording.without_rating(found["kinds"]["apart"]["count"]),
        evidence_listed=wording.evidence_listed(
            found["evidence"]["given"],
            found["evidence"]["of"],
            codes(found["evidence"]["unsupported"]),
        ),
        differing=differing(found),
        differences_listed=wording.differences_listed(
            number, has_groups=bool(found["voices"])
        ),
        compared=compared(change),
        moved=wording.change_in_figures(*counts),
        up=f"Went up: {wording.count(counts[0])}",
        down=f"Went down: {wording.count(counts[1])}",
        lists=lists(change) if change else [],
        scores=scores(document["scores"], is_compared=bool(change)),
        actions=actions(document["asks_for_ideas"]),
    )


def front(found: Found) -> str:
    """Return how the answers came about, and what the report is based on."""
    total = found["document"]["total"]
    rated = wording.statements_rated(total["rated"], total["of"])
    parts = [wording.how_rated(len(found["groups"])), rated, SUBMITTED]
    return " ".join(part for part in parts if part)


def glance(found: Found) -> Glance:
    """Return the sentences of the first page."""
    total, change = found["document"]["total"], found["change"]
    since = None
    if change and change["compared"]:
        after = (
            f"), of {wording.count(change['compared'])} that can be compared, "
            f"{wording.moved(*counts_of(change))}"
        )
        since = Since("Since last time (", change["round"], after)
    return Glance(
        total=wording.total(total["rated"], total["of"], found["score"]),
        kinds=wording.kinds(found["kinds"], total["of"]),
        highest=wording.highest_and_lowest(found["highest"], found["lowest"]),
        since=since,
        evidence=wording.evidence(
            found["evidence"]["given"],
            found["evidence"]["of"],
            codes(found["evidence"]["unsupported"]),
        ),
        differences=wording.differences(len(found["differences"])),
        ideas=(
            wording.ideas(found["ideas"], found["undeveloped"])
            if found["document"]["asks_for_ideas"]
            else ""
        ),
    )


def codes(statements: list[Found]) -> list[str]:
    return [each["code"] for each in statements]


def counts_of(change: Found | None) -> tuple[int, int, int]:
    """Return how many ratings went up, went down and stayed the same."""
    if not change:
        return 0, 0, 0
    return len(change["up"]), len(change["down"]), len(change["same"])


def differing(found: Found) -> list[str]:
    """Return a line for each way of differing, with the codes of its statements."""
    lines = [
        ("Could not be agreed", found["unsettled"]),
        ("Changed by the approver", codes(found["document"]["changed"])),
        ("A group still disagrees", codes(found["document"]["dissented"])),
    ]
    return [f"{title}: {', '.join(each)}" for title, each in lines if each]


def compared(change: Found | None) -> Since | None:
    """Return what the ratings are compared with, and how they moved."""
    if not change:
        return None
    up, down, same = counts_of(change)
    moved = wording.compared(
        is_same_scale=change["is_same_scale"], up=up, down=down, same=same
    )
    end = wording.completed(change["completed_on"], NOT_GIVEN)
    return Since("Compared with ", change["round"], f"{end}. {moved}")


def lists(change: Found) -> list[tuple[str, str]]:
    """Return [(title with how many, codes)] of statements that did not move."""
    titles = {
        "same": "The same rating as last time",
        "unrated": "Asked both times, but without a single rating now or last time",
        "related": "Not comparable: similar to a statement of last time, but not the same",
        "new": "Not comparable: not asked last time",
        "gone": "No longer asked, by last time’s numbers",
    }
    return [
        (f"{title} ({len(change[name])})", ", ".join(change[name]))
        for name, title in titles.items()
        if change[name]
    ]


def scores(given: Found, *, is_compared: bool) -> str:
    """Return the caption of the global scores."""
    caption = f"{given['given']} of {given['of']} global scores given"
    return (
        f"{caption}, and last time’s score of the same area" if is_compared else caption
    )


def actions(asks_for_ideas: bool) -> str:
    """Return what the action list contains."""
    if asks_for_ideas:
        listed = (
            "All ideas for improvement, lowest ratings first, and every area for "
            "development whether or not it has an idea."
        )
    else:
        listed = (
            "Every area for development, lowest ratings first. This edition does not ask "
            "for ideas, so what to do is left blank too."
        )
    return f"{listed} {FOR_THE_MEETING}"
