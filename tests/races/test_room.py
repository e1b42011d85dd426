"""Several people leading a meeting at once: the second sees what the first did."""

import pytest

from assessments.models import Attendance, DraftResponse, Meeting, SecondRating
from assessments.workflow import reopening, room, submitting
from leavingcare.refusals import Refused
from tests.support.builders import complete, hand_in, make_group, open_discussions, rate
from tests.support.racing import at_once
from tests.support.settling import agreed, settles

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TRIALS = range(10)


@pytest.fixture
def groups(assessment, mo, cass, dee):
    made = []
    for name, member in [("East", cass), ("West", dee)]:
        group = make_group(assessment, mo, member, areas=[7], name=name)
        rate(group, 3, f"What {name} saw.")
        hand_in(group, member)
        made.append(group)
    open_discussions(assessment, mo)
    return made


@pytest.fixture
def statements(assessment, groups):
    return [agreed(assessment, letter).statement for letter in "abc"]


def bring(assessment, statement, by, **fields):
    """Make the meeting show the statement, led by the person, in one UPDATE."""
    Meeting.objects.filter(assessment=assessment).update(
        statement=statement, led_by=by, asks_again=False, **fields
    )


def moves(assessment, shown, to, by):
    """Return an action that moves on from what a page shows."""
    shown = shown and shown.pk
    return lambda: room.move(assessment=assessment, statement=to, shown=shown, by=by)


def is_refused(outcome):
    return isinstance(outcome, Refused)


def test_two_moderators_start_at_once_and_one_leads(assessment, statements, mo, zoe):
    first, second, _ = statements
    for _ in TRIALS:
        bring(assessment, None, None)
        outcomes = at_once(
            moves(assessment, None, first, mo), moves(assessment, None, second, zoe)
        )
        meeting = Meeting.objects.get()
        refused = [is_refused(outcome) for outcome in outcomes]
        assert sorted(refused) == [False, True]
        won = refused.index(False)
        assert meeting.led_by == [mo, zoe][won]
        assert meeting.statement == [first, second][won]


def test_next_pressed_in_two_tabs_moves_once(assessment, statements, mo):
    first, second, third = statements
    for _ in TRIALS:
        bring(assessment, first, mo)
        outcomes = at_once(
            moves(assessment, first, second, mo), moves(assessment, first, third, mo)
        )
        refused = [is_refused(outcome) for outcome in outcomes]
        assert sorted(refused) == [False, True]
        assert Meeting.objects.get().statement == [second, third][refused.index(False)]


def test_taking_over_while_the_other_moves_on(assessment, statements, mo, zoe):
    """The meeting moves and then changes hands, or changes hands and does not move."""
    first, second, _ = statements
    for _ in TRIALS:
        bring(assessment, first, mo)
        moved, taken = at_once(
            moves(assessment, first, second, mo),
            lambda: room.take_over(assessment=assessment, by=zoe),
        )
        meeting = Meeting.objects.get()
        assert not is_refused(taken)
        assert meeting.led_by == zoe
        assert meeting.statement == (first if is_refused(moved) else second)


def test_two_take_over_at_once(assessment, statements, mo, zoe):
    bring(assessment, statements[0], None)
    for _ in TRIALS:
        before = Meeting.objects.get().version
        at_once(
            lambda: room.take_over(assessment=assessment, by=mo),
            lambda: room.take_over(assessment=assessment, by=zoe),
        )
        meeting = Meeting.objects.get()
        assert meeting.version == before + 2
        assert meeting.led_by in (mo, zoe)
        assert meeting.statement == statements[0]


def test_a_rating_given_while_they_are_shown_is_shown_or_refused(
    assessment, statements, groups, mo, cass, dee
):
    """Never kept and hidden: nobody would ask for it again."""
    first = statements[0]
    responses = [
        DraftResponse.objects.select_related(
            "draft__group__assessment", "statement__area"
        ).get(draft__group=group, statement=first)
        for group in groups
    ]
    for _ in TRIALS:
        SecondRating.objects.all().delete()
        bring(assessment, first, mo)
        Meeting.objects.update(asks_again=True)
        outcomes = at_once(
            lambda: room.give_hidden_rating(response=responses[0], value=2, by=cass),
            lambda: room.give_hidden_rating(response=responses[1], value=1, by=dee),
            lambda: room.reveal_second_ratings(
                assessment=assessment, shown=first.pk, by=mo
            ),
        )
        given = [not is_refused(outcome) for outcome in outcomes[:2]]
        kept = SecondRating.objects.order_by("response__draft__group__name")
        assert [row.response_id for row in kept] == [
            response.pk for response, has in zip(responses, given, strict=True) if has
        ]
        assert all(row.revealed_at for row in kept)
        assert not Meeting.objects.get().asks_again


def test_settling_anywhere_and_moving_on_both_happen_and_are_told(
    assessment, statements, mo, zoe
):
    first, second, _ = statements
    for trial in TRIALS:
        bring(assessment, first, mo)
        before = Meeting.objects.get().version
        outcomes = at_once(
            settles(agreed(assessment, "a"), zoe, f"Zoe, {trial}"),
            moves(assessment, first, second, mo),
        )
        assert not any(is_refused(outcome) for outcome in outcomes)
        meeting = Meeting.objects.get()
        assert meeting.statement == second
        assert meeting.version == before + 2
        assert agreed(assessment, "a").evidence == f"Zoe, {trial}"


def test_submitting_while_moving_on_ends_the_meeting_where_it_was(
    assessment, statements, mo, zoe, val
):
    complete(assessment, mo)
    first, second, _ = statements
    for _ in TRIALS:
        bring(assessment, first, mo)
        moved, submission = at_once(
            moves(assessment, first, second, mo),
            lambda: submitting.submit(assessment=assessment, by=zoe),
        )
        assert not is_refused(submission)
        assert Meeting.objects.get().statement == (
            first if is_refused(moved) else second
        )
        reopening.reopen(assessment=assessment, by=val, reason="Again.")


def test_one_person_in_three_tabs_is_there_once(assessment, cass):
    meeting = Meeting.objects.get()
    for _ in TRIALS:
        Attendance.objects.all().delete()
        at_once(*[lambda: room.be_here(meeting=meeting, by=cass)] * 3)
        assert Attendance.objects.get().user == cass
