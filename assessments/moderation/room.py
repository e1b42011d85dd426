"""The room of a meeting as one person may see it: one statement at a time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Protocol

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from frameworks.models import Statement
from leavingcare.compiled import compiled
from leavingcare.models import User

from ..access import Access
from ..access.sealing import drafts_seen, second_ratings_seen
from ..models import (
    AgreedArea,
    AgreedResponse,
    Attendance,
    Draft,
    DraftResponse,
    Meeting,
    PlannedMeeting,
    SecondRating,
)
from .comparison import Comparison, GroupDraft
from .comparison_columns import dissent
from .comparison_queries import (
    answer_of,
    drafts_by_area,
    waiting_of,
    with_areas,
    with_proposals,
)
from .comparison_rows import Answer
from .context import AgendaContext, areas_revealed_to
from .meetings import next_by_date
from .minutes import minutes_by_word, minutes_of
from .room_walk import RoomWalk

HERE = timedelta(seconds=30)  # since a page last reported
LONGEST = 600  # minutes at one statement; after that the time is not shown


def people_in(meeting: Meeting) -> list[User]:
    """Return the people who have the room's page open, by name. One query."""
    rows = Attendance.objects.filter(meeting=meeting, seen_at__gt=timezone.now() - HERE)
    return [row.user for row in rows.select_related("user").order_by("user__name")]


class RoomAnswer(Answer, Protocol):
    """An answer with its second ratings.

    `second` is the latest that is shown, `is_hidden` says that there is a later one,
    and `hidden` is that rating, if the person is in the group.
    """

    @property
    def group(self) -> int: ...
    @property
    def is_hidden(self) -> bool: ...
    @property
    def hidden(self) -> int | None: ...


class Room:
    """The meeting with everything its page shows, each part fetched once if needed.

    People who may not see the groups' ratings of the statement get its text only.
    """

    def __init__(self, access: Access) -> None:
        self.access = access
        self.assessment = access.assessment
        [self.meeting] = _meeting_of(access.assessment.pk)
        self.statement = self.meeting.statement

    @property
    def shown(self) -> Statement:
        """The statement the room is at; raise ValueError before the first."""
        if self.statement is None:
            raise ValueError("The meeting has not started.")
        return self.statement

    # The statements of the open areas

    @cached_property
    def areas(self) -> list[AgreedArea]:
        return areas_revealed_to(self.access)

    @cached_property
    def labels(self) -> dict[int, str]:
        return self.assessment.labels

    @cached_property
    def drafts(self) -> dict[int, list[GroupDraft]]:
        """The GroupDrafts, by area id."""
        return drafts_by_area(self.access, self.areas)

    @cached_property
    def agreed(self) -> list[AgreedResponse]:
        """The agreed responses of the areas shown, in the edition's order."""
        areas = tuple(area.area_id for area in self.areas)
        return with_areas(_agreed_in(self.assessment.pk, areas), self.areas)

    @cached_property
    def walk(self) -> RoomWalk:
        """The statements that the meeting takes, and the way through them."""
        return RoomWalk(
            access=self.access,
            meeting=self.meeting,
            agreed=self.agreed,
            context=AgendaContext(
                [area for area in self.areas if area.is_open],
                self.labels,
                self.drafts,
                self.assessment if self.access.is_moderator else None,
            ),
        )

    def is_alone(self, area: int) -> bool:
        """Return whether only one group was given the area, so none can differ."""
        return len(self.drafts[area]) == 1

    @property
    def progress(self) -> tuple[int, int]:
        """The statements settled and all statements, the same for everybody."""
        meeting = self.meeting
        return meeting.settled, meeting.statements  # type: ignore[attr-defined]  # below

    @property
    def ended_at(self) -> datetime | None:
        """The time at which the last meeting ended; None during one or before any."""
        return None if self.statement else self.meeting.moved_at

    @cached_property
    def next_planned(self) -> PlannedMeeting | None:
        return next_by_date(self.assessment.pk, self.ended_at)

    @property
    def is_all_settled(self) -> bool:
        """True if every statement of the assessment is settled."""
        settled, statements = self.progress
        return settled == statements > 0

    # The statement

    @property
    def is_revealed(self) -> bool:
        """True if the person may see the groups' ratings of the statement."""
        return any(
            area.area_id == self.shown.area_id and area.is_open for area in self.areas
        )

    @cached_property
    def answers(self) -> dict[int, RoomAnswer]:
        """The answers to the statement of groups that handed in, by group id."""
        if self.statement is None:
            return {}
        return answers_to(self.access, self.statement)

    @cached_property
    def comparison(self) -> Comparison | None:
        """The groups side by side; None if the person may not see their ratings."""
        if self.statement is None or not self.is_revealed:
            return None
        return self._compare(self.statement, self.answers)

    def comparison_of(self, statement: Statement) -> Comparison:
        """Return the Comparison of any statement of the open areas."""
        return self._compare(statement, answers_to(self.access, statement))

    def _compare(
        self, statement: Statement, answers: Mapping[int, RoomAnswer]
    ) -> Comparison:
        compared = Comparison(
            statement=statement,
            agreed=self._agreed_on(statement),
            labels=self.labels,
            answers=[
                answer_of(answers[draft.group_id], draft, self.labels)
                for draft in self.drafts[statement.area_id]
                if draft.group_id in answers
            ],
            waiting=waiting_of(self.drafts[statement.area_id]),
            is_alone=self.is_alone(statement.area_id),
        )
        return with_proposals(self.access, [compared])[0]

    def _agreed_on(self, statement: Statement) -> AgreedResponse:
        return next(r for r in self.agreed if r.statement_id == statement.pk)

    @property
    def is_quality_check(self) -> bool:
        return self.is_alone(self.shown.area_id)

    @property
    def unfinished(self) -> QuerySet[Draft]:
        """The person's own drafts that hide the ratings from them."""
        return Draft.objects.filter(
            group__in=self.access.group_ids,
            area=self.shown.area_id,
            handed_in_at=None,
        ).select_related("group")

    # Second ratings

    @property
    def given(self) -> int:
        """The number of groups with a second rating that is not shown yet."""
        return sum(answer.is_hidden for answer in self.answers.values())

    @property
    def own(self) -> list[tuple[str, RoomAnswer]]:
        """The person's groups that handed in, each with its answer."""
        return [
            (draft.group, self.answers[draft.group_id])
            for draft in self.drafts[self.shown.area_id]
            if draft.group_id in self.access.group_ids
            and draft.group_id in self.answers
        ]

    # Time, and people

    @property
    def minutes(self) -> int | None:
        """Whole minutes at the statement; None once it is settled or after LONGEST."""
        is_settled = self.meeting.is_settled  # type: ignore[attr-defined]  # below
        if self.meeting.moved_at is None or is_settled:
            return None
        passed = (timezone.now() - self.meeting.moved_at) // timedelta(minutes=1)
        return passed if passed <= LONGEST else None

    @property
    def planned(self) -> int:
        """The minutes the agenda gives the statement, 0 if none."""
        if self.comparison is None or self.is_quality_check:
            return 0
        return minutes_of(self.comparison, minutes_by_word(self.meeting.minutes))

    @cached_property
    def people(self) -> list[User]:
        return people_in(self.meeting)


