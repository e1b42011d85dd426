"""People leave and change roles: answers keep names, groups keep somebody."""

import json
import re

import pytest

from assessments.models import (
    Draft,
    DraftResponse,
    Invitation,
    Membership,
    WorkingGroup,
)
from assessments.workflow import drafting, inviting, members, setting_up
from assessments.workflow.group_membership import NobodyLeft
from leavingcare.refusals import Refused
from tests.support.builders import hand_in, make_assessment, make_group, rate, submit
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.pages import form_of
from tests.support.racing import at_once

NOBODY = "Housing would have nobody to hand in areas 7 and 9. Add somebody to it first"
TYPED = "Typed over twenty minutes.\r\nAnd more."


def words(response):
    return " ".join(markup(response).split())


@pytest.fixture
def path(assessment, housing):
    return f"/assessments/{assessment.pk}/groups/{housing.pk}/"


@pytest.fixture
def draft(housing):
    return Draft.objects.select_related("group__assessment", "area").get(
        group=housing, area__number=7
    )


def membership_of(person):
    return Membership.objects.select_related("user", "authority").get(user=person)


def remove(person, by):
    members.remove_member(membership=membership_of(person), by=by)


# What a person wrote keeps the name


def test_answers_keep_the_name_of_who_has_gone(path, draft, housing, mo, cass, dee):
    page = client_of(cass).get(f"{path}areas/7/")
    sent = form_of(page) | {"h-rating": "3", "h-evidence": "The panel meets monthly."}
    client_of(cass).post(f"{path}areas/7/", sent)
    drafting.hand_in(draft=draft, by=cass)
    housing.members.add(dee)
    remove(cass, by=mo)

    assert not cass.memberships.exists()
    client = client_of(dee)
    page = words(client.get(f"{path}areas/7/"))
    assert "Handed in by <bdi>Cass</bdi>" in page
    assert "Last saved by <bdi>Cass</bdi>" in page
    assert "The panel meets monthly." in page
    assert "<bdi>Cass</bdi>" in words(client.get(f"{path}areas/7/history/h/"))
    assert "<bdi>Cass</bdi>" in words(client.get(f"{path}areas/7/handed-in/"))
    assert "handed in by <bdi>Cass</bdi>" in words(client.get("/"))
    history = words(client.get(f"/assessments/{housing.assessment_id}/history/"))
    assert "<bdi>Cass</bdi> handed in a draft: <bdi>Housing, area 7</bdi>" in history


def test_a_clash_names_who_has_gone(path, housing, mo, cass, dee):
    housing.members.add(dee)
    client = client_of(dee)
    mine = form_of(client.get(f"{path}areas/7/")) | {"h-evidence": "Dee’s words"}
    theirs = form_of(client_of(cass).get(f"{path}areas/7/"))
    client_of(cass).post(f"{path}areas/7/", theirs | {"h-evidence": "Cass’s words"})
    remove(cass, by=mo)
    response = client.post(f"{path}areas/7/", mine)
    assert response.status_code == 409
    page = words(response)
    assert "<bdi>Cass</bdi> changed 7h" in page
    assert "Cass’s words" in page
    assert "Dee’s words" in page


def test_a_role_takes_nothing_from_a_groups_member(path, housing, mo, cass):
    members.change_role(membership=membership_of(cass), role="approver", by=mo)
    assert list(housing.members.all()) == [cass]
    assert client_of(cass).post(f"{path}areas/7/hand-in/").status_code == 302
    assert Draft.objects.get(area__number=7).handed_in_by == cass


# A group keeps somebody


def test_the_last_of_a_group_cannot_be_removed(housing, northmoor, mo, cass, path):
    address = f"/authorities/{northmoor.slug}/people/{membership_of(cass).pk}/remove/"
    response = client_of(mo).post(address)
    assert response.status_code == 409
    assert f'<a href="{path}">{NOBODY}</a>' in words(response)
    assert list(housing.members.all()) == [cass]
    assert cass.memberships.exists()
    assert not housing.assessment.events.filter(kind="left").exists()


def test_coram_voice_is_told_without_a_link(housing, northmoor, val, cass, path):
    address = f"/authorities/{northmoor.slug}/people/{membership_of(cass).pk}/remove/"
    page = words(client_of(val).post(address))
    assert NOBODY in page
    assert path not in page


def test_every_group_that_would_be_empty_is_named(assessment, housing, mo, cass):
    legal = make_group(assessment, mo, cass, areas=[1], name="Legal")
    with pytest.raises(NobodyLeft) as refused:
        remove(cass, by=mo)
    assert refused.value.left == [
        (housing, NOBODY),
        (
            legal,
            "Legal would have nobody to hand in area 1. Add somebody to it first",
        ),
    ]


