"""Removing words that could identify somebody: nowhere are they to be found again."""

import io
import zipfile

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from assessments.models import (
    AgreedArea,
    AgreedResponse,
    AgreedRevision,
    AuditEvent,
    Dissent,
    Draft,
    DraftResponse,
    DraftRevision,
    FormDownload,
    FormUpload,
    Note,
    Submission,
    SubmissionFile,
)
from assessments.workflow import authority_archive, redacting
from assessments.workflow.written_texts import TEXTS
from tests.support.builders import (
    complete,
    hand_in,
    make_group,
    open_discussions,
    rate,
    submit,
)
from tests.support.clients import client_of
from tests.support.draft_pages import response_of
from tests.support.markup import markup

NAME = "Zebulon Quill"
SAID = "We helped Zebulon\nQUILL, and Zebulonia."
# Fields with words that no group wrote about the people it works with.
NOT_REDACTED = {
    "SubmissionFigures.figures",  # numbers
    "SubmissionFigures.discussion",
    "Benchmark.note",  # Coram Voice's own words, to every authority
    "Benchmark.basis",  # references
    "Benchmark.figures",  # numbers
    "RoundAnalysis.basis",  # numbers, and the names of authorities
    "EditionFile.content",  # an edition, and Coram Voice's decisions on it
    "CorrespondenceDecision.links",
    "Submission.content",  # by Coram Voice alone, which its own test covers
    "FollowUpReturn.content",  # with it
    "PastFile.content",  # with it
    "Submission.withdrawn_because",  # written without the words
    "PastFile.refusal",
    "PastFile.before",
    "LocalAuthority.other_names",
    "RegisterEntry.former_codes",
    "RegisterEntry.other_names",
    "RegisterSource.attribution",
    "Meeting.minutes",
    "PlannedMeeting.areas",
    "PlannedMeeting.words",
    "DraftResponse.candidates",
    "AgreedResponse.candidates",
    "SignOff.versions",
}


def stored():
    """Return everything in the database as one text, files among it."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                parts += [
                    bytes(value).decode("latin-1")
                    if isinstance(value, bytes | memoryview)
                    else str(value)
                    for value in row
                ]
    return "\n".join(parts).casefold()


def everywhere(assessment, housing, cass):
    """Plant the words wherever a group, a moderator or a form can put them."""
    now = timezone.now()
    response = response_of(draft__group=housing)
    answer = {"rating": 3, "not_rated_reason": "", "candidates": []}
    content = answer | {"evidence": SAID, "ideas": SAID, "carried_from": ""}
    DraftRevision.objects.create(response=response, by=cass, at=now, content=content)
    DraftResponse.objects.filter(draft__group=housing).update(evidence=SAID, ideas=SAID)
    Note.objects.create(response=response, by=cass, at=now, text=SAID)
    Draft.objects.filter(group=housing).update(handed_back_because=SAID)
    form = {"7h": {"answer": [3, ""], "evidence": SAID, "ideas": ""}}
    FormDownload.objects.create(
        group=housing, reference="F-1", by=cass, at=now, content=form
    )
    FormUpload.objects.create(
        group=housing, by=cass, at=now, content={"unplaced": [["7h", SAID]]}
    )
    agreed = AgreedResponse.objects.get(
        assessment=assessment, statement=response.statement
    )
    AgreedResponse.objects.filter(pk=agreed.pk).update(
        evidence=SAID, ideas=SAID, rationale=SAID
    )
    texts = {"evidence": SAID, "ideas": SAID, "rationale": SAID}
    settled = {"outcome": "agreed", "rating": 3, "candidates": []} | texts
    AgreedRevision.objects.create(response=agreed, by=cass, at=now, content=settled)
    AgreedArea.objects.filter(assessment=assessment).update(global_score_note=SAID)
    Dissent.objects.create(response=agreed, group=housing, text=SAID, by=cass, at=now)
    type(assessment).objects.filter(pk=assessment.pk).update(how_completed=SAID)
    return response


def test_every_text_of_every_model_is_redacted_or_named_here():
    known = {
        f"{model.__name__}.{name}"
        for model, written in TEXTS.items()
        for name in written.fields
    }
    found = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("assessments").get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.TextField | models.JSONField)
    }
    assert found - known - NOT_REDACTED == set()


def test_a_moderator_removes_words_from_everything(assessment, housing, cass, mo):
    response = everywhere(assessment, housing, cass)
    assert "zebulon\nquill" in stored()
    redacting.redact(response=response, words=NAME, is_moderator=True, by=mo)
    left = stored()
    assert "quill" not in left
    assert "zebulonia" in left  # another word
    response.refresh_from_db()
    assert response.evidence == "We helped [removed], and Zebulonia."
    event = AuditEvent.objects.get(kind="redacted")
    assert (event.by, event.detail) == (mo, "Housing, 7h")
    assert "quill" not in archived(assessment.authority)


def archived(authority):
    """Return what the authority's archive holds as one text."""
    file = io.BytesIO()
    authority_archive.everything_of(authority, file)
    with zipfile.ZipFile(file) as found:
        parts = [found.read(name).decode("latin-1") for name in found.namelist()]
    return "".join(parts).casefold()


