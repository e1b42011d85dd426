"""The coverage grid, presets, groups and their members."""

import json
import re

import pytest

from assessments.files.json import schema
from assessments.models import (
    AuditEvent,
    Draft,
    DraftResponse,
    Invitation,
    WorkingGroup,
)
from assessments.workflow import setting_up
from tests.support.builders import (
    hand_in,
    make_assessment,
    make_authority,
    make_group,
    make_member,
    rate,
    submit,
)
from tests.support.markup import markup


def text(response):
    return " ".join(markup(response).split())


@pytest.fixture
def path(assessment):
    return f"/assessments/{assessment.pk}/groups/"


@pytest.fixture
def signed_in(client, mo):
    client.force_login(mo)
    return client


def preset(client, path, name):
    return client.post(path, {"form": "preset", "preset": name})


def given(assessment):
    """Return {name of group: [numbers of its areas]}."""
    return {
        group.name: list(
            group.drafts.order_by("area__number").values_list("area__number", flat=True)
        )
        for group in assessment.groups.all()
    }


def rows_of(page):
    """Return the grid as [[cells as text]]."""
    table = re.search(r"<tbody>(.*?)</tbody>", page)[1]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.split(r"</t[hd]>", row)][
            :-1
        ]
        for row in table.split("</tr>")[:-1]
    ]


PEOPLE = [("mo", 200), ("cass", 200), ("dee", 200), ("ann", 200), ("val", 200)]


@pytest.mark.parametrize(("person", "status"), [*PEOPLE, ("oli", 404)])
def test_who_may_look(client, path, housing, request, person, status):
    client.force_login(request.getfixturevalue(person))
    assert client.get(path).status_code == status
    response = client.get(f"{path}{housing.pk}/")
    assert response.status_code == (403 if person == "val" else status)
    assert ("<form" in text(response).split("<main")[-1]) == (person == "mo")


@pytest.mark.parametrize(
    ("person", "status"),
    [("cass", 403), ("dee", 403), ("ann", 403), ("val", 403), ("oli", 404)],
)
def test_who_may_not_change(client, path, housing, request, person, status):
    client.force_login(request.getfixturevalue(person))
    before = given(housing.assessment)
    assert preset(client, path, "lead").status_code == status
    assert client.post(path, {"form": "group", "name": "New"}).status_code == status
    one = f"{path}{housing.pk}/"
    assert client.post(one, {"form": "group", "name": "New"}).status_code == status
    sent = {"form": "invite", "emails": "x@example.org"}
    assert client.post(one, sent).status_code == status
    assert client.post(f"{one}remove/").status_code == status
    assert given(housing.assessment) == before
    assert not Invitation.objects.exists()


def test_a_group_for_each_area(signed_in, path, assessment):
    response = preset(signed_in, path, "group_per_area")
    assert response["Location"] == path
    groups = given(assessment)
    assert sorted(groups.values()) == [[number] for number in range(1, 11)]
    assert "Educated" in groups
    assert {row[1] for row in rows_of(text(signed_in.get(path)))} == {"Only one group"}
    responses = DraftResponse.objects.filter(draft__group__assessment=assessment)
    assert responses.count() == 106


def test_a_group_for_each_area_left(signed_in, path, assessment, housing):
    preset(signed_in, path, "group_per_area")
    groups = given(assessment)
    assert groups["Housing"] == [7, 9]
    assert sorted(number for has in groups.values() for number in has) == list(
        range(1, 11)
    )


def test_every_group_rates_every_area(signed_in, path, assessment):
    response = preset(signed_in, path, "every_area")
    assert response.status_code == 409
    assert text(response).count("Enter the names of the groups, one to a line") == 2

    for name in ["North", "South"]:
        signed_in.post(path, {"form": "group", "name": name})
    assert given(assessment) == {"North": [], "South": []}
    preset(signed_in, path, "every_area")
    assert given(assessment) == {
        "North": list(range(1, 11)),
        "South": list(range(1, 11)),
    }
    assert {row[1] for row in rows_of(text(signed_in.get(path)))} == {"2 groups"}


def test_names_one_to_a_line_make_groups_that_rate_every_area(
    signed_in, path, assessment, housing
):
    sent = {"form": "preset", "preset": "every_area"}
    names = "North\r\n\r\n housing \r\nSouth "
    signed_in.post(path, sent | {"names": names})
    every = list(range(1, 11))
    assert given(assessment) == {"Housing": every, "North": every, "South": every}
    response = signed_in.post(path, sent | {"names": "x" * 500})
    assert response.status_code == 422
    assert "characters or fewer" in text(response)
    assert assessment.groups.count() == 3


