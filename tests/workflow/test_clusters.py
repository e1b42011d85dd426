"""Clusters, and the people of Coram Voice who see them: every change is recorded."""

import pytest
from django.utils import timezone

from assessments.field_merge import seen_token
from assessments.models import Assessment, Cluster, DeskEvent, LocalAuthority
from assessments.workflow import clusters, merging, staff
from assessments.workflow.daily_email import send_digest
from leavingcare import programs
from leavingcare.models import User
from leavingcare.refusals import Refused
from tests.support.builders import make_authority, make_user, submit
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.pages import form_of

pytestmark = pytest.mark.django_db


def make_cluster(val, *authorities, name="North", facilitators=()):
    return clusters.make(
        name=name, authorities=authorities, facilitators=facilitators, by=val
    )


def test_an_authority_may_be_in_several(northmoor, val):
    first, second = make_cluster(val, northmoor), make_cluster(val, northmoor, name="B")
    assert list(northmoor.clusters.order_by("name")) == [second, first]
    assert [str(each) for each in DeskEvent.objects.filter(cluster=first)] == [
        "Val made the cluster"
    ]


def test_a_name_is_taken_once(northmoor, val):
    make_cluster(val)
    with pytest.raises(Refused, match="already a cluster"):
        make_cluster(val, name="NORTH")


def test_a_facilitator_sees_their_own_clusters_alone(assessment, oli, val, fay, gus):
    eastvale = oli.memberships.get().authority
    make_cluster(val, assessment.authority, facilitators=[fay])
    make_cluster(val, eastvale, name="South", facilitators=[gus])
    assert list(Assessment.objects.for_user(fay)) == [assessment]
    assert list(Assessment.objects.for_user(gus)) == []
    assert list(LocalAuthority.objects.for_user(gus)) == [eastvale]
    page = markup(client_of(fay).get("/"))
    assert "North" in page
    assert "South" not in page
    assert "Eastvale" not in page


def test_an_end_closes_it_to_its_facilitators(assessment, val, fay):
    cluster = make_cluster(val, assessment.authority, facilitators=[fay])
    clusters.end(cluster=cluster, by=val)
    assert not Assessment.objects.for_user(fay).exists()
    assert client_of(fay).get("/clusters/north/").status_code == 404
    with pytest.raises(Refused, match="has ended"):
        clusters.end(cluster=cluster, by=val)


def test_nobody_but_a_facilitator_facilitates(northmoor, val, eve, mo):
    cluster = make_cluster(val, northmoor, facilitators=[eve, mo, val])
    assert not cluster.facilitators.exists()


def test_what_a_double_was_in_is_kept(northmoor, val):
    double = make_authority("Northmoor Borough")
    cluster = make_cluster(val, double)
    merging.merge(kept=northmoor, double=double, by=val)
    assert list(cluster.authorities.all()) == [northmoor]


def test_made_and_changed_on_a_page(northmoor, oli, val, fay):
    client = client_of(val)
    sent = {"name": "West", "authorities": "NORTHMOOR\n\n Eastvale "}
    sent |= {"facilitators": [fay.pk]}
    assert client.post("/clusters/new/", sent)["Location"] == "/clusters/west/"
    cluster = Cluster.objects.get()
    assert [each.name for each in cluster.authorities.order_by("name")] == [
        "Eastvale",
        "Northmoor",
    ]
    assert list(cluster.facilitators.all()) == [fay]
    page = markup(client.get("/clusters/west/change/"))
    assert "Eastvale\nNorthmoor" in page
    sent = {"name": "West", "authorities": "Atlantis"}
    response = client.post("/clusters/west/change/", sent)
    assert response.status_code == 422
    assert "called Atlantis" in markup(response)
    assert cluster.authorities.count() == 2
    sent = form_of(client.get("/clusters/west/change/"))
    del sent["facilitators"]
    sent |= {"name": "Wild west", "authorities": ""}
    client.post("/clusters/west/change/", sent)
    cluster.refresh_from_db()
    assert (cluster.name, cluster.slug) == ("Wild west", "west")
    assert not cluster.authorities.exists()
    assert not cluster.facilitators.exists()


def test_what_two_officers_change_at_once_is_both_kept(northmoor, oli, val, fay, gus):
    """A page that was opened before a colleague's change does not undo it."""
    client, path = client_of(val), "/clusters/north/change/"
    cluster = make_cluster(val, northmoor, facilitators=[fay])
    mine = form_of(client.get(path))
    eastvale = LocalAuthority.objects.get(name="Eastvale")
    theirs = form_of(client.get(path)) | {"authorities": "Northmoor\nEastvale"}
    theirs["facilitators"] = [fay.pk, gus.pk]
    assert client.post(path, theirs).status_code == 302
    del mine["facilitators"]
    assert client.post(path, mine | {"name": "The north"}).status_code == 302
    cluster.refresh_from_db()
    assert cluster.name == "The north"
    assert set(cluster.authorities.all()) == {northmoor, eastvale}
    assert list(cluster.facilitators.all()) == [gus]  # Fay was taken out, Gus added


