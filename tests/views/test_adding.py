"""Adding authorities to a round: from the register, by hand, and many at once."""

import re

import pytest

from assessments.models import Assessment, Invitation, LocalAuthority, Membership
from assessments.workflow import setting_up, taking_part
from tests.support.builders import make_authority, make_member, make_round
from tests.support.clients import client_of
from tests.support.markup import markup


def text(response):
    return " ".join(markup(response).split())


@pytest.fixture
def staff(val):
    return client_of(val)


@pytest.fixture
def round(db):
    return make_round()


@pytest.fixture
def url(round):
    return f"/rounds/{round.slug}/"


# One, found or named


@pytest.mark.parametrize(
    ("wanted", "key", "name"),
    [
        ("barnet", "E09000003", "London Borough of Barnet"),
        ("E06000059", "E06000059", "Dorset Council"),
        ("City of Kingston upon Hull", "E06000010", "Hull City Council"),
    ],
)
def test_search_the_register(staff, url, wanted, key, name):
    page = text(staff.get(url + "add/", {"q": wanted}))
    assert re.search(rf'href="{url}add/{key}/"[^>]*>{name}</a>', page)
    assert "mySociety" in page  # whose list it is
    assert "CC BY 4.0" in page


def test_one_that_is_there_cannot_be_chosen(staff, assessment):
    url = f"/rounds/{assessment.round.slug}/add/"
    page = text(staff.get(url, {"q": "north"}))
    assert "Northmoor</bdi>: in this round already" in page
    assert f'href="{url}northmoor/"' not in page


@pytest.mark.parametrize("wanted", ["", "zzzz", "x" * 200])
def test_nothing_is_found(staff, url, wanted):
    response = staff.get(url + "add/", {"q": wanted})
    assert response.status_code == 200
    assert "<bdi>London" not in text(response)


def test_add_from_the_register_and_invite_the_moderator(
    staff, url, val, mailoutbox, round
):
    response = staff.post(url + "add/E06000059/", {"email": "Wes@Example.org"})
    assessment = Assessment.objects.get()
    authority = assessment.authority
    invitation = Invitation.objects.get()
    assert (authority.name, authority.code) == ("Dorset Council", "E06000059")
    assert (authority.region, authority.kind) == ("South West", "Unitary authority")
    assert assessment.agreed_responses.count() == 106
    assert (invitation.email, invitation.role) == ("wes@example.org", "moderator")
    assert invitation.invited_by == val
    [message] = mailoutbox
    assert re.search(r"/invitations/[\w-]+/", message.body)
    assert f"Round: {round.name}" in message.body
    assert "106 statements" in message.body
    assert "ask Val at val@example.org" in message.body
    page = text(response)
    assert "wes@example.org</bdi> has been invited" in page
    assert "/invitations/" not in page


def test_an_invitation_needs_an_address(staff, url):
    for email in ["", "wes", "wes@example.org\nBcc: x@example.org"]:
        response = staff.post(url + "add/E06000059/", {"email": email})
        assert response.status_code == 422
    assert not LocalAuthority.objects.exists()


def test_both_or_neither(staff, url, monkeypatch):
    def fail(**values):
        raise RuntimeError("no more tokens")

    monkeypatch.setattr(taking_part.inviting, "invite", fail)
    with pytest.raises(RuntimeError):
        staff.post(url + "add/E06000059/", {"email": "wes@example.org"})
    assert not Assessment.objects.exists()


def test_moderators_who_are_there_are_told(staff, url, mo, cass, zoe, mailoutbox):
    """Existing moderators are told about the new round."""
    page = text(staff.get(url + "add/northmoor/"))
    assert "mo@example.org" in page
    assert "zoe@example.org" in page
    assert "cass@example.org" not in page
    response = staff.post(url + "add/northmoor/", {"email": ""})
    assert "emailed about the round" in text(response)
    assert [message.to for message in mailoutbox] == [[mo.email], [zoe.email]]
    assert "takes part in Round" in mailoutbox[0].subject
    assert "\nTime: about 3 hours to rate all 106 statements" in mailoutbox[0].body
    assert not Invitation.objects.exists()


