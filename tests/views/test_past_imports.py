"""Coram Voice imports past submissions by page: read, checked, then imported."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from docx import Document

from assessments.analysis.due import day_in_words
from assessments.files.data.import_report import COLUMNS
from assessments.files.incoming import past_submission
from assessments.files.word_form.writer import document as word_document
from assessments.files.word_form.writer import forms as word_forms
from assessments.models import (
    Assessment,
    AuditEvent,
    LocalAuthority,
    PastBatch,
    PastFile,
    RegisterEntry,
    Round,
    Submission,
)
from tests.support.builders import make_authority, make_member, make_round, submit
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.past_files import exported, past_form, past_json, upload

pytestmark = [pytest.mark.usefixtures("read_here")]
NEW = {"round": "new", "new_round": "Autumn 2016"}


@pytest.fixture
def val_in(val):
    return client_of(val)


@pytest.fixture
def batch(val_in):
    """A form, data, and a file that is neither, read into one batch."""
    upload(
        val_in,
        ("Oldmoor.docx", past_form()),
        ("newmoor.json", past_json(authority={"name": "Newmoor"})),
        ("photograph.png", b"\x89PNG"),
        **NEW,
    )
    return PastBatch.objects.get()


def path(batch, more=""):
    return f"/past-submissions/{batch.pk}/{more}"


def page(client, batch):
    answer = client.get(path(batch))
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client, batch, **changes):
    """Return the fields of the page's form, changed by {field: value or None}."""
    form = client.get(path(batch)).context["form"]
    values = {field.html_name: field.value() for field in form} | changes
    return {
        name: "on" if value is True else value
        for name, value in values.items()
        if value not in (None, False)
    }


def confirm(client, batch, **changes):
    return client.post(path(batch), sent(client, batch, **changes), follow=True)


def field(batch, name, kind):
    return f"{kind}-{batch.files.get(name=name).pk}"


def written():
    models = (LocalAuthority, Round, Assessment, Submission, AuditEvent)
    return [model.objects.count() for model in models]


# Reading


def test_reading_writes_nothing_but_the_batch(val_in, batch, val):
    assert written() == [0, 0, 0, 0, 0]
    assert batch.by == val
    assert [file.name for file in batch.files.all()] == [
        "Oldmoor.docx",
        "newmoor.json",
        "photograph.png",
    ]


def test_the_page_says_what_is_in_each_file(val_in, batch):
    answer = val_in.get(path(batch))
    rows = [each.row for each in answer.context["rows"]]
    assert [row.file.authority for row in rows] == ["Oldmoor", "Newmoor", ""]
    summary = rows[0].summary
    assert (summary["edition"], summary["rated"], summary["evidence"]) == ("2020", 1, 1)
    assert (rows[0].round, rows[0].round_is_new) == ("Autumn 2016", True)
    text = answer.content.decode()
    assert text.count("New authority") == 2
    assert "would add 2 new authorities and 1 new round" in " ".join(text.split())
    assert "1 of 106" in text
    assert past_submission.NEITHER in text
    assert text.count(" checked") == 2


def test_editions_are_recognised(val_in):
    older = past_form("Oldmoor", "2015", a1={"marks": {4: "X"}})
    upload(val_in, ("a.docx", older), ("b.docx", past_form("Newmoor")))
    editions = [file.content["edition"] for file in PastFile.objects.all()]
    assert editions == ["2015", "2020"]


def test_a_known_authority_is_recognised(val_in):
    make_authority("Oldmoor Council")
    upload(val_in, ("a.docx", past_form("oldmoor  council")), **NEW)
    text = page(val_in, PastBatch.objects.get())
    assert "New authority" not in text


def test_two_marks_and_what_has_no_place_are_shown(val_in):
    data = past_form(a7={"marks": {3: "X", 2: "X"}, "evidence": "<b>Two</b>."})
    upload(
        val_in, ("a.docx", data), ("b.json", past_json(weather="<i>Fine</i>")), **NEW
    )
    text = page(val_in, PastBatch.objects.get())
    assert "Recorded as not agreed, because more than one rating is marked: 7a." in text
    assert "&lt;i&gt;Fine&lt;/i&gt;" in text
    assert "<i>Fine" not in text


