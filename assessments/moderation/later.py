"""Settled statements whose ratings came in, or changed, after somebody knew them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, cast

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from leavingcare.compiled import compiled

from ..analysis import agreement
from ..analysis.sentences import rated_later
from ..field_merge import Value
from ..models import AgreedResponse, Assessment, Draft, DraftResponse, SecondRating


@dataclass(frozen=True)
class Later:
    """Ratings that came in after a statement was settled and change its word."""

    code: str
    number: int  # of its area
    letter: str
    groups: list[str]  # whose ratings they are, by name
    before: agreement.Word  # by the ratings that were known
    after: agreement.Word
    at: datetime  # of the last of them

    @property
    def sentence(self) -> str:
        """The sentence on who rated it later, and how the word changed."""
        return rated_later(self.groups, self.before, self.after)

    @property
    def document(self) -> dict[str, Value]:
        """The value in a revision: see `submission.shown.content.LaterRatings`."""
        return {
            "groups": self.groups,
            "before": str(self.before),
            "after": str(self.after),
        }


class Rated(NamedTuple):
    """One rating that a group gave a statement, and when others could know it."""

    group: str
    at: datetime
    rating: int | None


def later_ratings(
    assessment: Assessment, *, statement: int | None = None
) -> dict[int, Later]:
    """Return {statement id: Later} of settled statements that nobody reviewed since.

    Only `statement` (its key) if that is given. One query if nothing came in later, and
    four if something did.
    """
    return later_by_assessment([assessment], statement=statement)[assessment.pk]


def later_by_assessment(
    assessments: Sequence[Assessment], *, statement: int | None = None
) -> dict[int, dict[int, Later]]:
    """Return {assessment id: its `later_ratings`}, in as many queries as for one."""
    later: dict[int, dict[int, Later]] = {each.pk: {} for each in assessments}
    found = _candidates(tuple(later), () if statement is None else (statement,))
    if not found:
        return later
    scales: dict[int, list[int]] = {}
    for each in assessments:
        if each.round.framework_id not in scales:
            scales[each.round.framework_id] = list(each.labels)
    scale_of = {each.pk: scales[each.round.framework_id] for each in assessments}
    ratings = _ratings(later, {row.statement_id for row in found})
    for row in found:
        given = ratings[row.assessment_id, row.statement_id]
        if one := _later(row, given, scale_of[row.assessment_id]):
            later[row.assessment_id][row.statement_id] = one
    return later


def _later(row: AgreedResponse, given: list[Rated], scale: list[int]) -> Later | None:
    """Return the Later of a candidate with its ratings; None if its word is the same."""
    known: datetime = row.known  # type: ignore[attr-defined]  # annotated below
    before = _word([one for one in given if one.at <= known], scale)
    after = _word(given, scale)
    if before is after:
        return None
    new = [one for one in given if one.at > known]
    return Later(
        code=row.statement.code,
        number=row.statement.area.number,
        letter=row.statement.letter,
        groups=sorted({one.group for one in new}),
        before=before,
        after=after,
        at=max(one.at for one in new),
    )


@compiled
def _candidates(
    assessments: tuple[int, ...], statements: tuple[int, ...]
) -> QuerySet[AgreedResponse]:
    """Return the settled responses with ratings that came in after `known`.

    Only of these statements, if there are any.
    """
    drafts = Draft.objects.filter(
        group__assessment=OuterRef("assessment"),
        area=OuterRef("statement__area"),
        handed_in_at__gt=OuterRef("known"),
    )
    seconds = SecondRating.objects.filter(
        response__draft__group__assessment=OuterRef("assessment"),
        response__statement=OuterRef("statement"),
        revealed_at__gt=OuterRef("known"),
    )
    settled = AgreedResponse.objects.filter(assessment__in=assessments)
    if statements:
        settled = settled.filter(statement__in=statements)
    return (
        settled.exclude(outcome=AgreedResponse.Outcome.NOT_SETTLED)
        .annotate(known=Coalesce(F("known_at"), F("settled_at")))
        .filter(Exists(drafts) | Exists(seconds))
        .select_related("statement__area")
    )


def _ratings(
    assessments: Iterable[int], statements: Iterable[int]
) -> dict[tuple[int, int], list[Rated]]:
    """Return {(assessment id, statement id): every rating, by time}. Two queries.

    A second rating that was revealed after a newer one never counted.
    """
    found: defaultdict[tuple[int, int], list[Rated]] = defaultdict(list)
    handed_in = DraftResponse.objects.filter(
        draft__group__assessment__in=assessments,
        draft__handed_in_at__isnull=False,
        statement__in=statements,
    )
    for assessment, statement, group, at, rating in handed_in.order_by().values_list(
        "draft__group__assessment",
        "statement",
        "draft__group__name",
        "draft__handed_in_at",
        "rating__value",
    ):
        found[assessment, statement].append(Rated(group, cast("datetime", at), rating))
    seconds = SecondRating.objects.revealed().filter(response__in=handed_in)
    newer: dict[int, datetime] = {}  # when a newer one was revealed, by response
    for response, assessment, statement, group, at, rating in seconds.order_by(
        "-pk"
    ).values_list(
        "response",
        "response__draft__group__assessment",
        "response__statement",
        "response__draft__group__name",
        "revealed_at",
        "rating__value",
    ):
        revealed = cast("datetime", at)
        if response not in newer or revealed < newer[response]:
            newer[response] = revealed
            found[assessment, statement].append(Rated(group, revealed, rating))
    return {key: sorted(rated, key=lambda one: one.at) for key, rated in found.items()}


def _word(rated: Iterable[Rated], scale: list[int]) -> agreement.Word:
    """Return the word of each group's last rating."""
    last = {one.group: one.rating for one in rated}
    ratings = [rating for rating in last.values() if rating is not None]
    return agreement.describe(ratings, scale).word