def test_an_address_that_is_known_in_another_role(staff, url, mo, cass, mailoutbox):
    """Nobody's role changes without saying so and asking."""
    page_url = url + "add/northmoor/"
    response = staff.post(page_url, {"email": cass.email})
    page = text(response)
    assert response.status_code == 409
    assert "cass@example.org is a contributor in Northmoor." in page
    assert "Change them from contributor to moderator" in page
    assert not Assessment.objects.exists()
    sent = {"email": cass.email, "asks": "contributor", "promotes": "on"}
    assert "Cass</bdi> is a moderator now" in text(staff.post(page_url, sent))
    assert cass.memberships.get().role == "moderator"
    assert [message.to for message in mailoutbox] == [[cass.email], [mo.email]]


def test_an_invitation_in_another_role_is_asked_about(staff, url, northmoor, val):
    taking_part.inviting.invite(
        authority=northmoor, email="new@example.org", role="contributor", by=val
    )
    sent = {"email": "new@example.org"}
    assert staff.post(url + "add/northmoor/", sent).status_code == 409
    sent |= {"asks": "contributor", "promotes": "on"}
    assert staff.post(url + "add/northmoor/", sent).status_code == 200
    assert Invitation.objects.pending().get().role == "moderator"


def test_once_a_round(staff, assessment):
    response = staff.post(
        f"/rounds/{assessment.round.slug}/add/northmoor/", {"email": "n@example.org"}
    )
    assert response.status_code == 409
    assert not Invitation.objects.exists()


def test_not_to_a_closed_round(staff, round, url, mo):
    staff.post(url + "change/", {"form": "close"})
    response = staff.post(url + "add/northmoor/", {})
    assert response.status_code == 409
    assert "is closed. Open it again first" in text(response)


def test_a_staff_address(staff, url, val):
    response = staff.post(url + "add/E06000059/", {"email": val.email})
    assert response.status_code == 409
    assert "belongs to Coram Voice staff" in text(response)
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("key", ["E99999999", "nowhere"])
def test_no_such_authority(staff, url, key):
    assert staff.get(f"{url}add/{key}/").status_code == 404


def test_by_hand_is_it_one_of_these(staff, url):
    """Three spellings made three authorities."""
    make_authority("Avonshire")
    for name in ["Avonshire.", "AVONSHIRE", "Avonshire"]:
        assert staff.post(url + "add/", {"name": name}).url == url + "add/avonshire/"
    response = staff.post(url + "add/", {"name": "Avonshire Council"})
    page = text(response)
    assert response.status_code == 200
    assert "Is it one of these?" in page
    assert LocalAuthority.objects.count() == 1
    sent = {"name": "Avonshire Council", "which": "avonshire"}
    assert staff.post(url + "add/", sent).url == url + "add/avonshire/"
    assert staff.post(url + "add/", sent | {"which": "x"}).status_code == 422
    sent["which"] = "none"
    assert staff.post(url + "add/", sent).url == url + "add/avonshire-council/"
    assert LocalAuthority.objects.count() == 2


def test_by_hand_one_like_no_other(staff, url):
    assert staff.post(url + "add/", {"name": "Xanadu"}).url == url + "add/xanadu/"
    assert staff.post(url + "add/", {"name": " "}).status_code == 422


def test_names_are_text(staff, url):
    """F17, F45."""
    name = "<svg onload=alert(1)>\"'/\\ 🙂"
    response = staff.post(url + "add/", {"name": name}, follow=True)
    assert "<svg" not in text(response)
    assert LocalAuthority.objects.get().name == name
    assert "<svg" not in text(staff.get("/authorities/"))


# Many


LINES = """Westmere, wes@example.org
Dorset Council\tdor@example.org
Northmoor
Avonshire Council, avo@example.org
Westmere Council, other@example.org
Eastvale, pia@example.org
Nowhere, no at example.org
"""


@pytest.fixture
def known(mo, oli):
    """Authorities that are here: Northmoor and Eastvale are moderated."""
    make_authority("Avonshire")
    make_member(oli.memberships.get().authority, "contributor", "pia")


