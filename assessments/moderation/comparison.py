"""One statement with every group's handed-in answer to it, and what is made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from frameworks.models import Statement

from ..analysis import agreement, sentences
from ..models import AgreedResponse
from .concerns import concerns_about

SIDES = {1: "agree", 0: "middle", -1: "disagree"}


@dataclass(frozen=True)
class GroupDraft:
    """A working group's draft of an area, as far as others may know of it."""

    group_id: int
    group: str
    area_id: int
    handed_in_at: object
    is_late: bool
    score: int | None  # out of ten; only of a draft handed in

    @property
    def is_handed_in(self):
        return self.handed_in_at is not None


@dataclass(frozen=True)
class Voice:
    """What one group handed in for one statement."""

    pk: int
    group_id: int
    group: str
    is_late: bool
    rating: int | None
    label: str
    reason: str  # why there is no rating, in words
    evidence: str
    ideas: str
    is_carried: bool  # the evidence, and nobody has checked it
    second: int | None  # the rating after hearing the others, if the person may know
    dissent: str  # from what was settled, in the group's words
    has_reason: bool
    labels: dict  # {value: label}

    @property
    def gave_text(self):
        return bool(self.evidence or self.ideas)

    @property
    def aside(self):
        """What is said beside its name in the strip: " (late): outside their work"."""
        late = " (late)" if self.is_late else ""
        return f"{late}: {self.reason}" if self.reason else late

    @property
    def said(self):
        """The first rating, and the second if there is one: "Agree, then Disagree"."""
        first = self.label or "not rated"
        return f"{first}, then {self.labels[self.second]}" if self.second else first

    @cached_property
    def concerns(self):
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

    `changed` are the groups whose second rating this is, and whose first is not.
    """

    side: str
    label: str
    value: int | None
    voices: list
    changed: Sequence = ()

    @property
    def count(self):
        """How many groups are in it: "2 groups"."""
        many = len(self.voices)
        return f"{many} group{'s' * (many > 1)}" if many else "none"


@dataclass(frozen=True)
class Comparison:
    """A statement, the answers handed in by groups, and what has been settled."""

    statement: Statement
    agreed: AgreedResponse
    voices: list
    labels: dict  # {value: label}, highest first

    @cached_property
    def ratings(self):
        return [voice.rating for voice in self.voices if voice.rating is not None]

    @cached_property
    def description(self):
        return agreement.describe(self.ratings, list(self.labels))

    @property
    def word(self):
        return self.description.word

    @property
    def flags(self):
        return sentences.flag_words(self.description.flags, self.ratings, self.labels)

    @cached_property
    def rated(self):
        return [(v.group, v.rating) for v in self.voices if v.rating is not None]

    @cached_property
    def not_rated(self):
        return [(v.group, v.reason) for v in self.voices if v.rating is None]

    @property
    def sentence(self):
        return sentences.sentence(self.rated, self.labels, self.not_rated)

    @property
    def after(self):
        """The sentence once second ratings count; "" if nobody gave one."""
        if not self.seconds:
            return ""
        latest = [(v.group, v.second or v.rating, v.reason) for v in self.voices]
        return sentences.summary(
            [(group, rating) for group, rating, _ in latest if rating],
            self.labels,
            [(group, reason) for group, rating, reason in latest if not rating],
        )

    @property
    def seconds(self):
        """The ratings given after hearing the others."""
        return [voice.second for voice in self.voices if voice.second]

    @property
    def not_rated_line(self):
        return sentences.not_rated_line(self.not_rated)

    @property
    def sentences(self):
        """The sentence, and who did not rate it and why."""
        return f"{self.sentence} {self.not_rated_line}".strip()

    @property
    def dissenting(self):
        """The voices whose groups keep their view."""
        return [voice for voice in self.voices if voice.dissent]

    @property
    def disagreement_line(self):
        return sentences.disagreement_line(self.rated, self.labels)

    @property
    def strip(self):
        """A box for each point of the scale, highest first, and one for Not rated."""
        boxes = [
            Box(
                SIDES[agreement.side(value, self.labels)],
                label,
                value,
                [voice for voice in self.voices if voice.rating == value],
                [
                    voice
                    for voice in self.voices
                    if voice.second == value and voice.second != voice.rating
                ],
            )
            for value, label in self.labels.items()
        ]
        unrated = [voice for voice in self.voices if voice.rating is None]
        return [*boxes, Box("none", "Not rated", None, unrated)]

    @property
    def silent(self):
        """Those who gave neither evidence nor ideas."""
        return [voice for voice in self.voices if not voice.gave_text]

    @property
    def concerns(self):
        return [concern for voice in self.voices for concern in voice.concerns]

    @property
    def is_settled(self):
        return self.agreed.outcome != AgreedResponse.Outcome.NOT_SETTLED

    @property
    def settled_as(self):
        rating = self.agreed.rating and self.agreed.rating.value
        return in_words(
            self.agreed.outcome, rating, self.agreed.candidates, self.labels
        )

    def pieces(self, name):
        """The groups' texts for "evidence" or "ideas": [(voice, text)]."""
        given = [(voice, getattr(voice, name)) for voice in self.voices]
        return [(voice, text) for voice, text in given if text]


def in_words(outcome, rating, candidates, labels):
    """A settled answer in words: "Could not agree: Mostly agree or Disagree"."""
    if outcome == AgreedResponse.Outcome.AGREED:
        return labels[rating]
    words = AgreedResponse.Outcome(outcome).label
    if not candidates:
        return words
    return f"{words}: {' or '.join(labels[value] for value in candidates)}"
