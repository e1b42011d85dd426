"""A follow-up is asked for, written, returned, frozen, and reopened."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessments.models import (
    AuditEvent,
    DeskEvent,
    FollowUp,
    FollowUpRequest,
    FollowUpReturn,
    FollowUpRevision,
    FollowUpScore,
    Immutable,
    SubmissionFile,
)
from assessments.submission import digests, supplements
from assessments.workflow import (
    chasing,
    follow_up,
    follow_up_requests,
    rounds,
    setting_up,
)
from leavingcare.refusals import Refused
from tests.support.builders import (
    make_assessment,
    make_authority,
    make_member,
    submit,
)
from tests.support.supplements import (
    plan_ideas,
    return_follow_up,
    save_action,
    save_follow_up,
)

DUE = date(2099, 6, 1)


@pytest.fixture
def submitted(assessment, mo):
    submit(assessment, mo)
    assessment.refresh_from_db()
    return assessment


def status_of(assessment):
    return FollowUp.objects.with_status().get(assessment=assessment).status


def about(words, mailoutbox):
    """Return the emails with these words in their subject."""
    return [message for message in mailoutbox if words in message.subject]


def ask(assessment, by, due_on=DUE, **more):
    return follow_up_requests.ask(
        round=assessment.round, due_on=due_on, assessments=[assessment], by=by, **more
    )


# Asking


def test_its_status_is_what_was_done(submitted, mo, val):
    assert status_of(submitted) == ""
    ask(submitted, val)
    assert status_of(submitted) == "asked"
    assert FollowUp.objects.owing().get().assessment == submitted
    save_follow_up(submitted, mo, {1: {"stage_two": 7}})
    assert status_of(submitted) == "begun"
    return_follow_up(submitted, mo)
    assert status_of(submitted) == "returned"
    assert not FollowUp.objects.owing().exists()
    follow_up.reopen(assessment=submitted, by=val, reason="Area 2 is blank.")
    assert status_of(submitted) == "begun"
    assert FollowUp.objects.owing().exists()


def test_moderators_are_asked_once_and_told_when(submitted, mo, val, mailoutbox):
    assert ask(submitted, val) == ([submitted], [])
    assert ask(submitted, val, DUE + timedelta(days=30)) == ([], [])
    assert FollowUpRequest.objects.get().due_on == date(2099, 7, 1)
    [message] = about("due by", mailoutbox)
    assert message.to == [mo.email]
    assert "1 June 2099" in message.body
    assert f"/assessments/{submitted.pk}/follow-up/" in message.body
    assert AuditEvent.objects.filter(kind="follow_up_asked").count() == 1


def test_only_who_submitted_in_the_round_is_asked(submitted, mo, val, mailoutbox):
    other = make_assessment(make_authority("Eastvale"), mo)  # of another round
    with pytest.raises(Refused, match="at least one"):
        follow_up_requests.ask(
            round=submitted.round, due_on=DUE, assessments=[], by=val
        )
    asked, _ = follow_up_requests.ask(
        round=submitted.round, due_on=DUE, assessments=[other, submitted], by=val
    )
    assert asked == [submitted]
    assert len(about("due by", mailoutbox)) == 1


def test_those_who_still_owe_it_are_told_of_another_due_date(
    submitted, mo, val, mailoutbox
):
    later = [
        setting_up.start(authority=make_authority(), round=submitted.round, by=val)
    ]
    later.append(
        setting_up.start(authority=make_authority(), round=submitted.round, by=val)
    )
    owes, new = [make_member(each.authority, "moderator") for each in later]
    for each, moderator in zip(later, [owes, new], strict=True):
        submit(each, moderator)
    for each in (submitted, later[0]):
        ask(each, val)
    save_follow_up(submitted, mo, {1: {"stage_two": 7}})
    return_follow_up(submitted, mo)
    mailoutbox.clear()
    moved = DUE + timedelta(days=30)
    emailed = ask(later[1], val, moved, tell=True)
    assert emailed == ([later[1]], [later[0]])
    assert [message.to for message in about("due by", mailoutbox)] == [[new.email]]
    [message] = about("is now due on 1 July 2099", mailoutbox)
    assert message.to == [owes.email]
    assert "It is now due on 1 July 2099." in message.body
    assert f"/assessments/{later[0].pk}/follow-up/" in message.body
    assert ask(later[1], val, moved, tell=True) == ([], [])  # it is the same day
    [event] = DeskEvent.objects.filter(kind="round_changed")
    assert event.detail == "follow-ups due on 1 July 2099"


# Reminding


@pytest.mark.parametrize("is_closed", [False, True])
def test_its_reminder_says_when_it_is_due(submitted, mo, val, mailoutbox, is_closed):
    """The self-assessment itself was due on another day, which is past."""
    rounds.extend(assessment=submitted, due_on=date(2021, 3, 1), by=val)
    ask(submitted, val)
    if is_closed:
        rounds.close_round(round=submitted.round, by=val)
    mailoutbox.clear()
    week_before = DUE - timedelta(days=7)
    [one] = chasing.due_for_reminder(submitted, week_before)
    chasing.chase(round=submitted.round, chosen=[one.choice], by=val)
    chasing.remind_when_due(assessment=submitted, today=week_before)
    by_hand, by_timer = mailoutbox
    assert by_hand.to == by_timer.to == [mo.email]
    assert by_timer.body == by_hand.body
    assert "you still need to do this, due on 1 June 2099:\n\n- score" in by_hand.body
    assert "2021" not in by_hand.body


# Returning


def test_what_is_returned_is_frozen_with_its_digest(submitted, mo, mailoutbox):
    [action] = plan_ideas(submitted, mo, _7h="A guide.")
    save_action(action, mo, state="done", owner="Head of service", measure="Half.")
    save_follow_up(
        submitted, mo, {1: {"stage_two": 9, "barriers": "Rents."}}, date(2021, 1, 5)
    )
    returned = return_follow_up(submitted, mo)
    content = returned.content
    assert returned.reference.startswith("FU-")
    assert (returned.number, returned.submitted_by) == (1, mo)
    assert returned.digest == digests.digest(content)
    assert content["format"] == "leavingcare.follow_up"
    assert content["submission"]["reference"] == submitted.submissions.get().reference
    assert content["follow_up"]["completed_on"] == "2021-01-05"
    assert content["follow_up"]["areas"]["1"]["stage_one"] == 6
    assert content["follow_up"]["areas"]["1"]["barriers"] == "Rents."
    assert content["follow_up"]["ideas"] == {"7h": "done"}
    assert content["follow_up"]["actions"][0]["owner"] == "Head of service"
    assert content["follow_up"]["actions"][0]["measure"] == "Half."
    assert content["on_paper"] is False
    [message] = about("Follow-up submitted", mailoutbox)
    assert returned.reference in message.body
    assert "Rents" not in message.body


def test_it_never_changes(submitted, mo):
    save_follow_up(submitted, mo, {1: {"stage_two": 9}})
    returned = return_follow_up(submitted, mo)
    for change in [
        returned.save,
        returned.delete,
        FollowUpReturn.objects.all().delete,
        lambda: FollowUpReturn.objects.update(number=2),
    ]:
        with pytest.raises(Immutable):
            change()


def test_files_show_what_was_returned_while_it_is_open_again(submitted, mo, val):
    save_follow_up(submitted, mo, {1: {"stage_two": 9}}, date(2021, 1, 5))
    returned = return_follow_up(submitted, mo)
    follow_up.reopen(assessment=submitted, by=val, reason="Again.")
    save_follow_up(submitted, mo, {1: {"stage_two": 3}}, date(2021, 1, 5))
    found = supplements.of(submitted)["follow_up"]
    assert found["areas"]["1"]["stage_two"] == 9
    assert found["returned"]["reference"] == returned.reference
    again = return_follow_up(submitted, mo)
    assert (again.number, again.content["reopened_because"]) == (2, "Again.")
    found = supplements.of(submitted)["follow_up"]
    assert found["areas"]["1"]["stage_two"] == 3
    assert found["returned"]["reference"] == again.reference


def test_returning_it_deletes_the_stored_files(submitted, mo):
    save_follow_up(submitted, mo, {1: {"stage_two": 9}})
    SubmissionFile.objects.create(
        submission=submitted.submissions.get(), format="pdf", content=b"", digest=""
    )
    return_follow_up(submitted, mo)
    assert not SubmissionFile.objects.exists()


def test_blanks_are_confirmed_and_never_invented(submitted, mo):
    save_follow_up(submitted, mo, {1: {"stage_two": 9}})
    held = FollowUp.objects.get()
    blanks = list(follow_up.blanks(held))
    assert blanks[:2] == [
        "The date it was completed",
        "The stage 2 score of area 2",
    ]
    with pytest.raises(Refused, match="list of blanks has changed"):
        follow_up.submit(assessment=submitted, by=mo, confirmed=blanks[1:])
    assert FollowUp.objects.get().is_open


def test_nothing_is_not_returned(submitted, mo):
    with pytest.raises(Refused, match="at least one area"):
        return_follow_up(submitted, mo)


def test_what_is_returned_is_closed_to_everybody(submitted, mo, val):
    save_follow_up(submitted, mo, {1: {"stage_two": 9}})
    return_follow_up(submitted, mo)
    for person in (mo, val):
        with pytest.raises(Refused, match="has been submitted"):
            save_follow_up(submitted, person, {1: {"stage_two": 3}})
        with pytest.raises(Refused, match="has been submitted"):
            return_follow_up(submitted, person)
    follow_up.reopen(assessment=submitted, by=val, reason="Again.")
    with pytest.raises(Refused, match="open already"):
        follow_up.reopen(assessment=submitted, by=val, reason="Again.")


# On paper


def test_coram_voice_types_in_what_came_on_paper(submitted, mo, val, mailoutbox):
    save_follow_up(submitted, val, {1: {"stage_two": 9}})
    returned = return_follow_up(submitted, val)
    assert returned.content["on_paper"] is True
    assert supplements.of(submitted)["follow_up"]["returned"]["on_paper"] is True
    [message] = about("Follow-up submitted", mailoutbox)
    assert message.to == [mo.email]
    assert "typed in what came on paper" in message.body


def test_coram_voice_changes_nothing_that_the_authority_wrote(submitted, mo, val):
    save_follow_up(submitted, mo, {1: {"stage_two": 9}})
    with pytest.raises(Refused, match="has begun this follow-up itself"):
        save_follow_up(submitted, val, {2: {"stage_two": 3}})
    assert FollowUpScore.objects.get(area__number=2).stage_two is None


def test_the_authority_may_go_on_where_coram_voice_typed(submitted, mo, val):
    save_follow_up(submitted, val, {1: {"stage_two": 9}})
    save_follow_up(submitted, mo, {1: {"stage_two": 8}})
    assert FollowUpScore.objects.get(area__number=1).stage_two == 8


# History


def test_every_state_can_be_restored(submitted, mo, zoe):
    save_follow_up(submitted, mo, {1: {"barriers": "Rents."}})
    save_follow_up(submitted, mo, {1: {"barriers": "Rents. And rain."}})
    save_follow_up(submitted, zoe, {1: {"barriers": ""}})
    row = FollowUpScore.objects.select_related("area").get(area__number=1)
    texts = [each.content["barriers"] for each in row.revisions.all()]
    assert texts == ["", "Rents. And rain."]  # a run of saves is one
    row.follow_up.assessment = submitted
    follow_up.restore(row=row, revision=row.revisions.last(), by=mo)
    row.refresh_from_db()
    assert row.barriers == "Rents. And rain."
    assert row.revisions.count() == 3


def test_restoring_leaves_a_submitted_stage_one_alone(submitted, mo):
    save_follow_up(submitted, mo, {1: {"barriers": "Rents."}})
    row = FollowUpScore.objects.select_related("area").get(area__number=1)
    old = FollowUpRevision.objects.get()
    FollowUpRevision.objects.update(content=old.content | {"stage_one": 9})
    old.refresh_from_db()
    follow_up.restore(row=row, revision=old, by=mo)
    row.refresh_from_db()
    assert row.stage_one is None


def test_an_unknown_moderator_of_another_authority_is_not_told(
    submitted, mo, val, mailoutbox
):
    make_member(make_authority("Eastvale"), "moderator", "oli")
    ask(submitted, val)
    save_follow_up(submitted, mo, {1: {"stage_two": 9}})
    return_follow_up(submitted, mo)
    assert {address for message in mailoutbox for address in message.to} == {mo.email}
    assert timezone.now() >= FollowUpReturn.objects.get().submitted_at
