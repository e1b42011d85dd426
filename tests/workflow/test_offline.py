"""A form downloaded, filled in and uploaded: field by field, nothing lost."""

import io
import re

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from assessments.files.incoming import differences
from assessments.files.word_form.reader.docx_safety import UnreadableForm
from assessments.models import AuditEvent, DraftResponse, FormDownload
from assessments.workflow import fill_from_form, offline, submitting
from leavingcare.refusals import Refused
from tests.support.builders import complete, hand_in, make_assessment, make_group
from tests.support.offline_forms import Paper, response, take, write
from tests.support.word_forms import form as other_form

LONG = "word " * 1001


@pytest.fixture
def paper(housing, cass):
    write(housing, "7a", cass, 3, evidence="What we knew.", ideas="Ask again.")
    return Paper(take(housing, cass))


def shown(upload):
    """Return {key: whether it clashes}, as a page would show it."""
    return {one.key: one.is_clash for one in offline.compared(upload).differences}


def bring(upload, by, **choices):
    """Import an upload as a page opened now would; keys with "_" for "-"."""
    found = offline.compared(upload)
    return offline.import_upload(
        upload=upload,
        choices={key.replace("_", "-"): value for key, value in choices.items()},
        seen={one.key: offline.seen_of(one) for one in found.differences},
        by=by,
    )


# Downloading


def test_a_download_is_on_record_with_what_the_drafts_held(paper, housing, cass):
    download = FormDownload.objects.get()
    assert re.fullmatch(r"F(-[2-9A-Z]{4}){3}", download.reference)
    assert download.content["7a"] == {
        "answer": [3, ""],
        "evidence": "What we knew.",
        "ideas": "Ask again.",
    }
    assert download.content["7b"] == differences.BLANK
    assert download.content["scores"] == {"7": None, "9": None}
    event = AuditEvent.objects.get(kind="taken_offline")
    assert (event.by, event.detail) == (cass, "Housing, areas 7 and 9")


def test_the_form_says_whose_it_is_and_shows_nothing_of_other_groups(
    assessment, housing, mo, cass, dee
):
    others = make_group(assessment, mo, dee, areas=[7], name="Health")
    write(others, "7a", dee, 4, evidence="Nobody else may read this.")
    document = Document(io.BytesIO(take(housing, cass)))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[1:4] == [
        "Local authority: Northmoor",
        f"Round: {assessment.round.name}",
        "Working group: Housing",
    ]
    assert lines[4].startswith("Downloaded: by Cass at ")
    assert lines[5] == f"Reference: {FormDownload.objects.get().reference}"
    cells = [
        cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    ]
    assert "Nobody else" not in "\n".join(lines + cells)
    assert "Health" not in "\n".join(lines)


def test_more_than_a_form_can_carry_back_is_refused(housing, cass):
    lines = "a\n" * 2_499 + "a"  # as many as a text can have
    DraftResponse.objects.filter(draft__group=housing).update(
        evidence=lines, ideas=lines
    )
    with pytest.raises(Refused, match="Choose fewer areas"):
        take(housing, cass)
    assert not FormDownload.objects.exists()
    assert not AuditEvent.objects.filter(kind="taken_offline").exists()


def test_nothing_is_taken_once_submitted(assessment, housing, mo, cass):
    complete(assessment, mo)
    submitting.submit(assessment=assessment, by=mo)
    with pytest.raises(Refused):
        take(housing, cass)
    assert not FormDownload.objects.exists()


# Where the form differs


def test_a_form_that_comes_back_untouched_says_nothing_new(paper, housing, cass):
    upload = paper.upload(housing, cass)
    assert upload.download == FormDownload.objects.get()
    assert shown(upload) == {}
    assert upload.content["unplaced"] == []


def test_spaces_that_a_program_took_from_the_ends_of_lines_are_no_change(housing, cass):
    write(housing, "7a", cass, evidence="One  \nTwo")
    paper = Paper(take(housing, cass))
    paper.type("7a", evidence="One\nTwo")
    assert shown(paper.upload(housing, cass)) == {}


