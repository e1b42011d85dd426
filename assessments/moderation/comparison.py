"""One statement with every group's answer to it, compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from frameworks.models import Statement

from ..analysis import agreement, sentences
from ..models import AgreedResponse, Proposal
from .concerns import Concern, concerns_about
from .may_settle_together import joint_rating
from .minutes import Proposed, is_prepared

SIDES = {1: "agree", 0: "middle", -1: "disagree"}


@dataclass(frozen=True)
class GroupDraft:
    """A working group's draft of an area, as far as others may see it."""

    group_id: int
    group: str
    area_id: int
    handed_in_at: datetime | None
    is_after_opening: bool
    score: int | None  # out of ten; only once the draft is handed in

    @property
    def is_handed_in(self) -> bool:
        return self.handed_in_at is not None


@dataclass(frozen=True)
class GroupAnswer:
    """One group's handed-in answer to one statement."""

    pk: int
    group_id: int
    group: str
    is_after_opening: bool
    rating: int | None
    label: str
    reason: str  # why there is no rating, in words
    evidence: str
    ideas: str
    is_carried: bool  # the evidence was copied from last time and is not checked
    second: int | None  # the rating after the discussion, if the person may see it
    dissent: str  # from what was settled, in the group's words
    has_reason: bool
    labels: dict[int, str]  # {value: label}

    @property
    def gave_text(self) -> bool:
        return bool(self.evidence or self.ideas)

    @property
    def suffix(self) -> str:
        """The text after the group's name in the strip: " (late): outside their work"."""
        late = " (late)" if self.is_after_opening else ""
        return f"{late}: {self.reason}" if self.reason else late

    @property
    def summary(self) -> str:
        """The first rating, and the second if there is one: "Agree, then Disagree"."""
        first = self.label or "not rated"
        return f"{first}, then {self.labels[self.second]}" if self.second else first

    @property
    def second_label(self) -> str:
        """The second rating in words, "" if there is none."""
        return self.labels[self.second] if self.second else ""

    @cached_property
    def concerns(self) -> list[Concern]:
        return concerns_about(
            rating=self.rating,
            has_reason=self.has_reason,
            evidence=self.evidence,
            ideas=self.ideas,
            labels=self.labels,
        )


@dataclass(frozen=True)
class Box:
    """One box of the strip: a point of the scale, or Not rated.

    `changed` are the answers whose second rating this is, and whose first is not.
    """

    side: str
    label: str
    value: int | None
    answers: list[GroupAnswer]
    changed: Sequence[GroupAnswer] = ()

    @property
    def count(self) -> str:
        """The number of groups in it: "2 groups"."""
        many = len(self.answers)
        return f"{many} group{'s' * (many > 1)}" if many else "none"