def test_who_may_go(assessment, housing, northmoor, mo, cass, dee):
    """Somebody else is there, or nothing is left to hand in, or it is all over."""
    housing.members.add(dee)
    remove(dee, by=mo)
    hand_in(housing, cass)
    make_group(assessment, mo, cass, areas=[], name="Without areas")
    remove(cass, by=mo)
    assert not housing.members.exists()


def test_of_a_submitted_assessment_anybody_may_go(assessment, housing, mo, cass):
    submit(assessment, mo)
    remove(cass, by=mo)
    assert not cass.memberships.exists()
    assert not housing.members.exists()


def test_who_is_removed_and_the_group_left_without_people_are_named(
    assessment, housing, northmoor, mo, cass
):
    for draft in housing.drafts.select_related("group__assessment", "area"):
        drafting.hand_in(draft=draft, by=cass)
    client, people = client_of(mo), f"/authorities/{northmoor.slug}/people/"
    assert "takes them out of <bdi>Housing</bdi>. We keep" in words(client.get(people))
    url = f"{people}{membership_of(cass).pk}/remove/"
    page = words(client.post(url, follow=True))
    assert "Cass has been removed. Nobody is in Housing now." in page
    overview = f"/assessments/{assessment.pk}/"
    assert "Add people to" not in words(client.get(overview))
    make_group(assessment, mo, areas=[1], name="Legal")
    assert "Add people to 1 group" in words(client.get(overview))


def test_groups_of_other_authorities_are_let_be(housing, mo, cass, oli):
    eastvale = oli.memberships.get().authority
    Membership.objects.create(user=cass, authority=eastvale, role="contributor")
    theirs = make_group(make_assessment(eastvale, oli), oli, cass, areas=[1])
    housing.members.add(mo)
    members.remove_member(
        membership=cass.memberships.select_related("user", "authority")
        .exclude(authority=eastvale)
        .get(),
        by=mo,
    )
    assert list(theirs.members.all()) == [cass]


def test_a_closed_account_is_nobody(housing, mo, cass, dee):
    housing.members.add(dee)
    dee.is_active = False
    dee.save()
    with pytest.raises(NobodyLeft):
        remove(cass, by=mo)
    remove(dee, by=mo)
    assert list(housing.members.all()) == [cass]


def group_form(**changed):
    return {"form": "group", "name": "Housing", "areas": ["7", "9"]} | changed


def test_a_groups_members_cannot_all_be_taken_away(path, housing, mo, cass, dee):
    response = client_of(mo).post(path, group_form(name="Homes"))
    page = words(response)
    assert response.status_code == 409
    assert page.count(f"{NOBODY.replace('Housing', 'Homes')}") == 2
    assert 'href="#id_members"' in page
    assert 'value="Homes"' in page
    housing.refresh_from_db()
    assert (housing.name, list(housing.members.all())) == ("Housing", [cass])

    assert client_of(mo).post(path, group_form(members=[dee.pk])).status_code == 302
    assert list(housing.members.all()) == [dee]


def test_with_its_areas_the_members_may_go_too(path, housing, mo):
    assert client_of(mo).post(path, group_form(areas=[])).status_code == 302
    assert not housing.members.exists()


def test_a_group_that_had_nobody_may_be_changed(path, housing, mo):
    housing.members.clear()
    assert client_of(mo).post(path, group_form(name="Homes")).status_code == 302
    housing.refresh_from_db()
    assert housing.name == "Homes"


def test_nothing_is_handed_back_to_nobody(path, draft, housing, mo, cass):
    drafting.hand_in(draft=draft, by=cass)
    housing.members.clear()
    response = client_of(mo).post(
        f"{path}areas/7/hand-back/", {"reason": "Say more, at length."}
    )
    page = words(response)
    assert response.status_code == 409
    assert "Nobody is in Housing, so nobody could change this draft." in page
    assert "Say more, at length." in page
    draft.refresh_from_db()
    assert draft.is_handed_in


# Groups without anybody are said to who can help