def test_what_stands_beside_the_answers_is_said(val_in):
    """Nobody imports a follow-up unseen."""
    beside = {
        "young_people_scores": {"7": {"score": 4}},
        "follow_up": {"areas": {"1": {"stage_two": 0}, "7": {"stage_two": 8}}},
    }
    upload(val_in, ("a.json", past_json(**beside)), ("b.json", past_json()))
    shown = page(val_in, PastBatch.objects.get())
    named = "young people’s scores and a follow-up (stage 2 of 2 areas) too."
    assert shown.count(f"It has {named}") == 1


def test_what_is_wrong_is_named_by_its_place(val_in):
    upload(val_in, ("a.json", past_json(responses={"7a": {"rating": 9}})), **NEW)
    assert "responses.7a.rating: is not on the scale" in page(
        val_in, PastBatch.objects.get()
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"round": "new"}, "Enter the name of the new round"),
        ({"round": "nowhere"}, "Choose a round from the list"),
        ({"new_round": "Spring"}, "Choose ‘A new round’ above"),
    ],
)
def test_a_round_must_be_one(val_in, fields, message):
    answer = upload(val_in, ("a.docx", past_form()), **fields)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not PastBatch.objects.exists()


def test_no_file_is_no_batch(val_in):
    for answer in (
        val_in.post("/past-submissions/", {"files": "typed"}),
        upload(val_in, **NEW),
    ):
        assert answer.status_code == 422
        assert "Choose at least one file" in answer.content.decode()


@pytest.mark.parametrize("name", ["a\u202eb.docx", "x" * 400 + ".docx", "<b>.json"])
def test_names_of_files_are_shown_as_text(val_in, name):
    upload(val_in, (name, past_form()), **NEW)
    batch = PastBatch.objects.get()
    assert len(batch.files.get().name) <= 200
    assert "<b>.json" not in page(val_in, batch)


# Importing


def test_a_file_without_a_date_waits_for_one_and_is_dated_by_it(val_in):
    """Its day of import is not the day of completion."""
    upload(val_in, ("old.json", past_json(cover={}, edition="2015")), **NEW)
    batch = PastBatch.objects.get()
    confirm(val_in, batch)
    assert not Submission.objects.exists()
    file = batch.files.get()
    name = next(
        each.html_name
        for each in val_in.get(path(batch)).context["form"]
        if str(each.label) == f"When {file.name} was completed"
    )
    for _ in range(2):  # the changed day is checked first
        confirm(val_in, batch, **{name: "5 October 2016", f"take-{file.pk}": "on"})
    submission = Submission.objects.get()
    assert submission.dated_on == date(2016, 10, 5)
    shown = val_in.get(f"/submissions/{submission.reference}/").content.decode()
    assert "2015: " in shown  # the edition's year


def test_batches_are_listed_the_newest_first(val_in, val):
    """A count drops the order that the model has."""
    for day in (3, 5, 4):
        PastBatch.objects.create(by=val, at=datetime(2026, 1, day, tzinfo=UTC))
    listed = val_in.get("/past-submissions/").context["batches"]
    assert [each.at.day for each in listed] == [5, 4, 3]


def test_what_is_ticked_comes_in(val_in, batch, val):
    off = field(batch, "newmoor.json", "take")
    answer = confirm(val_in, batch, **{off: None})
    assert "1 file imported" in answer.content.decode()
    submission = Submission.objects.get()
    assert submission.content["authority"] == {"name": "Oldmoor"}
    assert submission.content["round"]["name"] == "Autumn 2016"
    assert submission.submitted_by == val
    event = AuditEvent.objects.get(kind="imported")
    assert (event.by, event.detail) == (val, submission.reference)
    text = page(val_in, batch)
    assert f"/submissions/{submission.reference}/" in text
    assert "1 of 3 files imported" in text


