"""The pages of working offline: a file out, a file in, and the page between."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse
from docx import Document

from assessments.files.bounded import limits
from assessments.models import AuditEvent, FormDownload, FormUpload
from assessments.workflow import offline, submitting
from tests.support.builders import (
    complete,
    hand_in,
    make_assessment,
    make_authority,
    make_group,
    submit,
)
from tests.support.clients import FormClient, client_of
from tests.support.markup import markup
from tests.support.offline_forms import Paper, response, take, write
from tests.support.word_editions import small_edition
from tests.support.word_forms import form as other_form

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def cass_in(cass):
    return client_of(cass)


def path(name, group, *more):
    return reverse(name, args=[group.assessment_id, group.pk, *more])


def send(client, group, data, **fields):
    file = SimpleUploadedFile("Our form, v2.docx", data, DOCX)
    return client.post(
        path("offline_upload", group), {"file": file, **fields}, MULTIPART_CONTENT
    )


def plain(text):
    return " ".join(text.split())


def bytes_of(paper):
    file = io.BytesIO()
    paper.document.save(file)
    return file.getvalue()


@pytest.fixture
def paper(housing, cass):
    write(housing, "7a", cass, 3, evidence="What we knew.")
    return Paper(take(housing, cass))


# Download


def test_a_download_is_a_whole_word_file_of_the_areas_chosen(cass_in, housing, cass):
    answer = cass_in.post(path("offline", housing), {"areas": ["9"]})
    assert (answer.status_code, answer["Content-Type"]) == (200, DOCX)
    assert int(answer["Content-Length"]) == len(answer.content)
    slug = f"housing-{housing.assessment.round.slug}"
    assert answer["Content-Disposition"] == f'attachment; filename="{slug}.docx"'
    document = Document(io.BytesIO(answer.content))
    areas = [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph.style.name == "Heading 2" and paragraph.text[0].isdigit()
    ]
    assert areas == ["9. Gold Standard Area: Managing day to day living"]
    download = FormDownload.objects.get()
    assert (download.by, set(download.content["scores"])) == (cass, {"9"})


@pytest.mark.parametrize("name", ["../..\\etc: \u202e\u05d0", "\u05d0\u05d1", "a" * 60])
def test_the_name_of_the_file_is_harmless(assessment, mo, cass, cass_in, name):
    group = make_group(assessment, mo, cass, areas=[9], name=name)
    answer = cass_in.post(path("offline", group), {"areas": ["9"]})
    said = answer["Content-Disposition"]
    assert said.startswith('attachment; filename="')
    assert set(said[len('attachment; filename="') : -1]) <= set(
        "abcdefghijklmnopqrstuvwxyz0123456789-."
    )


@pytest.mark.parametrize("areas", [[], ["1"], ["x"], ["9", "10"]])
def test_only_areas_of_the_group_can_be_had(cass_in, housing, areas):
    answer = cass_in.post(path("offline", housing), {"areas": areas})
    assert answer.status_code == 422
    assert "govuk-error-message" in answer.content.decode()
    assert not FormDownload.objects.exists()


def test_all_that_is_not_handed_in_is_chosen_at_first(cass_in, housing, cass):
    housing.drafts.filter(area__number=7).update(
        handed_in_at="2020-06-05T12:00Z", handed_in_by=cass
    )
    page = cass_in.get(path("offline", housing)).content.decode()
    assert page.count('type="checkbox"') == page.count(" checked") == 1
    hand_in(housing, cass)
    page = cass_in.get(path("offline", housing)).content.decode()
    assert "handed in all its areas" in page
    assert 'type="file"' not in page


def test_looking_changes_nothing(cass_in, housing):
    assert cass_in.get(path("offline", housing)).status_code == 200
    assert not FormDownload.objects.exists()
    assert not AuditEvent.objects.filter(kind="taken_offline").exists()


# Upload


def test_an_upload_leads_to_a_page_that_has_changed_nothing(cass_in, housing, paper):
    paper.type("7b", evidence="Written on the train.")
    answer = send(cass_in, housing, bytes_of(paper))
    upload = FormUpload.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == path("offline_check", housing, upload.pk)
    page = cass_in.get(answer["Location"]).content.decode()
    assert "Written on the train." in page
    assert "Save 1 change" in plain(page)
    assert response(housing, "7b").evidence == ""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "This file is empty"),
        (b"plain text", "This is not a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "an older kind of Word document"),
        (b"PK\x03\x04 cut off", "damaged or not complete"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(
    cass_in, housing, data, message
):
    answer = send(cass_in, housing, data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert page.count("govuk-error-message") == 1
    assert not FormUpload.objects.exists()


def test_a_form_of_no_edition_is_refused(cass_in, housing):
    answer = send(cass_in, housing, other_form(small_edition()))
    assert answer.status_code == 422
    assert "not a Baker &amp; Dixon form" in answer.content.decode()


def test_no_file_is_no_upload(cass_in, housing):
    for answer in (
        cass_in.post(path("offline_upload", housing), {"file": "typed"}),
        cass_in.post(path("offline_upload", housing)),
        cass_in.post(path("offline_upload", housing), {"x": "1"}, MULTIPART_CONTENT),
    ):
        assert answer.status_code == 422
        assert "Choose the Word form you filled in" in answer.content.decode()


def test_a_file_that_takes_too_long_is_refused(cass_in, housing, paper, monkeypatch):
    monkeypatch.setattr(limits, "READING", limits.READING._replace(seconds=0))
    answer = send(cass_in, housing, bytes_of(paper))
    assert answer.status_code == 422
    assert "takes too long to read" in answer.content.decode()
    assert not FormUpload.objects.exists()


def test_a_file_must_wait_while_others_are_read(cass_in, housing, paper, monkeypatch):
    monkeypatch.setattr(limits, "READING", limits.READING._replace(at_once=0))
    monkeypatch.setattr("assessments.files.incoming.isolated.WAIT", 0)
    answer = send(cass_in, housing, bytes_of(paper))
    assert answer.status_code == 422
    assert "Send it again in a few seconds" in answer.content.decode()


def test_more_text_than_any_form_holds_is_refused(cass_in, housing, paper):
    words = " ".join(str(number) for number in range(800_000))
    paper.document.add_paragraph(words)
    answer = send(cass_in, housing, bytes_of(paper))
    assert answer.status_code == 422
    assert "far more than a form could hold" in answer.content.decode()
    assert not FormUpload.objects.exists()


def test_a_large_upload_is_refused_before_it_is_read(cass_in, housing):
    answer = send(cass_in, housing, b"PK" + bytes(5 * 1024 * 1024))
    assert answer.status_code == 413
    assert "up to 5 MB" in answer.content.decode()


def test_somebody_signed_out_must_choose_the_file_again(housing, paper):
    answer = send(FormClient(), housing, bytes_of(paper))
    assert answer.status_code == 401
    page = answer.content.decode()
    assert "choose the file again" in page
    assert "Send again" not in page


def test_an_upload_after_submitting_is_refused(cass_in, assessment, housing, mo, paper):
    complete(assessment, mo)
    submitting.submit(assessment=assessment, by=mo)
    answer = send(cass_in, housing, bytes_of(paper))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "has been submitted" in page
    assert not FormUpload.objects.exists()


# The page between


@pytest.fixture
def clashing(paper, housing, cass, dee):
    """An upload with one answer to import, one clash and one line with no place."""
    write(housing, "7a", dee, evidence="Dee's <b>text</b>.")
    paper.type("7a", evidence="The form's text.")
    paper.type("7b", evidence="Filled.")
    paper.document.add_paragraph("No place for <i>this</i>.")
    return paper.upload(housing, cass)


def check_page(client, housing, upload):
    return client.get(path("offline_check", housing, upload.pk))


def seen_in(answer):
    return answer.context["form"]["seen"].value()


def test_a_clash_stands_side_by_side_with_who_and_when(cass_in, housing, clashing):
    page = check_page(cass_in, housing, clashing).content.decode()
    assert "Dee&#x27;s &lt;b&gt;text&lt;/b&gt;." in page
    assert "The form&#x27;s text." in page
    assert "last changed by <bdi>Dee</bdi>" in plain(page)
    assert "No place for &lt;i&gt;this&lt;/i&gt;." in page
    assert page.count('type="radio"') == 3
    assert plain(page).count(' value="keep" checked') == 1


def test_the_submission_of_another_authority_is_named(cass_in, housing, mo, val):
    there = make_assessment(make_authority("Eastvale"), mo)
    submission = submit(there, mo)
    file = client_of(val).get(f"/submissions/{submission.reference}.docx")
    answer = send(cass_in, housing, file.content)
    page = markup(cass_in.get(answer["Location"]))
    said = f"names <strong><bdi>Eastvale</bdi>, <bdi>{submission.reference}</bdi>"
    assert said in page


def test_two_marks_in_a_row_say_what_they_would_become(cass_in, housing, cass, paper):
    paper.mark("7a", 3, 2)
    page = check_page(cass_in, housing, paper.upload(housing, cass)).content.decode()
    assert "two marks in one row" in page
    assert "Mostly agree and Mostly disagree" in page
    assert "Use what is on the form: “We could not agree on one rating”" in page
    assert page.count('type="radio"') == 2


def test_a_page_costs_the_same_however_much_has_changed(
    cass_in, housing, clashing, cass, paper, django_assert_num_queries
):
    for code in ("7c", "7d", "9a", "9b"):
        paper.type(code, evidence="More.", ideas="More.")
    larger = paper.upload(housing, cass)
    check_page(cass_in, housing, clashing)
    for upload in (clashing, larger):
        with django_assert_num_queries(9):
            check_page(cass_in, housing, upload)


def test_what_is_chosen_is_brought_in_and_the_rest_stays_to_be_read(
    cass_in, housing, clashing
):
    where = path("offline_check", housing, clashing.pk)
    seen = seen_in(cass_in.get(where))
    answer = cass_in.post(where, {"seen": seen}, follow=True)
    assert answer.redirect_chain == [(where, 302)]
    page = answer.content.decode()
    assert "1 change saved" in page
    assert "Not changed" in page
    assert "The form&#x27;s text." in page
    assert "No place for" in page
    assert f'href="{path("group", housing)}"' in page
    assert response(housing, "7a").evidence == "Dee's <b>text</b>."
    assert response(housing, "7b").evidence == "Filled."
    again = cass_in.post(where, {"seen": seen}, follow=True)
    assert "was imported before" in again.content.decode()
    assert "notification-banner--success" not in again.content.decode()


def test_what_changed_since_comes_back_with_the_other_choices_kept(
    cass_in, housing, clashing, dee
):
    where = path("offline_check", housing, clashing.pk)
    sent = {"seen": seen_in(cass_in.get(where)), "7a-evidence": "both"}
    write(housing, "7b", dee, evidence="Dee was here.")
    answer = cass_in.post(where, sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Nothing has been saved yet" in page
    assert "Dee was here." in page
    assert plain(page).count(' value="both" checked') == 1
    assert response(housing, "7a").evidence == "Dee's <b>text</b>."
    again = cass_in.post(where, {**sent, "seen": seen_in(answer)})
    assert again.status_code == 302
    assert response(housing, "7a").evidence == "Dee's <b>text</b>.\n\nThe form's text."
    assert response(housing, "7b").evidence == "Dee was here."


@pytest.mark.parametrize("seen", ["", "nonsense", "7a-evidence:0", "\x00", ":::"])
def test_a_page_that_never_was_brings_nothing_in(cass_in, housing, clashing, seen):
    where = path("offline_check", housing, clashing.pk)
    answer = cass_in.post(where, {"seen": seen, "7a-evidence": "form"})
    assert answer.status_code in {409, 422}
    assert response(housing, "7a").evidence == "Dee's <b>text</b>."
    assert response(housing, "7b").evidence == ""


@pytest.mark.parametrize("choice", ["all", ["form", "keep"]])
def test_a_choice_that_is_none_is_refused(cass_in, housing, clashing, choice):
    where = path("offline_check", housing, clashing.pk)
    sent = {"seen": seen_in(cass_in.get(where)), "7a-evidence": choice}
    answer = cass_in.post(where, sent)
    assert answer.status_code == 422
    assert "Choose one of these" in answer.content.decode()
    assert response(housing, "7b").evidence == ""


def test_both_texts_are_no_choice_where_they_do_not_fit(
    cass_in, housing, paper, cass, dee
):
    write(housing, "7a", dee, evidence="d" * 2600)
    paper.type("7a", evidence="f" * 2600)
    upload = paper.upload(housing, cass)
    page = check_page(cass_in, housing, upload).content.decode()
    assert page.count('type="radio"') == 2
    assert 'value="both"' not in page


def test_the_page_is_kept_when_the_assessment_is_submitted_meanwhile(
    cass_in, assessment, housing, clashing, mo
):
    where = path("offline_check", housing, clashing.pk)
    sent = {"seen": seen_in(cass_in.get(where)), "7a-evidence": "both"}
    complete(assessment, mo)
    submitting.submit(assessment=assessment, by=mo)
    answer = cass_in.post(where, sent)
    assert answer.status_code == 409
    assert "has been submitted" in answer.content.decode()
    assert response(housing, "7b").evidence == ""
    assert "can no longer save these changes" in cass_in.get(where).content.decode()


def test_a_form_with_nothing_new_says_so(cass_in, housing, paper, cass):
    upload = paper.upload(housing, cass)
    page = check_page(cass_in, housing, upload).content.decode()
    assert "Nothing new" in page
    assert 'method="post" action="/assessments' not in page


def test_an_upload_is_seen_within_its_group_alone(
    assessment, housing, clashing, mo, cass, dee
):
    """Not by the moderator, and not through another group of one's own."""
    others = make_group(assessment, mo, cass, dee, areas=[1], name="Health")
    for person, group, status in [
        (mo, housing, 403),
        (dee, housing, 403),
        (cass, others, 404),
        (dee, others, 404),
    ]:
        answer = check_page(client_of(person), group, clashing)
        assert answer.status_code == status
        assert "Filled." not in answer.content.decode()


def test_a_member_who_left_the_group_sees_it_no_more(housing, clashing, cass):
    housing.members.remove(cass)
    assert check_page(client_of(cass), housing, clashing).status_code == 403
    assert offline.compared(clashing).differences
