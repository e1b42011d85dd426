"""The people with something left to do are found, and nobody else."""

import random
import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from assessments import progress
from assessments.desk.who_is_reminded import everybody_owing
from assessments.models import (
    AgreedResponse,
    Assessment,
    Draft,
    Invitation,
    Membership,
    SignOff,
)
from assessments.workflow import chasing, inviting, rounds, setting_up
from leavingcare.models import User
from tests.support.builders import (
    complete,
    hand_in,
    make_authority,
    make_group,
    make_member,
    make_round,
    make_user,
    open_discussions,
    submit,
)
from tests.support.clients import client_of
from tests.support.markup import markup

pytestmark = pytest.mark.django_db


def owing(*assessments):
    """Return {name: (reasons, what is said)} of everybody with something left."""
    counted = progress.of_assessments(
        Assessment.objects.filter(
            pk__in=[each.pk for each in assessments]
        ).select_related("authority", "round")
    )
    return {
        one.name: (
            [str(reason) for reason in one.reasons],
            [*one.duties, *(f"{g.name}: {g.areas}" for g in one.groups)],
        )
        for one in everybody_owing(counted)
    }


def test_each_step_has_its_next(assessment, mo, cass, ann):
    """Moderators and approvers have duties too."""
    assert owing(assessment) == {"Mo": (["setting_up"], ["set up the working groups"])}
    group = make_group(assessment, mo, areas=[1, 2], name="Health")
    assert owing(assessment)["Mo"] == (
        ["setting_up"],
        [
            "give 8 areas to a group",
            "add people to 1 group",
            "see that the groups hand in 2 drafts: the site can remind them",
        ],
    )
    group.members.add(cass)
    rest = make_group(assessment, mo, cass, areas=range(3, 11), name="Rest")
    assert owing(assessment) == {
        "Cass": (["drafts"], ["Health: 2", "Rest: 8"]),
        "Mo": (
            ["moderating"],
            ["see that the groups hand in 10 drafts: the site can remind them"],
        ),
    }
    for each in (group, rest):
        hand_in(each, cass)
    assert owing(assessment) == {"Mo": (["moderating"], ["open 10 discussions"])}
    open_discussions(assessment, mo)
    assert owing(assessment)["Mo"][1] == [
        "settle 106 statements",
        "decide the global scores of 10 areas",
    ]
    complete(assessment, mo)
    assert owing(assessment) == {"Mo": (["submitting"], ["check and submit it"])}
    SignOff.objects.create(assessment=assessment, asked_by=mo, asked_at=timezone.now())
    assert owing(assessment) == {
        "Ann": (["approval"], ["read what was agreed, and approve it"])
    }
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert owing(assessment) == {"Mo": (["submitting"], ["check and submit it"])}
    submit(assessment, mo)
    assert owing(assessment) == {}


def test_an_invitation_that_nobody_accepted(northmoor, val):
    assessment = setting_up.start(authority=northmoor, round=make_round(), by=val)
    inviting.invite(
        authority=northmoor, email="new@example.org", role="moderator", by=val
    )
    inviting.invite(
        authority=northmoor, email="no@example.org", role="approver", by=val
    )
    assert owing(assessment) == {
        "new@example.org": (["invitation"], ["accept the invitation"])
    }
    make_member(northmoor, "moderator", "mo")
    assert list(owing(assessment)) == ["Mo"]


def test_nobody_owes_anything_that_coram_voice_does_not_wait_for(
    assessment, housing, mo, val
):
    assert owing(assessment)
    rounds.close_round(round=assessment.round, by=val)
    assert owing(assessment) == {}
    rounds.reopen_round(round=assessment.round, by=val)
    rounds.take_out(assessment=assessment, because="Merged", is_counted=True, by=val)
    assert owing(assessment) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_any_number(
    assessment, housing, mo, number, django_assert_num_queries
):
    for _ in range(number - 1):
        other = make_authority()
        start = setting_up.start(authority=other, round=assessment.round, by=mo)
        person = make_member(other, "moderator")
        make_group(start, person, person)
    with django_assert_num_queries(7):  # one of them finds the assessments
        found = owing(*Assessment.objects.all())
    assert len(found) == number + 1


# Over random rounds

DUE = date(2031, 6, 5)


def random_round(chance, by):
    """Return a round of authorities, each at some stage, with people of every kind."""
    round = make_round()
    round.closes_on = DUE
    round.save()
    for _ in range(4):
        random_authority(chance, round, by)
    return round