def cell(group, number):
    area = group.assessment.round.framework.areas.get(number=number)
    return f"{group.pk}-{area.pk}"


def test_the_grid_gives_and_takes_areas(signed_in, path, assessment, housing, mo, cass):
    legal = make_group(assessment, mo, cass, areas=[9], name="Legal")
    was = f"{cell(housing, 7)} {cell(housing, 9)} {cell(legal, 9)}"
    setting_up.share_out(
        assessment=assessment,
        given=[(legal, assessment.round.framework.areas.get(number=2))],
        taken=[],
        by=mo,
    )
    sent = {"form": "grid", "was": was}
    ticked = [cell(housing, 7), cell(legal, 9), cell(legal, 1)]
    response = signed_in.post(path, sent | {"rates": ticked})
    assert response["Location"] == path
    assert given(assessment) == {"Housing": [7], "Legal": [1, 2, 9]}


def test_the_grid_takes_nothing_that_somebody_has_written(signed_in, path, housing):
    rate(housing, 3, "We know.")
    was = f"{cell(housing, 7)} {cell(housing, 9)}"
    response = signed_in.post(path, {"form": "grid", "was": was})
    assert response.status_code == 409
    assert "has already written in" in text(response)
    assert given(housing.assessment) == {"Housing": [7, 9]}


def test_a_group_of_elsewhere_or_removed_is_no_box(signed_in, path, housing, oli):
    elsewhere = make_assessment(make_authority(), oli)
    other = make_group(elsewhere, oli, name="Theirs", areas=[1])
    response = signed_in.post(path, {"form": "grid", "rates": [cell(other, 2)]})
    assert response.status_code == 422
    assert "has been removed since you opened this page" in text(response)
    assert given(other.assessment) == {"Theirs": [1]}


def test_one_lead(signed_in, path, assessment):
    preset(signed_in, path, "lead")
    preset(signed_in, path, "lead")
    assert given(assessment) == {"Lead": list(range(1, 11))}


def test_no_preset(signed_in, path, assessment):
    for sent in [{}, {"preset": "another"}]:
        response = signed_in.post(path, {"form": "preset"} | sent)
        assert response.status_code == 422
    assert given(assessment) == {}


def test_the_grid(signed_in, path, assessment, mo, cass, housing):
    make_group(assessment, mo, cass, areas=[9], name="Legal")
    signed_in.force_login(cass)
    rows = rows_of(text(signed_in.get(path)))
    assert rows[0][1:] == ["Nobody rates this", "", ""]
    assert rows[6][1:] == ["Only one group", "Yes", ""]
    assert rows[8] == ["9. Managing day to day living", "2 groups", "Yes", "Yes"]


def test_the_names_of_many_groups_stand_on_end(signed_in, path, assessment, mo):
    for number in range(6):
        make_group(assessment, mo, areas=[], name=f"Team {number}")
    assert "app-grid--upright" not in text(signed_in.get(path))
    make_group(assessment, mo, areas=[], name="Legal")
    assert "app-grid--upright" in text(signed_in.get(path))


def test_add_a_group(signed_in, path, assessment, cass, oli):
    sent = {"form": "group", "name": "  Legal   team ", "areas": ["3", "10"]}
    response = signed_in.post(path, sent | {"members": [cass.pk]})
    assert response.status_code == 302
    group = assessment.groups.get()
    assert group.name == "Legal team"
    assert given(assessment) == {"Legal team": [3, 10]}
    assert list(group.members.all()) == [cass]
    event = AuditEvent.objects.get(kind="group_changed")
    assert event.detail == "Legal team: added, areas 3 and 10"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "Enter a name for the group"),
        ({"name": "x" * 61}, "Shorten this to 60 characters or fewer. It has 61"),
        ({"name": "hoUSing"}, "There is already a group with this name"),
        ({"areas": ["11"]}, "11 is not one of the available choices."),
        ({"areas": ["٣"]}, "is not one of the available choices."),
        ({"members": ["0"]}, "0 is not one of the available choices."),
    ],
)
def test_groups_that_are_refused(signed_in, path, housing, changed, message):
    sent = {"form": "group", "name": "Typed name", "areas": ["1"]} | changed
    response = signed_in.post(path, sent)
    page = text(response)
    assert response.status_code == 422
    assert page.count(message) == 2
    assert not sent["name"] or f'value="{sent["name"]}"' in page
    assert given(housing.assessment) == {"Housing": [7, 9]}


