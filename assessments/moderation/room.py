"""The room of a meeting as one person may see it: one statement, and where it stands."""

from datetime import timedelta
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone

from ..models import (
    AgreedResponse,
    Attendance,
    Draft,
    DraftResponse,
    Meeting,
    SecondRating,
)
from .agenda import MINUTES, Item, answers_by_statement, place_on_agenda
from .comparison import Comparison
from .comparison_queries import dissent, drafts_by_area, labels_of, voice_of, with_areas
from .overview import settled_counts

HERE = timedelta(seconds=30)  # since a page last said so
LONGEST = 600  # minutes at one statement; after that nobody is counting


def people_in(meeting):
    """Who has the room's page open, by name. One query."""
    rows = Attendance.objects.filter(meeting=meeting, seen_at__gt=timezone.now() - HERE)
    return [row.user for row in rows.select_related("user").order_by("user__name")]


class Room:
    """The meeting with all its page shows, each fetched once and only when asked for.

    Whoever may not see the groups' ratings of the statement gets its text alone.
    """

    def __init__(self, access):
        self.access = access
        self.assessment = access.assessment
        self.meeting = Meeting.objects.select_related("statement__area", "led_by").get(
            assessment=access.assessment
        )
        self.statement = self.meeting.statement

    # The statements of the open areas

    @cached_property
    def areas(self):
        return list(self.access.areas_revealed().select_related("area"))

    @cached_property
    def labels(self):
        return labels_of(self.assessment.round.framework)

    @cached_property
    def drafts(self):
        """{area id: GroupDrafts}"""
        return drafts_by_area(self.access, self.areas)

    @cached_property
    def agreed(self):
        """The agreed responses of the areas shown, in the edition's order."""
        rows = AgreedResponse.objects.filter(
            assessment=self.assessment,
            statement__area__in=[area.area_id for area in self.areas],
        ).select_related("statement", "rating")
        return with_areas(rows, self.areas)

    @cached_property
    def walk(self):
        """The Items a moderator goes through, in the agenda's order.

        One that is settled keeps its place, so that "next" skips none.
        """
        opened = [area for area in self.areas if area.discussion_opened_at]
        answers = answers_by_statement(self.access, opened)
        ids = {area.area_id for area in opened}
        items = [
            Item(
                agreed=row,
                labels=self.labels,
                rated=[answer[:2] for answer in answers[row.statement_id] if answer[1]],
                not_rated=[],
                is_alone=self.is_alone(row.statement.area_id),
                concerns=[],
            )
            for row in self.agreed
            if row.statement.area_id in ids
        ]
        return sorted(items, key=place_on_agenda)

    def is_alone(self, area):
        """Whether only one group was given the area, so nothing can be compared."""
        return len(self.drafts[area]) == 1

    @cached_property
    def place(self):
        """{"previous", "next", "unsettled", "start": the Item there, or None}."""
        walk = self.walk
        ids = [item.statement.pk for item in walk]
        here = ids.index(self.statement.pk) if self.statement else -1
        after = walk[here + 1 :]
        unsettled = [
            item for item in after + walk[: max(here, 0)] if not item.is_settled
        ]
        return {
            "previous": walk[here - 1] if here > 0 else None,
            "next": after[0] if after else None,
            "unsettled": unsettled[0] if unsettled else None,
            "start": next(iter(unsettled or walk), None),
        }

    @cached_property
    def progress(self):
        """(settled, statements) of the areas shown to the person."""
        if self.access.is_moderator:
            settled = sum(
                row.outcome != AgreedResponse.Outcome.NOT_SETTLED for row in self.agreed
            )
            return settled, len(self.agreed)
        counts = settled_counts(self.assessment, self.areas).values()
        return sum(settled for _, settled in counts), sum(every for every, _ in counts)

    # The statement

    @property
    def is_revealed(self):
        """Whether the person may see the groups' ratings of the statement."""
        return any(
            area.area_id == self.statement.area_id and area.discussion_opened_at
            for area in self.areas
        )

    @cached_property
    def answers(self):
        """{group id: its answer to the statement}, of groups that handed in."""
        return answers_to(self.access, self.statement)

    @cached_property
    def comparison(self):
        """The groups side by side; None if the person may not see their ratings."""
        if self.statement is None or not self.is_revealed:
            return None
        return self._compare(self.statement, self.answers)

    def comparison_of(self, statement):
        """The Comparison of any statement of the walk."""
        return self._compare(statement, answers_to(self.access, statement))

    def _compare(self, statement, answers):
        return Comparison(
            statement=statement,
            agreed=self._agreed_on(statement),
            labels=self.labels,
            voices=[
                voice_of(answers[draft.group_id], draft, self.labels)
                for draft in self.drafts[statement.area_id]
                if draft.group_id in answers
            ],
        )

    def _agreed_on(self, statement):
        if self.access.is_moderator:
            return next(r for r in self.agreed if r.statement_id == statement.pk)
        return self.assessment.agreed_responses.select_related(
            "statement__area", "rating"
        ).get(statement=statement)

    @property
    def is_quality_check(self):
        return self.is_alone(self.statement.area_id)

    @property
    def unfinished(self):
        """The person's own drafts that keep them from seeing the ratings."""
        return Draft.objects.filter(
            group__in=self.access.group_ids,
            area=self.statement.area_id,
            handed_in_at=None,
        ).select_related("group")

    # Second ratings

    @property
    def given(self):
        """How many groups have given a second rating that is not shown yet."""
        return sum(answer.is_hidden for answer in self.answers.values())

    @property
    def own(self):
        """[(group, its answer)] of the person's groups."""
        return [
            (voice.group, self.answers[voice.group_id])
            for voice in self.comparison.voices
            if voice.group_id in self.access.group_ids
        ]

    # Time, and people

    @property
    def minutes(self):
        """Whole minutes at the statement; None once nobody is counting."""
        passed = (timezone.now() - self.meeting.moved_at) // timedelta(minutes=1)
        return passed if passed <= LONGEST else None

    @property
    def planned(self):
        """The minutes the agenda gives the statement, 0 if none."""
        if self.comparison is None or self.is_quality_check:
            return 0
        word = self.comparison.word
        return self.meeting.minutes.get(word, MINUTES[word])

    @cached_property
    def people(self):
        return people_in(self.meeting)


def answers_to(access, statement):
    """{group id: answer} handed in that the person may read. One query.

    An answer has `second`, the latest second rating that is shown, `is_hidden`, and
    `hidden`, the latest that is not shown: only of the person's own groups.
    """
    given = SecondRating.objects.filter(response=OuterRef("pk")).order_by("-pk")
    hidden = given.filter(revealed_at=None)
    own = hidden.filter(response__draft__group__in=access.group_ids)
    shown = given.filter(revealed_at__isnull=False)
    answers = DraftResponse.objects.filter(
        draft__in=access.drafts_seen(),
        draft__handed_in_at__isnull=False,
        statement=statement,
    ).annotate(
        group=F("draft__group"),
        value=F("rating__value"),
        second=Subquery(shown.values("rating__value")[:1]),
        is_hidden=Exists(hidden),
        hidden=Subquery(own.values("rating__value")[:1]),
        dissent=dissent(access.assessment),
    )
    return {answer.group: answer for answer in answers.order_by()}
