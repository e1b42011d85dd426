"""One statement with every group's handed-in answer to it, and what is made of them."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from frameworks.models import Statement

from ..analysis import agreement, leftovers, sentences
from ..models import AgreedResponse, Draft, DraftResponse

NotRated = DraftResponse.NotRated
REASONS = {
    NotRated.OUTSIDE: "outside their work",
    NotRated.UNKNOWN: "they do not know",
    NotRated.ASKING: "they need to ask somebody",
    NotRated.UNDECIDED: "they could not agree on one rating",
}
NO_REASON = "no reason given"
SIDES = {1: "agree", 0: "middle", -1: "disagree"}
TEXTS = ["evidence", "ideas"]


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
class Concern:
    """Something about an answer that a moderator should look at again."""

    kind: str
    found: str = ""


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
    concerns: tuple

    @property
    def gave_text(self):
        return bool(self.evidence or self.ideas)


@dataclass(frozen=True)
class Box:
    """One box of the strip: a point of the scale, or Not rated."""

    side: str
    label: str
    value: int | None
    voices: list


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
        return sorted(self.description.flags)

    @property
    def rated(self):
        return [(v.group, v.rating) for v in self.voices if v.rating is not None]

    @property
    def not_rated(self):
        return [(v.group, v.reason) for v in self.voices if v.rating is None]

    @property
    def sentence(self):
        return sentences.sentence(self.rated, self.labels, self.not_rated)

    @property
    def not_rated_line(self):
        return sentences.not_rated_line(self.not_rated)

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


def labels_of(framework):
    """{value: label} of the edition's scale, highest first. One query."""
    return {point.value: point.label for point in framework.scale.all()}


def drafts_by_area(access, areas):
    """{area id: GroupDrafts by name} of AgreedAreas the person may see. One query.

    Nothing of what a draft says is told before its area's discussion is open, and
    nothing of a draft that is not handed in.
    """
    opened = {area.area_id: area.discussion_opened_at for area in areas}
    found = defaultdict(list)
    for draft in (
        Draft.objects.filter(group__assessment=access.assessment, area__in=opened)
        .select_related("group")
        .order_by("group__name")
    ):
        at, opened_at = draft.handed_in_at, opened[draft.area_id]
        found[draft.area_id].append(
            GroupDraft(
                group_id=draft.group_id,
                group=draft.group.name,
                area_id=draft.area_id,
                handed_in_at=at,
                is_late=bool(at and opened_at and at > opened_at),
                score=draft.global_score if at and opened_at else None,
            )
        )
    return found


def compare(access, area, drafts, labels, letter=None):
    """A Comparison for each statement of an open area, or only for one. Two queries.

    `drafts` are the area's GroupDrafts. Only what the person may read and what has
    been handed in counts.
    """
    agreed = AgreedResponse.objects.filter(
        assessment=access.assessment, statement__area=area.area_id
    ).select_related("statement__area", "rating", "settled_by")
    answers = DraftResponse.objects.filter(
        draft__in=access.drafts_seen(),
        draft__area=area.area_id,
        draft__handed_in_at__isnull=False,
    ).select_related("rating", "draft")
    if letter is not None:
        agreed = agreed.filter(statement__letter=letter)
        answers = answers.filter(statement__letter=letter)
    voices = defaultdict(dict)
    for answer in answers:
        voices[answer.statement_id][answer.draft.group_id] = answer
    return [
        Comparison(
            statement=response.statement,
            agreed=response,
            labels=labels,
            voices=[
                voice_of(voices[response.statement_id][draft.group_id], draft, labels)
                for draft in drafts
                if draft.group_id in voices[response.statement_id]
            ],
        )
        for response in agreed
    ]


def voice_of(answer, draft, labels):
    rating = answer.rating and answer.rating.value
    return Voice(
        pk=answer.pk,
        group_id=draft.group_id,
        group=draft.group,
        is_late=draft.is_late,
        rating=rating,
        label=labels.get(rating, ""),
        reason="" if rating else reason_in_words(answer, labels),
        evidence=answer.evidence,
        ideas=answer.ideas,
        concerns=tuple(concerns_about(answer, rating, labels)),
    )


def reason_in_words(answer, labels):
    if answer.candidates:
        choices = " or ".join(labels[value] for value in answer.candidates)
        return f"undecided, {choices}"
    return REASONS.get(answer.not_rated_reason, NO_REASON)


def concerns_about(answer, rating, labels):
    """What to look at again: thin evidence, leftovers and personal details."""
    on_agree_side = rating is not None and agreement.side(rating, labels) > 0
    if on_agree_side and not answer.evidence:
        yield Concern(f"{labels[rating]}, with no evidence")
    if rating is None and not answer.not_rated_reason:
        yield Concern("Not rated, with no reason")
    for name in TEXTS:
        text = getattr(answer, name)
        for found in leftovers.leftovers(text):
            yield Concern("May be unfinished", found)
        for detail in leftovers.personal_details(text):
            yield Concern(f"May be a personal detail, {detail.kind}", detail.found)