def test_nobody_from_another_authority(signed_in, path, assessment, oli):
    sent = {"form": "group", "name": "Legal", "members": [oli.pk]}
    assert signed_in.post(path, sent).status_code == 422
    assert not WorkingGroup.objects.exists()


def test_two_moderators_add_the_same_name(signed_in, path, housing, monkeypatch):
    """The form let it pass because the other group came just after."""
    monkeypatch.setattr(
        "assessments.forms.setting_up.GroupForm.clean_name",
        lambda form: form.cleaned_data["name"],
    )
    response = signed_in.post(path, {"form": "group", "name": "HOUSING"})
    assert response.status_code == 409
    assert "There is already a group called HOUSING." in text(response)
    assert 'value="HOUSING"' in text(response)


def test_change_a_group(signed_in, path, housing, dee):
    sent = {"form": "group", "name": "Homes", "areas": ["7", "8"], "members": [dee.pk]}
    response = signed_in.post(f"{path}{housing.pk}/", sent)
    assert response["Location"] == path
    assert given(housing.assessment) == {"Homes": [7, 8]}
    assert list(housing.members.all()) == [dee]
    statements = DraftResponse.objects.filter(draft__group=housing)
    assert statements.count() == 15 + 11


def test_a_group_keeps_its_own_name(signed_in, path, housing, cass):
    sent = {"form": "group", "name": "housing", "areas": ["7"], "members": [cass.pk]}
    assert signed_in.post(f"{path}{housing.pk}/", sent).status_code == 302
    assert given(housing.assessment) == {"housing": [7]}


def test_what_a_group_wrote_is_never_taken_away(signed_in, path, housing):
    rate(housing, 3)
    one = f"{path}{housing.pk}/"
    response = signed_in.post(one, {"form": "group", "name": "Homes", "areas": ["1"]})
    page = text(response)
    assert response.status_code == 409
    assert "has already written in areas 7 and 9, so" in page
    assert 'value="Homes"' in page
    assert 'value="1" id="id_areas" checked' in page

    response = signed_in.post(f"{one}remove/")
    assert response.status_code == 409
    assert "has already written in areas 7 and 9, so" in text(response)
    assert given(housing.assessment) == {"Housing": [7, 9]}
    assert DraftResponse.objects.filter(draft__group=housing).count() == 23


def test_remove_a_group(signed_in, path, housing):
    led = signed_in.get(f"{path}{housing.pk}/remove/")
    assert (led.status_code, led["Location"]) == (302, f"{path}{housing.pk}/")
    response = signed_in.post(f"{path}{housing.pk}/remove/")
    assert response["Location"] == path
    assert not WorkingGroup.objects.exists()
    assert not Draft.objects.exists()


def test_a_group_somebody_was_invited_into_can_be_removed(signed_in, path, housing):
    one = f"{path}{housing.pk}/"
    signed_in.post(one, {"form": "invite", "emails": "pat@example.org"})
    signed_in.post(f"{one}remove/")
    assert not Invitation.objects.pending().get().groups.exists()


def test_invite_into_a_group(signed_in, path, housing):
    sent = {"form": "invite", "emails": "pat@example.org, sam@example.org"}
    response = signed_in.post(f"{path}{housing.pk}/", sent)
    page = text(response)
    assert "2 people invited" in page
    assert "/invitations/" not in page
    assert set(Invitation.objects.values_list("email", "role", "groups")) == {
        ("pat@example.org", "contributor", housing.pk),
        ("sam@example.org", "contributor", housing.pk),
    }


def test_invitations_into_a_group_that_are_refused(signed_in, path, housing, cass):
    one = f"{path}{housing.pk}/"
    response = signed_in.post(one, {"form": "invite", "emails": "nobody"})
    assert response.status_code == 422
    assert "nobody</textarea>" in text(response)
    page = text(signed_in.post(one, {"form": "invite", "emails": cass.email}))
    assert '<h1 class="govuk-heading-l">Nobody has been invited</h1>' in page
    assert '<li class="govuk-!-text-break-word"><bdi>Cass</bdi>' in page
    assert not Invitation.objects.exists()