@dataclass(frozen=True)
class Comparison:
    """A statement, the answers handed in by groups, and what has been settled."""

    statement: Statement
    agreed: AgreedResponse
    answers: list[GroupAnswer]
    labels: dict[int, str]  # {value: label}, highest first
    is_alone: bool = False  # only one group was given the area
    proposal: Proposal | None = None  # only for those who may settle the statement
    waiting: Sequence[str] = ()  # groups of its area that have not handed in

    @cached_property
    def ratings(self) -> list[int]:
        return [rating for _, rating in self.rated]

    @cached_property
    def description(self) -> agreement.Description:
        return agreement.describe(self.ratings, list(self.labels))

    @property
    def word(self) -> agreement.Word:
        return self.description.word

    @property
    def flags(self) -> list[str]:
        return sentences.flag_words(self.description.flags, self.ratings, self.labels)

    @cached_property
    def rated(self) -> list[tuple[str, int]]:
        return [(a.group, a.rating) for a in self.answers if a.rating is not None]

    @cached_property
    def not_rated(self) -> list[tuple[str, str]]:
        return [(a.group, a.reason) for a in self.answers if a.rating is None]

    @property
    def sentence(self) -> str:
        return sentences.summary(self.rated, self.labels, self.not_rated, self.waiting)

    @property
    def after(self) -> str:
        """The sentence after the discussion; "" if no group gave a second rating."""
        return sentences.after_discussion(
            (
                sentences.SecondAnswer(answer.group, answer.rating, answer.second)
                for answer in self.answers
            ),
            self.labels,
        )

    @property
    def moved(self) -> str:
        """The sentence on a word that second ratings have changed; "" if none has."""
        latest = [answer.second or answer.rating for answer in self.answers]
        rated = [rating for rating in latest if rating is not None]
        word = agreement.describe(rated, list(self.labels)).word
        return sentences.moved(self.word, word)

    @property
    def seconds(self) -> list[int]:
        """The ratings given after the discussion."""
        return [answer.second for answer in self.answers if answer.second]

    @property
    def not_rated_line(self) -> str:
        return sentences.not_rated_line(self.not_rated)

    @property
    def sentences(self) -> str:
        """The sentence, and who did not rate it and why."""
        return f"{self.sentence} {self.not_rated_line}".strip()

    @property
    def dissenting(self) -> list[GroupAnswer]:
        """The answers of groups that still disagree."""
        return [answer for answer in self.answers if answer.dissent]

    @property
    def disagreement_line(self) -> str:
        return sentences.disagreement_line(self.rated, self.labels)

    @property
    def strip(self) -> list[Box]:
        """A box for each point of the scale, highest first, and one for Not rated."""
        boxes = [
            Box(
                SIDES[agreement.side(value, self.labels)],
                label,
                value,
                [answer for answer in self.answers if answer.rating == value],
                [
                    answer
                    for answer in self.answers
                    if answer.second == value and answer.second != answer.rating
                ],
            )
            for value, label in self.labels.items()
        ]
        unrated = [answer for answer in self.answers if answer.rating is None]
        return [*boxes, Box("none", "Not rated", None, unrated)]

    @property
    def groups_without_text(self) -> list[GroupAnswer]:
        """The answers with neither evidence nor ideas."""
        return [answer for answer in self.answers if not answer.gave_text]

    @cached_property
    def concerns(self) -> list[Concern]:
        return [concern for answer in self.answers for concern in answer.concerns]

    @property
    def concerns_by_group(self) -> list[tuple[Concern, str]]:
        """Each concern once, and whose answers it is about; "" if one group rates."""
        groups: dict[Concern, list[str]] = {}
        for answer in self.answers:
            for concern in answer.concerns:
                groups.setdefault(concern, []).append(answer.group)
        return [
            (concern, "" if self.is_alone else sentences.join_and(names))
            for concern, names in groups.items()
        ]

    @property
    def is_settled(self) -> bool:
        return self.agreed.outcome != AgreedResponse.Outcome.NOT_SETTLED

    @property
    def settled_as(self) -> str:
        return settled_as(self.agreed, self.labels)

    @property
    def is_proposed(self) -> bool:
        return self.proposal is not None and self.proposal.is_open

    @property
    def proposed(self) -> Proposed | None:
        """The proposed answer."""
        if self.proposal is None or not self.proposal.is_open:
            return None
        values = self.proposal.values
        outcome, rating, candidates = values["answer"]
        has_reason = bool(values["rationale"])
        return Proposed(outcome, rating, candidates, has_reason, self.seconds)

    @cached_property
    def is_prepared(self) -> bool:
        return is_prepared(self)

    @property
    def joint_rating(self) -> int | None:
        """The rating on which it may be settled together with others, or None."""
        return joint_rating(self)

    def texts(self, name: str) -> list[tuple[GroupAnswer, str]]:
        """Return the groups' texts for "evidence" or "ideas": [(answer, text)]."""
        given = [(answer, getattr(answer, name)) for answer in self.answers]
        return [(answer, text) for answer, text in given if text]


def settled_as(agreed: AgreedResponse, labels: dict[int, str]) -> str:
    """Return what an agreed response is settled as, in words."""
    rating = agreed.rating.value if agreed.rating else None
    return sentences.settled_as(agreed.outcome, rating, agreed.candidates, labels)


def settled_answer(agreed: AgreedResponse, labels: dict[int, str]) -> str:
    """Return the same as `settled_as`, to stand after a colon."""
    return sentences.after_a_colon(settled_as(agreed, labels))