def check(staff, url, lines, **chosen):
    return staff.post(url + "add-many/", {"lines": lines, **chosen})


def add(staff, url, lines, **chosen):
    return check(staff, url, lines, checked=lines, do="add", **chosen)


def test_a_pasted_list_is_checked_first(staff, url, known, mailoutbox):
    response = check(staff, url, LINES)
    found = {line.name: line.problem for line, _ in response.context["lines"]}
    assert found == {
        "Westmere": "",
        "Dorset Council": "",
        "Northmoor": "",
        "Avonshire Council": "Say which authority this is.",
        "Westmere Council": "Line 1 is of the same authority, or of one with nearly "
        "that name.",
        "Eastvale": "pia@example.org is known as contributor there. Say whether they "
        "should become a moderator.",
        "Nowhere, no at example.org": "It has no moderator yet. Add an email address.",
    }
    assert "3 of 7 lines are ready. Nothing has been added yet." in text(response)
    assert not Assessment.objects.exists()
    assert mailoutbox == []


def test_what_is_ready_is_added_and_the_rest_is_shown_again(
    staff, url, known, mailoutbox
):
    chosen = {"which-4": "avonshire", "promotes-6": "on"}
    page = text(add(staff, url, LINES, **chosen))
    assert "5 authorities added" in page
    assert "Line 1 is of the same authority" in page
    assert {str(each.authority) for each in Assessment.objects.all()} == {
        "Westmere",
        "Dorset Council",
        "Northmoor",
        "Avonshire",
        "Eastvale",
    }
    assert Membership.objects.get(user__name="Pia").role == "moderator"
    assert sorted(message.to[0] for message in mailoutbox) == [
        "avo@example.org",
        "dor@example.org",
        "mo@example.org",
        "oli@example.org",
        "pia@example.org",
        "wes@example.org",
    ]


def test_none_of_these_is_a_new_authority(staff, url, known):
    lines = "Avonshire Council, avo@example.org"
    add(staff, url, lines, **{"which-1": "new"})
    assert str(Assessment.objects.get().authority) == "Avonshire Council"


def test_lines_that_were_changed_are_checked_again(staff, url):
    response = check(
        staff,
        url,
        "Westmere, wes@example.org",
        checked="Westmere, x@example.org",
        do="add",
    )
    assert "Check the list" in text(response)
    assert not Assessment.objects.exists()


def test_added_by_somebody_else_meanwhile(staff, url, round, val, monkeypatch):
    before = setting_up.start

    def start(**values):
        before(**values)  # as if at this moment
        return before(**values)

    monkeypatch.setattr(setting_up, "start", start)
    page = text(add(staff, url, "Westmere, wes@example.org"))
    assert "Westmere already takes part in" in page
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("a@example.org", "There is no name of an authority in this line."),
        ("Westmere, a@example.org b@example.org", "more than one email address"),
        ("Westmere, a@b@c", "is not an email address"),
        ("Westmere, val@example.org", "belongs to Coram Voice staff"),
        ("W" * 101 + ", a@example.org", "longer than 100 characters"),
        ("Dorset, a@example.org", ""),
        ("North Yorkshire, a@example.org", "Say which authority this is."),
    ],
)
def test_each_line_says_what_is_wrong(staff, url, line, problem):
    [(found, _)] = check(staff, url, line).context["lines"]
    assert problem in found.problem
    assert bool(problem) == bool(found.problem)


@pytest.mark.parametrize("lines", ["", "  \n , \n", "a, a@b.org\n" * 201])
def test_too_few_and_too_many(staff, url, lines):
    assert check(staff, url, lines).status_code == 422


@pytest.mark.parametrize("number", [1, 40])
def test_checking_takes_as_many_queries_for_any_list(
    staff, url, number, django_assert_num_queries
):
    lines = "\n".join(f"Place {n}, p{n}@example.org" for n in range(number))
    staff.get(url + "add-many/")
    with django_assert_num_queries(9):
        check(staff, url, lines)
