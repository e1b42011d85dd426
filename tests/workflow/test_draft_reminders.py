"""Reminders: only to people with drafts to hand in, previewed, recorded, not too often."""

import re
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from assessments import progress
from assessments.desk.who_is_reminded import everybody_owing
from assessments.models import Assessment, AuditEvent, Draft, Reminder
from assessments.workflow import draft_reminders, drafting, rounds
from leavingcare.models import User
from leavingcare.moments import moment
from leavingcare.refusals import Refused
from tests.support.builders import (
    hand_in,
    make_assessment,
    make_group,
    make_member,
    rate,
    submit,
)
from tests.support.clients import client_of
from tests.support.markup import markup

CANARY = "A text nobody else may read."


def text(response):
    return " ".join(markup(response).split())


@pytest.fixture
def path(assessment):
    return f"/assessments/{assessment.pk}/remind/"


@pytest.fixture
def as_mo(mo):
    return client_of(mo)


@pytest.fixture
def health(assessment, mo, dee):
    return make_group(assessment, mo, dee, areas=[1], name="Health")


def choices(response):
    """Return {name: (value, whether it is selected)} of the page's checkboxes."""
    found = re.findall(
        r'name="people" value="([\d-]+)"[^>]*?( checked)? aria.*?<label[^>]*>(\w+)<',
        text(response),
    )
    return {name: (value, bool(ticked)) for value, ticked, name in found}


def remind(client, path, *names):
    sent = [choices(client.get(path))[name][0] for name in names]
    return client.post(path, {"people": sent}, follow=True)


def rows():
    return list(Reminder.objects.order_by("pk").values_list("to__name", "by__name"))


# Drafts still to hand in


def test_what_each_person_owes(assessment, housing, health, cass, dee, mo, ann):
    health.members.add(cass)
    rate(housing, 3)
    Draft.objects.filter(group=housing, area__number=9).update(
        handed_in_at=timezone.now(), handed_in_by=cass
    )
    closed = make_member(assessment.authority)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    health.members.add(closed)
    owed = {
        person.name: [
            (draft.group.name, draft.area.number, rated, statements)
            for draft, rated, statements in drafts
        ]
        for person, drafts in draft_reminders.outstanding_by_person(assessment).items()
    }
    seven = assessment.round.framework.areas.get(number=7).statements.count()
    one = assessment.round.framework.areas.get(number=1).statements.count()
    assert owed == {
        "Cass": [("Health", 1, 0, one), ("Housing", 7, seven, seven)],
        "Dee": [("Health", 1, 0, one)],
    }


@pytest.mark.parametrize("groups", [1, 3])
def test_two_queries(assessment, mo, cass, groups, django_assert_num_queries):
    for _ in range(groups):
        make_group(assessment, mo, cass, make_member(assessment.authority))
    with django_assert_num_queries(2):
        owed = draft_reminders.outstanding_by_person(assessment)
    assert len(owed) == groups + 1


# The moderator's page


def test_what_the_page_shows(as_mo, path, assessment, housing, health, dee, cass):
    housing.due_on = date(2031, 6, 5)
    housing.save()
    rate(housing, 3, CANARY)
    dee.wants_reminders = False
    dee.save()
    page = text(as_mo.get(path))
    assert choices(as_mo.get(path)).keys() == {"Cass"}
    assert (
        '<bdi>Housing</bdi></strong>, due 5 June 2031</p><ul class="govuk-list' in page
    )
    assert re.search(r"<li>7\. [^<]+: 15 of 15 rated</li><li>9\. ", page)
    assert "Never reminded." in page
    assert CANARY not in page
    stopped = page.split("People who do not get reminders")[1].split("</dl>")[0]
    assert 'dir="auto">Dee</dt>' in stopped
    assert "<bdi>Health</bdi></strong></p>" in stopped
    assert "Never reminded." in stopped


def test_the_mail_is_the_one_shown(as_mo, path, housing, mailoutbox, settings):
    housing.due_on = date(2031, 6, 5)
    housing.save()
    rate(housing, 3, CANARY)
    page = as_mo.get(path)
    remind(as_mo, path, "Cass")
    [message] = mailoutbox
    link = re.search(r"http\S+/reminders/\S+/", message.body)[0]
    body = message.body.replace(link, "(a link of their own)")
    assert f'<div class="app-text">{body}</div>' in (
        page.content.decode().replace("&#x27;", "'")
    )
    assert f"Subject: <bdi>{message.subject}</bdi>" in markup(page)
    assert message.to == ["cass@example.org"]
    assert "\nHousing, due 5 June 2031\n- 7. Being in safe" in message.body
    assert ": 15 of 15 statements rated, not handed in\n- 9. " in message.body
    assert f"\n{settings.SITE_URL}/\n" in message.body
    assert CANARY not in message.body
    assert as_mo.get(link.removeprefix(settings.SITE_URL)).status_code == 200


