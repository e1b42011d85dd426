"""The first page: what each person has to do, and nothing of anybody else's."""

import pytest

from assessments.models import Membership
from assessments.workflow import setting_up

from .builders import (
    complete,
    hand_in,
    make_authority,
    make_group,
    make_round,
    make_user,
    open_discussions,
    rate,
    submit,
)


def words(response):
    return " ".join(response.content.decode().split())


def home(client, user):
    client.force_login(user)
    response = client.get("/")
    assert response.status_code == 200
    return words(response)


def test_nothing_to_do(client, assessment):
    page = home(client, make_user("nora"))
    assert "You do not belong to any local authority here." in page
    assert "nora@example.org" in page
    assert "Northmoor" not in page


def test_a_contributors_areas(client, assessment, mo, cass, dee, housing):
    housing.members.add(dee)
    rate(housing, 3, evidence="A secret.")
    make_group(assessment, mo, dee, areas=[1], name="Legal")

    page = home(client, cass)
    assert (
        f'<a class="govuk-link" href="/assessments/{assessment.pk}/groups/'
        f'{housing.pk}/areas/7/">7. Being in safe' in page
    )
    assert "15 of 15 rated, 15 with evidence, not handed in" in page
    assert "With <bdi>Dee</bdi>." in page
    assert "You are a contributor here." in page
    assert "Legal" not in page
    assert "secret" not in page
    assert "Set up the working groups" not in page


def test_a_contributor_in_no_group(client, assessment, dee, housing):
    page = home(client, dee)
    assert "You are in none of its working groups yet." in page
    assert "Housing" not in page


def test_what_is_next_for_a_moderator(client, assessment, mo, cass):
    assert "Set up the working groups" in home(client, mo)

    group = make_group(assessment, mo, cass, areas=[7])
    page = home(client, mo)
    assert "nobody rates 9 areas" in page
    assert "Wait for 1 draft to be handed in" in page

    make_group(assessment, mo, cass, areas=[1, 2, 3, 4, 5, 6, 8, 9, 10])
    hand_in(group, cass)
    page = home(client, mo)
    assert "nobody rates" not in page
    assert "Wait for 9 drafts to be handed in" in page
    assert "Open 1 discussion</a>: every group has handed in" in page

    open_discussions(assessment, mo)
    assert "Settle 106 statements" in home(client, mo)

    complete(assessment, mo)
    page = home(client, mo)
    assert f'href="/assessments/{assessment.pk}/check/">Check and submit' in page
    assert "Settle" not in page


def test_submitted(client, assessment, mo, cass, housing):
    submission = submit(assessment, mo)
    for person in [mo, cass]:
        page = home(client, person)
        assert (
            f'<a class="govuk-link" href="/submissions/{submission.reference}/">'
            in page
        )
        assert "Next" not in page
        assert "area 7" not in page


def test_a_person_in_two_authorities(client, assessment, cass, housing):
    """A26: each authority's part stands under its own name."""
    eastvale = make_authority("Eastvale")
    Membership.objects.create(user=cass, authority=eastvale, role="moderator")
    other = setting_up.start(authority=eastvale, round=make_round(), by=cass)
    page = home(client, cass)
    first, second = page.split('dir="auto">Northmoor</h2>')

    assert f"/assessments/{other.pk}/" in first
    assert f"/assessments/{assessment.pk}/" not in first
    assert "Set up the working groups" in first
    assert f"/assessments/{assessment.pk}/" in second
    assert f"/assessments/{other.pk}/" not in second
    assert "Housing" in second


def test_coram_voice_sees_rounds(client, assessment, val, housing):
    page = home(client, val)
    assert f'href="/rounds/{assessment.round.slug}/"' in page
    assert "0 of 1 authority" in page
    assert "Housing" not in page


@pytest.mark.parametrize("groups", [1, 3])
def test_queries_of_a_member(
    client, django_assert_num_queries, assessment, mo, cass, groups
):
    for _ in range(groups):
        make_group(assessment, mo, cass)
    client.force_login(cass)
    client.get("/")  # notes in the session when it began
    with django_assert_num_queries(7):
        page = words(client.get("/"))
    assert page.count("0 of 15 rated") == groups


@pytest.mark.parametrize("rounds", [1, 3])
def test_queries_of_coram_voice(client, django_assert_num_queries, val, rounds):
    for _ in range(rounds):
        make_round()
    client.force_login(val)
    client.get("/")
    with django_assert_num_queries(4):
        page = words(client.get("/"))
    assert page.count("No authorities yet") == rounds


def test_hostile_names_are_text(client, assessment, mo, cass):
    name = "<script>alert(1)</script>{{ 7|add:7 }}"
    make_group(assessment, mo, cass, areas=[7], name=name)
    page = home(client, cass)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in page


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client, mo, method):
    client.force_login(mo)
    assert getattr(client, method)("/").status_code == 405
