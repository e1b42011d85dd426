"""Undoing an import: everything it made goes, and earlier content is given back."""

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from assessments.models import (
    Assessment,
    AuditEvent,
    Benchmark,
    DeskEvent,
    PastBatch,
    Submission,
)
from assessments.submission import supplements
from assessments.workflow import (
    past_import_batch,
    past_import_undo,
    past_import_undoable,
    reopening,
    round_analyses,
    young_people,
)
from leavingcare.refusals import Refused
from tests.support.builders import hand_in, make_round, open_discussions, rate
from tests.support.clients import client_of
from tests.support.past_files import past_form, past_json
from tests.support.supplements import save_consent, save_young_people

pytestmark = pytest.mark.usefixtures("read_here")
# What is kept for the record, and what says that the file was here.
RECORDED = {
    "assessments_deskevent",
    "assessments_pastbatch",
    "assessments_pastfile",
    "assessments_auditevent",
    "assessments_localauthority",
    "assessments_round",
    "post_office_email",
}
CONFIRMED = {"confirmed": "on"}
BESIDE = {
    "young_people_scores": {"7": {"score": 4, "how_gathered": "A survey."}},
    "follow_up": {"areas": {"7": {"stage_two": 8}}, "ideas": {"7a": "done"}},
}


def receive(val, *files, round=None, new_round=""):
    return past_import_batch.receive(
        files=files, round=round, new_round=new_round, by=val
    )


def take_in(batch, val):
    pks = list(batch.files.values_list("pk", flat=True))
    assert past_import_batch.import_files(batch=batch, files=pks, by=val) == len(pks)


def rows():
    """Return every row of every table of assessments that is not kept for the record."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("assessments").get_models(
            include_auto_created=True
        ):
            table = model._meta.db_table
            if table not in RECORDED:
                columns = [
                    field.column
                    for field in model._meta.local_fields
                    if field.column != "version"
                ]
                names = ", ".join(map(connection.ops.quote_name, columns))
                cursor.execute(f"SELECT {names} FROM {table} ORDER BY id")
                found[table] = cursor.fetchall()
    return found


@pytest.fixture
def past(db, val):
    """A batch of a form and of data with all supplements, imported."""
    before = rows()
    batch = receive(
        val,
        ("Oldmoor.docx", past_form()),
        ("newmoor.json", past_json(authority={"name": "Newmoor"}, **BESIDE)),
        new_round="Autumn 2016",
    )
    take_in(batch, val)
    return batch, before


@pytest.fixture
def returned(assessment, housing, mo, cass, val):
    """Northmoor's assessment, half done, and the batch with its form by email."""
    rate(housing, 3, "Ours.")
    hand_in(housing, cass)
    open_discussions(assessment, mo)
    assessment.agreed_areas.filter(area__number=7).update(
        global_score=4, scored_at="2026-01-02T10:00Z", scored_by=mo
    )
    assessment.agreed_responses.filter(statement__letter="b").update(come_back=True)
    Assessment.objects.filter(pk=assessment.pk).update(
        how_completed="By post.", version=4
    )
    before = rows()
    batch = receive(val, ("form.docx", past_form("Northmoor")), round=assessment.round)
    take_in(batch, val)
    return batch, before


def test_nothing_is_left_of_what_an_import_made(past, val):
    batch, before = past
    assert Submission.objects.count() == 2
    assert past_import_undo.undo_files(batch=batch, by=val) == 2
    assert rows() == before
    assert [each.submission for each in batch.files.all()] == [None, None]


def test_it_is_on_record_at_the_desk(past, val):
    batch, _ = past
    references = {each.submission.reference for each in batch.files.all()}
    past_import_undo.undo_files(batch=batch, by=val)
    events = DeskEvent.objects.filter(kind="undone", by=val)
    assert {event.detail for event in events} == references
    assert {str(event.authority) for event in events} == {"Oldmoor", "Newmoor"}


def test_the_files_wait_to_be_imported_again(past, val):
    batch, _ = past
    before = [each.submission.content for each in batch.files.all()]
    past_import_undo.undo_files(batch=batch, by=val)
    page = client_of(val).get(f"/past-submissions/{batch.pk}/").content.decode()
    assert page.count("undid its import") == 2
    take_in(batch, val)
    again = [each.submission.content for each in PastBatch.objects.get().files.all()]
    for was, now in zip(before, again, strict=True):
        assert now["responses"] == was["responses"]
        assert now["reference"] != was["reference"]


def test_what_was_there_before_is_given_back(returned, assessment, val, mo, mailoutbox):
    batch, before = returned
    assessment.refresh_from_db()
    assert not assessment.is_open
    mailoutbox.clear()
    assert past_import_undo.undo_files(batch=batch, by=val) == 1
    assert rows() == before
    assessment.refresh_from_db()
    assert (assessment.is_open, assessment.how_completed) == (True, "By post.")
    assert assessment.version > 4  # so that nobody's open page overwrites it
    assert AuditEvent.objects.filter(kind="import_undone", by=val).count() == 1
    assert {address for message in mailoutbox for address in message.to} == {mo.email}


