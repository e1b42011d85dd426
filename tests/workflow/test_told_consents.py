"""Consent as Coram Voice was told it, for an authority that has no moderator."""

from datetime import date

import pytest

from assessments.models import AuditEvent, Cluster, Consent
from assessments.workflow import consent, reopening, submitting
from leavingcare.refusals import Refused
from tests.support.builders import complete, make_member, submit
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.supplements import save_consent

pytestmark = pytest.mark.django_db


def events(assessment):
    found = AuditEvent.objects.filter(assessment=assessment, kind="consented")
    return [event.detail for event in found.order_by("pk")]


@pytest.fixture
def imported(assessment, mo):
    """Return a submission of an authority that has nobody to moderate."""
    submit(assessment, mo)
    Consent.objects.all().delete()
    assessment.authority.memberships.filter(role="moderator").delete()
    return assessment


def told(assessment, person, **sent):
    url = f"/assessments/{assessment.pk}/consent/"
    seen = consent.token_of(consent.consent_of(assessment))
    values = {"told_by": "head", "told_on": "5 June 2020", "seen": seen}
    return client_of(person).post(url, values | sent)


TOLD = "as told by the head of the service on 5 June 2020"


def test_an_officer_records_what_the_authority_told(imported, val, mo):
    page = markup(client_of(val).get(f"/assessments/{imported.pk}/consent/"))
    assert "This authority has no moderator" in page
    assert told(imported, val, consents=["quotes_named"]).status_code == 302
    row = Consent.objects.get()
    assert (row.quotes_named, row.to_evaluator, row.updated_by) == (True, False, val)
    assert events(imported)[-1] == f"yes to: quote with its name, {TOLD}"
    page = markup(client_of(val).get(f"/assessments/{imported.pk}/consent/"))
    assert f"<strong>{TOLD}</strong>" in page
    assert f"Recorded by <bdi>{val}</bdi>" in page
    page = markup(client_of(val).get(f"/rounds/{imported.round.slug}/read/7h/"))
    assert f"It may be quoted by name, {TOLD}." in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"told_by": ""}, "Select who told Coram Voice"),
        ({"told_by": "the cat"}, "Select a valid choice"),
        ({"told_on": ""}, "Enter the day on which they said so"),
        ({"told_on": "1 January 2100"}, "Enter today or a day before"),
    ],
)
def test_who_told_it_and_when_are_needed(imported, val, sent, said):
    response = told(imported, val, consents=["quotes_named"], **sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Consent.objects.exists()


def test_a_refusal_is_recorded_as_told_too(imported, val):
    told(imported, val)
    assert events(imported)[-1] == f"no to everything, {TOLD}"
    told(imported, val, told_by="director")
    assert events(imported)[-1].endswith("children’s services on 5 June 2020")


def test_where_a_moderator_decides_an_officer_records_nothing(assessment, mo, val):
    submit(assessment, mo)
    save_consent(assessment, mo, "to_evaluator")
    before = events(assessment)
    response = told(assessment, val, consents=["quotes_named"])
    assert response.status_code == 409
    assert "This authority has a moderator, who decides this." in markup(response)
    with pytest.raises(Refused):
        consent.save_consent(
            assessment=assessment,
            token="",
            values=consent.chosen(["quotes_named"]),
            by=val,
            told=consent.Told(Consent.Teller.HEAD, date(2020, 6, 5)),
        )
    page = client_of(val).get(f"/assessments/{assessment.pk}/consent/")
    assert 'name="told_by"' not in page.content.decode()
    assert events(assessment) == before


def test_facilitators_and_members_record_nothing(imported, cass, fay):
    cluster = Cluster.objects.create(name="North", slug="north")
    cluster.authorities.add(imported.authority)
    cluster.facilitators.add(fay)
    for person in (cass, fay):
        assert told(imported, person, consents=["quotes_named"]).status_code == 403
    page = client_of(fay).get(f"/assessments/{imported.pk}/consent/")
    assert 'name="told_by"' not in page.content.decode()


def test_a_moderator_who_joins_decides_anew(imported, val):
    told(imported, val, consents=["quotes_named"])
    moderator = make_member(imported.authority, "moderator", "new")
    url = f"/assessments/{imported.pk}/consent/"
    assert TOLD in markup(client_of(moderator).get(url))
    seen = consent.token_of(consent.consent_of(imported))
    client_of(moderator).post(url, {"seen": seen, "consents": ["quotes_named"]})
    row = Consent.objects.get()
    assert (row.told_by, row.told_on, row.updated_by) == ("", None, moderator)
    assert events(imported)[-1] == "yes to: quote with its name"
    assert told(imported, val).status_code == 409


def test_a_moderator_who_submits_is_asked_whatever_was_told(imported, val):
    told(imported, val, consents=["quotes_named"])
    reopening.reopen(assessment=imported, by=val, reason="Again.")
    moderator = make_member(imported.authority, "moderator", "new")
    complete(imported, moderator)
    client, url = client_of(moderator), f"/assessments/{imported.pk}"
    assert 'name="consents"' in markup(client.get(f"{url}/check/"))
    blanks = submitting.unconfirmed_blanks(imported)
    client.post(f"{url}/submit/", {"confirmed": blanks, "consents": ["to_evaluator"]})
    row = Consent.objects.get()
    assert (row.to_evaluator, row.quotes_named, row.told_by) == (True, False, "")
