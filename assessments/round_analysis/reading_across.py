"""Every authority's words on one statement or area, one under another."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Lower

from ..models import Consent, FollowUpReturn, LocalAuthority, Round, TaggedText
from ..submission.shown.coded import hidden
from .editions import edition_of
from .reading import last_submissions_of

AREA = "area-"  # before the number of an area, in the place of its follow-up texts
PARTS = {"evidence": "Evidence", "ideas": "Ideas for improvement"}
FOLLOW_UP = {
    "what_helped": "What helped",
    "barriers": "Barriers",
    "next_steps": "Next steps",
}
NOT_QUOTED = "It has not agreed to be quoted."
UNNAMED = "It may be quoted as an authority, not by name."
NAMED = "It may be quoted by name."


@dataclass(frozen=True)
class Said:
    """One text, and as a quote if the authority may be quoted: “...” (LA 381)."""

    heading: str
    text: str
    quotes: list[str]


@dataclass
class Across:
    """The words of one authority in a place, with its rating and consent."""

    submission: int
    authority: str
    rating: str
    consent: str
    said: list[Said]
    tags: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """A statement, or the follow-up of an area."""

    slug: str
    title: str


def places_of(round: Round) -> list[tuple[Place, list[Place]]]:
    """Return each area (its follow-up) with its statements. Two queries."""
    edition = edition_of(round.framework)
    return [
        (
            Place(f"{AREA}{area.number}", f"{area.number}. {area.title}"),
            [Place(each.code, f"{each.code} {each.text}") for each in area.statements],
        )
        for area in edition.areas
    ]


def tags_of(round: Round) -> dict[str, dict[str, int]]:
    """Return {tag: {slug of a place: how many texts there have it}}. One query."""
    found: dict[str, dict[str, int]] = {}
    rows = (
        TaggedText.objects.filter(submission__in=last_submissions_of(round))
        .values("tag__name", "place")
        .annotate(many=Count("pk"))
        .order_by(Lower("tag__name"), "place")
    )
    for row in rows:
        found.setdefault(row["tag__name"], {})[row["place"]] = row["many"]
    return found


def read_across(round: Round, place: str) -> list[Across]:
    """Return what every authority wrote in a place, by name. Five queries."""
    rows = (
        _follow_ups(round, place) if place.startswith(AREA) else _answers(round, place)
    )
    tags: dict[int, list[tuple[int, str]]] = {}
    for submission, key, name in TaggedText.objects.filter(
        place=place, submission__assessment__round=round
    ).values_list("submission", "tag", "tag__name"):
        tags.setdefault(submission, []).append((key, name))
    for row in rows:
        row.tags = sorted(tags.get(row.submission, []), key=lambda each: each[1])
    return rows


def _answers(round: Round, code: str) -> list[Across]:
    labels = {point.value: point.label for point in round.framework.scale.all()}
    consents = _consents(round)
    found = []
    answers = last_submissions_of(round).annotate(
        answer=KeyTransform(code, KeyTransform("responses", "content"))
    )
    for each in answers.select_related("assessment__authority").only(
        "pk", "assessment__authority"
    ):
        answer = each.answer or {}
        consent = consents.get(each.assessment_id)
        found.append(
            _across(
                each.pk,
                each.assessment.authority,
                labels.get(answer.get("rating") or 0, "No rating"),
                consent,
                [(words, answer.get(part, "")) for part, words in PARTS.items()],
            )
        )
    return sorted(found, key=lambda row: row.authority)


def _follow_ups(round: Round, place: str) -> list[Across]:
    number = place.removeprefix(AREA)
    consents = _consents(round)
    submissions = {
        each.assessment_id: each
        for each in last_submissions_of(round)
        .select_related("assessment__authority")
        .only("pk", "assessment__authority")
    }
    returns = FollowUpReturn.objects.filter(follow_up__assessment__in=submissions)
    latest = dict(
        returns.order_by("number").values_list(
            "follow_up__assessment", "content__follow_up__areas"
        )
    )
    found = []
    for key, areas in latest.items():
        area = areas.get(number, {})
        scores = (
            f"{_score(area, 'stage_one')} before, {_score(area, 'stage_two')} after"
        )
        found.append(
            _across(
                submissions[key].pk,
                submissions[key].assessment.authority,
                scores,
                consents.get(key),
                [(words, area.get(part, "")) for part, words in FOLLOW_UP.items()],
            )
        )
    return sorted(found, key=lambda row: row.authority)


def _score(area: dict[str, object], name: str) -> str:
    value = area.get(name)
    return "no score" if value is None else str(value)


def _consents(round: Round) -> dict[int, Consent]:
    return {
        each.assessment_id: each
        for each in Consent.objects.filter(assessment__round=round)
    }


def _across(
    submission: int,
    authority: LocalAuthority,
    rating: str,
    consent: Consent | None,
    texts: Sequence[tuple[str, str]],
) -> Across:
    named = consent is not None and consent.quotes_named
    unnamed = named or (consent is not None and consent.quotes_unnamed)
    return Across(
        submission=submission,
        authority=authority.name,
        rating=rating,
        consent=NAMED if named else UNNAMED if unnamed else NOT_QUOTED,
        said=[
            Said(
                heading, text, _quotes(text, authority, named=named) if unnamed else []
            )
            for heading, text in texts
            if text
        ],
    )


def _quotes(text: str, authority: LocalAuthority, *, named: bool) -> list[str]:
    """Return the text as quotes: with the code in place of the name, and by name."""
    names = [authority.name, *authority.other_names]
    coded = hidden(text, alias=authority.alias, names=names)
    quotes = [f"“{coded}” ({authority.alias})"]
    if named:
        quotes.append(f"“{text}” ({authority.name})")
    return quotes
