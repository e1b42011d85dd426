"""Pasting email addresses: what is read, what is sent, and what the answer says."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessments.forms.addresses import read_addresses
from assessments.models import Invitation
from tests.support.builders import (
    make_assessment,
    make_authority,
    make_group,
    make_member,
)
from tests.support.clients import FormClient, client_of
from tests.support.mailed import link_to
from tests.support.markup import markup

INVITE = "/authorities/northmoor/people/invite/"


def text(response):
    return " ".join(markup(response).split())


def invite(person, emails, role="contributor", **fields):
    return client_of(person).post(INVITE, {"emails": emails, "role": role} | fields)


def box(page):
    return page.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0].strip()


@pytest.mark.parametrize(
    ("pasted", "addresses"),
    [
        ("Cass Example <cass@x.org>; Dee <dee@x.org>", ["cass@x.org", "dee@x.org"]),
        ('"Example, Cass" <cass@x.org>, Dee <d@x.org>', ["cass@x.org", "d@x.org"]),
        ("Example, Cass <cass@x.org>; Dee <d@x.org>", ["cass@x.org", "d@x.org"]),
        ("a@x.org, Cass <c@x.org>\nb@x.org d@x.org", "acbd"),
        ("'a@x.org' <a@x.org>,<b@x.org>", "ab"),
        ("Cass Example\ta@x.org\r\nDee\tb@x.org", "ab"),
        ("A@X.org a@x.org", "a"),
        ("mailto:a@x.org.", "a"),
        ("O'Neil, Bo <o'neil@x.org>", ["o'neil@x.org"]),
    ],
)
def test_what_mail_programs_copy(pasted, addresses):
    found = read_addresses(pasted)
    if isinstance(addresses, str):
        addresses = [f"{letter}@x.org" for letter in addresses]
    assert (found.addresses, found.unreadable) == (addresses, [])


@pytest.mark.parametrize("char", ["\u200b", "\ufeff", "\u2060", "\u00ad", "\uff1b"])
@pytest.mark.parametrize("pasted", ["zed@example.org{}", "{}zed@example.org"])
def test_characters_nobody_sees_are_no_part_of_an_address(pasted, char):
    found = read_addresses(pasted.format(char))
    assert (found.addresses, found.unreadable) == (["zed@example.org"], [])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Cass Example", "there is no email address in it"),
        ("cass@", "something is missing after the @"),
        ("@x.org", "something is missing before the @"),
        ("cass@@x.org", "it has more than one @"),
        ("cass@council", "the part after the @ has no dot in it"),
        ("ca(ss@x.org", "it has a character that email addresses do not have"),
        ("cass@x,org", "the part after the @ has no dot in it"),
        ("<b>bad</b>", "there is no email address in it"),
    ],
)
def test_what_cannot_be_read_is_said_and_stops_nothing(line, why):
    found = read_addresses(f"a@x.org\n{line}\nb@x.org")
    assert found.addresses == ["a@x.org", "b@x.org"]
    assert found.unreadable == [(line, why)]


def test_an_address_does_not_end_up_as_somebodys_name():
    found = read_addresses("wrong@council, Cass <cass@x.org>, Bob, dee@x.org")
    assert found.addresses == ["cass@x.org", "dee@x.org"]
    assert [text for text, _ in found.unreadable] == ["wrong@council", "Bob"]


def test_the_answer_names_everybody(mo, cass, northmoor, mailoutbox):
    invite(mo, "old@example.org")
    Invitation.objects.update(invited_at=timezone.now() - timedelta(minutes=2))
    mailoutbox.clear()
    response = invite(
        mo, "new@example.org; Cass <cass@example.org>; old@example.org\nnobody\nbob@"
    )
    assert response.status_code == 200
    page = text(response)
    main = page.split("<main")[1]
    assert '<h1 class="govuk-heading-l">2 people invited</h1>' in main
    new, rest = main.split("Invited before</h2>")
    renewed, rest = rest.split("Already in <bdi>Northmoor</bdi></h2>")
    members, unreadable = rest.split("Email addresses we could not read</h2>")
    assert "new@example.org" in new
    assert "old@example.org" in renewed
    assert "<bdi>Cass</bdi>, <bdi>cass@example.org</bdi>" in members
    assert box(unreadable) == "nobody bob@"
    assert page.count("Check ‘nobody’: there is no email address in it.") == 2
    assert page.count("Check ‘bob@’: something is missing after the @.") == 2
    assert "/invitations/" not in page
    assert sorted(message.to[0] for message in mailoutbox) == [
        "new@example.org",
        "old@example.org",
    ]


def test_the_lines_left_keep_the_role_and_the_groups(mo, housing):
    page = text(invite(mo, "a@x.org\nbob@", role="approver", groups=housing.pk))
    assert 'value="approver" id="id_role_2" checked' in page
    assert f'name="groups" value="{housing.pk}" id="id_groups" checked' in page


def test_nothing_that_could_be_read(mo, northmoor):
    response = invite(mo, "bob@\nnobody")
    assert response.status_code == 422
    assert box(markup(response)) == "bob@\nnobody"
    assert not Invitation.objects.exists()


def test_fifty_at_once(mo, northmoor, mailoutbox):
    people = [f"Person Number {n} <person.number.{n}@example.org>" for n in range(50)]
    assert "50 people invited" in text(invite(mo, "; ".join(people)))
    assert len(mailoutbox) == Invitation.objects.count() == 50


def test_pressing_twice_sends_once_and_the_first_link_works(mo, northmoor, mailoutbox):
    invite(mo, "pat@example.org")
    page = text(invite(mo, "pat@example.org"))
    assert "Nobody has been invited</h1>" in page
    assert "<bdi>pat@example.org</bdi>" in page.split("less than a minute ago")[1]
    assert len(mailoutbox) == 1
    assert FormClient().get(link_to("pat@example.org")).status_code == 200


def test_a_mistake_is_corrected_within_the_minute(mo, northmoor, mailoutbox):
    invite(mo, "pat@example.org", role="approver")
    page = text(invite(mo, "pat@example.org", changes_roles="on"))
    assert "1 person invited" in page
    assert Invitation.objects.pending().get().role == "contributor"
    assert len(mailoutbox) == 2


def test_straight_into_several_groups(mo, assessment, housing):
    health = make_group(assessment, mo, areas=[1], name="Health")
    page = text(invite(mo, "pat@example.org", groups=[housing.pk, health.pk]))
    assert "Contributor in <bdi>Health</bdi> and <bdi>Housing</bdi>" in page
    link = link_to("pat@example.org")
    client = FormClient()
    assert "in the working groups <bdi>Health</bdi> and <bdi>Housing</bdi>." in text(
        client.get(link)
    )
    client.post(link, {"name": "Pat", "password": "correct horse battery"})
    assert [member.name for member in housing.members.order_by("name")] == [
        "Cass",
        "Pat",
    ]
    assert [member.name for member in health.members.all()] == ["Pat"]


def test_an_expired_invitation_is_sent_again(mo, northmoor, mailoutbox):
    invite(mo, "pat@example.org")
    Invitation.objects.update(
        invited_at=timezone.now() - timedelta(days=20),
        expires_at=timezone.now() - timedelta(days=6),
    )
    page = text(client_of(mo).get("/authorities/northmoor/people/"))
    assert "Expired on" in page
    assert ">Invite again<" in page
    assert "invited by <bdi>Mo</bdi> at" in page
    invite(mo, "pat@example.org")
    assert Invitation.objects.pending().count() == 1
    assert len(mailoutbox) == 2


def test_asked_into_one_more_group_the_invitation_is_another(assessment, mo):
    group = make_group(assessment, mo, areas=[7], name="Housing")
    first = invite(mo, "pat@example.org")
    again = invite(mo, "pat@example.org", groups=[group.pk])
    assert len(first.context["invited"].new) == 1
    assert len(again.context["invited"].renewed) == 1
    pending = Invitation.objects.pending().get()
    assert list(pending.groups.all()) == [group]


def test_nobody_is_invited_again_in_another_role_unasked(northmoor, mo, mailoutbox):
    """It says so, and asks."""
    client = client_of(mo)
    url = "/authorities/northmoor/people/invite/"
    client.post(url, {"emails": "pat@example.org", "role": "approver"})
    mailoutbox.clear()
    sent = {"emails": "pat@example.org", "role": "contributor"}
    page = " ".join(markup(client.post(url, sent)).split())
    assert "Invited before, in another role" in page
    assert 'value="pat@example.org; "' in page
    assert mailoutbox == []
    assert Invitation.objects.pending().get().role == "approver"
    client.post(url, sent | {"changes_roles": "on"})
    assert len(mailoutbox) == 1
    assert Invitation.objects.pending().get().role == "contributor"


def test_an_invitation_says_of_what_until_when_and_whom_to_ask(val, mailoutbox):
    authority = make_authority("Avonshire")
    authority.name = "Avonshire Co."
    authority.save()
    moderator = make_member(authority, "moderator")
    assessment = make_assessment(authority, moderator)
    assessment.round.closes_on = date(2031, 1, 31)
    assessment.round.save()
    invite_to = f"/authorities/{authority.slug}/people/invite/"
    client_of(val).post(invite_to, {"emails": "pat@example.org", "role": "moderator"})
    body = mailoutbox[-1].body
    assert f"Round: {assessment.round}" in body
    assert "2020), 106 statements" in body
    assert (
        "Due: 31 January 2031\nTime: about 3 hours to rate all 106 statements" in body
    )
    assert f"is real, ask Val at {val.email}. If you did not" in body
    assert "Co.." not in body
    client_of(val).post(invite_to, {"emails": "ida@example.org", "role": "approver"})
    assert "Time:" not in mailoutbox[-1].body