def test_an_untouched_form_changes_nothing_a_colleague_wrote(paper, housing, cass, dee):
    write(housing, "7a", dee, 1, evidence="Newer.")
    assert shown(paper.upload(housing, cass)) == {}


def test_what_only_the_form_changed_is_brought_in(paper, housing, cass):
    paper.mark("7a", 2)
    paper.type("7a", evidence="What we know now.")
    paper.mark("9b", 4)
    paper.type("9b", ideas="One\nTwo")
    paper.score(9, "6")
    upload = paper.upload(housing, cass)
    keys = ["7a-answer", "7a-evidence", "9b-answer", "9b-ideas", "9-global_score"]
    assert shown(upload) == dict.fromkeys(keys, False)
    assert [one.key for one in bring(upload, cass)] == keys
    changed, filled = response(housing, "7a"), response(housing, "9b")
    assert (changed.rating.value, changed.evidence, changed.ideas) == (
        2,
        "What we know now.",
        "Ask again.",
    )
    assert (filled.rating.value, filled.evidence, filled.ideas) == (4, "", "One\nTwo")
    assert housing.drafts.get(area__number=9).global_score == 6
    kept = [one.content["evidence"] for one in changed.revisions.all()]
    assert kept == ["What we know now.", "What we knew."]
    event = AuditEvent.objects.get(kind="imported")
    assert (event.by, event.detail) == (cass, "Housing, areas 7 and 9")


def test_what_changed_in_both_places_stays_unless_somebody_chooses(
    paper, housing, cass, dee
):
    write(housing, "7a", dee, 1, evidence="Dee's.", ideas="Dee's idea.")
    paper.mark("7a", 4)
    paper.type("7a", evidence="The form's.", ideas="The form's idea.")
    upload = paper.upload(housing, cass)
    assert shown(upload) == dict.fromkeys(
        ["7a-answer", "7a-evidence", "7a-ideas"], True
    )
    bring(upload, cass, **{"7a_evidence": "both", "7a_ideas": "form"})
    after = response(housing, "7a")
    assert (after.rating.value, after.evidence, after.ideas) == (
        1,
        "Dee's.\n\nThe form's.",
        "The form's idea.",
    )
    upload.refresh_from_db()
    assert upload.content["left_out"] == [["7a, rating", "Agree"]]
    assert "Dee's idea." in [one.content["ideas"] for one in after.revisions.all()]


def test_what_was_deleted_on_the_form_is_never_deleted_silently(paper, housing, cass):
    paper.mark("7a")
    paper.type("7a", evidence="", ideas="")
    upload = paper.upload(housing, cass)
    assert shown(upload) == dict.fromkeys(
        ["7a-answer", "7a-evidence", "7a-ideas"], True
    )
    bring(upload, cass, **{"7a_ideas": "form"})
    after = response(housing, "7a")
    assert (after.rating.value, after.evidence, after.ideas) == (3, "What we knew.", "")


def test_why_something_is_not_rated_survives_a_blank_row(housing, cass):
    write(housing, "7b", cass, not_rated_reason="outside", evidence="Not ours.")
    paper = Paper(take(housing, cass))
    paper.type("7b", ideas="Ask Health.")
    bring(paper.upload(housing, cass), cass)
    after = response(housing, "7b")
    assert (after.not_rated_reason, after.evidence, after.ideas) == (
        "outside",
        "Not ours.",
        "Ask Health.",
    )


def test_cannot_rate_unticked_on_the_form_is_for_somebody_to_choose(housing, cass):
    write(housing, "7b", cass, not_rated_reason="outside")
    paper = Paper(take(housing, cass))
    paper.tick(paper.rows["7b"][5], False)
    upload = paper.upload(housing, cass)
    assert shown(upload) == {"7b-answer": True}
    bring(upload, cass, **{"7b_answer": "form"})
    assert response(housing, "7b").not_rated_reason == ""