def test_a_group_of_another_assessment(signed_in, path, assessment, oli):
    other = make_assessment(oli.memberships.get().authority, oli)
    group = make_group(other, oli)
    assert signed_in.get(f"{path}{group.pk}/").status_code == 404
    assert signed_in.post(f"{path}{group.pk}/remove/").status_code == 404
    assert WorkingGroup.objects.get() == group


def test_nothing_changes_once_submitted(signed_in, path, assessment, mo, housing):
    submit(assessment, mo)
    for sent in [
        {"form": "preset", "preset": "lead"},
        {"form": "group", "name": "New"},
    ]:
        assert signed_in.post(path, sent).status_code == 409
    assert signed_in.post(f"{path}{housing.pk}/remove/").status_code == 409
    page = text(signed_in.get(path))
    assert "<form" not in page.split("<main")[1]
    assert given(assessment) == {"Housing": [7, 9]}


def test_links_only_to_drafts_that_may_be_read(client, path, housing, cass, dee):
    rate(housing, 2, evidence="A secret.")
    hand_in(housing, cass)
    link = f'href="{path}{housing.pk}/areas/7/"'
    pages = {}
    for person in [cass, dee]:
        client.force_login(person)
        pages[person] = text(client.get(f"{path}{housing.pk}/"))
        assert "15 of 15 rated" in pages[person]
        assert "secret" not in pages[person]
    assert link in pages[cass]
    assert link not in pages[dee]


def test_names_are_text(signed_in, path, assessment):
    """F17, F24."""
    name = '"><script>alert(1)</script>{% debug %}'
    signed_in.post(path, {"form": "group", "name": name})
    group = assessment.groups.get()
    assert group.name == name
    for page in [signed_in.get(path), signed_in.get(f"{path}{group.pk}/")]:
        assert "<script>alert" not in text(page)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{% debug %}" in text(page)


@pytest.mark.parametrize("groups", [1, 3])
def test_queries(
    signed_in, django_assert_num_queries, path, assessment, northmoor, mo, groups
):
    for _ in range(groups):
        group = make_group(assessment, mo, make_member(northmoor))
    signed_in.get(path)
    with django_assert_num_queries(9):
        page = text(signed_in.get(path))
    assert page.count("checked") == groups * 10
    with django_assert_num_queries(10):
        signed_in.get(f"{path}{group.pk}/")


def test_only_people_of_the_authority_become_members(assessment, mo, cass, oli):
    group = setting_up.add_group(
        assessment=assessment, name="Mixed", areas=[], members=[cass, oli], by=mo
    )
    assert list(group.members.all()) == [cass]


def test_a_kind_of_group_goes_with_its_ratings_into_the_submission(
    signed_in, path, assessment, housing, mo
):
    """Do housing and health rate lower than personal advisers?"""
    url = f"{path}{housing.pk}/"
    sent = {
        "form": "group",
        "name": "Housing",
        "areas": [str(draft.area.number) for draft in housing.drafts.all()],
        "members": [str(member.pk) for member in housing.members.all()],
    }
    assert signed_in.post(url, sent | {"kind": "wizards"}).status_code == 422
    assert signed_in.post(url, sent | {"kind": "housing"}).status_code == 302
    housing.refresh_from_db()
    assert housing.kind == "housing"
    page = signed_in.get(url).content.decode()
    assert '<option value="housing" selected' in page
    health = make_group(assessment, mo)
    for group in (housing, health):
        rate(group, 3)
        hand_in(group, mo)
    found = submit(assessment, mo)
    ratings = found.content["responses"]["7a"]["ratings"]
    kinds = {each["group"]: each.get("kind") for each in ratings}
    assert kinds == {"Housing": "housing", health.name: None}
    file = b"".join(signed_in.get(f"/submissions/{found.reference}.json"))
    assert list(schema.validator.iter_errors(json.loads(file))) == []
    wrong = file.replace(b'"kind": "housing"', b'"kind": "wizards"')
    assert wrong != file
    assert list(schema.validator.iter_errors(json.loads(wrong))) != []


def test_a_new_group_says_its_kind_too(signed_in, path, assessment):
    signed_in.post(path, {"form": "group", "name": "Advisers", "kind": "advisers"})
    assert assessment.groups.get().kind == "advisers"
    assert "Personal advisers" in text(signed_in.get(path))
