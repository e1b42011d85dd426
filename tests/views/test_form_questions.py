"""Doubts in a form: the pages ask about them, and never import them unasked."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.models import FormUpload, PastBatch, Submission
from assessments.workflow import past_import_batch
from leavingcare.refusals import Refused
from tests.support.builders import hand_in
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
    """Return the URL of the check page of a form just sent."""
    answer = send(client, group, data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer["Location"]


def unknown_column(areas=(7,)):
    """Return a form whose last rating column has an unknown heading."""
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
    assert 'href="#questions"> 1 needs a decision</a>' in plain(said)
    assert "The mark is in doubt on the form itself." in said
    assert "Mostly agree: X?" in said
    assert found.context["form"].fields["7a-answer"].choices == [
        ("keep", "Leave it out"),
        ("rating-4", "Agree"),
        ("rating-3", "Mostly agree"),
        ("rating-2", "Mostly disagree"),
        ("rating-1", "Disagree"),
    ]
    seen = found.context["form"]["seen"].value()
    cass_in.post(where, {"seen": seen})
    assert response(housing, "7a").rating is None
    assert response(housing, "7a").evidence == "An invented pathway."


def test_what_is_chosen_of_a_doubt_comes_in(cass_in, housing):
    where = sent(cass_in, housing, form(edition_of(), {"7a": DOUBT}))
    seen = cass_in.get(where).context["form"]["seen"].value()
    cass_in.post(where, {"seen": seen, "7a-answer": "rating-2"})
    assert response(housing, "7a").rating.value == 2


@pytest.mark.parametrize(("choice", "rating"), [("rating-1", 1), ("keep", None)])
def test_a_mark_that_proposes_nothing_can_be_decided(cass_in, housing, choice, rating):
    where = sent(cass_in, housing, form(edition_of(), {"7a": {"marks": {3: "?"}}}))
    found = cass_in.get(where)
    assert "Mostly agree: ?" in found.content.decode()
    seen = found.context["form"]["seen"].value()
    answer = cass_in.post(where, {"seen": seen, "7a-answer": choice}, follow=True)
    got = response(housing, "7a").rating
    assert (got and got.value) == rating
    assert ("Mostly agree: ?" in answer.content.decode()) == (rating is None)


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
    found = cass_in.get(where).context["form"]
    assert "form" not in dict(found.fields["7a-answer"].choices)
    cass_in.post(where, {"seen": found["seen"].value()})
    assert response(housing, "7a").rating.value == 4


def test_a_doubt_that_suggests_what_is_there_can_be_decided(cass_in, housing, cass):
    write(housing, "7a", cass, 3)
    where = sent(cass_in, housing, form(edition_of(), {"7a": {"marks": {3: "X?"}}}))
    said = plain(cass_in.get(where).content.decode())
    assert "1 needs a decision" in said
    assert "On the site now: Mostly agree." in said
    assert "Nothing from here will be saved" not in said


def test_a_doubt_about_what_was_handed_in_is_listed_and_not_asked(
    cass_in, housing, cass
):
    hand_in(housing, cass)
    where = sent(cass_in, housing, form(edition_of(), {"7a": {"marks": {3: "?"}}}))
    said = plain(cass_in.get(where).content.decode())
    assert "7a, rating, handed in" in said
    assert "Mostly agree: ?" in said
    assert "Enter it on the page of its area" not in said


def test_a_doubt_about_an_area_the_group_does_not_have_is_listed(cass_in, housing):
    data = form(edition_of(areas=(7, 1)), {"1a": {"marks": {3: "?"}}})
    said = plain(cass_in.get(sent(cass_in, housing, data)).content.decode())
    assert "1a, rating, not an area of this group" in said
    assert "Enter it on the page of its area" not in said


def test_rows_with_two_marks_are_counted_at_the_top(cass_in, housing):
    marks = {"marks": {3: "X", 2: "X"}}
    where = sent(cass_in, housing, form(edition_of(), {"7a": marks, "7b": marks}))
    said = cass_in.get(where).content.decode()
    assert 'href="#two-marks"> 2 rows with more than one mark</a>' in plain(said)
    assert "2 changes to 2 statements</a> will be saved" in plain(said)


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


def choose(client, batch, file, **decisions):
    where = f"/past-submissions/{batch.pk}/files/{file.pk}/"
    sent = {name.replace("_", "-"): value for name, value in decisions.items()}
    return client.post(where, sent, follow=True)


@pytest.fixture
def doubtful(val, read_here):
    """Val, a batch of one form with a mark in doubt, and its file."""
    val_in = client_of(val)
    upload(val_in, ("a.docx", past_form(a7=DOUBT, b7={"marks": {2: "X"}})), **NEW)
    batch = PastBatch.objects.get()
    return val_in, batch, batch.files.get()


def test_a_past_form_in_doubt_is_not_imported_before_it_is_decided(doubtful):
    val_in, batch, file = doubtful
    assert "1 needs a decision" in plain(page(val_in, batch))
    take_it = {field(batch, "a.docx", "take"): True}
    answer = confirm(val_in, batch, **take_it)
    assert answer.status_code == 422
    assert "Decide how a.docx is read before you import it" in answer.content.decode()
    past_import_batch.import_files(batch=batch, files=[file.pk], by=batch.by)
    assert not Submission.objects.exists()


def plain(text):
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("choice", "rating", "rationale", "said"),
    [
        ("rating-3", 3, "", "Decided: Mostly agree."),
        ("rating-1", 1, "", "Decided: Disagree."),
        ("leave", None, "In doubt on the form.", "Decided: Leave it without a rating."),
    ],
)
def test_a_person_decides_how_a_doubtful_mark_is_read(
    doubtful, choice, rating, rationale, said
):
    val_in, batch, file = doubtful
    shown = val_in.get(f"/past-submissions/{batch.pk}/files/{file.pk}/")
    text = shown.content.decode()
    assert "The mark is in doubt on the form itself." in text
    assert "Mostly agree: X?" in text
    assert [each[0] for each in shown.context["form"].fields["question-0"].choices] == [
        *["rating-4", "rating-3", "rating-2", "rating-1", "leave"]
    ]
    answer = choose(val_in, batch, file, question_0=choice)
    assert "Nothing has been imported yet." in answer.content.decode()
    assert not Submission.objects.exists()
    confirm(val_in, batch, **{field(batch, "a.docx", "take"): True})
    responses = Submission.objects.get().content["responses"]
    assert (responses["7a"]["rating"], responses["7a"]["rationale"]) == (
        rating,
        rationale,
    )
    assert responses["7a"]["evidence"] == "An invented pathway."
    assert responses["7b"]["rating"] == 2
    file.refresh_from_db()
    [[where, words]] = file.content["decided"]
    assert where == "7a, rating"
    assert words.startswith("The mark is in doubt on the form itself. Mostly agree: X?")
    assert words.endswith(said)
    assert said in page(val_in, batch)


def test_a_doubt_left_out_is_listed(doubtful):
    val_in, batch, file = doubtful
    choose(val_in, batch, file, question_0="leave")
    confirm(val_in, batch, **{field(batch, "a.docx", "take"): True})
    file.refresh_from_db()
    assert file.content["unplaced"][0] == [
        "7a, rating, in doubt",
        "The mark is in doubt on the form itself. Mostly agree: X?",
    ]


@pytest.mark.parametrize("sent", [{}, {"question_0": "rating-9"}, {"question_0": "x"}])
def test_a_decision_that_is_missing_or_unknown_is_refused(doubtful, sent):
    val_in, batch, file = doubtful
    answer = choose(val_in, batch, file, **sent)
    assert answer.status_code == 422
    assert "Decide how this is read: 7a, rating" in answer.content.decode()
    file.refresh_from_db()
    assert "decisions" not in file.content


def test_one_button_leaves_out_everything_that_is_not_decided(val, read_here):
    val_in = client_of(val)
    answers = {"a7": DOUBT, "b7": {"marks": {2: "TBC"}}}
    upload(val_in, ("a.docx", past_form(**answers)), **NEW)
    batch = PastBatch.objects.get()
    file = batch.files.get()
    choose(val_in, batch, file, question_0="rating-2", leave_rest="1")
    file.refresh_from_db()
    assert file.content["decisions"] == {"0": "rating-2", "1": "leave"}
    confirm(val_in, batch, **{field(batch, "a.docx", "take"): True})
    responses = Submission.objects.get().content["responses"]
    assert [responses[code]["rating"] for code in ("7a", "7b")] == [2, None]


@pytest.mark.parametrize(("choice", "rating"), [("form", 1), ("leave", None)])
def test_one_decision_settles_a_column_of_a_past_form(val, read_here, choice, rating):
    val_in = client_of(val)
    upload(val_in, ("a.docx", unknown_column()), **NEW)
    batch = PastBatch.objects.get()
    file = batch.files.get()
    file.authority, file.completed_on = "Oldmoor", date(2016, 9, 30)
    file.save()
    text = page(val_in, batch)
    assert "1 needs a decision" in plain(text)
    where = f"/past-submissions/{batch.pk}/files/{file.pk}/"
    assert "2 answers would be read this way" in plain(
        val_in.get(where).content.decode()
    )
    choose(val_in, batch, file, question_0=choice)
    confirm(val_in, batch, **{field(batch, "a.docx", "take"): True})
    responses = Submission.objects.get().content["responses"]
    assert [responses[code]["rating"] for code in ("7a", "7b", "7c")] == [
        rating,
        rating,
        3,
    ]


def test_the_page_says_what_stays_without_a_rating_as_it_was_decided(doubtful):
    val_in, batch, file = doubtful
    for choice, count in (("rating-3", 104), ("leave", 105)):
        choose(val_in, batch, file, question_0=choice)
        text = plain(page(val_in, batch))
        assert f"{count} without a rating" in text
        [row] = val_in.get(f"/past-submissions/{batch.pk}/").context["rows"]
        [note] = [note for note in row.row.notes if "without a rating: 1" in note]
        assert ("7a" in note) == (choice == "leave")


def test_decisions_cannot_change_once_a_file_is_imported(doubtful):
    val_in, batch, file = doubtful
    choose(val_in, batch, file, question_0="leave")
    confirm(val_in, batch, **{field(batch, "a.docx", "take"): True})
    assert choose(val_in, batch, file, question_0="rating-3").status_code == 404
    with pytest.raises(Refused, match="cannot be changed"):
        past_import_batch.decide(file=file, decisions={0: "rating-3"})
    other = PastBatch.objects.create(by=batch.by, at=batch.at)
    assert choose(val_in, other, file, question_0="leave").status_code == 404


def test_a_past_form_says_what_it_leaves_without_a_rating(val, read_here):
    val_in = client_of(val)
    upload(val_in, ("a.docx", past_form(a7={"marks": {3: "X"}})), **NEW)
    text = plain(page(val_in, PastBatch.objects.get()))
    assert "without a rating: 1a, 1b" in text
    assert "105 without a rating" in text


# The commands


def run(tmp_path, data, *more):
    """Return what import_form prints: (out, err, its failure or None)."""
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
    assert "  1. 7a, rating: The mark is in doubt on the form itself." in err
    assert "--without-doubtful" in failure
    assert not Submission.objects.exists()
    out, _, failure = run(tmp_path, past_form(a7=DOUBT), *past, "--without-doubtful")
    assert failure is None
    assert "7a, rating: The mark is in doubt" in out
    assert Submission.objects.get().content["responses"]["7a"]["rating"] is None


@pytest.mark.parametrize(
    ("decision", "rating"), [("1=use", 3), ("1=4", 4), ("1=leave", None)]
)
def test_the_command_takes_a_decision(tmp_path, db, decision, rating):
    past = ["--authority", "Oldmoor", "--round", "r", "--decide", decision]
    out, _, failure = run(tmp_path, past_form(a7=DOUBT), *past)
    assert failure is None
    assert ("7a" in out.split("Left without a rating")[1]) == (rating is None)
    response = Submission.objects.get().content["responses"]["7a"]
    assert response["rating"] == rating


@pytest.mark.parametrize("decision", ["2=use", "1=9", "1", "x=use", "0=use"])
def test_the_command_refuses_a_decision_that_does_not_fit(tmp_path, db, decision):
    past = ["--authority", "Oldmoor", "--round", "r", "--decide", decision]
    _, _, failure = run(tmp_path, past_form(a7=DOUBT), *past)
    assert decision in failure
    assert not Submission.objects.exists()


def test_the_command_only_checks(tmp_path, db):
    past = ["--authority", "Oldmoor", "--round", "r", "--check"]
    out, _, failure = run(tmp_path, past_form(), *past)
    assert failure is None
    assert "Left without a rating (" in out
    assert out.splitlines()[-1] == "Nothing was imported, because of --check"
    assert not Submission.objects.exists()


def test_the_command_decides_and_checks_for_a_group_too(tmp_path, housing):
    group = ["--authority", "Northmoor", "--group", "Housing"]
    group += ["--round", housing.assessment.round.slug, "--decide", "1=use"]
    out, _, _ = run(tmp_path, past_form(a7=DOUBT), *group, "--check")
    assert "Ratings: 1. Evidence: 1." in out
    assert response(housing, "7a").rating is None
    run(tmp_path, past_form(a7=DOUBT), *group)
    assert response(housing, "7a").rating.value == 3


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
