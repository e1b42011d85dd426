"""The agenda of a meeting: every statement under its word, in order of discussion."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import QuerySet

from frameworks.light import first_words
from frameworks.models import Statement
from leavingcare.compiled import compiled

from ..access import Access
from ..analysis import agreement, sentences
from ..models import AgreedResponse, DraftResponse
from .answers import Answer, answers_by_statement
from .comparison import settled_as
from .comparison_columns import proposed
from .comparison_queries import NO_REASON, REASONS, with_areas
from .concerns import Concern, concerns_about
from .context import AgendaContext, context_of
from .given_ratings import second_ratings
from .later import Later
from .may_settle_together import joint_rating
from .minutes import Proposed, is_prepared

Word = agreement.Word
WORDS = list(Word)


@dataclass(frozen=True)
class Item:
    """One statement on the agenda, with what the groups rated it."""

    agreed: AgreedResponse
    labels: dict[int, str]  # {value: label}, highest first
    rated: list[tuple[str, int]]  # (group, rating)
    not_rated: list[tuple[str, str]]  # (group, reason)
    is_alone: bool  # only one group was given the area, so nothing can be compared
    concerns: list[Concern]  # only if one group rates alone
    waiting: Sequence[str] = ()  # groups of its area that have not handed in
    later: Later | None = None  # ratings that came in after it was settled
    proposed: Proposed | None = None  # only for moderators

    @cached_property
    def statement(self) -> Statement:
        return self.agreed.statement

    @cached_property
    def code(self) -> str:
        return self.statement.code

    @property
    def key(self) -> tuple[int, str]:
        """The number of its area and its letter."""
        return self.statement.area.number, self.statement.letter

    @property
    def in_a_list(self) -> str:
        """Its code, whether it is settled, and its first words, to choose it by."""
        settled = " (settled)" if self.is_settled else ""
        words = first_words(self.statement.text_md)
        return f"{self.statement.code}{settled} {words}"

    @cached_property
    def ratings(self) -> list[int]:
        return [rating for _, rating in self.rated]

    @cached_property
    def description(self) -> agreement.Description:
        return agreement.describe(self.ratings, list(self.labels))

    @property
    def word(self) -> Word:
        return self.description.word

    @property
    def flags(self) -> list[str]:
        return sentences.flag_words(self.description.flags, self.ratings, self.labels)

    @property
    def steps(self) -> int:
        return self.description.steps

    @property
    def summary(self) -> str:
        rated = sentences.summary(self.rated, self.labels, self.not_rated, self.waiting)
        missing = sentences.not_rated_line(self.not_rated)
        return f"{rated} {missing}".strip()

    @property
    def is_settled(self) -> bool:
        return self.agreed.outcome != AgreedResponse.Outcome.NOT_SETTLED

    @property
    def is_proposed(self) -> bool:
        return self.proposed is not None

    @cached_property
    def is_prepared(self) -> bool:
        return is_prepared(self)

    @property
    def has_more(self) -> bool:
        """True if there is more to say about it than who rated what."""
        agreed = self.agreed
        return (
            self.is_settled
            or agreed.come_back
            or self.later is not None
            or self.is_prepared
        )

    @property
    def settled_as(self) -> str:
        return settled_as(self.agreed, self.labels)

    @cached_property
    def is_for_together(self) -> bool:
        """True if it can be settled together with others the groups agree on."""
        return not self.is_alone and joint_rating(self) is not None

    @property
    def settles_as(self) -> str:
        """The rating all groups gave, in words."""
        return self.labels[self.ratings[0]]

    @property
    def current_ratings(self) -> list[int]:
        """The rating it is settled on, or those the groups gave."""
        settled = self.agreed.rating
        if self.is_settled:
            return [settled.value] if settled else []
        return self.ratings


def items_of(access: Access, context: AgendaContext | None = None) -> list[Item]:
    """Return an Item for each statement of the open areas the person may see.

    Only answers that are handed in and that the person may read count. Two queries or
    three, and those of `context_of` unless the `context` is given.
    """
    context = context or context_of(access)
    answers = answers_by_statement(access, context.areas, context.alone)
    areas = tuple(area.area_id for area in context.areas)
    rows = _rows(access.assessment.pk, areas, to_moderator=access.is_moderator)
    items = [
        _item(row, answers[row.statement_id], context)
        for row in with_areas(rows, context.areas)
    ]
    return _with_second(items, access.assessment.pk)


@compiled
def _rows(
    assessment: int, areas: tuple[int, ...], *, to_moderator: bool
) -> QuerySet[AgreedResponse]:
    return (
        AgreedResponse.objects.filter(assessment=assessment, statement__area__in=areas)
        .select_related("statement", "rating")
        .defer("evidence", "ideas", "rationale")
        .annotate(**proposed(to_moderator=to_moderator))
    )


def _item(
    row: AgreedResponse, answers: Iterable[Answer], context: AgendaContext
) -> Item:
    groups, is_alone = context.groups, row.statement.area_id in context.alone
    return Item(
        agreed=row,
        labels=context.labels,
        rated=[
            (groups[answer.group], answer.rating)
            for answer in answers
            if answer.rating is not None
        ],
        not_rated=[
            (groups[answer.group], REASONS.get(answer.reason, NO_REASON))
            for answer in answers
            if answer.rating is None
        ],
        is_alone=is_alone,
        concerns=concerns_of(answers, context.labels) if is_alone else [],
        waiting=context.waiting[row.statement.area_id],
        later=context.later.get(row.statement_id),
        proposed=proposed_in(row),
    )


def proposed_in(row: AgreedResponse) -> Proposed | None:
    """Return what is proposed for a row of `_rows`."""
    answer = row.proposed_answer  # type: ignore[attr-defined]  # annotated above
    if answer is None:
        return None
    outcome, rating, candidates = answer
    has_reason = row.proposed_reason  # type: ignore[attr-defined]  # annotated above
    return Proposed(outcome, rating, candidates, has_reason)


def _with_second(items: list[Item], assessment: int) -> list[Item]:
    """Return the items, with second ratings where no group gave what is proposed.

    One query, or none.
    """
    new = {item.statement.pk for item in items if _is_new(item)}
    second = second_ratings(assessment, new) if new else {}
    return [
        replace(item, proposed=replace(item.proposed, second=second[pk]))
        if item.proposed and (pk := item.statement.pk) in second
        else item
        for item in items
    ]


def _is_new(item: Item) -> bool:
    """Return whether a rating is proposed without a reason that no group gave at first."""
    proposed = item.proposed
    if proposed is None or proposed.has_reason or proposed.rating is None:
        return False
    return proposed.rating not in item.ratings


def concerns_of(answers: Iterable[Answer], labels: Mapping[int, str]) -> list[Concern]:
    """Return what to check in the answers of a group that rates alone."""
    return [
        concern
        for answer in answers
        for concern in concerns_about(
            rating=answer.rating,
            has_reason=DraftResponse.NotRated.explains(answer.reason),
            evidence=answer.evidence,
            ideas=answer.ideas,
            labels=labels,
        )
    ]


def agenda_order(item: Item) -> tuple[bool, int, int]:
    """Return the key that sorts items as on the agenda, those of one group last."""
    if item.is_alone:
        return True, 0, 0
    return False, WORDS.index(item.word), -item.steps


def next_to_settle(items: Iterable[Item], code: str) -> Item | None:
    """Return the first item after that code that is not settled, or None.

    The first item follows the last. If no item has the code, start with the first.
    """
    ordered = sorted(items, key=agenda_order)
    codes = [item.code for item in ordered]
    if code in codes:
        here = codes.index(code)
        ordered = ordered[here + 1 :] + ordered[:here]
    return next((item for item in ordered if not item.is_settled), None)
