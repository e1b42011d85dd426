"""Consent: no unless an authority says yes, recorded, and nothing leaks."""

import re

import pytest

from assessments.analysis.disclosure import MOST_KNOWN
from assessments.models import AuditEvent, Cluster, Consent, SeenByName
from assessments.submission.shown.coded import coded, pattern_of
from assessments.workflow import clusters, consent, reopening, setting_up, submitting
from assessments.workflow.seeing_by_name import scores_seen_by
from tests.support.builders import complete, make_authority, submit
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.supplements import save_consent

pytestmark = pytest.mark.django_db


def check_page(assessment, mo):
    complete(assessment, mo)
    return markup(client_of(mo).get(f"/assessments/{assessment.pk}/check/"))


def post(assessment, mo, **sent):
    blanks = submitting.unconfirmed_blanks(assessment)
    return client_of(mo).post(
        f"/assessments/{assessment.pk}/submit/", {"confirmed": blanks} | sent
    )


def events(assessment):
    return [
        event.detail
        for event in AuditEvent.objects.filter(
            assessment=assessment, kind="consented"
        ).order_by("pk")
    ]


def test_it_is_asked_at_submitting_and_each_is_no_by_default(assessment, mo):
    page = check_page(assessment, mo)
    for name in Consent.CHOICES:
        assert f'name="consents" value="{name}"' in page
    post(assessment, mo)
    row = Consent.objects.get(assessment=assessment)
    assert [getattr(row, name) for name in Consent.CHOICES] == [False] * 4
    assert events(assessment) == ["no to everything"]


def test_what_is_chosen_at_submitting_is_on_record(assessment, mo):
    check_page(assessment, mo)
    post(assessment, mo, consents=["quotes_unnamed", "to_evaluator"])
    row = Consent.objects.get(assessment=assessment)
    assert (row.quotes_unnamed, row.to_evaluator) == (True, True)
    assert (row.quotes_named, row.shows_cluster) == (False, False)
    assert row.updated_by == mo
    assert events(assessment) == [
        "yes to: quote as an authority, pass to the evaluator"
    ]


def test_it_is_asked_once(assessment, mo, val):
    submit(assessment, mo)
    save_consent(assessment, mo, "quotes_named")
    reopening.reopen(assessment=assessment, by=val, reason="Again.")
    assert 'name="consents"' not in check_page(assessment, mo)
    post(assessment, mo, consents=["to_evaluator"])
    row = Consent.objects.get(assessment=assessment)
    assert (row.quotes_named, row.to_evaluator) == (True, False)


def test_a_moderator_changes_it_later(assessment, mo):
    submit(assessment, mo)
    url = f"/assessments/{assessment.pk}/consent/"
    client = client_of(mo)
    seen = consent.token_of(consent.consent_of(assessment))
    assert (
        client.post(url, {"seen": seen, "consents": ["shows_cluster"]}).status_code
        == 302
    )
    assert Consent.objects.get().shows_cluster
    seen = consent.token_of(consent.consent_of(assessment))
    client.post(url, {"seen": seen})
    assert not Consent.objects.get().shows_cluster
    assert events(assessment)[-2:] == [
        "yes to: show scores to its cluster",
        "no to everything",
    ]


def test_two_moderators_do_not_overwrite_each_other(assessment, mo, zoe):
    submit(assessment, mo)
    url = f"/assessments/{assessment.pk}/consent/"
    seen = consent.token_of(consent.consent_of(assessment))
    save_consent(assessment, zoe, "to_evaluator")
    save_consent(assessment, zoe)
    save_consent(assessment, zoe, "to_evaluator", "quotes_named")
    response = client_of(mo).post(url, {"seen": seen, "consents": ["quotes_unnamed"]})
    row = Consent.objects.get()
    assert response.status_code == 302
    assert (row.to_evaluator, row.quotes_unnamed) == (True, True)


def test_an_imported_submission_agrees_to_nothing(assessment, mo):
    assert not consent.consent_of(assessment).pk
    assert not any(consent.values_of(consent.consent_of(assessment)).values())


def test_an_evaluator_reads_only_what_is_passed_on(assessment, mo, eve):
    submission = submit(assessment, mo)
    client = client_of(eve)
    pages = ["/evaluation/", "/"]
    url = f"/evaluation/{assessment.pk}/"
    data = f"/evaluation/data/{assessment.round_id}.long-raw.csv"
    assert client.get(url).status_code == 404
    assert client.get(data).status_code == 404
    assert assessment.authority.alias not in markup(client.get("/evaluation/"))
    save_consent(assessment, mo, "to_evaluator")
    alias = assessment.authority.alias
    assert alias in markup(client.get("/evaluation/"))
    found = [markup(client.get(each)) for each in [*pages, url]]
    found.append(client.get(data).getvalue().decode())
    for text in found:
        for secret in ("Northmoor", "northmoor", submission.reference, "Lee", "Mo "):
            assert secret not in text
    assert "What we agreed." in found[2]
    assert alias in found[3]
    assert "What we agreed." not in found[3]
    save_consent(assessment, mo)
    assert client.get(url).status_code == 404