@compiled
def _meeting_of(assessment: int) -> QuerySet[Meeting]:
    """Return the meeting with `statements`, `settled` and `is_settled` (the one shown)."""
    rows = AgreedResponse.objects.filter(assessment=OuterRef("assessment"))
    is_settled = ~Q(outcome=AgreedResponse.Outcome.NOT_SETTLED)
    each = rows.order_by().values("assessment")
    return (
        Meeting.objects.filter(assessment=assessment)
        .select_related("statement__area", "led_by")
        .annotate(
            statements=Subquery(each.annotate(found=Count("pk")).values("found")),
            settled=Subquery(
                each.annotate(found=Count("pk", filter=is_settled)).values("found")
            ),
            is_settled=Exists(rows.filter(is_settled, statement=OuterRef("statement"))),
        )
    )


@compiled
def _agreed_in(assessment: int, areas: tuple[int, ...]) -> QuerySet[AgreedResponse]:
    return AgreedResponse.objects.filter(
        assessment=assessment, statement__area__in=areas
    ).select_related("statement", "rating")


def answers_to(access: Access, statement: Statement) -> dict[int, RoomAnswer]:
    """Return {group id: answer} handed in that the person may read. One query."""
    answers = _answers_to(
        access.assessment.pk, statement.pk, access.groups, role=access.role
    )
    return {answer.group: answer for answer in answers}


@compiled
def _answers_to(
    assessment: int, statement: int, groups: tuple[int, ...], *, role: str | None
) -> QuerySet[DraftResponse, RoomAnswer]:
    given = SecondRating.objects.filter(response=OuterRef("pk")).order_by("-pk")
    own = second_ratings_seen(groups).hidden().filter(response=OuterRef("pk"))
    answers = DraftResponse.objects.filter(
        draft__in=drafts_seen(assessment, role, groups),
        draft__handed_in_at__isnull=False,
        statement=statement,
    ).annotate(
        group=F("draft__group"),
        value=F("rating__value"),
        second=Subquery(given.revealed().values("rating__value")[:1]),
        is_hidden=Exists(given.hidden()),
        hidden=Subquery(own.order_by("-pk").values("rating__value")[:1]),
        dissent=dissent(assessment),
    )
    return answers.order_by()