def test_pages_say_that_it_came_in_and_ask_for_nothing_that_is_settled(val_in, batch):
    confirm(val_in, batch, **{field(batch, "newmoor.json", "take"): None})
    submission = Submission.objects.get()
    assessment = submission.assessment
    client = client_of(make_member(assessment.authority, "moderator"))
    day = day_in_words(submission.dated_on)
    said = f"completed on {day}, imported by Coram Voice"
    overview = markup(client.get(f"/assessments/{assessment.pk}/"))
    files = markup(client.get(f"/assessments/{assessment.pk}/files/"))
    assert f"submission 1, {said}" in overview
    assert f"C{said[1:]}." in files
    assert f", {said}" in markup(
        val_in.get(f"/authorities/{assessment.authority.slug}/")
    )
    for words in ("submitted at", "Nobody rates this", "Discussion</th>", "Not yet"):
        assert words not in overview
    assert overview.count("None given</td>") == 10
    refusal = client.post(f"/assessments/{assessment.pk}/cover/", {})
    assert refusal.status_code == 409
    assert f"{submission.submitted_by.name} imported it at" in markup(refusal)
    Assessment.objects.update(status="open")  # as reopening does
    overview = markup(client.get(f"/assessments/{assessment.pk}/"))
    assert "Check and submit" in overview
    for words in ("Set up the working groups", "Nobody rates this"):
        assert words not in overview


def test_what_came_in_is_kept_once_and_only_what_had_no_place_besides(val_in, batch):
    confirm(val_in, batch)
    file = batch.files.get(name="Oldmoor.docx")
    assert set(file.content) == {"summary", "unplaced", "decided"}
    assert file.submission.content["responses"]["7a"]["evidence"] == (
        "An invented pathway."
    )
    assert "1 of 106" in page(val_in, batch)


def test_a_corrected_name_is_looked_at_again_before_anything_comes_in(val_in, batch):
    name = field(batch, "Oldmoor.docx", "authority")
    answer = confirm(val_in, batch, **{name: "Oldmoor Council"})
    assert "Nothing has been imported yet. Check" in answer.content.decode()
    assert written() == [0, 0, 0, 0, 0]
    confirm(val_in, batch)
    assert LocalAuthority.objects.filter(name="Oldmoor Council").exists()


def test_the_round_can_be_corrected(val_in, batch):
    confirm(val_in, batch, round="", new_round="")
    rows = val_in.get(path(batch)).context["rows"]
    assert rows[0].row.problems == ["The file does not name a round. Choose one."]
    assert rows[1].row.round == "Autumn 2016"
    assert written() == [0, 0, 0, 0, 0]


def test_one_file_can_have_another_round_than_the_rest(val_in, batch):
    """Nothing is imported until the choice was shown; then each has its own round."""
    spring = make_round()
    own = {field(batch, "newmoor.json", "round"): spring.slug}
    confirm(val_in, batch, **own)
    rows = [each.row for each in val_in.get(path(batch)).context["rows"]]
    assert [row.round for row in rows[:2]] == ["Autumn 2016", spring.name]
    assert [row.round_is_new for row in rows[:2]] == [True, False]
    assert not Submission.objects.exists()
    confirm(val_in, batch)
    found = {
        each.assessment.authority.name: each.assessment.round.name
        for each in Submission.objects.all()
    }
    assert found == {"Oldmoor": "Autumn 2016", "Newmoor": spring.name}


def test_the_round_of_one_file_can_be_taken_back(val_in, batch):
    spring = make_round()
    name = field(batch, "newmoor.json", "round")
    confirm(val_in, batch, **{name: spring.slug})
    confirm(val_in, batch, **{name: ""})
    rows = [each.row for each in val_in.get(path(batch)).context["rows"]]
    assert rows[1].round == "Autumn 2016"


def test_the_round_of_one_file_must_be_one(val_in, batch):
    name = field(batch, "newmoor.json", "round")
    answer = confirm(val_in, batch, **{name: "nowhere"})
    assert answer.status_code == 422
    assert "Choose a round from the list" in answer.content.decode()


def test_one_that_fails_does_not_keep_the_others_out(val_in, batch):
    """The same authority comes in from another batch after the page was shown."""
    values = sent(val_in, batch)
    upload(val_in, ("x.json", past_json(authority={"name": "Newmoor"}, number=2)))
    other = PastBatch.objects.first()
    confirm(val_in, other)
    answer = val_in.post(path(batch), values)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "1 of 2 files imported" in text
    late = batch.files.get(name="newmoor.json")
    why = "Newmoor has submitted in Autumn 2016 already"
    assert answer.context["errors"] == [(f"file-{late.pk}", f"newmoor.json: {why}")]
    assert f"{why}." in text
    assert f'href="{path(other)}#undo"' in text
    assert f'id="id_take-{late.pk}"' not in text  # it could never be imported
    assert Submission.objects.count() == 2