def test_what_an_evaluator_reads_is_on_record(assessment, mo, eve):
    submit(assessment, mo)
    save_consent(assessment, mo, "to_evaluator")
    client_of(eve).get(f"/evaluation/{assessment.pk}/")
    [event] = AuditEvent.objects.filter(assessment=assessment, by=eve)
    assert event.detail == f"for the evaluation, as {assessment.authority.alias}"


def test_the_code_stands_for_every_spelling_of_the_name(assessment, mo):
    content = submit(assessment, mo).content
    content["cover"]["who_was_involved"] = (
        "Kingston upon Hull City\nCouncil; HULL; kingston upon hull; Hull’s team; Hulland"
    )
    names = ["Kingston upon Hull City Council", "Hull"]
    found = coded(content, alias="LA 381", names=names, round_name="Round")
    assert found["cover"]["who_was_involved"] == (
        "LA 381; LA 381; LA 381; LA 381’s team; Hulland"
    )
    assert found["authority"] == {"name": "LA 381"}
    assert found["framework"] == content["framework"]


def test_a_name_that_is_a_word_is_only_found_with_a_capital():
    pattern = pattern_of(["Reading Borough Council"])
    assert pattern.sub("X", "Reading is reading, says READING borough council") == (
        "X is reading, says X"
    )


def test_no_names_find_nothing():
    assert pattern_of([""]) is None


# Scores in the cluster


@pytest.fixture
def cluster(assessment, mo, oli, val):
    """Northmoor and Eastvale, which have both submitted in one round."""
    submit(assessment, mo)
    eastvale = oli.memberships.get().authority
    other = setting_up.start(authority=eastvale, round=assessment.round, by=val)
    submit(other, oli)
    both = [assessment.authority, eastvale]
    clusters.make(name="North", authorities=both, facilitators=[], by=val)
    return assessment, other


def scores_page(person, assessment):
    return markup(client_of(person).get(f"/assessments/{assessment.pk}/cluster/"))


def test_an_authority_sees_what_it_shows(cluster, mo, cass, oli):
    northmoor, eastvale = cluster
    save_consent(eastvale, oli, "shows_cluster")
    page = scores_page(cass, northmoor)
    assert "Eastvale" not in page
    assert "if you agree to show yours" in page
    assert "Northmoor" not in scores_page(oli, eastvale)
    assert not SeenByName.objects.exists()
    save_consent(northmoor, mo, "shows_cluster")
    assert "Eastvale" in scores_page(cass, northmoor)
    assert SeenByName.objects.get().shown == eastvale
    assert "Northmoor" in scores_page(oli, eastvale)


def test_no_more_are_seen_on_the_page_than_the_releases_allow_for(cluster, mo, val):
    northmoor, _ = cluster
    save_consent(northmoor, mo, "shows_cluster")
    for number in range(MOST_KNOWN):
        add_showing(f"Inventshire {number}", northmoor, mo, val)
    page = scores_page(mo, northmoor)
    assert page.count("Inventshire") == MOST_KNOWN - 1
    assert "1 more agreed." in page


def add_showing(name, assessment, by, val):
    """Have another authority of the cluster submit and show its scores."""
    third = setting_up.start(
        authority=make_authority(name), round=assessment.round, by=val
    )
    Cluster.objects.get().authorities.add(third.authority)
    submit(third, by)
    save_consent(third, by, "shows_cluster")


def test_other_choices_show_no_scores(cluster, mo, oli):
    northmoor, eastvale = cluster
    others = [name for name in Consent.CHOICES if name != "shows_cluster"]
    save_consent(northmoor, mo, "shows_cluster")
    save_consent(eastvale, oli, *others)
    assert "Eastvale" not in scores_page(mo, northmoor)


def test_a_cluster_that_ended_shows_nothing(cluster, mo, oli, val):
    northmoor, eastvale = cluster
    for assessment, by in [(northmoor, mo), (eastvale, oli)]:
        save_consent(assessment, by, "shows_cluster")
    clusters.end(cluster=Cluster.objects.get(), by=val)
    assert "Eastvale" not in scores_page(mo, northmoor)


def test_scores_take_as_many_queries_for_many(
    cluster, mo, val, django_assert_num_queries
):
    northmoor, _ = cluster
    save_consent(northmoor, mo, "shows_cluster")
    for number in range(4):
        add_showing(f"Inventshire {number}", northmoor, mo, val)
    scores_seen_by(northmoor)
    for count in (4, 1):
        Consent.objects.filter(
            assessment__authority__name__gte=f"Inventshire {count}",
        ).exclude(assessment=northmoor).update(shows_cluster=False)
        with django_assert_num_queries(10):
            found = scores_seen_by(northmoor)
        assert len(found.columns) == count + 1


def test_boxes_on_the_page_to_submit_have_one_size(assessment, mo):
    page = check_page(assessment, mo)
    assert 'name="consents"' in page
    sizes = re.findall(r'class="govuk-checkboxes([ "][^>]*)', page)
    assert ["--small" in size for size in sizes] == [True, True]