def test_two_marks_in_a_blank_row_are_no_rating_and_both_are_kept(paper, housing, cass):
    paper.mark("7b", 3, 2)
    upload = paper.upload(housing, cass)
    assert shown(upload) == {"7b-answer": False}
    bring(upload, cass)
    after = response(housing, "7b")
    assert (after.rating, after.not_rated_reason) == (None, "undecided")
    assert after.candidates == [3, 2]
    assert shown(paper.upload(housing, cass)) == {}


def test_two_marks_in_a_rated_row_are_for_somebody_to_choose(paper, housing, cass):
    paper.mark("7a", 3, 2)
    upload = paper.upload(housing, cass)
    assert shown(upload) == {"7a-answer": True}
    bring(upload, cass)
    assert response(housing, "7a").rating.value == 3


def test_carried_evidence_that_the_form_changed_is_carried_no_more(housing, cass):
    write(housing, "7a", cass, evidence="From before.", carried_from="Round 1, 7a")
    paper = Paper(take(housing, cass))
    paper.type("7a", evidence="Looked at again.")
    bring(paper.upload(housing, cass), cass)
    assert response(housing, "7a").carried_from == ""


def test_a_form_that_was_not_downloaded_here_fills_only_blanks(housing, cass):
    write(housing, "7a", cass, 3, evidence="What we knew.")
    [edition] = [one for one in fill_from_form.editions() if one["edition"] == "2020"]
    answers = {
        "7a": {"marks": {4: "X"}, "evidence": "Other."},
        "7b": {"marks": {4: "X"}},
    }
    areas = [area for area in edition["areas"] if area["number"] in {7, 9}]
    data = other_form(edition | {"areas": areas}, answers)
    upload = offline.read(group=housing, data=data, by=cass)
    assert upload.download is None
    assert shown(upload) == {
        "7a-answer": True,
        "7a-evidence": True,
        "7b-answer": False,
    }


def test_the_form_of_another_group_has_no_base_here(assessment, housing, mo, cass):
    others = make_group(assessment, mo, cass, areas=[7], name="Health")
    write(others, "7a", cass, evidence="Health's.")
    write(housing, "7a", cass, evidence="Housing's.")
    upload = Paper(take(others, cass)).upload(housing, cass)
    assert upload.download is None
    assert shown(upload) == {"7a-evidence": True}
    assert ["Before the areas", "Working group: Health"] in upload.content["unplaced"]


# What has no place


def test_text_that_cannot_be_kept_is_listed_whole(paper, housing, cass):
    paper.type("7b", evidence=LONG, ideas="Broken \ufdd0 text")
    upload = paper.upload(housing, cass)
    found = offline.compared(upload)
    assert found.differences == []
    assert found.unplaced == [
        ("7b, evidence, too long", LONG.strip()),
        ("7b, ideas, invalid characters", "Broken \ufdd0 text"),
    ]


def test_what_is_written_beside_the_boxes_is_listed(paper, housing, cass):
    paper.rows["7a"][0].paragraphs[0].add_run(" See what we said in May.")
    paper.document.add_paragraph("A line at the very end.")
    upload = paper.upload(housing, cass)
    assert upload.content["unplaced"] == [
        ["Below a table of area 9", "A line at the very end."],
        ["7a, beside the statement", "See what we said in May."],
    ]


def test_a_draft_handed_in_meanwhile_is_left_and_what_is_new_is_listed(
    paper, housing, cass
):
    paper.type("7a", evidence="Too late.")
    paper.mark("7b", 4)
    paper.score(7, "8")
    hand_in(housing, cass)
    upload = paper.upload(housing, cass)
    found = offline.compared(upload)
    assert (found.differences, found.unplaced) == (
        [],
        [
            ("7a, evidence, handed in", "Too late."),
            ("7b, rating, handed in", "Agree"),
            ("Area 7, score out of ten, handed in", "8"),
        ],
    )
    assert bring(upload, cass) == []
    assert response(housing, "7a").evidence == "What we knew."