def test_sending_is_recorded(as_mo, path, assessment, housing, health, mailoutbox):
    page = text(remind(as_mo, path, "Cass", "Dee"))
    assert "2 people have been sent a reminder." in page
    assert sorted(message.to[0] for message in mailoutbox) == [
        "cass@example.org",
        "dee@example.org",
    ]
    assert rows() == [("Cass", "Mo"), ("Dee", "Mo")]
    event = AuditEvent.objects.get(kind="reminded")
    assert (event.assessment, event.by.name, event.detail) == (
        assessment,
        "Mo",
        "2 people",
    )


def test_only_those_chosen(as_mo, path, housing, health, mailoutbox):
    remind(as_mo, path, "Dee")
    assert [message.to for message in mailoutbox] == [["dee@example.org"]]
    assert rows() == [("Dee", "Mo")]


def test_nobody_chosen(as_mo, path, housing):
    response = as_mo.post(path)
    assert response.status_code == 422
    page = text(response)
    assert page.count("Select who should get a reminder.") == 2
    assert rows() == []


def test_who_handed_in_since_the_page_was_shown_gets_none(
    as_mo, path, housing, health, cass, mailoutbox
):
    value = choices(as_mo.get(path))["Cass"][0]
    hand_in(housing, cass)
    page = text(as_mo.post(path, {"people": [value]}, follow=True))
    assert "1 person did not get one" in page
    assert mailoutbox == []
    assert not AuditEvent.objects.filter(kind="reminded").exists()


def test_who_opted_out_gets_none_whatever_is_sent(as_mo, path, housing, cass):
    value = choices(as_mo.get(path))["Cass"][0]
    cass.wants_reminders = False
    cass.save()
    as_mo.post(path, {"people": [value]})
    assert rows() == []


def test_people_of_other_assessments_get_none(as_mo, path, housing, oli):
    other = make_assessment(oli.memberships.get().authority, oli)
    make_group(other, oli, oli)
    as_mo.post(path, {"people": [f"{oli.pk}-0", "x", "", "-", "9" * 30]})
    assert rows() == []


def test_pressing_twice_sends_once(as_mo, path, housing, mailoutbox):
    value = choices(as_mo.get(path))["Cass"][0]
    as_mo.post(path, {"people": [value]})
    as_mo.post(path, {"people": [value]})
    assert len(mailoutbox) == 1
    assert rows() == [("Cass", "Mo")]


def test_again_within_the_hour_only_deliberately(as_mo, path, housing, mailoutbox):
    assert choices(as_mo.get(path))["Cass"][1]
    page = text(remind(as_mo, path, "Cass"))
    assert "less than an hour ago." in page
    assert not choices(as_mo.get(path))["Cass"][1]
    remind(as_mo, path, "Cass")
    assert len(mailoutbox) == 2


def test_again_after_an_hour(as_mo, path, housing, mailoutbox):
    first = choices(as_mo.get(path))["Cass"][0]
    as_mo.post(path, {"people": [first]})
    Reminder.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert choices(as_mo.get(path))["Cass"][1]
    as_mo.post(path, {"people": [first]})
    assert len(mailoutbox) == 2


def test_a_submitted_assessment(assessment, housing, mo):
    submit(assessment, mo)
    with pytest.raises(Refused, match="has been submitted"):
        draft_reminders.remind(assessment=assessment, chosen=["1-0"], by=mo)


def test_nobody_is_reminded_in_a_closed_round(
    as_mo, path, assessment, housing, cass, mo, val, mailoutbox
):
    """As Coram Voice reads when it closes the round."""
    [one] = draft_reminders.outstanding_people(assessment)
    rounds.close_round(round=assessment.round, by=val)
    shown = text(as_mo.get(path))
    assert "nobody gets reminders until Coram Voice opens it again" in shown
    assert "Send reminders</button>" not in shown
    mailoutbox.clear()
    as_mo.post(path, {"people": [one.choice]})
    assert not mailoutbox
    assert not Reminder.objects.exists()


