"""Every authority's words on one statement or area, one under another; and a search."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Lower

from ..models import (
    Consent,
    FollowUpReturn,
    LocalAuthority,
    ReadingTag,
    Round,
    TaggedText,
)
from .editions import edition_of
from .quoting import consents_of, in_words, quotes_of, quoting_by
from .reading import last_submissions_of

AREA = "area-"  # before the number of an area, in the place of its follow-up texts
PARTS = {"evidence": "Evidence", "ideas": "Ideas for improvement"}
FOLLOW_UP = {
    "what_helped": "What helped",
    "barriers": "Barriers",
    "next_steps": "Next steps",
}


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


@dataclass(frozen=True)
class Written:
    """The words of one authority in a place, as they are stored: [(heading, text)]."""

    place: str
    submission: int
    assessment: int
    authority: LocalAuthority
    rating: str
    texts: list[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """A place, in its area, and what authorities wrote there that was looked for."""

    area: Place
    place: Place
    rows: list[Across]


def has_words(texts: Iterable[str], words: Iterable[str]) -> bool:
    """Return whether every word is in one of the texts, in capitals or not."""
    whole = "\n".join(texts).casefold()
    return all(word.casefold() in whole for word in words)


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


def tags_of(round: Round) -> list[tuple[ReadingTag, dict[str, int]]]:
    """Return [(tag, {slug of a place: how many answers there have it})]. One query."""
    found: dict[int, tuple[ReadingTag, dict[str, int]]] = {}
    rows = (
        TaggedText.objects.filter(submission__in=last_submissions_of(round))
        .values_list("tag", "tag__name", "place")
        .annotate(many=Count("pk"))
        .order_by(Lower("tag__name"), "place")
    )
    for key, name, place, many in rows:
        _, places = found.setdefault(key, (ReadingTag(pk=key, name=name), {}))
        places[place] = many
    return list(found.values())


def read_across(round: Round, place: str) -> list[Across]:
    """Return what every authority wrote in a place, by name. Five queries."""
    number = place.removeprefix(AREA)
    written = _answers(round, place) if number == place else _follow_ups(round, number)
    rows = _across(sorted(written, key=_by_name), consents_of(round))
    tags: dict[int, list[tuple[int, str]]] = {}
    for submission, key, name in TaggedText.objects.filter(
        place=place, submission__assessment__round=round
    ).values_list("submission", "tag", "tag__name"):
        tags.setdefault(submission, []).append((key, name))
    for row in rows:
        row.tags = sorted(tags.get(row.submission, []), key=lambda each: each[1])
    return rows


def find(round: Round, words: Sequence[str]) -> list[Written]:
    """Return what has every word, in the order of the places, then by name. Six queries."""
    return _in_order(
        round, lambda each: has_words((text for _, text in each.texts), words)
    )


def tagged(round: Round, tag: ReadingTag) -> list[Written]:
    """Return what has a tag, in the same order. Seven queries."""
    has_it = set(
        TaggedText.objects.filter(
            tag=tag, submission__assessment__round=round
        ).values_list("submission", "place")
    )
    return _in_order(round, lambda each: (each.submission, each.place) in has_it)


def _in_order(round: Round, is_wanted: Callable[[Written], bool]) -> list[Written]:
    order = {
        each.slug: number
        for number, each in enumerate(
            place
            for area, statements in places_of(round)
            for place in [*statements, area]
        )
    }
    found = [
        each
        for every in (_answers(round), _follow_ups(round))
        for each in every
        if each.place in order and is_wanted(each)
    ]
    return sorted(found, key=lambda each: (order[each.place], _by_name(each)))


def by_place(round: Round, found: Sequence[Written]) -> list[Found]:
    """Return some of what was found, under its places. One query."""
    consents = consents_of(round)
    rows: dict[str, list[Written]] = {}
    for each in found:
        rows.setdefault(each.place, []).append(each)
    return [
        Found(area, place, _across(rows[place.slug], consents))
        for area, statements in places_of(round)
        for place in [*statements, area]
        if place.slug in rows
    ]


def _by_name(written: Written) -> str:
    return written.authority.name


def _answers(round: Round, code: str = "") -> Iterator[Written]:
    """Yield the answers to a statement, or to all. Two queries."""
    labels = {point.value: point.label for point in round.framework.scale.all()}
    responses = KeyTransform("responses", "content")
    submissions = last_submissions_of(round).annotate(
        asked=KeyTransform(code, responses) if code else responses
    )
    for each in (
        submissions.select_related("assessment__authority")
        .only("pk", "assessment__authority")
        .iterator()
    ):
        answers = {code: each.asked or {}} if code else each.asked
        for place, answer in answers.items():
            yield Written(
                place,
                each.pk,
                each.assessment_id,
                each.assessment.authority,
                labels.get(answer.get("rating") or 0, "No rating"),
                _texts(answer, PARTS),
            )


def _follow_ups(round: Round, number: str = "") -> Iterator[Written]:
    """Yield what was returned last on an area, or on all. Two queries."""
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
    for key, areas in latest.items():
        for place in [number] if number else areas:
            area = areas.get(place, {})
            yield Written(
                f"{AREA}{place}",
                submissions[key].pk,
                key,
                submissions[key].assessment.authority,
                f"{_score(area, 'stage_one')} before, {_score(area, 'stage_two')} after",
                _texts(area, FOLLOW_UP),
            )


def _texts(
    answer: Mapping[str, object], parts: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return [(heading, text)] of the parts that are not blank."""
    return [
        (heading, str(text))
        for part, heading in parts.items()
        if (text := answer.get(part))
    ]


def _score(area: dict[str, object], name: str) -> str:
    value = area.get(name)
    return "no score" if value is None else str(value)


def _across(
    written: Iterable[Written], consents: Mapping[int, Consent]
) -> list[Across]:
    return [_with_consent(each, consents.get(each.assessment)) for each in written]


def _with_consent(written: Written, consent: Consent | None) -> Across:
    quoting = quoting_by(consent)
    return Across(
        submission=written.submission,
        authority=written.authority.name,
        rating=written.rating,
        consent=in_words(consent),
        said=[
            Said(
                heading,
                text,
                quotes_of(text, written.authority, quoting),
            )
            for heading, text in written.texts
        ],
    )