def test_an_area_taken_from_the_group_meanwhile_is_listed(
    assessment, housing, mo, cass
):
    whole = make_group(assessment, mo, cass, areas=[1, 7], name="Whole")
    paper = Paper(take(whole, cass))
    paper.type("1a", evidence="Written offline.")
    paper.mark("1b", 2)
    whole.drafts.get(area__number=1).responses.all().delete()
    whole.drafts.get(area__number=1).delete()
    found = offline.compared(paper.upload(whole, cass))
    assert (found.differences, found.unplaced) == (
        [],
        [
            ("1a, evidence, not an area of this group", "Written offline."),
            ("1b, rating, not an area of this group", "Mostly disagree"),
        ],
    )


def test_a_form_of_another_edition_is_refused(northmoor, housing, mo, cass):
    other = make_group(make_assessment(northmoor, mo, "2015"), mo, cass, areas=[1])
    with pytest.raises(UnreadableForm, match="form of the 2015 edition"):
        Paper(take(other, cass)).upload(housing, cass)
    assert not housing.form_uploads.exists()


# Importing


def test_the_same_form_twice_says_nothing_new(paper, housing, cass, dee):
    write(housing, "7a", dee, evidence="Dee's.")
    paper.type("7a", evidence="The form's.")
    paper.type("7b", evidence="Filled.")
    bring(paper.upload(housing, cass), cass, **{"7a_evidence": "both"})
    assert shown(paper.upload(housing, cass)) == {}


def test_bringing_in_twice_is_bringing_in_once(paper, housing, cass):
    paper.type("7b", evidence="Filled.")
    upload = paper.upload(housing, cass)
    assert len(bring(upload, cass)) == 1
    write(housing, "7b", cass, evidence="")
    assert bring(upload, cass) is None
    assert response(housing, "7b").evidence == ""
    assert AuditEvent.objects.filter(kind="imported").count() == 1


@pytest.mark.parametrize("code", ["7a", "7b"])
def test_what_changed_since_the_page_was_shown_stops_all_of_it(
    paper, housing, cass, dee, code
):
    """7b was to be filled; 7a was untouched by the form and by colleagues alike."""
    paper.type("7b", evidence="Filled.")
    paper.type("7a", ideas="New idea.")
    upload = paper.upload(housing, cass)
    found = offline.compared(upload)
    seen = {one.key: offline.seen_of(one) for one in found.differences}
    write(housing, code, dee, evidence="Dee's.", ideas="Dee's.")
    with pytest.raises(offline.ChangedSince) as since:
        offline.import_upload(upload=upload, choices={}, seen=seen, by=cass)
    assert since.value.keys == {"7a-ideas" if code == "7a" else "7b-evidence"}
    assert response(housing, code).evidence == "Dee's."
    upload.refresh_from_db()
    assert upload.brought_in_at is None
    assert not AuditEvent.objects.filter(kind="imported").exists()


def test_nothing_is_brought_in_once_submitted(paper, assessment, housing, mo, cass):
    paper.type("7b", evidence="Filled.")
    upload = paper.upload(housing, cass)
    complete(assessment, mo)
    submitting.submit(assessment=assessment, by=mo)
    with pytest.raises(Refused, match="has been submitted"):
        bring(upload, cass)
    assert response(housing, "7b").evidence == ""


# The rule of three values, for texts and for scores

VALUES = st.sampled_from(["", "a", "b", "c"])


@given(VALUES, VALUES, VALUES)
def test_three_texts(base, now, said):
    blank = differences.BLANK
    found = differences.of_statement(
        "1a",
        base=blank | {"evidence": base},
        now=blank | {"evidence": now},
        said={"ratings": [], "evidence": said, "ideas": ""},
    )
    if said in (base, now):
        assert found == []
    else:
        [one] = found
        assert one.is_clash == (now != base or said == "")


NUMBERS = st.sampled_from([None, 0, 1, 2])


@given(NUMBERS, NUMBERS, NUMBERS)
def test_three_scores(base, now, said):
    found = differences.of_score(7, base=base, now=now, said=said)
    if said in (base, now):
        assert found == []
    else:
        [one] = found
        assert one.is_clash == (now != base or said is None)