def test_a_moderator_reminds_those_who_owe_drafts_by_the_one_rule(
    assessment, housing, health, cass, mo, val
):
    housing.members.add(val)  # who works for Coram Voice by now
    closed = make_member(assessment.authority)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    health.members.add(closed)
    found = {one.person for one in draft_reminders.outstanding_people(assessment)}
    counted = progress.of_assessments(
        Assessment.objects.select_related("authority", "round__framework")
    )
    assert found == {
        one.person
        for one in everybody_owing(counted)
        if Reminder.Reason.DRAFTS in one.reasons
    }
    assert cass in found
    assert not found & {val, closed}


def test_nobody_owes_anything(as_mo, path, housing, cass):
    hand_in(housing, cass)
    assert "There is nobody to remind" in text(as_mo.get(path))


@pytest.mark.parametrize("people", [1, 3])
def test_queries(as_mo, path, assessment, mo, people, django_assert_num_queries):
    for _ in range(people):
        make_group(assessment, mo, make_member(assessment.authority))
    as_mo.get(path)
    with django_assert_num_queries(8):
        page = as_mo.get(path)
    assert len(choices(page)) == people


def test_the_overview_leads_there(as_mo, path, assessment, housing, health, cass, dee):
    health.members.add(cass)
    overview = f"/assessments/{assessment.pk}/"
    link = f'<a class="govuk-link" href="{path}">Remind the 2 people with areas to hand in</a>'
    assert link in text(as_mo.get(overview))
    assert path not in text(client_of(cass).get(overview))
    hand_in(health, dee)
    assert "Remind the person with areas to hand in" in text(as_mo.get(overview))
    hand_in(housing, cass)
    assert path not in text(as_mo.get(overview))


def test_the_overview_of_a_closed_round_does_not(as_mo, path, assessment, housing, val):
    overview = f"/assessments/{assessment.pk}/"
    assert path in text(as_mo.get(overview))
    rounds.close_round(round=assessment.round, by=val)
    assert path not in text(as_mo.get(overview))


# Automatically


TODAY = date(2031, 6, 5)


def run(monkeypatch, *arguments, days=0, time="07:00:00"):
    """Run the command at that time of TODAY, or of so many days after it."""
    at = datetime.fromisoformat(f"{TODAY + timedelta(days=days)} {time}")
    now = timezone.make_aware(at)
    monkeypatch.setattr(timezone, "now", lambda: now)
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out)
    return out.getvalue().strip()


def due_in(group, days):
    group.due_on = TODAY + timedelta(days=days)
    group.save()


@pytest.mark.parametrize(
    ("days", "is_reminded"),
    [
        (15, False),
        (14, True),
        (8, True),  # made good
        (7, True),
        (6, True),  # made good
        (2, True),
        (1, True),
        (0, True),
        (-1, True),
        (-7, True),
        (-8, False),
    ],
)
def test_on_which_days(housing, monkeypatch, mailoutbox, days, is_reminded):
    due_in(housing, days)
    run(monkeypatch)
    assert [message.to for message in mailoutbox] == [
        ["cass@example.org"]
    ] * is_reminded
    assert rows() == [("Cass", None)] * is_reminded
    assert AuditEvent.objects.filter(kind="reminded", by=None).count() == is_reminded


def test_the_round_says_when_if_the_group_does_not(
    assessment, housing, health, monkeypatch, mailoutbox
):
    assessment.round.closes_on = TODAY + timedelta(days=7)
    assessment.round.save()
    due_in(health, 19)
    assert run(monkeypatch) == "Reminders: 2 got one."
    assert sorted(message.to for message in mailoutbox) == [
        ["cass@example.org"],
        ["mo@example.org"],  # who moderates
    ]


def test_each_step_once(housing, monkeypatch, mailoutbox):
    due_in(housing, 7)
    days = [day for day in range(-10, 20) if "1 got" in run(monkeypatch, days=day)]
    assert days == [-7, 0, 6, 8]
    assert len(mailoutbox) == 4


