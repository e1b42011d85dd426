"""Second ratings in the room, hidden until shown; and what the room keeps sealed."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from assessments.models import AuditEvent, DraftResponse, Meeting, SecondRating
from assessments.workflow import room, second_ratings
from leavingcare.refusals import Refused
from tests.support.builders import hand_in, make_group, make_member, rate
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.meetings import open_where_rated, set_rating, settle
from tests.support.pages import form_of

CANARY = "CANARY-EVIDENCE"


@pytest.fixture
def groups(assessment, mo, cass, dee):
    """East (Cass), North (Dee) and West (nobody), apart on 7h."""
    made = []
    for name, people, value in [
        ("East", [cass], 4),
        ("North", [dee], 1),
        ("West", [], 4),
    ]:
        group = make_group(assessment, mo, *people, areas=[7], name=name)
        rate(group, 3, CANARY)
        set_rating(group, "7h", value)
        hand_in(group, mo)
        made.append(group)
    open_where_rated(assessment, mo)
    return made


@pytest.fixture
def url(assessment):
    return reverse("room", args=[assessment.pk])


@pytest.fixture
def state(assessment):
    return reverse("room_state", args=[assessment.pk])


@pytest.fixture
def moderator(mo, url, groups):
    """Mo's client; Mo has brought 7h to the room."""
    client = client_of(mo)
    press(client, url, go="start")
    return client


@pytest.fixture
def asked(moderator, url):
    press(moderator, url, ask="")


def press(client, url, **fields):
    shown = Meeting.objects.get().statement_id or ""
    return client.post(url, {"shown": shown} | fields)


def give(client, url, to, value, **fields):
    about = {"group": to.pk, "statement": Meeting.objects.get().statement_id}
    return client.post(url, {"give": "", "rating": value, **about, **fields})


def text(response):
    return markup(response)


def chips(page):
    """Return the number of second ratings in the strip."""
    return page.count("second rating</li>")


def test_hidden_from_everybody_else_until_all_are_shown_together(
    moderator, url, state, asked, groups, cass, dee, ann
):
    east, north, _ = groups
    everybody = [moderator, *(client_of(person) for person in (cass, dee, ann))]
    _, his, hers, _ = everybody
    assert give(his, url, east, 2).status_code == 302
    own = text(his.get(url))
    assert "Given: <strong>Mostly disagree</strong>" in own
    assert "1 of 3 groups has answered" in own
    for client in [moderator, hers, client_of(ann)]:
        page = text(client.get(url))
        assert "1 of 3 groups has answered" in page
        assert "Given:" not in page
        assert client.get(url).context["comparison"].seconds == []
        assert "Given:" not in text(client.get(state))
    for client in everybody:
        page = text(client.get(url))
        assert chips(page) == 0
        assert "After discussion:" not in page
    give(hers, url, north, 2)
    press(moderator, url, show="")
    for client in everybody:
        page = text(client.get(url))
        assert chips(page) == 2
        assert "After discussion:</strong> 2 of 3 groups rated again (" in page
        assert "first rating: 1 Agree, 2 Mostly disagree." in page
        assert "All 3 rated: 2 Agree, 1 Disagree." in page
    kinds = list(AuditEvent.objects.values_list("kind", flat=True)[:3])
    assert kinds == ["revealed", "rated_again", "rated_again"]


def test_a_moderator_in_a_group_has_its_hidden_rating_in_no_strip(
    moderator, url, asked, groups, mo, cass
):
    groups[0].members.add(mo)
    give(client_of(cass), url, groups[0], 2)
    page = moderator.get(url)
    assert chips(text(page)) == 0
    assert page.context["comparison"].seconds == []
    assert "Given: <strong>Mostly disagree</strong>" in text(page)


def packs(client, assessment):
    """Return the words of the pack's page and of its PDF."""
    page = client.get(reverse("agenda_pack", args=[assessment.pk]))
    file = client.get(reverse("agenda_pack_file", args=[assessment.pk]))
    pages = PdfReader(BytesIO(file.content)).pages
    printed = " ".join(each.extract_text() for each in pages)
    return [" ".join(words.split()) for words in (text(page), printed)]


def test_the_pack_says_which_word_second_ratings_changed_once_they_are_shown(
    moderator, url, asked, groups, cass, assessment
):
    """It stays under the word of its first ratings. A hidden one is in no pack."""
    give(client_of(cass), url, groups[0], 1)
    for words in packs(client_of(cass), assessment):
        assert "Split (1)" in words
        assert "then Disagree" not in words
        assert "rated again" not in words
        assert "second ratings" not in words
    press(moderator, url, show="")
    for words in packs(client_of(cass), assessment):
        assert "1 of 3 groups rated again (1 Disagree)." in words
        assert "by the first ratings" not in words  # still Split
    again = SecondRating.objects.get()
    again.pk, again.response = (
        None,
        DraftResponse.objects.get(
            draft__group=groups[2], statement=again.response.statement_id
        ),
    )
    again.save()
    for words in packs(client_of(cass), assessment):
        assert "Split (1)" in words
        assert (
            "Under ‘Split’ by the first ratings. With the second ratings it would be "
            "‘Same’."
        ) in words


def test_the_last_one_before_showing_counts(moderator, url, asked, groups, cass):
    client = client_of(cass)
    for value in [1, 2, 3]:
        give(client, url, groups[0], value)
    assert form_of(client.get(url))["rating"] == ["3"]
    assert "1 of 3 groups has answered" in text(client.get(url))
    press(moderator, url, show="")
    assert client.get(url).context["comparison"].seconds == [3]
    assert SecondRating.objects.filter(revealed_at=None).count() == 0


