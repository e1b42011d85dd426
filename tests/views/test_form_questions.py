"""What a form leaves in doubt: asked about on the pages, and never brought in unasked."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.models import FormUpload, PastBatch, Submission
from tests.support.clients import client_of
from tests.support.past_files import edition_of, past_form, upload
from tests.support.word_edits import Sheet
from tests.support.word_forms import form
from tests.views.test_offline import path, send
from tests.views.test_past_imports import NEW, confirm, field, page
from tests.workflow.test_offline import Paper, response, take, write

DOUBT = {"marks": {3: "X?"}, "evidence": "An invented pathway."}


@pytest.fixture
def cass_in(cass):
    return client_of(cass)


def sent(client, group, data):
    """The address of the check page of a form just sent."""
    answer = send(client, group, data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer["Location"]


def unknown_column(areas=(7,)):
    """A form whose last rating column has a heading nobody knows."""
    edition = edition_of(areas=areas)
    codes = [s["code"] for area in edition["areas"] for s in area["statements"]]
    truth = {
        code: {"ratings": [1 if n < 2 else 3], "evidence": "", "ideas": ""}
        for n, code in enumerate(codes)
    }
    sheet = Sheet(edition, truth)
    for area in sheet.areas:
        area.column("rating", 1).heading = "Never"
    return sheet.data()


def test_a_doubtful_mark_waits_for_a_choice(cass_in, housing):
    where = sent(cass_in, housing, form(edition_of(), {"7a": DOUBT}))
    found = cass_in.get(where)
    said = found.content.decode()
    assert 'href="#questions">1 needs a decision</a>' in said
    assert "The mark is in doubt on the form itself." in said
    assert "Mostly agree: X?" in said
    assert found.context["form"].fields["7a-answer"].choices == [
        ("keep", "Leave it out"),
        ("form", "Use this"),
    ]
    seen = found.context["form"]["seen"].value()
    cass_in.post(where, {"seen": seen})
    assert response(housing, "7a").rating is None
    assert response(housing, "7a").evidence == "An invented pathway."


def test_what_is_chosen_of_a_doubt_comes_in(cass_in, housing):
    where = sent(cass_in, housing, form(edition_of(), {"7a": DOUBT}))
    seen = cass_in.get(where).context["form"]["seen"].value()
    cass_in.post(where, {"seen": seen, "7a-answer": "form"})
    assert response(housing, "7a").rating.value == 3


def test_a_mark_that_proposes_nothing_only_asks(cass_in, housing):
    where = sent(cass_in, housing, form(edition_of(), {"7a": {"marks": {3: "?"}}}))
    said = cass_in.get(where).content.decode()
    assert "Mostly agree: ?" in said
    assert "Choose on the statement’s own page." in said


@pytest.mark.parametrize(("choice", "rating"), [("keep", None), ("form", 1)])
def test_one_choice_settles_a_whole_column(cass_in, housing, choice, rating):
    where = sent(cass_in, housing, unknown_column())
    found = cass_in.get(where)
    said = found.content.decode()
    assert "The column “Never”" in said
    assert "It seems to hold the rating “Disagree”." in said
    form_shown = found.context["form"]
    assert [len(group) for group in form_shown.groups.values()] == [2]
    sent_back = {"seen": form_shown["seen"].value(), "question-0": choice}
    cass_in.post(where, sent_back)
    got = response(housing, "7a").rating
    assert (got and got.value) == rating
    assert response(housing, "7c").rating.value == 3


def test_a_doubt_never_empties_what_is_there(cass_in, housing, cass):
    write(housing, "7a", cass, 4)
    data = form(edition_of(), {"7a": {"marks": {3: "?"}}})
    where = sent(cass_in, housing, data)
    assert "7a-answer" not in cass_in.get(where).context["form"].fields


def test_rows_with_two_marks_are_counted_at_the_top(cass_in, housing):
    marks = {"marks": {3: "X", 2: "X"}}
    where = sent(cass_in, housing, form(edition_of(), {"7a": marks, "7b": marks}))
    said = cass_in.get(where).content.decode()
    assert 'href="#two-marks">2 rows with more than one mark</a>' in said
    assert "2 statements</a> will be brought in" in said


def test_cannot_rate_comes_in_as_not_known(cass_in, housing, cass):
    paper = Paper(take(housing, cass))
    paper.cannot_rate("7a")
    upload_made = paper.upload(housing, cass)
    where = path("offline_check", housing, upload_made.pk)
    seen = cass_in.get(where).context["form"]["seen"].value()
    cass_in.post(where, {"seen": seen})
    assert response(housing, "7a").not_rated_reason == "unknown"
    assert FormUpload.objects.get().content["unplaced"] == []


# Past submissions


def test_a_past_form_in_doubt_comes_in_without_it_or_not_at_all(val, read_here):
    val_in = client_of(val)
    upload(val_in, ("a.docx", past_form(a7=DOUBT, b7={"marks": {2: "X"}})), **NEW)
    batch = PastBatch.objects.get()
    said = page(val_in, batch)
    assert "1 in doubt" in said
    assert "Mostly agree: X?" in said
    take_it = {field(batch, "a.docx", "take"): True}
    answer = confirm(val_in, batch, **take_it)
    assert answer.status_code == 422
    assert "Tick ‘Leave out what is in doubt’" in answer.content.decode()
    assert not Submission.objects.exists()
    confirm(val_in, batch, **take_it, **{field(batch, "a.docx", "without"): True})
    responses = Submission.objects.get().content["responses"]
    assert responses["7a"]["rating"] is None
    assert responses["7a"]["rationale"] == "In doubt on the form."
    assert responses["7a"]["evidence"] == "An invented pathway."
    assert responses["7b"]["rating"] == 2
    [file] = batch.files.all()
    assert file.content["unplaced"][0] == [
        "7a, rating, in doubt",
        "The mark is in doubt on the form itself. Mostly agree: X?",
    ]


def test_a_past_form_says_what_it_leaves_without_a_rating(val, read_here):
    val_in = client_of(val)
    upload(val_in, ("a.docx", past_form(a7={"marks": {3: "X"}})), **NEW)
    said = page(val_in, PastBatch.objects.get())
    assert "without a rating: 1a, 1b" in said


# The commands


def run(tmp_path, data, *more):
    """What import_form prints: (out, err, its failure or None)."""
    file = tmp_path / "form.docx"
    file.write_bytes(data)
    out, err = StringIO(), StringIO()
    try:
        call_command("import_form", str(file), *more, stdout=out, stderr=err)
    except CommandError as failure:
        return out.getvalue(), err.getvalue(), str(failure)
    return out.getvalue(), err.getvalue(), None


def test_the_command_refuses_a_doubt_and_names_it(tmp_path, db):
    past = ["--authority", "Oldmoor", "--round", "r"]
    _, err, failure = run(tmp_path, past_form(a7=DOUBT), *past)
    assert "7a, rating: The mark is in doubt on the form itself." in err
    assert "--without-doubtful" in failure
    assert not Submission.objects.exists()
    out, _, failure = run(tmp_path, past_form(a7=DOUBT), *past, "--without-doubtful")
    assert failure is None
    assert "7a, rating: The mark is in doubt" in out
    assert Submission.objects.get().content["responses"]["7a"]["rating"] is None


def test_the_command_refuses_a_doubt_for_a_group_too(tmp_path, housing):
    group = ["--authority", "Northmoor", "--group", "Housing"]
    group += ["--round", housing.assessment.round.slug]
    _, err, failure = run(tmp_path, past_form(a7=DOUBT), *group)
    assert "7a, rating" in err
    assert "more than one way" in failure
    assert response(housing, "7a").evidence == ""
    out, _, _ = run(tmp_path, past_form(a7=DOUBT), *group, "--without-doubtful")
    assert "Ratings: 0. Evidence: 1. Ideas: 0. Scores: 0." in out
    assert response(housing, "7a").rating is None


def test_the_command_says_before_what_a_past_form_holds(tmp_path, db):
    data = past_form(
        a7={"marks": {3: "X"}, "evidence": "Seen."}, b7={"marks": {3: "X", 1: "X"}}
    )
    out, _, _ = run(tmp_path, data, "--authority", "Oldmoor", "--round", "r")
    lines = out.splitlines()
    assert lines[0] == (
        "Ratings: 1. Evidence: 1. Ideas: 0. Scores: 0. Rows with more than one mark: 1."
    )
    assert lines[1] == "More than one mark: 7b"
    assert lines[2].startswith("Left without a rating (")
    assert "1a, 1b" in lines[2]
    assert "7b" in lines[2]
    assert lines[3].startswith("Submission ")


def test_a_form_can_be_shown_as_it_is_read(tmp_path, db):
    file = tmp_path / "form.docx"
    file.write_bytes(past_form(a7=DOUBT))
    out = StringIO()
    call_command("read_form", str(file), stdout=out)
    said = out.getvalue()
    assert '"refused": null' in said
    assert (
        "7a, rating: The mark is in doubt on the form itself. Mostly agree: X?" in said
    )
    file.write_bytes(b"PK")
    out = StringIO()
    call_command("read_form", str(file), stdout=out)
    assert '"refused": "This file is damaged' in out.getvalue()