def test_groups_without_anybody_are_pointed_out(
    assessment, northmoor, housing, mo, cass, val
):
    make_group(assessment, mo, areas=[1], name="Empty")
    asked = make_group(assessment, mo, areas=[2], name="Asked")
    for address in ("new@example.org", "newer@example.org"):
        inviting.invite(
            authority=northmoor,
            email=address,
            role="contributor",
            groups=[asked],
            by=mo,
        )
    overview = f"/assessments/{assessment.pk}/"
    nobody = "Nobody is in this group yet</strong>, so nobody can rate"
    not_yet = "Nobody in this group has joined yet</strong>. 2 people are invited."
    for page in (f"{overview}rate/", f"{overview}groups/"):
        told = words(client_of(mo).get(page))
        assert (told.count(nobody), told.count(not_yet)) == (1, 1)
    told = words(client_of(mo).get(f"{overview}rate/"))
    assert told.count("Add somebody<span") == 2
    told = words(client_of(mo).get(overview))
    assert "Add people to 2 groups</a>: nobody is in them" in told
    for person in (cass, val):
        told = words(client_of(person).get(overview))
        assert nobody not in told
        assert not_yet not in told

    Invitation.objects.update(withdrawn_at="2020-06-05T12:00Z")
    told = words(client_of(mo).get(f"{overview}rate/"))
    assert (told.count(nobody), told.count(not_yet)) == (2, 0)


def test_a_hand_back_arrives_with_its_reason(
    assessment, draft, housing, mo, cass, dee, ann, val
):
    drafting.hand_in(draft=draft, by=cass)
    drafting.hand_back(draft=draft, by=mo, reason="Say <b>more</b> on 7h.")
    rating = f"/assessments/{assessment.pk}/rate/"
    for person in (mo, cass):
        page = words(client_of(person).get(rating))
        assert "Handed back</p>" in page
        assert "Say &lt;b&gt;more&lt;/b&gt; on 7h." in page
    for person in (dee, ann, val):
        assert "on 7h" not in words(client_of(person).get(rating))


# Losing one's part while typing


@pytest.mark.parametrize(("how", "status"), [("group", 403), ("authority", 404)])
def test_what_was_typed_is_given_back(path, housing, mo, cass, dee, how, status):
    client = client_of(cass)
    sent = form_of(client.get(f"{path}areas/7/")) | {"h-evidence": TYPED}
    housing.members.set([dee])
    if how == "authority":
        remove(cass, by=mo)
    response = client.post(f"{path}areas/7/", sent)
    page = response.content.decode()
    assert response.status_code == status
    assert TYPED.replace("\r\n", "\n") in page.replace("\r\n", "\n")
    assert "This has not been saved" in page
    assert "Send again" not in page
    assert "Housing" not in page
    assert "Northmoor" not in page
    assert not DraftResponse.objects.exclude(evidence="").exists()

    answer = client.post(
        f"{path}areas/7/", sent, headers={"accept": "application/json"}
    )
    assert answer.status_code == status
    told = json.loads(answer.content)
    assert (told["saved"], told["reason"]) == (False, "refused")


def test_it_tells_nothing_of_what_is_there(path, housing, oli):
    """The email address of another authority's member looks like an unknown one."""
    rate(housing, 3, "A secret.")
    client = client_of(oli)
    sent = {"h-evidence": TYPED}
    there = client.post(f"{path}areas/7/", sent)
    nowhere = client.post("/assessments/999999/groups/1/areas/7/", sent)
    assert (there.status_code, nowhere.status_code) == (404, 404)
    pages = [
        re.sub(r'(token" value=)"\w+"', r"\1", each.content.decode())
        for each in (there, nowhere)
    ]
    assert pages[0] == pages[1]


def test_without_words_the_ordinary_pages_are_shown(path, cass, mo):
    page = words(client_of(mo).post(f"{path}areas/7/hand-in/"))
    assert "You cannot do this" in page
    page = words(client_of(cass).post("/no/such/page/"))
    assert "Page not found" in page
    assert "Page not found" in words(client_of(cass).get("/no/such/page/"))


# At the same moment


def removals(assessment, members, mo):
    """Return ways to take each of two people out of a group, to run at once."""
    first, second = members
    group = WorkingGroup.objects.get(assessment=assessment, name="Housing")

    def by_the_people_page():
        return remove(first, by=mo)

    def by_the_groups_page():
        return setting_up.change_group(
            group=group,
            name="Housing",
            areas=[draft.area for draft in group.drafts.select_related("area")],
            members=[first],
            by=mo,
        )

    def by_the_people_page_too():
        return remove(second, by=mo)

    return by_the_people_page, by_the_groups_page, by_the_people_page_too


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", [1, 2])
def test_two_who_leave_at_once_do_not_both_leave(
    northmoor, assessment, housing, mo, cass, dee, other
):
    for _ in range(20):
        housing.members.set([cass, dee])
        for person in (cass, dee):
            Membership.objects.get_or_create(
                user=person, authority=northmoor, role="contributor"
            )
        ways = removals(assessment, [cass, dee], mo)
        outcomes = at_once(ways[0], ways[other])
        refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        assert housing.members.count() == 1
        assert len(refused) == 1
        assert isinstance(refused[0], NobodyLeft)
