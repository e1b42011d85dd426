"""The agenda of a meeting: every statement under its word, in order of discussion."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from frameworks.light import to_plain
from frameworks.models import Statement
from leavingcare.compiled import compiled

from ..access import Access
from ..analysis import agreement, sentences
from ..models import AgreedResponse, DraftResponse
from .answers import Answer, answers_by_statement
from .comparison import settled_as
from .comparison_columns import is_proposed
from .comparison_queries import NO_REASON, REASONS, with_areas
from .concerns import Concern, concerns_about
from .context import AgendaContext, context_of
from .later import Later
from .may_settle_together import joint_rating, needs_no_look

Word = agreement.Word
MINUTES = {
    Word.SPLIT: 6,
    Word.ONE_VOICE: 4,
    Word.ONLY_ONE: 3,
    Word.NOBODY: 3,
    Word.CLOSE: 2,
    Word.SAME: 0,
}
LONGEST = 60  # characters of a statement in a list to choose from
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
    is_proposed: bool = False  # only for moderators

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
        words = to_plain(self.statement.text_md)
        if len(words) > LONGEST:
            words = f"{words[:LONGEST].rpartition(' ')[0]} …"
        settled = " (settled)" if self.is_settled else ""
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
    def has_more(self) -> bool:
        """True if there is more to say about it than who rated what."""
        return self.is_settled or self.agreed.come_back or self.later is not None

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


@dataclass(frozen=True)
class Section:
    """The items under one word: to settle before settled, furthest apart first."""

    word: str  # a Word, or a heading of its own
    items: list[Item]
    minutes_each: int

    @cached_property
    def to_settle(self) -> list[Item]:
        return [item for item in self.items if not item.is_settled]

    @cached_property
    def for_together(self) -> list[Item]:
        return [item for item in self.items if item.is_for_together]

    @cached_property
    def complete(self) -> list[Item]:
        """Those to settle together that every group of their area has answered."""
        return [item for item in self.for_together if needs_no_look(item)]

    @property
    def waiting(self) -> list[str]:
        """The groups that have not handed in the area of an item to settle together."""
        return sorted({group for item in self.for_together for group in item.waiting})

    @property
    def is_alone(self) -> bool:
        return all(item.is_alone for item in self.items)

    @property
    def minutes(self) -> int:
        return self.minutes_each * len(self.to_settle)


def items_of(access: Access, context: AgendaContext | None = None) -> list[Item]:
    """Return an Item for each statement of the open areas the person may see.

    Only answers that are handed in and that the person may read count. Two queries,
    and those of `context_of` unless the `context` is given.
    """
    context = context or context_of(access)
    answers = answers_by_statement(access, context.areas, context.alone)
    areas = tuple(area.area_id for area in context.areas)
    rows = _rows(access.assessment.pk, areas, to_moderator=access.is_moderator)
    return [
        _item(row, answers[row.statement_id], context)
        for row in with_areas(rows, context.areas)
    ]


@compiled
def _rows(
    assessment: int, areas: tuple[int, ...], *, to_moderator: bool
) -> QuerySet[AgreedResponse]:
    return (
        AgreedResponse.objects.filter(assessment=assessment, statement__area__in=areas)
        .select_related("statement", "rating")
        .defer("evidence", "ideas", "rationale")
        .annotate(is_proposed=is_proposed(to_moderator=to_moderator))
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
        is_proposed=row.is_proposed,  # type: ignore[attr-defined]  # annotated above
    )


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


def sections(items: Iterable[Item], minutes: Mapping[str, int]) -> list[Section]:
    """Return the items compared, as Sections in the order of the agenda.

    `minutes` is {word: minutes per item} where a moderator changed MINUTES.
    """
    by_word: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        if not item.is_alone:
            by_word[item.word].append(item)
    return [
        Section(
            word,
            sorted(by_word[word], key=lambda item: (item.is_settled, -item.steps)),
            minutes.get(word, MINUTES[word]),
        )
        for word in Word
        if word in by_word
    ]


def checks(items: Iterable[Item]) -> list[tuple[str, list[Item]]]:
    """Return the items that one group rated and that need checking: [(kind, items)]."""
    by_kind: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.is_alone:
            for kind in dict.fromkeys(concern.kind for concern in item.concerns):
                by_kind[kind].append(item)
    return sorted(by_kind.items())


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
