"""The ratings that groups gave statements, which say whether a reason is needed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from ..analysis import agreement
from ..models import AgreedResponse, DraftResponse, SecondRating


def first_ratings(assessment: int, statements: Collection[int]) -> dict[int, list[int]]:
    """Return {statement id: the ratings that groups handed in}. One query.

    `assessment` is the id of the assessment.
    """
    return _by_statement(
        DraftResponse.objects.filter(
            draft__group__assessment=assessment,
            draft__handed_in_at__isnull=False,
            statement__in=statements,
            rating__isnull=False,
        ).values_list("statement", "rating__value")
    )


def second_ratings(
    assessment: int, statements: Collection[int]
) -> dict[int, list[int]]:
    """Return {statement id: the revealed second ratings of groups}. One query.

    `assessment` is the id of the assessment. A hidden one must not count: asking for a
    reason, or not, would give it away.
    """
    return _by_statement(
        SecondRating.objects.revealed()
        .filter(
            response__draft__group__assessment=assessment,
            response__statement__in=statements,
        )
        .values_list("response__statement", "rating__value")
    )


def _by_statement(ratings: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for statement, rating in ratings:
        found[statement].append(rating)
    return found


def needs_reason(
    outcome: str,
    value: int | None,
    first: Sequence[int],
    second: Sequence[int],
    scale: Sequence[int],
) -> bool:
    """Return whether settling on this needs a reason.

    `value` is the settled rating, or None. `first` are the ratings the groups handed
    in, `second` their second ratings, and `scale` the edition's values. Second ratings
    do not change whether the groups differed, but count as ratings that a group gave.
    """
    if outcome != AgreedResponse.Outcome.AGREED:
        return True
    described = agreement.describe(first, scale)
    return agreement.reason_required(described, value, [*first, *second])