def test_a_second_round_hides_again_and_keeps_the_first(
    moderator, url, asked, groups, cass
):
    client = client_of(cass)
    give(client, url, groups[0], 2)
    press(moderator, url, show="")
    press(moderator, url, ask="")
    give(client, url, groups[0], 1)
    assert moderator.get(url).context["comparison"].seconds == [2]
    press(moderator, url, show="")
    assert moderator.get(url).context["comparison"].seconds == [1]


def test_nobody_moves_on_over_hidden_ratings(moderator, url, asked, groups, cass):
    give(client_of(cass), url, groups[0], 2)
    response = press(moderator, url, go="next")
    assert response.status_code == 409
    assert "Show the second ratings before you move on" in text(response)
    assert "Next: " not in text(response)
    press(moderator, url, show="")
    assert press(moderator, url, go="next").status_code == 302


def test_nobody_settles_over_hidden_ratings(moderator, url, asked, assessment):
    page = moderator.get(url)
    assert "Show the second ratings before you settle 7h or move on." in text(page)
    fields = {"settle": "", "answer": "2", "rationale": "We looked.", "take": "on"}
    fields |= {name: form_of(page)[name][:1] for name in ["statement"]}
    fields["seen"] = form_of(page)["seen"]
    response = moderator.post(url, fields)
    assert response.status_code == 422
    assert "Settle 7h after the second ratings have been shown" in text(response)
    assert "We looked." in text(response)
    press(moderator, url, show="")
    assert moderator.post(url, fields).status_code == 302


def test_asking_before_the_start_is_refused(mo, url, groups):
    client = client_of(mo)
    for button in ["ask", "show"]:
        response = press(client, url, **{button: ""})
        assert response.status_code == 409
        assert "The meeting has not started yet." in text(response)


def test_who_may_give_what(moderator, url, asked, groups, cass, dee, ann, oli, val):
    east, north, west = groups
    client = client_of(cass)
    assert give(client, url, north, 2).status_code == 403
    assert give(client, url, west, 2).status_code == 403
    assert give(client_of(ann), url, east, 2).status_code == 403
    assert give(moderator, url, east, 2).status_code == 403
    assert give(client_of(val), url, east, 2).status_code == 403
    assert give(client_of(oli), url, east, 2).status_code == 404
    assert give(client, url, east, 2, group="x").status_code == 403
    for value in ["", "7", "x"]:
        response = give(client, url, east, value)
        assert response.status_code == 422
        assert "data-unsent" in text(response)
    assert give(client, url, east, 2, statement="1").status_code == 409
    assert not SecondRating.objects.exists()


def test_what_was_not_asked_is_refused(moderator, url, groups, cass):
    response = give(client_of(cass), url, groups[0], 2)
    assert response.status_code == 409
    assert (
        "The moderator is not asking for second ratings of this statement now"
        in text(response)
    )
    assert not SecondRating.objects.exists()


def test_nothing_is_taken_for_a_statement_the_room_is_not_at(
    moderator, asked, groups, cass
):
    elsewhere = DraftResponse.objects.select_related(
        "draft__group__assessment", "statement"
    ).get(draft__group=groups[0], statement__letter="b")
    with pytest.raises(Refused, match="not asking for second ratings"):
        room.give_hidden_rating(response=elsewhere, value=2, by=cass)
    assert not SecondRating.objects.exists()


# The seal


@pytest.fixture
def late(assessment, mo, gus):
    """A group whose draft of area 7 is not handed in; Gus is its only member."""
    return make_group(assessment, mo, gus, areas=[7], name="Late")


@pytest.fixture
def gus(northmoor):
    return make_member(northmoor, "contributor", "gus")


def test_whoever_has_still_to_hand_in_sees_the_statement_alone(
    moderator, url, state, asked, groups, assessment, mo, gus, late, cass
):
    settle(assessment, "7h", 4, mo)
    give(client_of(cass), url, groups[0], 2)
    client = client_of(gus)
    page = client.get(url)
    shown = text(page)
    assert 'data-code="7h"' in shown
    assert "Hand in the draft of <bdi>Late</bdi>" in shown
    assert page.context["comparison"] is None
    for secret in [
        CANARY,
        "Split",
        "app-strip",
        "<bdi>East",
        "<bdi>North",
        "<bdi>West",
        "Settled",
        "Because.",
        "groups have given",
        "Second ratings",
        " of 6",
        "Given",
    ]:
        assert secret not in shown
    assert give(client, url, late, 2).status_code == 409


def test_their_state_does_not_tell_of_ratings(
    moderator, url, state, asked, groups, assessment, mo, gus, late, cass
):
    client = client_of(gus)
    give(client_of(cass), url, groups[0], 2)
    settle(assessment, "7h", 4, mo)
    page = text(client.get(state))
    assert 'data-code="7h"' in page
    for secret in [CANARY, "app-strip", "Because.", "groups have given"]:
        assert secret not in page
    hand_in(late, gus)
    assert "app-strip" in text(client.get(state))


def test_a_rating_given_on_the_groups_own_page_is_shown(
    moderator, url, groups, cass, dee
):
    response = groups[0].drafts.get().responses.get(statement__letter="h")
    second_ratings.give_second_rating(response=response, value=2, by=cass)
    assert chips(text(client_of(dee).get(url))) == 1