def random_authority(chance, round, by):
    authority = make_authority()
    assessment = setting_up.start(authority=authority, round=round, by=by)
    roles = ["moderator", "moderator", "contributor", "contributor", "approver"]
    members = [make_member(authority, role) for role in roles if chance.random() < 0.7]
    for member in members:
        User.objects.filter(pk=member.pk).update(
            is_active=chance.random() < 0.9, wants_reminders=chance.random() < 0.9
        )
    for _ in range(chance.randrange(2)):
        inviting.invite(
            authority=authority,
            email=f"{authority.slug}@example.org",
            role="moderator",
            by=by,
        )
    if members and chance.random() < 0.7:
        random_work(chance, assessment, members)
    if chance.random() < 0.15 and not assessment.submissions.exists():
        rounds.take_out(assessment=assessment, because="x", is_counted=True, by=by)


def random_work(chance, assessment, members):
    group = make_group(
        assessment,
        members[0],
        *chance.sample(members, chance.randrange(len(members) + 1)),
        areas=None if chance.random() < 0.6 else [1],
    )
    if chance.random() < 0.5:
        Draft.objects.filter(
            group=group, area__number__lte=chance.randrange(11)
        ).update(handed_in_at=timezone.now(), handed_in_by=members[0])
    if chance.random() < 0.3:
        complete(assessment, members[0])
        if chance.random() < 0.5:
            SignOff.objects.create(
                assessment=assessment, asked_by=members[0], asked_at=timezone.now()
            )
        elif chance.random() < 0.5:
            submit(assessment, members[0])


def expected(round):
    """Return who has something left, worked out one by one from the rows alone."""
    found = set()
    for assessment in Assessment.objects.filter(round=round, status="open"):
        active = [
            each
            for each in Membership.objects.filter(authority=assessment.authority)
            if each.user.is_active
        ]
        moderators = [each.user for each in active if each.role == "moderator"]
        approvers = [each.user for each in active if each.role == "approver"]
        is_ready = not assessment.agreed_responses.filter(
            outcome=AgreedResponse.Outcome.NOT_SETTLED
        ).exists()
        is_asked = SignOff.objects.filter(
            assessment=assessment, approved_at=None
        ).exists()
        waits = is_ready and is_asked and approvers
        found |= {each.email for each in (approvers if waits else moderators)}
        if not moderators:
            found |= {
                each.email
                for each in Invitation.objects.filter(
                    authority=assessment.authority, accepted_at=None, withdrawn_at=None
                )
            }
        for draft in Draft.objects.filter(
            group__assessment=assessment, handed_in_at=None
        ):
            found |= {
                each.email for each in draft.group.members.all() if each.is_active
            }
    stopped = set(
        User.objects.filter(wants_reminders=False).values_list("email", flat=True)
    )
    return found - stopped


@pytest.mark.parametrize("seed", range(8))
def test_everybody_with_something_left_is_written_to_and_nobody_else(seed):
    """On a day of a reminder, over random rounds, and then nobody twice."""
    by = make_user(is_staff=True)
    round = random_round(random.Random(seed), by)
    wanted = expected(round)
    mail.outbox.clear()
    today = DUE - timedelta(days=7)
    for assessment in Assessment.objects.filter(round=round, status="open"):
        chasing.remind_when_due(assessment=assessment, today=today)
    written_to = [message.to[0] for message in mail.outbox]
    assert sorted(written_to) == sorted(wanted)
    for assessment in Assessment.objects.filter(round=round, status="open"):
        assert not chasing.due_for_reminder(assessment, timezone.localdate())


def test_the_page_says_what_is_late_and_shows_the_emails_before_the_button(
    assessment, mo, cass, val
):
    group = make_group(assessment, mo, cass, areas=[1], name="Health")
    client, url = client_of(val), f"/rounds/{assessment.round.slug}/chase/"

    def page(of, due_on):
        of.due_on = due_on
        of.save()
        return " ".join(markup(client.get(url)).split())

    def legend_of(text):
        return text.partition("<legend")[2].partition("</legend>")[0].strip()

    today = timezone.localdate()
    assert "late" not in page(group, today).partition("Who gets an email")[2]
    late = page(group, today - timedelta(days=1))
    assert re.search(r"1 area to hand in, due [^<]+, <strong>late</strong>", late)
    assert "late" not in legend_of(late)
    group.due_on = None  # that of its authority
    group.save()
    both = page(assessment, today - timedelta(days=1))
    assert re.search(r", due [^<]+\w, late$", legend_of(both))
    assert "1 area to hand in, <strong>late</strong>" in both
    assert both.index("What they will get") < both.index("Email those selected")
