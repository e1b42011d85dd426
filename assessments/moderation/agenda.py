"""The agenda of a meeting: every statement under its word, in the order to talk."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, F, TextField, Value, When

from frameworks.light import to_plain

from ..analysis import agreement, sentences
from ..models import AgreedResponse, DraftResponse
from .comparison import in_words
from .comparison_queries import NO_REASON, REASONS, TEXTS, with_areas
from .concerns import concerns_about
from .context import grounds_of

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
LONGEST = 60  # characters of a statement in a list to choose from
WORDS = list(Word)


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
    def in_a_list(self):
        """Its code, whether it is settled, and its first words, to choose it by."""
        words = to_plain(self.statement.text_md)
        if len(words) > LONGEST:
            words = f"{words[:LONGEST].rpartition(' ')[0]} …"
        settled = " (settled)" if self.is_settled else ""
        return f"{self.statement.code}{settled} {words}"

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
        return sentences.flag_words(self.description.flags, self.ratings, self.labels)

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
    def acceptable(self):
        return [item for item in self.items if item.may_be_accepted]

    @property
    def is_alone(self):
        return all(item.is_alone for item in self.items)

    @property
    def minutes(self):
        return self.minutes_each * len(self.to_settle)


def items_of(access, grounds=None):
    """An Item for each statement of the open areas the person may see. Two queries.

    Three more unless the `grounds` are given. Only what has been handed in, and what
    the person may read, counts.
    """
    grounds = grounds or grounds_of(access)
    answers = answers_by_statement(access, grounds.areas, grounds.alone)
    rows = (
        AgreedResponse.objects.filter(
            assessment=access.assessment,
            statement__area__in=[area.area_id for area in grounds.areas],
        )
        .select_related("statement", "rating")
        .defer("evidence", "ideas", "rationale")
    )
    return [
        _item(row, answers[row.statement_id], grounds)
        for row in with_areas(rows, grounds.areas)
    ]


def _item(row, answers, grounds):
    """The Item of an agreed response, of `answers` as `answers_by_statement` has them."""
    groups, is_alone = grounds.groups, row.statement.area_id in grounds.alone
    return Item(
        agreed=row,
        labels=grounds.labels,
        rated=[(groups[group], rating) for group, rating, *_ in answers if rating],
        not_rated=[
            (groups[group], REASONS.get(reason, NO_REASON))
            for group, rating, reason, *_ in answers
            if not rating
        ],
        is_alone=is_alone,
        concerns=concerns_of(answers, grounds.labels) if is_alone else [],
    )


def answers_by_statement(access, areas, alone=()):
    """{statement id: [(group id, rating or None, reason, and of `alone` the texts)]}.

    Groups by name. Evidence and ideas only where there are areas `alone`, which one
    group rates: as they stand in those, blank in others. One query.
    """
    texts = {f"{name}_alone": _where(alone, name) for name in TEXTS} if alone else {}
    found = defaultdict(list)
    for statement, *answer in (
        handed_in(access)
        .filter(draft__area__in=[area.area_id for area in areas])
        .order_by("draft__group__name")
        .annotate(**texts)
        .values_list(
            "statement",
            "draft__group",
            "rating__value",
            "not_rated_reason",
            *texts,
        )
    ):
        found[statement].append(answer)
    return found


def _where(areas, name):
    """The text of that name in drafts of these areas, "" in others."""
    blank = Value("", TextField())
    return Case(When(draft__area__in=areas, then=F(name)), default=blank)


def handed_in(access):
    """The answers handed in that the person may read."""
    return DraftResponse.objects.filter(
        draft__in=access.drafts_seen(), draft__handed_in_at__isnull=False
    )


def concerns_of(answers, labels):
    """What to look at again in a statement's answers, where one group rates alone."""
    return [
        concern
        for _, rating, reason, evidence, ideas in answers
        for concern in concerns_about(
            rating=rating,
            has_reason=bool(reason),
            evidence=evidence,
            ideas=ideas,
            labels=labels,
        )
    ]


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


def place_on_agenda(item):
    """Where an item stands in the walk: what one group rated alone comes last."""
    if item.is_alone:
        return True, 0, 0
    return False, WORDS.index(item.word), -item.steps


def next_to_settle(items, code):
    """Return the first item not settled that comes after that code, or None.

    After the last comes the first. After a code that is not there it is the first of
    all.
    """
    walk = sorted(items, key=place_on_agenda)
    codes = [item.statement.code for item in walk]
    if code in codes:
        here = codes.index(code)
        walk = walk[here + 1 :] + walk[:here]
    return next((item for item in walk if not item.is_settled), None)