def test_twice_a_day_is_once(housing, monkeypatch, mailoutbox):
    due_in(housing, 7)
    assert run(monkeypatch) == "Reminders: 1 got one."
    assert run(monkeypatch, time="23:59:59") == "Reminders: 0 got one."
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("time", ["06:59:57", "07:00:00", "00:00:01"])
def test_days_are_compared_and_not_hours(
    housing, assessment, mo, cass, monkeypatch, mailoutbox, time
):
    """A timer a little earlier the next day, when another group's turn comes."""
    due_in(housing, 7)
    due_in(make_group(assessment, mo, cass, areas=[1], name="Health"), 8)
    assert run(monkeypatch) == "Reminders: 1 got one."
    assert run(monkeypatch, days=1, time=time) == "Reminders: 1 got one."
    assert len(mailoutbox) == 2


def test_the_days_are_those_of_this_country(housing, monkeypatch, mailoutbox):
    """In summer half past midnight is still the day before in UTC."""
    due_in(housing, 7)
    assert run(monkeypatch, time="00:30:00") == "Reminders: 1 got one."
    assert run(monkeypatch, time="07:00:00") == "Reminders: 0 got one."


def test_a_day_without_the_timer_is_made_good(housing, monkeypatch, mailoutbox):
    due_in(housing, 7)
    days = [day for day in [2, 3, 9, 10] if "1 got" in run(monkeypatch, days=day)]
    assert days == [2, 9]


@pytest.mark.parametrize(("days", "got"), [(-1, 1), (0, 0), (2, 0)])
def test_a_moderators_reminder_counts_from_the_day_of_the_step(
    housing, assessment, mo, monkeypatch, mailoutbox, days, got
):
    due_in(housing, 7)
    run(monkeypatch, days=days, time="06:00:00")
    Reminder.objects.all().delete()
    [one] = draft_reminders.outstanding_people(assessment)
    draft_reminders.remind(assessment=assessment, chosen=[one.choice], by=mo)
    said = run(monkeypatch, days=max(days, 0))
    assert said == f"Reminders: {got} got one."


def test_a_dry_run_sends_nothing_and_names_nobody(housing, monkeypatch, mailoutbox):
    due_in(housing, 7)
    assert run(monkeypatch, "--dry-run") == "Reminders: 1 would get one."
    assert mailoutbox == []
    assert rows() == []


def test_who_is_left_alone(assessment, mo, cass, housing, monkeypatch, mailoutbox):
    """Opted out, handed in, account closed, assessment submitted."""
    stopped = make_member(assessment.authority)
    User.objects.filter(pk=stopped.pk).update(wants_reminders=False)
    closed = make_member(assessment.authority)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    hand_in(housing, cass)
    due_in(housing, 1)
    due_in(make_group(assessment, mo, stopped, closed), 1)
    assert run(monkeypatch) == "Reminders: 0 got one."
    other = make_assessment(assessment.authority, mo)
    due_in(make_group(other, mo, cass), 1)
    submit(other, mo)
    mailoutbox.clear()  # the receipt of that
    assert run(monkeypatch) == "Reminders: 0 got one."
    assert mailoutbox == []


# Handing in and back


@pytest.fixture
def draft(housing):
    return housing.drafts.get(area__number=7)


def test_a_receipt_goes_to_who_handed_in(draft, housing, dee, cass, mailoutbox):
    housing.members.add(dee)
    rate(housing, 3, CANARY)
    drafting.hand_in(draft=draft, by=cass)
    drafting.hand_in(draft=draft, by=cass)
    [message] = [each for each in mailoutbox if each.to == ["cass@example.org"]]
    draft.refresh_from_db()
    assert message.subject == "You handed in area 7 for Housing"
    assert f" at {moment(draft.handed_in_at)}.\n" in message.body
    assert f"/groups/{housing.pk}/areas/7/\n" in message.body
    assert CANARY not in message.body


def test_the_group_hears_that_it_was_handed_back_and_not_why(
    draft, housing, dee, cass, mo, mailoutbox
):
    housing.members.add(dee, mo)
    drafting.hand_in(draft=draft, by=cass)
    mailoutbox.clear()
    drafting.hand_back(draft=draft, by=mo, reason=CANARY)
    assert sorted(message.to[0] for message in mailoutbox) == [
        "cass@example.org",
        "dee@example.org",
    ]
    message = mailoutbox[0]
    assert message.subject == "Area 7 has been handed back to Housing"
    assert message.body.startswith("Mo has handed back area 7, Being in safe")
    assert f"/groups/{housing.pk}/areas/7/\n" in message.body
    assert CANARY not in message.body
