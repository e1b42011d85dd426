"""The page of a meeting: the statement it shows, who leads it and who has it open.

The state of the page is in the database, so that anyone who loses their connection
finds the meeting where it is. The meeting's version rises with every change that the
page shows, also those made elsewhere (`common.tell_room`). Open pages ask for it every
second.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from frameworks.models import Statement
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..models import Assessment, Attendance, DraftResponse, Meeting, TimeTaken
from ..moderation.comparison_queries import word_of
from . import second_ratings
from .common import lock

NOTED_EVERY = timedelta(seconds=15)
# The time at a statement that counts: shorter was on the way, longer was a break.
SHORTEST, LONGEST = timedelta(seconds=20), timedelta(minutes=45)
NOT_OPEN = (
    "Open the discussion of an area before you show its statements in the meeting."
)
NOT_STARTED = "The meeting has not started yet. Show a statement to start it."
MOVED = (
    "The meeting moved on before you did this, so nothing was changed. This page now "
    "shows the current statement."
)
STILL_ASKING = "Show the second ratings before you move on."
NOT_ASKED = (
    "The moderator is not asking for second ratings of this statement now. Give your "
    "rating on your group’s own page of the statement."
)


@transaction.atomic
def move(
    *, assessment: Assessment, statement: Statement, shown: int | None, by: User
) -> None:
    """Show a statement of an open area on everybody's page.

    `shown` is the primary key of the statement the person's page showed, or None.
    The first person to do this starts the meeting and leads it.
    """
    meeting = _lead_away(assessment, shown, by)
    if not assessment.agreed_areas.opened().filter(area=statement.area_id).exists():
        raise Refused(NOT_OPEN)
    now = timezone.now()
    if meeting.statement_id != statement.pk:
        _note_time(meeting, now)
    meeting.save_version(statement=statement, moved_at=now, led_by=by)


def _note_time(meeting: Meeting, now: datetime) -> None:
    """Note how long the meeting was at its statement, unless it only passed or paused."""
    if meeting.statement is None or meeting.moved_at is None:
        return
    taken = now - meeting.moved_at
    if SHORTEST <= taken <= LONGEST:
        TimeTaken.objects.create(
            meeting=meeting,
            statement=meeting.statement,
            word=word_of(meeting.assessment, meeting.statement),
            seconds=int(taken.total_seconds()),
            at=now,
        )


@transaction.atomic
def take(*, assessment: Assessment, query: str, shown: int | None, by: User) -> None:
    """Have the meeting go through what a filter of the agenda keeps.

    `query` is the filter as a query string; "" takes everything.
    """
    _lead(assessment, shown, by).save_version(takes=query)


@transaction.atomic
def end(*, assessment: Assessment, shown: int | None, by: User) -> None:
    """End the meeting: no statement is shown, nobody leads, and the next takes all."""
    meeting = _lead_away(assessment, shown, by)
    if meeting.statement is None:
        raise Refused(NOT_STARTED)
    now = timezone.now()
    _note_time(meeting, now)
    meeting.save_version(statement=None, moved_at=now, led_by=None, takes="")


@transaction.atomic
def take_over(*, assessment: Assessment, by: User) -> None:
    """Make the person the leader of the meeting. Nothing else changes."""
    _hold(assessment).save_version(led_by=by)


@transaction.atomic
def ask_again(*, assessment: Assessment, shown: int | None, by: User) -> None:
    """Ask every group for a second rating, hidden from the others until shown."""
    meeting = _lead(assessment, shown, by)
    if meeting.statement is None:
        raise Refused(NOT_STARTED)
    meeting.save_version(asks_again=True)


@transaction.atomic
def reveal_second_ratings(
    *, assessment: Assessment, shown: int | None, by: User
) -> None:
    """Show everybody the second ratings of the statement, and stop asking for them."""
    meeting = _lead(assessment, shown, by)
    if meeting.statement is None:
        raise Refused(NOT_STARTED)
    meeting.save_version(asks_again=False)
    second_ratings.reveal(assessment=assessment, statement=meeting.statement, by=by)


@transaction.atomic
def give_hidden_rating(*, response: DraftResponse, value: int, by: User) -> None:
    """Store a group's second rating, hidden, while the meeting asks for it."""
    meeting = _hold(response.draft.group.assessment)
    if not meeting.asks_again or meeting.statement_id != response.statement_id:
        raise Refused(NOT_ASKED)
    second_ratings.give_second_rating(
        response=response, value=value, by=by, hidden=True
    )


def be_here(*, meeting: Meeting, by: User) -> None:
    """Record that the person has the page open, at most every 15 seconds."""
    now = timezone.now()
    noted = Attendance.objects.filter(
        meeting=meeting, user=by, seen_at__gt=now - NOTED_EVERY
    )
    if not noted.exists():
        Attendance.objects.bulk_create(
            [Attendance(meeting=meeting, user=by, seen_at=now)],
            update_conflicts=True,
            unique_fields=["meeting", "user"],
            update_fields=["seen_at"],
        )


def _hold(assessment: Assessment) -> Meeting:
    lock(assessment)
    return Meeting.objects.select_related("led_by", "statement").get(
        assessment=assessment
    )


def _lead(assessment: Assessment, shown: int | None, by: User) -> Meeting:
    """Lock the meeting for its leader; raise Refused if their page was out of date."""
    meeting = _hold(assessment)
    leader = meeting.led_by
    if leader is not None and leader != by:
        raise Refused(f"{leader.name} is leading the meeting. Take over first.")
    if meeting.statement_id != shown:
        raise Refused(MOVED)
    return meeting


def _lead_away(assessment: Assessment, shown: int | None, by: User) -> Meeting:
    """Lock it as `_lead` does; raise Refused also while second ratings are hidden."""
    meeting = _lead(assessment, shown, by)
    if meeting.asks_again:
        raise Refused(STILL_ASKING)
    return meeting
