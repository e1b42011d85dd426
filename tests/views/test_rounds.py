"""Coram Voice opens rounds and adds authorities, and sees progress only."""

from datetime import date

import pytest

from assessments.models import (
    Assessment,
    Invitation,
    LocalAuthority,
    Membership,
    Round,
)
from assessments.workflow import setting_up
from tests.support.builders import make_authority, make_group, make_round, rate, submit
from tests.support.markup import markup

GOOD = {
    "name": "Summer baseline",
    "edition": "2020",
    "opens_on": "5 June 2026",
    "closes_on": "31/7/2026",
}


def text(response):
    return " ".join(markup(response).split())


@pytest.fixture
def staff(client, val):
    client.force_login(val)
    client.get("/rounds/")  # notes in the session when it began
    return client


@pytest.mark.parametrize("path", ["/rounds/", "/rounds/new/", "/rounds/round/"])
def test_coram_voice_only(client, mo, path):
    Round.objects.filter(pk=make_round().pk).update(slug="round")
    client.force_login(mo)
    assert client.get(path).status_code == 403
    client.logout()
    assert client.get(path).status_code == 302


def test_nobody_else_opens_a_round_or_adds_an_authority(client, mo, cass):
    made = make_round()
    for person in [mo, cass]:
        client.force_login(person)
        assert client.post("/rounds/new/", GOOD).status_code == 403
        sent = {"name": "Westmere", "email": "wes@example.org"}
        assert client.post(f"/rounds/{made.slug}/", sent).status_code == 403
    assert list(Round.objects.all()) == [made]
    assert not Assessment.objects.exists()


def test_open_a_round(staff):
    response = staff.post("/rounds/new/", GOOD)
    made = Round.objects.get()
    assert response.status_code == 302
    assert response["Location"] == "/rounds/summer-baseline/"
    assert (made.name, made.framework.edition) == ("Summer baseline", "2020")
    assert (made.opens_on, made.closes_on) == (date(2026, 6, 5), date(2026, 7, 31))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "Enter a name for the round."),
        ({"name": "x" * 101}, "Shorten this to 100 characters or fewer. It has 101."),
        ({"edition": ""}, "Choose an edition."),
        ({"edition": "1999"}, "Select a valid choice. 1999 is not one of"),
        ({"opens_on": ""}, "Enter the date the round opens."),
        ({"opens_on": "31 June 2026"}, "Enter a real date"),
        ({"opens_on": "5/6/26"}, "Enter a real date"),
        ({"opens_on": "5 June 0026"}, "Enter a year with four figures"),
        ({"closes_on": "4 June 2026"}, "must be on or after the day it opens"),
    ],
)
def test_what_is_refused_is_shown_again(staff, changed, message):
    sent = GOOD | changed
    response = staff.post("/rounds/new/", sent)
    page = text(response)
    assert response.status_code == 422
    assert "There is a problem" in page
    assert page.count(message) == 2  # in the summary and beside the field
    assert f'value="{sent["opens_on"]}"' in page or not sent["opens_on"]
    assert not Round.objects.exists()


def test_an_empty_form_is_refused(staff):
    response = staff.post("/rounds/new/", {})
    assert response.status_code == 422
    assert "Enter a name for the round." in text(response)


@pytest.mark.parametrize("again", ["summer BASELINE", "  Summer   baseline "])
def test_a_round_has_its_own_name(staff, again):
    staff.post("/rounds/new/", GOOD)
    response = staff.post("/rounds/new/", GOOD | {"name": again})
    assert response.status_code == 422
    assert "There is already a round with this name." in text(response)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("New", "new-2"), ("☃", "round"), ("Été/2026", "ete2026"), ("a" * 100, "a" * 90)],
)
def test_addresses_made_from_names(staff, name, slug):
    staff.post("/rounds/new/", GOOD | {"name": name})
    assert Round.objects.get().slug == slug
    assert staff.get(f"/rounds/{slug}/").status_code == 200


def test_two_names_with_one_address(staff):
    staff.post("/rounds/new/", GOOD | {"name": "One!"})
    staff.post("/rounds/new/", GOOD | {"name": "One?"})
    assert set(Round.objects.values_list("slug", flat=True)) == {"one", "one-2"}


def test_add_an_authority_and_invite_its_moderator(
    staff, val, mailoutbox, django_capture_on_commit_callbacks
):
    made = make_round()
    with django_capture_on_commit_callbacks(execute=True):
        response = staff.post(
            f"/rounds/{made.slug}/", {"name": "Westmere", "email": "Wes@Example.org"}
        )
    assessment = Assessment.objects.get()
    invitation = Invitation.objects.get()
    page = text(response)

    assert response.status_code == 200
    assert str(assessment.authority) == "Westmere"
    assert assessment.agreed_responses.count() == 106
    assert (invitation.email, invitation.role) == ("wes@example.org", "moderator")
    assert invitation.invited_by == val
    [mail] = mailoutbox
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    assert link.startswith("http://127.0.0.1:8000/invitations/")
    assert "/invitations/" not in page
    assert link not in text(staff.get(f"/rounds/{made.slug}/"))
    assert dict(staff.session).get("_messages") is None


