"""Young people's views of each area, as the values that pages and files print.

The areas have the titles and the order in which young people were shown them: those
of the edition's page of scores out of ten. Reads documents alone.
"""

from collections.abc import Mapping
from typing import TypedDict

from assessments.analysis.sentences import basis_words

from . import content
from .content import GATHERED, PICKS, Text
from .totals import over_words, sums, with_both
from .wording import date_words, out_of_ten, short, total_words

OF_THREE = {1: "One of the three", 2: "Two of the three", 3: "The three"}


class FindingShown(TypedDict):
    """A finding of a survey; `basis` is how many answered, and where it is from."""

    text: str
    basis: str


class YoungPeopleRow(TypedDict):
    """An area; `young` and `ours` are its scores for a table that says "out of 10"."""

    number: int
    title: str
    young: str
    ours: str
    score: str
    service: str
    difference: str
    pick: str
    how: str
    findings: list[FindingShown]


class YoungPeopleShown(TypedDict):
    """The scores young people gave, with the service's own global scores.

    about   [(label, value)] of how the scores were gathered
    total   of young people's scores, over the areas that have both scores, as are
            `service_total` and `difference`; `over` says which those are
    best    the titles of the areas picked as the best, and `worst` as the worst;
            `best_words` and `worst_words` are their headings
    """

    about: list[tuple[str, str]]
    rows: list[YoungPeopleRow]
    has_scores: bool
    has_how: bool
    has_findings: bool
    total: str
    service_total: str
    difference: str
    over: str
    best: list[str]
    worst: list[str]
    best_words: str
    worst_words: str


def young_people_values(
    agreed: content.Agreed,
    scores: Mapping[str, content.YoungPeopleScore],
    record: content.YoungPeople,
    text: Text,
) -> YoungPeopleShown | None:
    """Return what young people said; None if nothing is recorded."""
    if not scores and not record:
        return None
    areas = sorted(
        agreed["framework"]["areas"], key=lambda area: area.get("rating_order", 0)
    )
    rows = [row_values(area, agreed, scores, record, text) for area in areas]
    service = agreed["global_scores"]
    best = [row["title"] for row in rows if row["pick"] == PICKS["best"]]
    worst = [row["title"] for row in rows if row["pick"] == PICKS["worst"]]
    both = with_both(
        (said_of(area, scores).get("score"), service.get(str(area["number"])))
        for area in areas
    )
    return {
        "about": about_values(record, text),
        "rows": rows,
        "has_scores": any(each.get("score") is not None for each in scores.values()),
        "has_how": any(row["how"] for row in rows),
        "has_findings": any(row["findings"] for row in rows),
        "total": total_words([one for one, _ in both]),
        "service_total": total_words([two for _, two in both]),
        "difference": difference_words(*sums(both)) if both else "",
        "over": over_words(len(both), len(areas)),
        "best": best,
        "worst": worst,
        "best_words": picked_words(len(best), "best"),
        "worst_words": picked_words(len(worst), "worst"),
    }


def picked_words(count: int, pick: str) -> str:
    """Return the heading of the areas that were picked as the best or the worst.

    People may pick fewer than three. Two who choose at once may together pick more.
    """
    named = OF_THREE.get(count, "The")
    return f"{named} {pick}, young people say"


def row_values(
    area: content.Area,
    agreed: content.Agreed,
    scores: Mapping[str, content.YoungPeopleScore],
    record: content.YoungPeople,
    text: Text,
) -> YoungPeopleRow:
    """Return the views of young people about one area."""
    said, number = said_of(area, scores), str(area["number"])
    service = agreed["global_scores"].get(number)
    findings = record.get("findings", {}).get(number, [])
    return {
        "number": area["number"],
        "title": f"{number}. {area.get('rating_title') or area['title']}",
        "young": short(said.get("score")),
        "ours": short(service),
        "score": out_of_ten(said.get("score")),
        "service": out_of_ten(service),
        "difference": difference_words(said.get("score"), service),
        "pick": PICKS.get(said.get("pick", ""), ""),
        "how": text(said.get("how_gathered") or ""),
        "findings": [finding_values(each, text) for each in findings],
    }


def said_of(
    area: content.Area, scores: Mapping[str, content.YoungPeopleScore]
) -> content.YoungPeopleScore:
    nothing: content.YoungPeopleScore = {}
    return scores.get(str(area["number"]), nothing)


def about_values(record: content.YoungPeople, text: Text) -> list[tuple[str, str]]:
    """Return [(label, value)] of how the scores were gathered, as far as it is said."""
    many, day = record.get("how_many"), record.get("gathered_on")
    said = {
        "how_gathered": text(record.get("how_gathered") or ""),
        "how_many": "" if many is None else str(many),
        "gathered_on": date_words(day) if day else "",
        "gathered_by": text(record.get("gathered_by") or ""),
    }
    return [(GATHERED[name], value) for name, value in said.items() if value]


def finding_values(finding: content.SurveyFinding, text: Text) -> FindingShown:
    """Return a finding and what it is based on."""
    basis = basis_words(finding["asked"], finding["answered"], finding["source"])
    return {"text": text(finding["text"]), "basis": text(basis)}


def difference_words(young: int | None, service: int | None) -> str:
    """Return how young people's score differs: "2 lower", "the same"; "" without both."""
    if young is None or service is None:
        return ""
    if young == service:
        return "the same"
    return f"{abs(young - service)} {'higher' if young > service else 'lower'}"