def test_somebody_who_selects_nothing_is_led_to_the_first_file(val_in, batch):
    none = {
        field(batch, name, "take"): None for name in ("Oldmoor.docx", "newmoor.json")
    }
    answer = val_in.post(path(batch), sent(val_in, batch, **none))
    assert answer.status_code == 422
    first = field(batch, "Oldmoor.docx", "take")
    message = "Select at least one file to import"
    assert answer.context["errors"] == [(f"id_{first}", message)]
    assert "govuk-notification-banner" not in answer.content.decode()


def test_an_authority_is_shown_as_the_register_has_it(val_in):
    """An authority that had ended by then is not selected at first."""
    RegisterEntry.objects.create(
        code="E99999998",
        name="Oldmoor County Council",
        short_name="Oldmoor County",
        ended=date(2016, 3, 31),
    )
    RegisterEntry.objects.create(
        code="E99999999", name="Newmoor Council", short_name="Newmoor"
    )
    upload(
        val_in,
        *[
            (f"{name}.json", past_json(authority={"name": name}))
            for name in ["Oldmoor County", "Newmoor", "Midmoor"]
        ],
    )
    batch = PastBatch.objects.get()
    rows = [each.row for each in val_in.get(path(batch)).context["rows"]]
    assert [row.in_register for row in rows] == [
        "Oldmoor County Council, until 31 March 2016",
        "Newmoor Council, in the register",
        "Not in the register",
    ]
    assert (
        "existed until 31 March 2016, and this was completed later" in rows[0].notes[0]
    )
    text = page(val_in, batch)
    assert "Oldmoor County Council, until 31 March 2016" in text
    assert text.count(" checked") == 2


def test_confirming_twice_is_once(val_in, batch):
    values = sent(val_in, batch)
    val_in.post(path(batch), values)
    before = written()
    val_in.post(path(batch), values)
    assert written() == before


def test_two_files_of_one_authority_and_round_are_told_apart(val_in):
    upload(
        val_in,
        ("a.docx", past_form()),
        ("b.docx", past_form(a7={"marks": {2: "X"}})),
        ("c.docx", past_form("Newmoor", "2015", a1={"marks": {2: "X"}})),
        **NEW,
    )
    batch = PastBatch.objects.get()
    rows = [each.row for each in val_in.get(path(batch)).context["rows"]]
    assert [row.is_ready for row in rows] == [True, False, False]
    assert "“a.docx” above" in rows[1].problems[0]
    assert "a round of the 2020 edition" in rows[2].problems[0]


def test_what_is_here_already_says_where(val_in, assessment, mo):
    submission = submit(assessment, mo)
    upload(val_in, ("a.json", exported(submission)))
    batch = PastBatch.objects.get()
    assert f"This was imported before, as {submission.reference}." in page(
        val_in, batch
    )
    take = field(batch, "a.json", "take")
    assert f'name="{take}"' not in page(val_in, batch)
    assert "Check again" in page(val_in, batch)
    confirm(val_in, batch, **{take: True})
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("has_properties", [True, False])
def test_a_word_form_of_a_submission_here_says_which_and_is_not_ticked(
    val_in, assessment, mo, has_properties
):
    submission = submit(assessment, mo)
    made = word_forms.submission_form(submission.content, submission.digest, None)
    opened = Document(io.BytesIO(word_document.write(made)))
    if not has_properties:  # as another program saved it
        opened.core_properties.identifier = ""
    saved = io.BytesIO()
    opened.save(saved)
    upload(val_in, ("a.docx", saved.getvalue()), **NEW)
    batch = PastBatch.objects.get()
    text = " ".join(page(val_in, batch).split())
    day = day_in_words(submission.dated_on)
    assert (
        f"This form belongs to submission {submission.reference}, which is on this site: "
        f"Northmoor, {assessment.round}, {day}."
    ) in text
    assert "Here already" in text
    assert f'href="/submissions/{submission.reference}/"' in text
    assert " checked" not in text
    confirm(val_in, batch)
    assert Submission.objects.count() == 1
    confirm(val_in, batch, **{field(batch, "a.docx", "take"): True})
    assert Submission.objects.count() == 2


