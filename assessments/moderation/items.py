"""The agenda of a meeting: every statement under its word, in the order to talk."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from ..analysis import agreement, families, sentences
from ..models import AgreedResponse, DraftResponse
from .comparing import (
    NO_REASON,
    REASONS,
    compare_areas,
    drafts_by_area,
    labels_of,
)
from .comparison import in_words
from .concerns import concerns_about

Word = agreement.Word
MINUTES = {
    Word.SPLIT: 6,
    Word.ONE_VOICE: 4,
    Word.ONLY_ONE: 3,
    Word.NOBODY: 3,
    Word.CLOSE: 2,
    Word.SAME: 0,
}
FEWEST_TO_ACCEPT = 2
ALONE = "Rated by one group"


@dataclass(frozen=True)
class Item:
    """One statement on the agenda, with what the groups rated it."""

    agreed: AgreedResponse
    labels: dict  # {value: label}, highest first
    rated: list  # of (group, rating)
    not_rated: list  # of (group, reason)
    is_alone: bool  # only one group was given the area, so nothing can be compared
    concerns: list  # what to look at again, where one group rates alone

    @property
    def statement(self):
        return self.agreed.statement

    @property
    def ratings(self):
        return [rating for _, rating in self.rated]

    @cached_property
    def description(self):
        return agreement.describe(self.ratings, list(self.labels))

    @property
    def word(self):
        return self.description.word

    @property
    def flags(self):
        return sorted(self.description.flags)

    @property
    def steps(self):
        return self.description.steps

    @property
    def summary(self):
        said = sentences.summary(self.rated, self.labels, self.not_rated)
        missing = sentences.not_rated_line(self.not_rated)
        return f"{said} {missing}".strip()

    @property
    def is_settled(self):
        return self.agreed.outcome != AgreedResponse.Outcome.NOT_SETTLED

    @property
    def settled_as(self):
        agreed = self.agreed
        rating = agreed.rating and agreed.rating.value
        return in_words(agreed.outcome, rating, agreed.candidates, self.labels)

    @property
    def may_be_accepted(self):
        """Whether it may be settled together with others the groups agree on."""
        return (
            self.word is Word.SAME
            and len(self.rated) >= FEWEST_TO_ACCEPT
            and not self.is_settled
        )

    @property
    def settles_as(self):
        """The rating all groups gave, in words."""
        return self.labels[self.ratings[0]]

    @property
    def standing(self):
        """The ratings it stands at: the settled one, or those the groups gave."""
        settled = self.agreed.rating
        if self.is_settled:
            return [settled.value] if settled else []
        return self.ratings


@dataclass(frozen=True)
class Section:
    """The items under one word: to settle before settled, furthest apart first."""

    word: Word
    items: list
    minutes_each: int

    @property
    def to_settle(self):
        return [item for item in self.items if not item.is_settled]

    @property
    def may_accept(self):
        return any(item.may_be_accepted for item in self.items)

    @property
    def minutes(self):
        return self.minutes_each * len(self.to_settle)


@dataclass(frozen=True)
class Family:
    """Statements that ask the same and were answered on opposite sides."""

    title: str
    items: list


def items_of(access):
    """An Item for each statement of the open areas the person may see. Five queries.

    Only what has been handed in, and what the person may read, counts.
    """
    areas = list(access.areas_revealed().filter(discussion_opened_at__isnull=False))
    labels = labels_of(access.assessment.round.framework)
    drafts = drafts_by_area(access, areas)
    groups = {d.group_id: d.group for given in drafts.values() for d in given}
    alone = {area for area, given in drafts.items() if len(given) == 1}
    answers = answers_by_statement(access, areas)
    concerns = concerns_by_statement(access, alone, labels)
    rows = (
        AgreedResponse.objects.filter(
            assessment=access.assessment,
            statement__area__in=[area.area_id for area in areas],
        )
        .select_related("statement__area", "rating")
        .defer("evidence", "ideas", "rationale")
    )
    return [
        Item(
            agreed=row,
            labels=labels,
            rated=[
                (groups[group], rating)
                for group, rating, _ in answers[row.statement_id]
                if rating
            ],
            not_rated=[
                (groups[group], REASONS.get(reason, NO_REASON))
                for group, rating, reason in answers[row.statement_id]
                if not rating
            ],
            is_alone=row.statement.area_id in alone,
            concerns=concerns.get(row.statement_id, []),
        )
        for row in rows
    ]


def answers_by_statement(access, areas):
    """{statement id: [(group id, rating or None, reason)]}, groups by name."""
    found = defaultdict(list)
    for statement, *answer in (
        handed_in(access)
        .filter(draft__area__in=[area.area_id for area in areas])
        .order_by("draft__group__name")
        .values_list("statement", "draft__group", "rating__value", "not_rated_reason")
    ):
        found[statement].append(answer)
    return found


def handed_in(access):
    """The answers handed in that the person may read."""
    return DraftResponse.objects.filter(
        draft__in=access.drafts_seen(), draft__handed_in_at__isnull=False
    )


def concerns_by_statement(access, areas, labels):
    """{statement id: Concerns} of the answers in areas one group rates alone."""
    if not areas:
        return {}
    return {
        answer.statement_id: concerns_about(
            rating=answer.rating and answer.rating.value,
            has_reason=bool(answer.not_rated_reason),
            evidence=answer.evidence,
            ideas=answer.ideas,
            labels=labels,
        )
        for answer in handed_in(access)
        .filter(draft__area__in=areas)
        .select_related("rating")
    }


def sections(items, minutes):
    """The items compared, as Sections in the order of the agenda.

    `minutes` is {word: minutes an item} where a moderator chose others than MINUTES.
    """
    by_word = defaultdict(list)
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


def checks(items):
    """The items one group rated alone that need a look: by concern, [(kind, items)]."""
    by_kind = defaultdict(list)
    for item in items:
        if item.is_alone:
            for kind in dict.fromkeys(concern.kind for concern in item.concerns):
                by_kind[kind].append(item)
    return sorted(by_kind.items())


def family_clashes(items, titles):
    """The Families among the items that were answered on opposite sides.

    `titles` is {slug: title} of the edition's families.
    """
    by_family = defaultdict(list)
    for item in items:
        if item.statement.family:
            by_family[item.statement.family].append(item)
    return [
        Family(titles[slug], members)
        for slug, members in by_family.items()
        if families.clashes(
            [item.standing for item in members], list(members[0].labels)
        )
    ]


def with_voices(access, shown):
    """The items with what each group wrote, as [(heading, [Comparison])]. Three queries.

    In the order of the agenda; what one group rated alone comes last.
    """
    opened = list(access.areas_revealed().filter(discussion_opened_at__isnull=False))
    drafts = drafts_by_area(access, opened)
    comparisons = {
        found.agreed.pk: found
        for found in compare_areas(
            access,
            {area.area_id: drafts[area.area_id] for area in opened},
            labels_of(access.assessment.round.framework),
        )
    }
    parts = [(section.word, section.items) for section in sections(shown, {})]
    parts.append((ALONE, [item for item in shown if item.is_alone]))
    return [
        (heading, [comparisons[item.agreed.pk] for item in members])
        for heading, members in parts
        if members
    ]
