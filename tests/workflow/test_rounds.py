"""Rounds changed, closed and left: nothing is lost, and links outlive the due date."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessments.field_merge import seen_token
from assessments.models import AuditEvent, DeskEvent, Invitation
from assessments.workflow import drafting, held_drafts, inviting, members, rounds
from leavingcare.refusals import Refused
from tests.support.builders import make_round, rate, submit
from tests.support.clients import client_of
from tests.support.markup import markup

pytestmark = pytest.mark.django_db


def take_out(assessment, by, **changed):
    given = {"because": "An inspection", "is_counted": True} | changed
    rounds.take_out(assessment=assessment, by=by, **given)
    assessment.refresh_from_db()


def test_taken_out_and_put_back(assessment, housing, mo, cass, val):
    rate(housing, 3, "Kept.")
    take_out(assessment, val)
    draft = housing.drafts.first()
    with pytest.raises(Refused, match="taken your authority out of this round"):
        drafting.hand_in(draft=draft, by=cass)
    with pytest.raises(Refused, match="taken your authority out of this round"):
        held_drafts.hold(draft)
    page = markup(client_of(cass).get(f"/assessments/{assessment.pk}/"))
    assert "Nothing" in page
    assert "An inspection" not in page  # only Coram Voice reads why
    assert client_of(mo).get("/").status_code == 200
    for path in ["agreed.docx", "check/", "history/", "moderation/agenda/"]:
        answer = client_of(mo).get(f"/assessments/{assessment.pk}/{path}")
        assert answer.status_code in {200, 409}, path
    rounds.put_back(assessment=assessment, by=val)
    drafting.hand_in(draft=draft, by=cass)
    assert draft.responses.first().evidence == "Kept."
    kinds = AuditEvent.objects.filter(assessment=assessment).values_list("kind")
    assert {"taken_out", "put_back"} <= {kind for (kind,) in kinds}


def test_what_was_submitted_stays_in_its_round(assessment, mo, val):
    submit(assessment, mo)
    with pytest.raises(Refused, match="has submitted in"):
        take_out(assessment, val)


def test_it_is_not_added_again_but_put_back(assessment, mo, val):
    take_out(assessment, val)
    staff = client_of(val)
    url = f"/rounds/{assessment.round.slug}/add/northmoor/"
    assert "was taken out of" in markup(staff.post(url, {}))
    staff.post(f"/assessments/{assessment.pk}/take-out/", {"form": "put_back"})
    assessment.refresh_from_db()
    assert assessment.is_open


@pytest.mark.parametrize(("counted", "asked"), [("yes", "0 of 1"), ("no", "0 of 0")])
def test_in_or_out_of_the_denominator_on_purpose(assessment, val, counted, asked):
    staff = client_of(val)
    url = f"/assessments/{assessment.pk}/take-out/"
    assert staff.post(url, {"because": "Why"}).status_code == 422
    assert staff.post(url, {"because": "Why", "counted": counted}).status_code == 302
    page = " ".join(markup(staff.get(f"/rounds/{assessment.round.slug}/")).split())
    assert f"{asked} asked" in page
    assert "Taken out on" in page


def test_one_authority_has_longer(assessment, housing, mo, val, mailoutbox):
    staff = client_of(val)
    url = f"/assessments/{assessment.pk}/due/"
    assert staff.post(url, {"due_on": "1/1/2019"}).status_code == 422
    done = staff.post(url, {"due_on": "5/6/2031", "tell": "on"}, follow=True)
    assert "saved. We have emailed the moderators of Northmoor." in markup(done)
    assessment.refresh_from_db()
    housing.refresh_from_db()
    assert (assessment.due, housing.due) == (date(2031, 6, 5), date(2031, 6, 5))
    assert [message.to for message in mailoutbox] == [[mo.email]]
    assert "5 June 2031" in markup(client_of(mo).get(f"/assessments/{assessment.pk}/"))
    assert DeskEvent.objects.get(kind="extended").detail == "due on 5 June 2031"


def test_a_link_outlives_the_due_date(assessment, mo, val):
    """Invitations expired seven weeks before the work was due."""
    round = assessment.round
    rounds.change_round(
        round=round,
        name=round.name,
        opens_on=round.opens_on,
        closes_on=timezone.localdate() + timedelta(days=60),
        seen=seen_token("", rounds.round_values(round)),
        by=val,
    )
    inviting.invite(
        authority=assessment.authority, email="n@example.org", role="approver", by=mo
    )
    assert Invitation.objects.get().expires_at.date() >= (
        timezone.localdate() + timedelta(days=74)
    )
    rounds.extend(
        assessment=assessment, due_on=timezone.localdate() + timedelta(days=90), by=val
    )
    assert Invitation.objects.get().expires_at.date() >= (
        timezone.localdate() + timedelta(days=104)
    )


def test_a_part_is_handed_to_a_member(assessment, housing, mo, cass, val):
    done = members.hand_over(membership=mo.memberships.get(), email=cass.email, by=val)
    assert done.person == cass
    assert cass.memberships.get().role == "moderator"
    assert not mo.memberships.exists()


def test_a_part_is_handed_to_somebody_who_is_invited(
    assessment, housing, mo, cass, val
):
    housing.members.set([mo])
    done = members.hand_over(
        membership=mo.memberships.get(), email="New@example.org", by=val
    )
    assert (done.invitation.email, done.invitation.role) == (
        "new@example.org",
        "moderator",
    )
    assert list(done.invitation.groups.all()) == [housing]
    assert client_of(mo).get(f"/assessments/{assessment.pk}/").status_code == 404
    page = markup(client_of(val).get(f"/rounds/{assessment.round.slug}/"))
    assert "No moderator" in page


def test_an_approvers_part_is_handed_to_a_contributor(
    assessment, housing, ann, cass, mo, val
):
    client = client_of(val)
    url = f"/authorities/northmoor/hand-over/{ann.memberships.get().pk}/"
    page = " ".join(markup(client.get(url)).split())
    assert "Their texts are kept.</p>" in page
    refused = client.post(url, {"email": mo.email})
    assert refused.status_code == 409
    assert "Mo moderates here, and cannot approve too." in markup(refused)
    assert ann.memberships.exists()
    done = client.post(url, {"email": cass.email}, follow=True)
    assert "Cass has taken over the part of Ann." in markup(done)
    assert cass.memberships.get().role == "approver"
    assert list(cass.working_groups.all()) == [housing]
    assert not ann.memberships.exists()


def test_a_part_is_not_handed_to_oneself(assessment, mo, val):
    with pytest.raises(Refused, match="somebody else"):
        members.hand_over(membership=mo.memberships.get(), email=mo.email, by=val)
    assert mo.memberships.exists()


def test_a_round_that_is_closed_is_closed(val):
    round = make_round()
    rounds.close_round(round=round, by=val)
    with pytest.raises(Refused, match="is closed already"):
        rounds.close_round(round=round, by=val)


def test_the_page_that_puts_back_repeats_why_as_it_was_written(assessment, val):
    rounds.take_out(assessment=assessment, because="It moved.", is_counted=True, by=val)
    page = markup(client_of(val).get(f"/assessments/{assessment.pk}/take-out/"))
    assert ">It moved.</p>" in page
    assert ".." not in page