def test_the_author_removes_the_groups_own_and_what_was_agreed_from_it(
    assessment, housing, cass, mo, dee
):
    response = everywhere(assessment, housing, cass)
    other = make_group(assessment, mo, dee, name="Health")
    rate(other, 3, SAID)
    redacting.redact(response=response, words=NAME, is_moderator=False, by=cass)
    assert not DraftResponse.objects.filter(
        draft__group=housing, evidence__icontains="quill"
    ).exists()
    agreed = AgreedResponse.objects.get(
        assessment=assessment, statement=response.statement
    )
    assert agreed.evidence == "We helped [removed], and Zebulonia."
    theirs = DraftResponse.objects.filter(draft__group=other)
    assert set(theirs.values_list("evidence", flat=True)) == {SAID}


def test_the_page_says_where_the_words_are_before_it_removes_them(
    assessment, housing, cass, dee
):
    response = everywhere(assessment, housing, cass)
    url = f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/remove-words/h/"
    client = client_of(cass)
    page = markup(client.post(url, {"words": NAME, "look": ""}))
    assert "<li>notes: 1</li>" in page
    assert "uploaded forms: 1" in page
    assert "quill" in stored()
    assert "/remove-words/h/" in markup(
        client.get(url.replace("remove-words", "history"))
    )
    assert "The answers are to 7a, 7b, " in page
    for shown in ({}, {"shown": "Other"}):  # these words were not looked for
        again = client.post(url, {"words": NAME, "remove": ""} | shown)
        assert (again.status_code, "quill" in stored()) == (200, True)
    done = client.post(url, {"words": NAME, "remove": "", "shown": NAME})
    assert done.status_code == 302
    response.refresh_from_db()
    assert "Quill" not in response.ideas
    nowhere = markup(client.post(url, {"words": NAME, "look": ""}))
    assert "We cannot find these words." in nowhere
    assert client_of(dee).get(url).status_code == 403


def test_somebody_who_wrote_nothing_of_it_removes_nothing(assessment, housing, cass):
    url = f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/remove-words/h/"
    assert client_of(cass).get(url).status_code == 403


def test_coram_voice_makes_a_new_submission_and_withdraws_the_old(
    assessment, housing, cass, mo, val
):
    rate(housing, 3, SAID)
    hand_in(housing, mo)
    open_discussions(assessment, mo)
    complete(assessment, mo)
    everywhere(assessment, housing, cass)
    old = submit(assessment, mo)
    SubmissionFile.objects.create(
        submission=old, format="json", content=SAID.encode(), digest="x"
    )
    url = f"/submissions/{old.reference}/remove-words/"
    answer = client_of(val).post(url, {"words": NAME, "reason": "A name"})
    new = Submission.objects.get(number=old.number + 1)
    assert answer["Location"] == f"/submissions/{new.reference}/"
    assert "quill" not in stored()
    old.refresh_from_db()
    assert (old.replaced_by, old.withdrawn_by, old.withdrawn_because) == (
        new,
        val,
        "A name",
    )
    assert new.content["number"] == new.number
    refused = client_of(mo).get(f"/submissions/{old.reference}.json")
    assert (refused.status_code, new.reference in markup(refused)) == (409, True)
    assert client_of(mo).get(f"/submissions/{new.reference}.json").status_code == 200
    page = markup(client_of(mo).get(f"/submissions/{old.reference}/"))
    assert f"{new.reference}</a> replaces it." in page
    assert "A name" in page
    for path in [
        f"/submissions/{new.reference}/",
        f"/assessments/{assessment.pk}/files/",
        f"/assessments/{assessment.pk}/",
    ]:
        listed = markup(client_of(mo).get(path))
        line = listed[listed.index(f'/{old.reference}/">{old.reference}') :]
        assert "Withdrawn" in line[: line.index("</li>" if "</li>" in line else "</p>")]
        assert listed.count(">Withdrawn<") == 1


@pytest.mark.parametrize(
    ("words", "text", "left"),
    [
        ("Ann", "Annual, Ann's and ANN", "Annual, [removed]'s and [removed]"),
        ("12 High Street", "at 12  high\nstreet.", "at [removed]."),
        ("(x.", "a (x. b", "a [removed] b"),
        ("Zoë", "ZOË and Zoëlla", "[removed] and Zoëlla"),
    ],
)
def test_only_whole_words_are_removed_in_any_case(words, text, left):
    assert redacting.Remover(words)(text) == left
