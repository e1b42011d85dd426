"""The page of one authority: those before it and after it, and who may do what there."""

import pytest

from assessments.desk import authority_page
from assessments.models import Cluster, LocalAuthority, RegisterEntry
from tests.support.clients import client_of
from tests.support.markup import markup

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