def test_people_are_invited_on_a_page(val, mailoutbox):
    client = client_of(val)
    cluster = make_cluster(val)
    sent = {"name": "New Facilitator", "email": "New@Example.org"}
    sent |= {"role": "facilitator", "clusters": [cluster.pk]}
    assert client.post("/staff/invite/", sent).status_code == 302
    person = User.objects.get(email="new@example.org")
    assert (person.is_facilitator, person.is_officer) == (True, False)
    assert not person.has_usable_password()
    assert list(person.clusters.all()) == [cluster]
    [message] = mailoutbox
    assert message.to == ["new@example.org"]
    assert "/accounts/password/reset/" in message.body
    assert "facilitator" in message.body
    [event] = person.desk_events.all()
    assert (event.kind, event.by) == ("staff_invited", val)
    assert event.detail == "Facilitator: North"


def test_the_invited_choose_a_password(client, val, mailoutbox):
    person = staff.invite(email="n@example.org", name="N", role="evaluator", by=val)
    client.post("/accounts/password/reset/", {"email": person.email})
    assert len(mailoutbox) == 2
    assert "/accounts/password/reset/key/" in mailoutbox[1].body


def test_an_address_of_an_authority_is_refused(mo, val):
    with pytest.raises(Refused, match="belongs to an authority"):
        staff.invite(email=mo.email, name="Mo", role="officer", by=val)
    mo.refresh_from_db()
    assert not mo.is_staff


def test_access_ends_at_once_and_comes_back(val, fay, northmoor):
    cluster = make_cluster(val, northmoor, facilitators=[fay])
    client = client_of(fay)
    assert client.get("/clusters/north/").status_code == 200
    programs.make(fay, "Power BI")
    staff.withdraw(person=fay, by=val)
    assert not fay.tokens.exists()
    assert client.get("/clusters/north/").status_code == 302  # to sign in
    assert not cluster.facilitators.exists()
    staff.invite(email=fay.email, name="", role="evaluator", by=val)
    fay.refresh_from_db()
    assert (fay.is_active, fay.is_evaluator) == (True, True)


def change_access(person, role, clusters, by):
    """Give somebody a role and clusters on a page that shows what they have."""
    seen = seen_token("", staff.access_of(person))
    staff.change(person=person, role=role, clusters=clusters, seen=seen, by=by)


def test_two_officers_change_one_persons_access(val, fay, northmoor):
    first = make_cluster(val, northmoor, facilitators=[fay])
    second = make_cluster(val, northmoor, name="South")
    client, url = client_of(val), f"/staff/{fay.pk}/"
    sent = form_of(client.get(url)) | {"clusters": [first.pk]}
    change_access(fay, "facilitator", [first, second], make_user(is_staff=True))
    answer = client.post(url, sent | {"clusters": []})
    assert answer.status_code == 409
    assert "This was changed somewhere else" in markup(answer)
    assert set(fay.clusters.all()) == {first, second}
    again = form_of(answer) | {"clusters": []}
    assert client.post(url, again).status_code == 302
    assert not fay.clusters.exists()


def test_another_role_takes_the_clusters_away(val, fay, northmoor):
    cluster = make_cluster(val, northmoor, facilitators=[fay])
    change_access(fay, "officer", [cluster], val)
    fay.refresh_from_db()
    assert fay.is_officer
    assert not fay.clusters.exists()


def test_nobody_changes_their_own_access(val):
    for change in (
        lambda: staff.withdraw(person=val, by=val),
        lambda: change_access(val, "evaluator", [], val),
    ):
        with pytest.raises(Refused, match="another programme officer"):
            change()


def test_a_programme_officer_is_left(val):
    other = make_user(is_staff=True)
    staff.withdraw(person=val, by=other)
    with pytest.raises(Refused, match="needs a programme officer"):
        change_access(other, "evaluator", [], val)


def test_facilitators_and_evaluators_get_no_email_about_rounds(
    assessment, mo, val, fay, eve, mailoutbox
):
    submit(assessment, mo)
    mailoutbox.clear()
    send_digest(now=timezone.now())
    assert [message.to for message in mailoutbox] == [[val.email]]
