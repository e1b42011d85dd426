"""The room of a meeting: the statement it is at, who leads it, who is in it.

What everybody's page shows is in the database, so that whoever loses their connection,
or their laptop, finds the meeting where it is. The meeting's version rises with all that
is done in the room, and with all that is done elsewhere and shown in it
(`common.tell_room`): pages ask for it every second.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from leavingcare.refusals import Refused

from ..models import Attendance, Meeting
from . import second_ratings
from .common import lock

NOTED_EVERY = timedelta(seconds=15)
NOT_OPEN = "Open the discussion of an area before you bring its statements to the room."
NOT_STARTED = "The meeting has not started yet."
MOVED = (
    "The meeting had moved on before your page showed it, so nothing was changed. The "
    "page now shows where the meeting is."
)
STILL_ASKING = "Show the second ratings before you move on."
NOT_ASKED = (
    "Second ratings of this statement are not asked for now. Give it on your group’s "
    "own page of the statement."
)


@transaction.atomic
def move(*, assessment, statement, shown, by):
    """Bring a statement of an open area to everybody's page.

    `shown` is the primary key of the statement the person's page showed, or None.
    The first to move starts the meeting and leads it.
    """
    meeting = _lead(assessment, shown, by)
    if meeting.asks_again:
        raise Refused(STILL_ASKING)
    if not assessment.agreed_areas.opened().filter(area=statement.area_id).exists():
        raise Refused(NOT_OPEN)
    meeting.save_version(statement=statement, moved_at=timezone.now(), led_by=by)


@transaction.atomic
def take_over(*, assessment, by):
    """Lead the meeting from now on, whoever led it; everything stays where it is."""
    _hold(assessment).save_version(led_by=by)


@transaction.atomic
def ask_again(*, assessment, shown, by):
    """Ask every group for a second rating that nobody else sees yet."""
    meeting = _lead(assessment, shown, by)
    if meeting.statement is None:
        raise Refused(NOT_STARTED)
    meeting.save_version(asks_again=True)


@transaction.atomic
def show(*, assessment, shown, by):
    """Show the second ratings of the statement to everybody, and ask no longer."""
    meeting = _lead(assessment, shown, by)
    if meeting.statement is None:
        raise Refused(NOT_STARTED)
    meeting.save_version(asks_again=False)
    second_ratings.reveal(assessment=assessment, statement=meeting.statement, by=by)


@transaction.atomic
def give(*, response, value, by):
    """Keep a group's second rating hidden, as long as the room asks for it."""
    meeting = _hold(response.draft.group.assessment)
    if not meeting.asks_again or meeting.statement_id != response.statement_id:
        raise Refused(NOT_ASKED)
    second_ratings.give_second_rating(
        response=response, value=value, by=by, hidden=True
    )


def be_here(*, meeting, by):
    """Note that the person has the room's page open, at most every 15 seconds."""
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


def _hold(assessment):
    lock(assessment)
    return Meeting.objects.select_related("led_by", "statement").get(
        assessment=assessment
    )


def _lead(assessment, shown, by):
    """Hold the meeting for whoever leads it, if their page showed it as it is."""
    meeting = _hold(assessment)
    if meeting.led_by not in (None, by):
        raise Refused(f"{meeting.led_by.name} leads the meeting. Take over first.")
    if meeting.statement_id != shown:
        raise Refused(MOVED)
    return meeting