def test_an_authority_is_known_by_its_name(staff):
    """F14: however its accents are encoded and whatever its case."""
    made = make_round()
    known = LocalAuthority.objects.create(name="Ynys Môn", slug="ynys-mon")
    sent = {"name": "YNYS MO\u0302N", "email": "wes@example.org"}
    staff.post(f"/rounds/{made.slug}/", sent)
    assert LocalAuthority.objects.get() == known
    assert Assessment.objects.get().authority == known


def test_both_or_neither(staff, monkeypatch):
    def fail(**values):
        raise RuntimeError("no more tokens")

    monkeypatch.setattr(setting_up.people, "invite", fail)
    made = make_round()
    sent = {"name": "Westmere", "email": "wes@example.org"}
    with pytest.raises(RuntimeError):
        staff.post(f"/rounds/{made.slug}/", sent)
    assert not LocalAuthority.objects.exists()
    assert not Assessment.objects.exists()


def test_once_a_round(staff, assessment):
    sent = {"name": "northmoor", "email": "new@example.org"}
    response = staff.post(f"/rounds/{assessment.round.slug}/", sent)
    assert response.status_code == 409
    page = text(response)
    assert "Northmoor already takes part in" in page
    assert 'value="new@example.org"' in page
    assert not Invitation.objects.exists()


def test_a_moderator_who_belongs_already_is_not_invited(staff, mo, northmoor):
    made = make_round()
    sent = {"name": "Northmoor", "email": mo.email}
    response = staff.post(f"/rounds/{made.slug}/", sent, follow=True)
    assert "already belongs to it, so nobody was invited" in text(response)
    assert Assessment.objects.get().authority == northmoor
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("email", ["", "wes", "wes@example.org\nBcc: x@example.org"])
def test_an_address_is_an_address(staff, email):
    """F44: nothing that could add a line to an email."""
    made = make_round()
    response = staff.post(f"/rounds/{made.slug}/", {"name": "West", "email": email})
    assert response.status_code == 422
    assert 'value="West"' in text(response)
    assert not LocalAuthority.objects.exists()


def test_progress_and_nothing_anybody_wrote(staff, assessment, mo, cass, housing):
    rate(housing, 2, evidence="A secret.")
    response = staff.get(f"/rounds/{assessment.round.slug}/")
    page = text(response)
    assert '<td class="govuk-table__cell">Rating</td>' in page
    assert "0 of 2" in page
    assert "secret" not in page

    submission = submit(assessment, mo)
    page = text(staff.get(f"/rounds/{assessment.round.slug}/"))
    assert f'href="/submissions/{submission.reference}/"' in page
    assert "secret" not in page


def test_names_are_text(staff):
    """F17, F45."""
    name = "<svg onload=alert(1)>\"'/\\ 🙂"
    made = make_round()
    sent = {"name": name, "email": "wes@example.org"}
    assert "<svg" not in text(staff.post(f"/rounds/{made.slug}/", sent))
    assert LocalAuthority.objects.get().name == name
    page = text(staff.get(f"/rounds/{made.slug}/"))
    assert "<svg" not in page
    assert "&lt;svg onload=alert(1)&gt;" in page


@pytest.mark.parametrize("authorities", [1, 3])
def test_queries_of_a_round(
    staff, django_assert_num_queries, assessment, mo, cass, authorities
):
    for _ in range(authorities - 1):
        other = setting_up.start(
            authority=make_authority(), round=assessment.round, by=mo
        )
        make_group(other, mo, mo)
    with django_assert_num_queries(4):
        page = text(staff.get(f"/rounds/{assessment.round.slug}/"))
    assert page.count("0 of 106") == authorities


@pytest.mark.parametrize("rounds", [1, 3])
def test_queries_of_the_rounds(staff, django_assert_num_queries, rounds):
    for _ in range(rounds):
        make_round()
    with django_assert_num_queries(3):
        page = text(staff.get("/rounds/"))
    assert page.count("No authorities yet") == rounds


def test_a_member_of_coram_voice_in_an_authority(staff, val, northmoor):
    Membership.objects.create(user=val, authority=northmoor, role="contributor")
    page = text(staff.get("/"))
    assert "Your role: contributor." in page
    assert "No round has been opened yet." in page
