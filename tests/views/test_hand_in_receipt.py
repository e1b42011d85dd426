"""After handing in: a receipt that says what, by whom, what is next, and who may help."""

import pytest

from assessments.models import Draft
from assessments.workflow import drafting
from leavingcare.moments import clock
from tests.support.builders import (
    hand_in,
    make_group,
    make_member,
    open_discussions,
    rate,
    submit,
)
from tests.support.clients import client_of
from tests.support.markup import markup


def words(response):
    return " ".join(markup(response).split())


@pytest.fixture
def path(assessment, housing):
    return f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/"


@pytest.fixture
def receipt(path):
    return f"{path}handed-in/"


def rows(page):
    """Return the receipt's summary as {key: value}, without tags."""
    found = {}
    for row in page.split('summary-list__key">')[1:]:
        key, rest = row.split("</dt>", 1)
        value = rest.split('summary-list__value">')[1].split("</dd>")[0].strip()
        found[key] = value.replace("<bdi>", "").replace("</bdi>", "")
    return found


def test_handing_in_leads_to_the_receipt(client, path, receipt, housing, cass):
    rate(housing, 3, evidence="A secret.")
    answers = housing.drafts.get(area__number=7).responses
    last, other = answers.order_by("-pk")[:2]
    type(last).objects.filter(pk=last.pk).update(
        rating=None, evidence="", not_rated_reason="unknown"
    )
    type(last).objects.filter(pk=other.pk).update(rating=None, evidence="")
    Draft.objects.filter(group=housing).update(global_score=6)
    client.force_login(cass)

    assert client.post(f"{path}hand-in/")["Location"] == receipt
    page = words(client.get(receipt))
    at = Draft.objects.get(area__number=7).handed_in_at
    when = rows(page).pop("Handed in by")
    assert when.startswith(f"Cass, {clock(at)} on {at.day} ")
    assert rows(page) == {
        "Area": "7. Being in safe and settled accommodation",
        "Working group": f"Housing, Northmoor, {housing.assessment.round}",
        "Rated": "13 of 15 statements",
        "We cannot rate this": "1",
        "No answer": "1",
        "With evidence": "13",
        "Score out of ten": "6",
        "Handed in by": when,
    }
    assert "no other group can see it until the moderator opens the discussion" in page
    assert "ask <bdi>Mo</bdi> to hand it back" in page
    assert f'href="{path}">Read what was handed in</a>' in page
    assert "secret" not in page
    assert rows(words(client.get(receipt))) == rows(page)
    assert client.post(f"{path}hand-in/")["Location"] == receipt


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        (["unsaid"], "1 (no reason given)"),
        (["unsaid", "unknown", "unknown"], "3 (1 with no reason given)"),
    ],
)
def test_what_has_no_reason_or_no_answer_is_counted_as_that(
    receipt, housing, cass, reasons, said
):
    rate(housing, 3)
    hand_in(housing, cass)
    answers = list(housing.drafts.get(area__number=7).responses.all())
    for answer, reason in zip(answers, reasons, strict=False):
        answer.rating, answer.not_rated_reason = None, reason
    for answer in answers[len(reasons) : len(reasons) + 8]:
        answer.rating = None
    for answer in answers:
        answer.save()
    found = rows(words(client_of(cass).get(receipt)))
    assert found["We cannot rate this"] == said
    assert found["No answer"] == "8"


def test_no_score_is_said_as_that(client, receipt, housing, cass):
    hand_in(housing, cass)
    assert rows(words(client_of(cass).get(receipt)))["Score out of ten"] == "Not given"


def test_there_is_none_of_what_is_not_handed_in(path, receipt, cass, mo, housing):
    for person in (cass, mo):
        response = client_of(person).get(receipt)
        assert (response.status_code, response["Location"]) == (302, path)
    hand_in(housing, cass)
    draft = Draft.objects.select_related("group__assessment", "area").get(
        group=housing, area__number=7
    )
    drafting.hand_back(draft=draft, by=mo, reason="Say more.")
    assert client_of(cass).get(receipt).status_code == 302