def test_what_young_people_said_before_is_given_back(assessment, mo, val):
    save_young_people(assessment, mo, {2: {"how_gathered": "At a visit."}})
    finding = {"text": "Rents.", "asked": 4, "answered": 2, "source": ""}
    areas = assessment.round.framework.areas
    young_people.add_finding(
        assessment=assessment, area=areas.get(number=7), values=finding, by=mo
    )
    before, own = rows(), supplements.of(assessment)
    said = {
        "young_people_scores": {"2": {"score": 4}, "7": {"score": 5}},
        "young_people": {"how_many": 12, "findings": {"2": [finding]}},
    }
    whole = past_json(authority={"name": "Northmoor"}, **(BESIDE | said))
    batch = receive(val, ("a.json", whole), round=assessment.round)
    take_in(batch, val)
    found = supplements.of(assessment)
    assert found["young_people_scores"]["2"] == {
        "score": 4,
        "how_gathered": "At a visit.",
    }
    assert {*found["young_people"]["findings"]} == {"2", "7"}
    assert past_import_undo.undo_files(batch=batch, by=val) == 1
    assert supplements.of(assessment) == own
    assert rows() == before


@pytest.mark.parametrize(
    "build",
    [
        lambda assessment, mo, val: reopening.reopen(
            assessment=assessment, by=val, reason="Again."
        ),
        lambda assessment, mo, val: save_consent(assessment, mo, "quotes_named"),
    ],
)
def test_nobody_has_built_on_it(returned, assessment, mo, val, build):
    batch, _ = returned
    build(assessment, mo, val)
    [why_not] = past_import_undoable.reasons(batch.files.all()).values()
    assert "worked on since" in why_not
    assert past_import_undo.undo_files(batch=batch, by=val) == 0
    assert batch.files.get().submission is not None


def test_evidence_reused_later_keeps_it(past, val, mo, assessment, housing):
    batch, _ = past
    submission = batch.files.first().submission
    authority = submission.assessment.authority
    Assessment.objects.filter(pk=assessment.pk).update(authority=authority)
    response = housing.drafts.first().responses.first()
    response.evidence, response.carried_from = "Then.", "7a, Autumn 2016"
    response.save()
    with pytest.raises(Refused, match="copied into a later"):
        past_import_undo.undo(file=batch.files.first(), by=val)


def test_evidence_reused_beside_other_evidence_keeps_it(past, val, assessment, housing):
    batch, _ = past
    authority = batch.files.first().submission.assessment.authority
    Assessment.objects.filter(pk=assessment.pk).update(authority=authority)
    response = housing.drafts.first().responses.first()
    response.evidence = "Then."
    response.carried_from = "7a, Autumn 2016 and 3b, Summer 2019"
    response.save()
    with pytest.raises(Refused, match="copied into a later"):
        past_import_undo.undo(file=batch.files.first(), by=val)


def test_what_is_in_a_release_or_in_a_kept_analysis_stays(past, val):
    """Both are made again of their submissions, under their references."""
    batch, _ = past
    released, kept = batch.files.all()
    round = released.submission.assessment.round
    round_analyses.keep(round=round, baseline=None, note="", by=val)
    reference = released.submission.reference
    Benchmark.objects.create(
        round=round,
        number=3,
        released_at=timezone.now(),
        released_by=val,
        known=1,
        basis={reference: ""},
        figures={},
    )
    assert past_import_undo.undo_files(batch=batch, by=val) == 0
    assert past_import_undoable.reasons([released, kept]) == {
        released.pk: f"{reference} is in release 3 of Autumn 2016.",
        kept.pk: f"{kept.submission} is in analysis 1 of Autumn 2016, which was kept.",
    }


def test_reading_and_joining_build_nothing(returned, assessment, mo, val):
    batch, _ = returned
    reference = batch.files.get().submission.reference
    client = client_of(val)
    assert b"".join(client.get(f"/submissions/{reference}.json"))
    assert past_import_undo.undo_files(batch=batch, by=val) == 1


def test_what_is_not_imported_cannot_be_undone(db, val):
    batch = receive(val, ("a.docx", past_form()), round=make_round())
    with pytest.raises(Refused, match="not imported"):
        past_import_undo.undo(file=batch.files.get(), by=val)


def test_the_page_undoes_what_can_be_undone_once_it_is_confirmed(past, val):
    """It counts that alone, and lists the rest with the reasons, before and after."""
    batch, _ = past
    kept = batch.files.first().submission
    save_consent(kept.assessment, val)
    client, path = client_of(val), f"/past-submissions/{batch.pk}/"
    text = " ".join(client.get(path).content.decode().split())
    assert "You can undo 1 of 2 imports" in text
    assert "Undo 1 import </button>" in text
    assert f"Oldmoor.docx</bdi>: {kept} has been worked on since" in text
    unconfirmed = client.post(f"{path}undo/")
    assert unconfirmed.status_code == 422
    assert 'href="#id_confirmed"' in unconfirmed.content.decode()
    assert Submission.objects.count() == 2
    text = client.post(f"{path}undo/", CONFIRMED, follow=True).content.decode()
    assert "1 import was undone" in text
    assert text.count("govuk-notification-banner__heading") == 1
    assert "1 import cannot be undone" in " ".join(text.split())
    assert "Undo 1 import" not in text
    assert [*Submission.objects.all()] == [kept]
    assert client.post(f"{path}undo/", CONFIRMED).status_code == 409


def test_what_can_be_undone_is_asked_at_once(past, val, django_assert_num_queries):
    batch, _ = past
    for files in (batch.files.all()[:1], batch.files.all()):
        with django_assert_num_queries(6):
            past_import_undoable.reasons(files)