def test_a_reference_of_another_site_is_not_named(val_in, assessment, mo):
    submission = submit(assessment, mo)
    content = submission.content | {"reference": "BD-2222-2222"}
    made = word_forms.submission_form(content, submission.digest, None)
    upload(val_in, ("a.docx", word_document.write(made)), **NEW)
    text = page(val_in, PastBatch.objects.get())
    assert "Here already" not in text
    assert text.count(" checked") == 1


def test_what_was_changed_since_its_export_is_not_ticked(val_in):
    upload(val_in, ("a.json", past_json(digest="0" * 64)))
    text = page(val_in, PastBatch.objects.get())
    assert "changed after it was exported" in text
    assert " checked" not in text


def test_what_did_not_come_in_can_be_thrown_away(val_in, batch):
    off = field(batch, "newmoor.json", "take")
    confirm(val_in, batch, **{off: None})
    val_in.post(path(batch, "discard/"))
    assert [file.name for file in batch.files.all()] == ["Oldmoor.docx"]
    upload(val_in, ("a.docx", past_form("Newmoor")), **NEW)
    whole = PastBatch.objects.first()
    val_in.post(path(whole, "discard/"))
    assert list(PastBatch.objects.all()) == [batch]
    assert Submission.objects.count() == 1


def test_a_page_costs_the_same_however_many_files_it_has(
    val_in, batch, django_assert_num_queries
):
    make_authority("Oldmoor")
    files = [(f"{n}.json", past_json(authority={"name": f"A{n}"})) for n in range(8)]
    upload(val_in, *files)
    larger = PastBatch.objects.first()
    for each in (batch, larger):
        with django_assert_num_queries(14):
            page(val_in, each)


# The report


def report(client, batch):
    answer = client.get(path(batch, "report.csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert int(answer["Content-Length"]) == len(answer.content)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_report_says_what_became_of_each_file(val_in, batch):
    off = field(batch, "newmoor.json", "take")
    confirm(val_in, batch, **{off: None})
    head, *lines = report(val_in, batch)
    assert head == COLUMNS
    about = [line for line in lines if line[5] in {"Imported", "Not imported"}]
    assert [(line[0], line[5]) for line in about] == [
        ("Oldmoor.docx", "Imported"),
        ("newmoor.json", "Not imported"),
        ("photograph.png", "Not imported"),
    ]
    assert about[0][4] == Submission.objects.get().reference
    assert about[2][7] == past_submission.NEITHER


def test_the_report_has_every_word_that_was_not_placed(val_in):
    text = "word " * 900
    upload(val_in, ("a.json", past_json(weather=text, sun="=1+1")), **NEW)
    lines = report(val_in, PastBatch.objects.get())
    found = {line[6]: line[7] for line in lines if line[5] == "Could not be placed"}
    assert found == {"weather": text, "sun": "'=1+1"}


# Who may


def test_nobody_elses_files_are_read(client, mo, northmoor, val_in, monkeypatch):
    """Neither of people of an authority nor of somebody who is not signed in."""
    monkeypatch.setattr("leavingcare.files._is_sound", None)  # it would fail if asked
    answer = upload(client_of(mo), ("a.docx", past_form()), **NEW)
    assert answer.status_code == 403
    answer = upload(client, ("a.docx", past_form()), **NEW)
    assert answer.status_code == 401
    assert "the file you chose could not be kept" in answer.content.decode()
    assert not PastBatch.objects.exists()


def test_a_batch_is_everybodys_at_coram_voice_and_nobody_elses(batch, mo, oli, val):
    for person, status in ((mo, 403), (oli, 403), (val, 200)):
        client = client_of(person)
        for more in ("", "report.csv"):
            answer = client.get(path(batch, more))
            assert answer.status_code == status
            if status != 200:
                assert "Oldmoor" not in answer.content.decode()