def test_the_next_area_is_what_the_person_owes(receipt, assessment, housing, mo, cass):
    Draft.objects.filter(area__number=7).update(
        handed_in_at="2020-05-01T12:00Z", handed_in_by=cass
    )
    nine = f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/9/"
    page = words(client_of(cass).get(receipt))
    assert f'href="{nine}"' in page
    assert "Start 9. Managing day to day living</a>" in page
    assert "href" in page.split("Start 9.")[0]
    assert "Your next area, in <bdi>Housing</bdi>" in page
    housing.name = "Managing day to day living"
    housing.save()
    page = words(client_of(cass).get(receipt))
    assert "Your next area, in" not in page
    assert "Your next area" in page

    hand_in(housing, cass)
    page = words(client_of(cass).get(receipt))
    assert "You have handed in everything your groups were given." in page
    assert "Start" not in page
    page = words(client_of(mo).get(receipt))
    assert "everything your groups" not in page


def test_every_moderator_is_named(receipt, northmoor, housing, cass):
    make_member(northmoor, "moderator", "ned")
    hand_in(housing, cass)
    page = words(client_of(cass).get(receipt))
    assert "ask <bdi>Mo</bdi> or <bdi>Ned</bdi> to hand it back" in page


def test_who_can_hand_it_back_is_not_told_to_ask(receipt, path, housing, cass, mo):
    housing.members.add(mo)
    hand_in(housing, cass)
    for person, is_moderator in [(mo, True), (cass, False)]:
        page = words(client_of(person).get(receipt))
        assert (f'href="{path}hand-back/"' in page) == is_moderator
        assert page.count(f'href="{path}ask-back/"') == (not is_moderator)
        page = words(client_of(person).get(path))
        assert ("unless you hand it back" in page) == is_moderator
        assert ("unless your moderator hands it back" in page) != is_moderator
        assert ("Ask to have it handed back" in page) != is_moderator


def test_only_moderators_who_can_sign_in_are_named(receipt, path, housing, cass, mo):
    hand_in(housing, cass)
    mo.is_active = False
    mo.save()
    page = words(client_of(cass).get(receipt))
    assert "ask to have it handed back</a>. A moderator can" in page
    page = words(client_of(cass).get(f"{path}ask-back/"))
    assert "Your authority has no moderator now" in page
    assert "Ask for it back" not in page


def test_what_is_discussed_is_not_asked_back(path, assessment, housing, cass, mo):
    hand_in(housing, cass)
    page = words(client_of(cass).get(f"{path}ask-back/"))
    assert "We will email <bdi>Mo</bdi>, who can hand it back" in page
    assert "Ask for it back" in page
    save = {"a-evidence": "Too late."}
    assert f'href="{path}ask-back/"' in words(client_of(cass).post(path, save))
    open_discussions(assessment, mo)
    page = words(client_of(cass).get(f"{path}ask-back/"))
    assert f'<a class="govuk-link" href="{path}">give a second rating</a>' in page
    assert "Ask for it back" not in page
    page = words(client_of(cass).post(path, save))
    assert "Give a second rating" in page
    assert "ask-back" not in page


def test_late_is_said(receipt, housing, cass):
    hand_in(housing, cass)
    assert "after the due date" not in words(client_of(cass).get(receipt))
    housing.due_on = "2020-05-01"
    housing.save()
    assert "after the due date" in words(client_of(cass).get(receipt))


def test_what_is_next_follows_the_state(receipt, assessment, housing, mo, cass, dee):
    hand_in(housing, cass)
    assert client_of(dee).get(receipt).status_code == 403
    open_discussions(assessment, mo)
    page = words(client_of(dee).get(receipt))
    assert "The discussion of this area is open." in page
    assert "to hand it back" not in page
    submit(assessment, mo)
    page = words(client_of(dee).get(receipt))
    assert "The assessment is closed. The group’s draft will not change." in page


def test_the_name_stays_when_the_person_has_gone(
    receipt, northmoor, assessment, housing, mo, cass, dee
):
    hand_in(housing, cass)
    housing.members.set([dee])
    cass.memberships.all().delete()
    assert rows(words(client_of(dee).get(receipt)))["Handed in by"].startswith("Cass, ")


@pytest.mark.parametrize("groups", [1, 12])
def test_queries(
    django_assert_num_queries, receipt, assessment, housing, mo, cass, groups
):
    hand_in(housing, cass)
    for _ in range(groups):
        make_group(assessment, mo, cass, areas=[1])
    client = client_of(cass)
    client.get(receipt)
    with django_assert_num_queries(11):
        client.get(receipt)
