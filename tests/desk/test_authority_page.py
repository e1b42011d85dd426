"""The page of one authority: those before it and after it, and who may do what there."""

import re

import pytest

from assessments.desk import authority_page
from assessments.models import Cluster, LocalAuthority, RegisterEntry
from assessments.round_analysis.successors import took_over
from assessments.submission.last_time import looking_back_at, newest
from assessments.workflow import merging
from tests.support.builders import make_authority, submit
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.pages import form_of
from tests.support.previous_submissions import submit_earlier

pytestmark = pytest.mark.django_db


def authority_of(entry):
    return LocalAuthority.objects.create(
        name=entry.name, slug=entry.code.lower(), code=entry.code
    )


def test_those_before_it_and_after_it():
    later = RegisterEntry.objects.get(name="Dorset Council")
    before = list(later.predecessors.order_by("short_name", "code"))
    [old] = [authority_of(each) for each in before[:1]]
    page = authority_page.of(authority_of(later))
    assert [entry for entry, _ in page.predecessors] == before
    assert [here for _, here in page.predecessors][:1] == [old]
    assert (page.entry, page.successors) == (later, [])
    assert authority_page.of(old).successors == [later]


def test_a_facilitator_reads_and_notes_and_changes_nothing(northmoor, mo, fay):
    cluster = Cluster.objects.create(name="North", slug="north")
    cluster.authorities.add(northmoor)
    cluster.facilitators.add(fay)
    client = client_of(fay)
    path = f"/authorities/{northmoor.slug}/"
    sent = {"on": "5 June 2026", "text": "Rang the moderator."}
    assert client.post(path, sent).status_code == 302
    page = markup(client.get(path))
    assert "Rang the moderator." in page
    assert "North</a" in page
    for change in ("change/", "merge/", "match/", "people/"):
        assert f'href="{path}{change}' not in page


def change(client, authority, names):
    """Send the details of an authority with those it took over from."""
    path = f"/authorities/{authority.slug}/change/"
    return client.post(path, form_of(client.get(path)) | {"took_over_from": names})


def test_an_officer_says_who_took_over(northmoor, assessment, oli, val):
    """Both pages say so, and its people look back at what the other one submitted."""
    eastvale = oli.memberships.get().authority
    theirs = submit_earlier(eastvale, oli)
    client = client_of(val)
    assert not newest(assessment)
    assert change(client, northmoor, " EASTVALE \n").status_code == 302
    page = markup(client.get(f"/authorities/{northmoor.slug}/"))
    assert re.search('Took over from</dt>.*href="/authorities/eastvale/"', page)
    assert "took over from Eastvale" in page
    page = markup(client.get("/authorities/eastvale/"))
    assert re.search(f'Followed by</dt>.*href="/authorities/{northmoor.slug}/"', page)
    assert list(newest(assessment)) == [theirs]
    assert list(looking_back_at(eastvale.pk)) == [eastvale, northmoor]
    keys = {northmoor.pk, eastvale.pk}
    assert took_over(keys) == {northmoor.pk: {eastvale.pk}}
    change(client, northmoor, "")
    assert not newest(assessment)


def test_a_stored_report_is_made_again_when_somebody_took_over(
    northmoor, assessment, mo, oli, val
):
    submission = submit(assessment, mo)
    for format in ("report.pdf", "pdf"):
        submission.files.create(format=format, content=b"Made before.", digest="")
    change(client_of(val), northmoor, "Eastvale")
    assert [each.format for each in submission.files.all()] == ["pdf"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("Northmoor", "An authority cannot take over from itself"),
        ("Westmere", "Westmere took over from this authority"),
        ("Atlantis", "No authority that takes part here is called Atlantis"),
    ],
)
def test_who_cannot_have_been_before_it(northmoor, val, names, message):
    make_authority("Westmere").took_over_from.add(northmoor)
    response = change(client_of(val), northmoor, names)
    assert response.status_code == 422
    assert message in markup(response)
    assert not northmoor.took_over_from.exists()


def test_what_two_officers_say_at_once_is_shown_to_the_second(northmoor, oli, val):
    client, path = client_of(val), f"/authorities/{northmoor.slug}/change/"
    make_authority("Westmere")
    mine = form_of(client.get(path))
    change(client, northmoor, "Eastvale")
    response = client.post(path, mine | {"took_over_from": "Westmere"})
    assert response.status_code == 409
    assert "to ‘Eastvale’" in markup(response)
    assert [str(each) for each in northmoor.took_over_from.all()] == ["Eastvale"]


def test_a_second_merge_says_that_it_is_done(northmoor, val):
    double = make_authority("Northmoor Borough")
    merging.merge(kept=northmoor, double=double, by=val)
    url = f"/authorities/{northmoor.slug}/merge/?double={double.slug}"
    for again in (client_of(val).get, client_of(val).post):
        response = again(url, follow=True)
        assert response.redirect_chain == [(f"/authorities/{northmoor.slug}/", 302)]
        assert "Northmoor Borough has been merged into Northmoor." in markup(response)


def test_there_is_no_space_before_a_comma(val):
    old = authority_of(RegisterEntry.objects.get(name="Dorset County Council"))
    page = " ".join(markup(client_of(val).get(f"/authorities/{old.slug}/")).split())
    assert "E10000009, until 31 March 2019" in page
    assert " ," not in page


def test_what_a_double_took_over_is_kept(northmoor, oli, val):
    eastvale = oli.memberships.get().authority
    double, later = make_authority("Northmoor Borough"), make_authority("Westmere")
    double.took_over_from.add(eastvale, northmoor)
    later.took_over_from.add(double)
    merging.merge(kept=northmoor, double=double, by=val)
    assert list(northmoor.took_over_from.all()) == [eastvale]
    assert list(northmoor.followed_by.all()) == [later]
    assert not double.took_over_from.exists()
    assert not double.followed_by.exists()
