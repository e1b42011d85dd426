"""Word forms people download: the blank form, what is agreed so far, a submission."""

import io

import pytest
from django.urls import reverse
from docx import Document

from assessments.files.bounded.jobs import NotMade
from assessments.files.word_form.reader.form import read_form
from assessments.files.word_form.writer import forms as word_forms
from assessments.models import AuditEvent
from assessments.workflow import fill_from_form
from tests.support.builders import (
    complete,
    hand_in,
    make_group,
    open_discussions,
    rate,
    submit,
)
from tests.support.clients import client_of
from tests.support.word_editions import printed_edition

pytestmark = pytest.mark.any_database


def lines_of(data):
    document = Document(io.BytesIO(data))
    cells = [
        paragraph.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
    ]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def blank(client, edition="2020"):
    return client.get(reverse("blank_form", args=[edition, "docx"]))


# The blank form


@pytest.mark.parametrize("edition", ["2015", "2020", "2026"])
def test_the_blank_form_prints_all_of_its_edition(db, cass, edition):
    answer = blank(client_of(cass), edition)
    assert (answer.status_code, answer["Content-Type"]) == (200, word_forms.KIND)
    assert int(answer["Content-Length"]) == len(answer.content)
    said = "\n".join(lines_of(answer.content))
    printed = printed_edition(edition)
    guidance = [
        block["text_md"] for part in printed["guidance"] for block in part["blocks"]
    ]
    texts = [
        *guidance,
        *(note["text_md"] for note in printed["footnotes"]),
        *(question["question"] for question in printed["cover_questions"]),
        *(point["column_heading"] for point in printed["scale"]),
        printed["contact"],
        printed["ideas_prompt"],
        printed["scores_heading"],
    ]
    for area in printed["areas"]:
        texts += [
            area[name] for name in ("heading_printed", "prompt_md", "rating_title")
        ]
        texts += [area["evidence_prompt"], area.get("follow_up_label", "")]
        texts += [each["text_md"] for each in area["statements"]]
        texts += [each.get("footnote", "") for each in area["statements"]]
    assert [text for text in texts if plain(text) not in said] == []


def plain(text_md):
    for mark in ("*", "<u>", "</u>"):
        text_md = text_md.replace(mark, "")
    return text_md


@pytest.mark.parametrize("edition", ["2015", "2020", "2026"])
def test_the_blank_form_is_read_as_blank(db, cass, edition):
    form = read_form(blank(client_of(cass), edition).content, fill_from_form.editions())
    assert form.edition == edition
    assert not any(
        answer.ratings or answer.evidence or answer.ideas
        for answer in form.answers.values()
    )
    assert set(form.global_scores.values()) == {None}
    assert not any(form.cover.values())
    assert (form.missing, form.unplaced) == ([], [])


def test_the_blank_form_is_linked_from_its_edition(db, cass):
    page = client_of(cass).get(reverse("framework", args=["2015"])).content.decode()
    assert reverse("blank_form", args=["2015", "docx"]) in page


@pytest.mark.parametrize(("edition", "format"), [("1999", "docx"), ("2020", "exe")])
def test_there_is_no_other_blank_form(db, cass, edition, format):
    path = reverse("blank_form", args=[edition, format])
    assert client_of(cass).get(path).status_code == 404


# What is agreed so far


@pytest.fixture
def agreed(assessment, housing, mo):
    complete(assessment, mo)
    return reverse("agreed_form", args=[assessment.pk])


def test_what_is_agreed_so_far_says_that_it_is_not_submitted(agreed, assessment, mo):
    answer = client_of(mo).get(agreed)
    assert answer["Content-Disposition"] == (
        f'attachment; filename="northmoor-{assessment.round.slug}-not-submitted.docx"'
    )
    lines = lines_of(answer.content)
    assert "has not been submitted" in lines[0]
    assert "What we agreed." in lines
    event = AuditEvent.objects.get(kind="taken_agreed")
    assert (event.by, event.detail) == (mo, "")


def test_what_no_area_has_settled_is_blank(assessment, housing, mo):
    rate(housing, 4, "A secret of Housing.")
    answer = client_of(mo).get(reverse("agreed_form", args=[assessment.pk]))
    form = read_form(answer.content, fill_from_form.editions())
    assert not any(answer.ratings for answer in form.answers.values())
    assert "A secret of Housing." not in "\n".join(lines_of(answer.content))


def test_only_whom_every_area_is_open_to_may_have_it(
    agreed, assessment, housing, mo, cass, dee
):
    make_group(assessment, mo, dee, areas=[1])
    moderation = reverse("files", args=[assessment.pk])
    assert client_of(cass).get(agreed).status_code == 403  # has not handed in
    assert agreed not in client_of(cass).get(moderation).content.decode()
    hand_in(housing, cass)
    open_discussions(assessment, mo)
    assert client_of(cass).get(agreed).status_code == 200
    assert agreed in client_of(cass).get(moderation).content.decode()
    assert client_of(dee).get(agreed).status_code == 403


def test_once_submitted_it_leads_to_the_submission(agreed, assessment, mo):
    submission = submit(assessment, mo)
    answer = client_of(mo).get(agreed)
    assert answer["Location"] == reverse("submission", args=[submission.reference])
    moderation = reverse("files", args=[assessment.pk])
    assert agreed not in client_of(mo).get(moderation).content.decode()


# What cannot be made


@pytest.fixture
def broken(monkeypatch):
    def fail(*args):
        raise NotMade("It took too long.")

    monkeypatch.setattr("assessments.files.bounded.jobs.run_job", fail)


def test_whoever_asks_for_what_cannot_be_made_is_told(
    broken, agreed, assessment, housing, mo, cass
):
    offline = reverse("offline", args=[assessment.pk, housing.pk])
    answers = [
        blank(client_of(cass)),
        client_of(mo).get(agreed),
        client_of(cass).post(offline, {"areas": ["9"]}),
    ]
    for answer in answers:
        assert answer.status_code == 503
        assert "It took too long." in answer.content.decode()
    assert not AuditEvent.objects.filter(kind__startswith="taken").exists()


# A submission


def test_a_submission_is_had_as_a_word_form(assessment, mo):
    submission = submit(assessment, mo)
    path = reverse("submission_file", args=[submission.reference, "docx"])
    answer = client_of(mo).get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, word_forms.KIND)
    form = read_form(answer.content, fill_from_form.editions())
    assert {each.evidence for each in form.answers.values()} == {"What we agreed."}
    assert set(form.rationales.values()) == {"As discussed."}
    assert AuditEvent.objects.filter(kind="downloaded").count() == 1
