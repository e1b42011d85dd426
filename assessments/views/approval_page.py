"""The page an approver reads: all agreed answers, the differences, or the changes."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from leavingcare.models import User

from ..access import Access
from ..analysis.agreement import Word
from ..models import ApproverComment, Assessment, Proposal
from ..submission import snapshot
from ..submission.agreed import Agreed, agreed_of
from ..submission.approval import ApprovalStatus, Changes, standing
from ..submission.shown import document

if TYPE_CHECKING:
    from ..submission.shown import content
    from ..submission.shown.document import AgreedShown, AreaShown, StatementShown

DIFFERED = {Word.SPLIT, Word.ONE_VOICE, Word.CLOSE}


@dataclass(frozen=True)
class Part:
    """A part of the agreed answers that can be read on its own."""

    key: str  # in the page's query
    words: str
    codes: set[str]

    @property
    def count(self) -> int:
        return len(self.codes)


class AreaPart(NamedTuple):
    """An area with those of its statements that are shown, and the comments on each."""

    area: "AreaShown"
    statements: "list[tuple[StatementShown, list[ApproverComment]]]"


@dataclass(frozen=True)
class ApprovalPage:
    """The page of an approval as one person reads it.

    `asked_for` is the part that the person asked for, and `moved` what changed after
    they opened the page, if that is why they see it again.
    """

    access: Access
    asked_for: str = ""
    moved: Changes | None = None

    @property
    def assessment(self) -> Assessment:
        return self.access.assessment

    @cached_property
    def status(self) -> ApprovalStatus:
        """The status of the approval. Three queries."""
        return standing(self.agreed)

    @cached_property
    def agreed(self) -> Agreed:
        """The agreed answers and scores, as they are stored. Two queries."""
        return agreed_of(self.assessment)

    @cached_property
    def hidden(self) -> set[int]:
        """The numbers of the areas whose ratings the person may not see. One query."""
        return set(self.access.areas_hidden().values_list("area__number", flat=True))

    @cached_property
    def document(self) -> "AgreedShown | None":
        """The agreed answers; None before anybody has asked for approval."""
        if not (self.status.asked or self.status.last):
            return None
        agreed = snapshot.document_of(self.agreed, self.status)
        return document.shape_agreed(readable(agreed, self.hidden))

    @cached_property
    def parts(self) -> list[Part]:
        """The parts to choose from, the whole last."""
        if self.document is None:
            return []
        shown = [one for area in self.document["areas"] for one in area["statements"]]
        found = []
        if self.moved:
            words = "Changed since you opened this page"
            found.append(Part("moved", words, set(self.moved.statements)))
        if (since := self.status.since_last) is not None:
            codes = {*since.statements, *self.answered}
            found.append(Part("changed", "Changed since last time", codes))
        differed = {
            one["code"]
            for one in shown
            if one["word"] in DIFFERED or one["kind"] == "not_agreed"
        }
        everything = {one["code"] for one in shown}
        last = [
            Part("differed", "Where groups differed", differed),
            Part("all", "Everything", everything),
        ]
        if codes := {each.code for each in self.status.by_approvers}:
            place = 1 if self.may_change else 0  # an approver knows it already
            last.insert(place, Part("approver", "Changed by the approver", codes))
        return [*found, *last]

    @cached_property
    def part(self) -> Part:
        """The part that is shown: as asked for, or the first that has anything."""
        by_key = {part.key: part for part in self.parts}
        if self.moved:
            return by_key["moved"]
        if self.asked_for in by_key:
            return by_key[self.asked_for]
        return next((part for part in self.parts if part.codes), self.parts[-1])

    @cached_property
    def areas(self) -> list[AreaPart]:
        """The areas with the statements that are shown, without those that have none."""
        if self.document is None:
            return []
        found = [
            AreaPart(
                area,
                [
                    (statement, self.comments[statement["code"]])
                    for statement in area["statements"]
                    if statement["code"] in self.part.codes
                ],
            )
            for area in self.document["areas"]
        ]
        return [each for each in found if each.statements]

    @property
    def shows_scores(self) -> bool:
        """True if the global scores and the cover sheet are part of what is shown."""
        changed = self.moved or self.status.since_last
        is_of_changes = self.part.key in ("moved", "changed")
        return self.part.key == "all" or bool(
            is_of_changes and changed and (changed.scores or changed.cover)
        )

    @cached_property
    def comments(self) -> defaultdict[str, list[ApproverComment]]:
        """The comments that the person may read, by code, "" for those on the whole.

        Only approvers see those that have not been sent, and only moderators answers
        before they ask for approval again. One query.
        """
        found: defaultdict[str, list[ApproverComment]] = defaultdict(list)
        sent = Q(sign_off__sent_back_at__isnull=False)
        if self.access.can["sign_off"]:
            sent |= Q(sign_off=self.status.asked) if self.status.asked else Q()
        for comment in (
            ApproverComment.objects.filter(sent, sign_off__assessment=self.assessment)
            .select_related(
                "by", "answered_by", "sign_off", "response__statement__area"
            )
            .order_by("pk")
        ):
            if comment.sign_off == self.status.sent_back and not self.may_answer:
                comment.answer, comment.answered_by, comment.answered_at = (
                    "",
                    None,
                    None,
                )
            response = comment.response
            found[response.statement.code if response else ""].append(comment)
        return found

    @property
    def may_change(self) -> bool:
        """True if the person can approve, change ratings and send it back now."""
        return bool(self.status.asked) and self.access.can["sign_off"]

    @property
    def may_answer(self) -> bool:
        """True if the person is one of those who answer the comments."""
        return self.access.can["moderate"]

    @property
    def unsent(self) -> list[ApproverComment]:
        """The comments that would be sent back now."""
        asked = self.status.asked
        return [
            one
            for comments in self.comments.values()
            for one in comments
            if asked and one.sign_off_id == asked.pk
        ]

    def unsent_by(self, person: User) -> ApproverComment | None:
        """Return the person's comment on the whole that would be sent back now."""
        whole = [one for one in self.unsent if one.response_id is None]
        return next((one for one in whole if one.by_id == person.pk), None)

    @cached_property
    def begun(self) -> list[Proposal]:
        """The changes of ratings that approvers have begun and not made. One query."""
        if not self.may_change:
            return []
        found = Proposal.objects.filter(
            assessment=self.assessment, kind=Proposal.Kind.CHANGE, by__isnull=False
        )
        return list(
            found.select_related("statement__area", "by").order_by(
                "statement__area__number", "statement__letter"
            )
        )

    @property
    def sent(self) -> list[ApproverComment]:
        """The comments of the last request that was sent back, in order."""
        last = self.status.last
        found = [
            one
            for comments in self.comments.values()
            for one in comments
            if last and one.sign_off_id == last.pk
        ]
        return sorted(found, key=lambda one: place_of(one))

    @property
    def on_the_whole(self) -> list[ApproverComment]:
        """The comments on the whole that were sent with the last request."""
        return [one for one in self.sent if one.response_id is None]

    @property
    def answered(self) -> Collection[str]:
        """The codes of the statements whose comments have been answered since."""
        return {
            one.response.statement.code
            for one in self.sent
            if one.response and one.answered_at
        }


def place_of(comment: ApproverComment) -> tuple[int, str, int]:
    """Return the key that sorts comments by statement, those on the whole first."""
    if comment.response is None:
        return 0, "", comment.pk
    statement = comment.response.statement
    return statement.area.number, statement.letter, comment.pk


def readable(agreed: "content.Agreed", hidden: Collection[int]) -> "content.Agreed":
    """Return the agreed answers without the ratings of these areas, by number."""
    for area in agreed["framework"]["areas"]:
        if area["number"] in hidden:
            for statement in area["statements"]:
                agreed["responses"][statement["code"]]["ratings"] = []
    return agreed
