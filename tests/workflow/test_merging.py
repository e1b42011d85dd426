"""Two authorities that are one: merged, with nothing lost."""

from datetime import date

import pytest
from django.db.models import Count

from assessments.models import (
    Assessment,
    AuditEvent,
    Cluster,
    ContactNote,
    DraftResponse,
    Invitation,
    LocalAuthority,
    Membership,
    Submission,
)
from assessments.workflow import authorities, inviting, merging, rounds, setting_up
from leavingcare.refusals import Refused
from tests.support.builders import (
    make_assessment,
    make_authority,
    make_group,
    make_member,
    make_round,
    rate,
    submit,
)
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.supplements import save_young_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def double(db):
    return make_authority("Northmoor Council")


@pytest.fixture
def dan(double):
    return make_member(double, "moderator", "dan")


def counts():
    """Return how many rows there are of everything that people make."""
    models = [
        Assessment,
        AuditEvent,
        ContactNote,
        DraftResponse,
        Invitation,
        Submission,
    ]
    return {
        model.__name__: model.objects.aggregate(n=Count("pk"))["n"] for model in models
    }


def merge(kept, double, by):
    done = merging.merge(kept=kept, double=double, by=by)
    for each in (kept, double):
        each.refresh_from_db()
    return done


def test_everything_moves_and_nothing_is_lost(northmoor, mo, double, dan, val):
    assessment = make_assessment(double, dan)
    rate(make_group(assessment, dan, dan, areas=[1]), 3, "Evidence of before.")
    submission = submit(assessment, dan)
    inviting.invite(authority=double, email="new@example.org", role="approver", by=dan)
    authorities.add_note(
        authority=double, on=date(2026, 1, 5), text="A call.", next_on=None, by=val
    )
    before = counts()
    merge(northmoor, double, val)
    assert counts() == before
    assert double.merged_into == northmoor
    assert northmoor.other_names == ["Northmoor Council"]
    assessment.refresh_from_db()
    assert assessment.authority == northmoor
    assert {each.user for each in northmoor.memberships.all()} == {mo, dan}
    assert northmoor.invitations.get().email == "new@example.org"
    assert northmoor.contact_notes.get().text == "A call."
    assert client_of(mo).get(f"/submissions/{submission.reference}/").status_code == 200
    assert client_of(dan).get(f"/assessments/{assessment.pk}/").status_code == 200
    [event] = northmoor.desk_events.filter(kind="merged")
    assert event.by == val
    assert (
        "Northmoor Council into this one: 1 assessment, 1 people moved" in event.detail
    )


def test_its_names_find_the_other_one_from_now_on(northmoor, mo, double, dan, val):
    merge(northmoor, double, val)
    assert authorities.authority_named("Northmoor Council") == northmoor
    response = client_of(val).get(f"/authorities/{double.slug}/")
    assert response.url == "/authorities/northmoor/"
    assert client_of(dan).get(f"/authorities/{double.slug}/people/").status_code == 404


def test_what_young_people_said_was_work(assessment, mo, double, val):
    other = setting_up.start(authority=double, round=assessment.round, by=val)
    save_young_people(other, val, {2: {"score": 7}})
    merge(assessment.authority, double, val)
    other.refresh_from_db()
    assert (other.status, other.authority) == ("open", assessment.authority)


def test_a_part_that_nobody_has_begun_is_parked(assessment, mo, double, dan, val):
    other = setting_up.start(authority=double, round=assessment.round, by=val)
    merge(assessment.authority, double, val)
    other.refresh_from_db()
    assert (other.status, other.authority, other.is_counted) == (
        "withdrawn",
        double,
        False,
    )
    with pytest.raises(Refused, match="was merged into Northmoor"):
        rounds.put_back(assessment=other, by=val)


def test_whichever_of_the_two_was_begun_goes_on(assessment, mo, double, dan, val):
    other = setting_up.start(authority=double, round=assessment.round, by=val)
    make_group(other, dan, dan, areas=[1])
    merge(assessment.authority, double, val)
    assessment.refresh_from_db()
    other.refresh_from_db()
    assert (assessment.status, assessment.authority) == ("withdrawn", double)
    assert (other.status, other.authority.name) == ("open", "Northmoor")


def test_two_that_were_both_begun_are_refused(
    assessment, mo, double, dan, val, housing
):
    other = setting_up.start(authority=double, round=assessment.round, by=val)
    make_group(other, dan, dan, areas=[1])
    with pytest.raises(Refused, match="Both have worked in Round"):
        merging.merge(kept=assessment.authority, double=double, by=val)
    rounds.take_out(assessment=other, because="A double", is_counted=False, by=val)
    merge(assessment.authority, double, val)
    other.refresh_from_db()
    assert other.authority == double  # for the record


def test_two_of_the_register_are_two(northmoor, double, val):
    LocalAuthority.objects.filter(pk=northmoor.pk).update(code="E06000059")
    LocalAuthority.objects.filter(pk=double.pk).update(code="E10000009")
    with pytest.raises(Refused, match="They are two authorities"):
        merging.merge(kept=northmoor, double=double, by=val)


def test_the_code_of_the_double_is_kept(northmoor, double, val):
    LocalAuthority.objects.filter(pk=double.pk).update(
        code="E06000059", region="South West"
    )
    merge(northmoor, double, val)
    assert (northmoor.code, northmoor.region, double.code) == (
        "E06000059",
        "South West",
        "",
    )


def test_somebody_in_both(northmoor, mo, cass, double, val):
    Membership.objects.create(user=cass, authority=double, role="moderator")
    inviting.invite(authority=double, email=mo.email, role="approver", by=val)
    done = merge(northmoor, double, val)
    assert [each.user for each in done.promoted] == [cass]
    assert cass.memberships.get().role == "moderator"
    assert Invitation.objects.get().withdrawn_at is not None


@pytest.mark.parametrize("again", [("kept", "kept"), ("kept", "double")])
def test_what_cannot_be_merged(northmoor, double, val, again):
    merging.merge(kept=northmoor, double=double, by=val)
    of = {"kept": northmoor, "double": double}
    with pytest.raises(Refused):
        merging.merge(kept=of[again[0]], double=of[again[1]], by=val)


def test_nothing_new_is_given_to_a_double(northmoor, double, dan, val):
    merging.merge(kept=northmoor, double=double, by=val)
    with pytest.raises(Refused, match="has been merged into Northmoor"):
        setting_up.start(authority=double, round=make_round(), by=val)
    with pytest.raises(Refused, match="has been merged into Northmoor"):
        inviting.invite(
            authority=double, email="x@example.org", role="approver", by=val
        )


def test_the_page_says_what_will_happen(assessment, mo, double, dan, val):
    setting_up.start(authority=double, round=assessment.round, by=val)
    inviting.invite(authority=double, email="pat@example.org", role="approver", by=val)
    Cluster.objects.create(name="North", slug="north").authorities.add(double)
    staff = client_of(val)
    url = "/authorities/northmoor/merge/"
    assert f"?double={double.slug}" in markup(staff.get(url))
    page = " ".join(markup(staff.get(f"{url}?double={double.slug}")).split())
    assert "which nobody has begun, is taken out of the round" in page
    assert "Dan</bdi>, moderator, joins" in page
    to = "pat@example.org</bdi> is to <bdi>Northmoor</bdi> from now on, as approver."
    assert to in page
    assert "<bdi>Northmoor</bdi> joins the cluster <bdi>North</bdi>." in page
    for _ in range(2):  # the second finds it done
        done = staff.post(f"{url}?double={double.slug}")
        assert done.url == "/authorities/northmoor/"
    assert [str(each) for each in assessment.authority.clusters.all()] == ["North"]
