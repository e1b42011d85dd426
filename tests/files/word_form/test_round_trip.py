"""A submission as a Word form: nothing is missing, and it is read back unchanged."""

import io
import subprocess
import sys
from itertools import chain

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.files.word_form import printed_text
from assessments.files.word_form.reader.appendix import Annex, heads
from assessments.files.word_form.reader.form import read_form
from assessments.files.word_form.writer import document as word_document
from assessments.files.word_form.writer import forms as word_forms
from assessments.submission import snapshot, supplements
from assessments.submission.shown.content import NOT_RETURNED
from assessments.submission.shown.wording import date_words, time_words
from assessments.workflow import (
    fill_from_form,
    offline,
    past_import,
    past_import_reading,
)
from frameworks.models import Framework
from leavingcare.text import clean_text
from tests.support import documents
from tests.support.hard_texts import texts as other_texts
from tests.support.word_editions import no_ideas_edition, printed_edition, small_edition

DIGEST = "0f" * 32
EDITIONS = [
    small_edition(),
    no_ideas_edition(),
    *map(printed_edition, ["2015", "2020", "2026"]),
]
each_edition = pytest.mark.parametrize(
    "edition", EDITIONS, ids=lambda edition: edition["edition"]
)
CHANGE = {
    "from": {"outcome": "agreed", "rating": 3, "candidates": []},
    "to": {"outcome": "agreed", "rating": 2, "candidates": []},
    "why": "The board knows of tents.",
    "by": "Ann Approver",
    "at": "2020-06-11T10:30:00+01:00",
}
RATINGS = [
    {"group": "Kite makers", "first": 3, "reason": "", "second": 2},
    {"group": "String testers", "first": None, "reason": "Too windy.", "second": None},
]
BESIDE = {
    "young_people_scores": {
        "1": {
            "score": 0,
            "how_gathered": "A walk by the river.\nTen came.",
            "pick": "worst",
        },
        "2": {"score": None, "how_gathered": "Nobody came."},
    },
    "young_people": {
        "how_gathered": "An evening\nby the fire.",
        "how_many": 10,
        "gathered_on": "2020-05-01",
        "gathered_by": "A youth worker",
        "findings": {
            "2": [
                {
                    "text": "+ The flats\nare cold.",
                    "asked": 40,
                    "answered": 0,
                    "source": "A poll",
                },
                {"text": "Some moved.", "asked": None, "answered": None, "source": ""},
            ]
        },
    },
    "action_plan": [
        {
            "area": 1,
            "code": "1a",
            "idea": "- Tea for all\nand cake",
            "text": "- Tea for all\nand cake",
            "owner": "Head of tea",
            "due_on": "2021-03-01",
            "state": "under_way",
            "note": "=The kettle is on.",
            "measure": "- Nine in ten\nhad tea.",
        },
        {
            "area": 2,
            "code": "2a",
            "idea": "An idea",
            "text": "Another text",
            "owner": "",
            "due_on": None,
            "state": "not_yet",
            "note": "",
        },
        {
            "area": 2,
            "code": "",
            "idea": "",
            "text": "Heat the flats",
            "owner": "",
            "due_on": None,
            "state": "done",
            "note": "",
        },
        {
            "area": None,
            "code": "",
            "idea": "",
            "text": "Celebrate",
            "owner": "",
            "due_on": None,
            "state": "done",
            "note": "",
        },
    ],
    "follow_up": {
        "completed_on": "2021-01-05",
        "areas": {
            "1": {
                "stage_one": 7,
                "stage_two": 10,
                "what_helped": "=Tea",
                "barriers": "",
                "next_steps": "1. More tea\n\n2. Cake",
            },
            "2": {
                "stage_one": None,
                "stage_two": 4,
                "what_helped": "",
                "barriers": "Rain",
                "next_steps": "",
            },
        },
        "ideas": {"1a": "under_way", "2a": "not_yet"},
    },
}


def written(content, beside=None):
    return word_document.write(word_forms.submission_form(content, DIGEST, beside))


def text_of(data):
    """Return all text of a Word file, its margins too, lines joined by spaces."""
    document = Document(io.BytesIO(data))
    section = document.sections[0]
    parts = [document.element, section.header._element, section.footer._element]
    return " ".join(
        "".join(
            {"t": node.text or "", "tab": "\t", "br": "\n"}.get(
                node.tag.split("}")[1], ""
            )
            for node in paragraph.iter()
        )
        for part in parts
        for paragraph in part.iter(qn("w:p"))
    )


def full_document(edition):
    """Return a document of an edition with everything filled in."""
    codes = [each["code"] for area in edition["areas"] for each in area["statements"]]
    kinds = [
        {"outcome": "agreed", "rating": 4},
        {
            "outcome": "not_agreed",
            "candidates": [3, 2],
            "rationale": "Two views of {}.",
        },
        {"outcome": "not_rated", "rationale": "Nobody knows {}."},
        {"outcome": "agreed", "rating": 1, "rationale": "As discussed for {}."},
    ]
    responses = {}
    for place, code in enumerate(codes):
        response = documents.response(
            evidence=f"Evidence of {code}.\n\n\tMore of it.", ratings=RATINGS
        )
        if edition["ideas_prompt"]:
            response["ideas"] = f"+ An idea for {code}"
        response |= kinds[place % len(kinds)]
        response["rationale"] = response["rationale"].format(code)
        responses[code] = response | {"changes": [], "dissents": []}
    responses[codes[-1]] |= {
        "changes": [CHANGE],
        "dissents": [{"group": "Kite makers", "text": "We still see\ntents."}],
    }
    numbers = [str(area["number"]) for area in edition["areas"]]
    return {
        "reference": "BD-2222-3333",
        "number": 2,
        "submitted_at": "2020-06-12T14:02:00+01:00",
        "submitted_by": "Mo Moderator",
        "reopened_because": "Area 2 was\nabout the wrong pond.",
        "edition": edition["edition"],
        "framework": edition,
        "authority": {"name": "Northmoor"},
        "round": {"slug": "spring", "name": "Spring & Co"},
        "cover": {
            "completed_on": "2020-06-05",
            "how_completed": "Name: nobody's.\nBy meeting.",
            "who_was_involved": "Many people,\n\nall of them <kind>.",
            "lead_name": "Lee Lead",
            "lead_job_title": "Service manager",
            "lead_email": "lee@example.org",
        },
        "responses": responses,
        "global_scores": {
            number: place % 12 if place % 12 <= 10 else None
            for place, number in enumerate(numbers)
        },
        "global_score_notes": {number: f"A note on {number}." for number in numbers},
        "sign_off": {
            "asked_by": "Mo Moderator",
            "asked_at": "2020-06-10T09:00:00+01:00",
            "approved_by": "Ann Approver",
            "approved_at": "2020-06-11T10:31:00+01:00",
            "changed_since": "the score of area 1",
        },
    }


def answers_of(content):
    """Return {code: (ratings marked, evidence, ideas, reason)} as a form has them."""
    return {
        code: (
            response["candidates"] or [response["rating"]] * bool(response["rating"]),
            response["evidence"],
            response["ideas"],
            response["rationale"],
        )
        for code, response in content["responses"].items()
    }


def answers_read(form):
    return {
        code: (
            answer.ratings,
            answer.evidence,
            answer.ideas,
            form.rationales.get(code, ""),
        )
        for code, answer in form.answers.items()
    }


def assert_read_back(content, form):
    assert answers_read(form) == answers_of(content)
    numbers = form.global_scores
    assert {str(number): score for number, score in numbers.items()} == content[
        "global_scores"
    ]
    notes = content["global_score_notes"].items()
    assert form.score_notes == {int(number): note for number, note in notes if note}
    assert form.missing == []


# Nothing is lost


@each_edition
def test_all_of_a_submission_is_read_back(edition):
    content = full_document(edition)
    form = read_form(written(content, BESIDE), EDITIONS)
    assert form.edition == edition["edition"]
    assert_read_back(content, form)
    assert form.cover == content["cover"] | {"authority": "Northmoor"}
    unfinished = {"follow_up": BESIDE["follow_up"] | {"returned": None}}
    assert form.beside == BESIDE | unfinished


@each_edition
def test_only_what_has_no_place_is_listed(edition):
    content = full_document(edition)
    last = list(content["responses"])[-1]
    known = [one | {"guidance": one.get("guidance", [])} for one in EDITIONS]
    unplaced = dict(read_form(written(content), known).unplaced)
    said = {where: text for where, text in unplaced.items() if "rated" not in where}
    assert said == {
        "Before the areas": "Changed since it was approved: the score of area 1",
        f"{last}, not shared by Kite makers": "We still see\ntents.",
        f"{last}, changed by the approver, Ann Approver, 10:30am on 11 June 2020": (
            f"{label(edition, 3)} → {label(edition, 2)}: The board knows of tents."
        ),
    }


def label(edition, value):
    [found] = [each["label"] for each in edition["scale"] if each["value"] == value]
    return found


@each_edition
def test_every_word_of_the_document_is_in_the_file(edition):
    content = full_document(edition)
    said = text_of(written(content, BESIDE))
    cover = content["cover"]
    texts = [
        *(value for key, value in cover.items() if key != "completed_on"),
        date_words(cover["completed_on"]),
        date_words(BESIDE["follow_up"]["completed_on"]),
        *chain.from_iterable(
            response[name].split("\n")
            for response in content["responses"].values()
            for name in ("evidence", "ideas", "rationale")
        ),
        *content["global_score_notes"].values(),
        *map(time_words, [CHANGE["at"], content["submitted_at"]]),
        *(content["sign_off"][name] for name in ("approved_by", "asked_by")),
        *map(
            time_words,
            (content["sign_off"][f"{name}_at"] for name in ("asked", "approved")),
        ),
        *("Northmoor", "Spring & Co", "BD-2222-3333", DIGEST, "Mo Moderator"),
        *("Kite makers", "String testers", "Too windy", "tents.", "=Tea", "Rain"),
        *("A walk by the river.", "Nobody came.", "2. Cake", "Under way"),
        *("One of the three worst", "An evening", "by the fire.", "A youth worker"),
        *(
            "1 May 2020",
            "are cold.",
            "A poll",
            "Some moved.",
            "Tea for all",
            "and cake",
        ),
        *("Head of tea", "1 March 2021", "=The kettle is on.", "Heat the flats"),
    ]
    missing = [line for text in texts for line in text.split("\n") if line not in said]
    assert missing == []


SOME = [
    "=1+1",
    "@SUM(A1)",
    "-\t+",
    "  a  \n\n\n  b  ",
    "\u05d0\u05d1\u05d2: 7a (\u05d3)",
    "a\u0301" * 50,
    "7a. " * 20,
    *chain(
        *(
            heads
            for heads in (
                printed_text.REASONS,
                printed_text.NOTES,
                printed_text.FOLLOW_UPS,
            )
        )
    ),
    printed_text.ANNEX,
    *printed_text.NOT_RATED,
    "Follow-up completed on 5 January 2021",
]


@st.composite
def drawn(draw, edition):
    """Draw any texts for one area's responses and its note, and for the cover sheet."""
    texts = other_texts(edition) | st.sampled_from(SOME).map(clean_text)
    few = st.sampled_from(draw(st.lists(texts, min_size=1, max_size=8)))
    values = [point["value"] for point in edition["scale"]]
    area = draw(st.sampled_from(edition["areas"]))
    responses = {}
    for statement in area["statements"]:
        kind = draw(st.sampled_from(["agreed", "not_agreed", "not_rated"]))
        responses[statement["code"]] = {
            "outcome": kind,
            "rating": draw(st.sampled_from(values)) if kind == "agreed" else None,
            "candidates": sorted(values[:2], reverse=True) * (kind == "not_agreed"),
            "evidence": draw(few),
            "ideas": draw(few) if edition["ideas_prompt"] else "",
            "rationale": draw(few),
            "dissents": [{"group": "Kite makers", "text": draw(few)}],
        }
    cover = {name: draw(few) for name in ("how_completed", "who_was_involved")}
    return responses, cover, {str(area["number"]): draw(few)}


@each_edition
@pytest.mark.parametrize("answer", [")", ":", ": two", "?", "...", "… three", "“four”"])
def test_signs_that_may_end_a_question_are_answers_too(edition, answer):
    content = full_document(edition)
    content["cover"] |= {"how_completed": answer, "who_was_involved": answer}
    cover = read_form(written(content), EDITIONS).cover
    asked = {question["key"] for question in edition["cover_questions"]}
    for name in asked & {"how_completed", "who_was_involved"}:
        assert cover[name] == answer


@each_edition
def test_any_text_comes_back_as_it_was(edition):
    @settings(max_examples=15, deadline=None)
    @given(drawn(edition))
    def check(made):
        responses, cover, notes = made
        content = full_document(edition)
        for code, response in responses.items():
            content["responses"][code] |= response
        content["cover"] |= cover
        content["global_score_notes"] |= notes
        form = read_form(written(content), EDITIONS)
        assert_read_back(content, form)
        asked = {question["key"] for question in edition["cover_questions"]}
        for name in asked & set(cover):
            assert form.cover[name] == cover[name]

    check()


def past_submission(data, name="Eastvale"):
    form = read_form(data, fill_from_form.editions())
    found = past_import_reading.of_word(form)
    return past_import.import_submission(
        found=found, authority=name, slug="old", by=None
    )


@pytest.mark.parametrize("edition", ["2015", "2020", "2026"])
def test_a_submission_made_of_our_own_file_says_the_same(db, edition):
    framework = Framework.objects.get(edition=edition)
    content = full_document(snapshot.framework_document(framework))
    submission, _ = past_submission(written(content, BESIDE))
    again = submission.content
    for name in ("cover", "global_scores", "global_score_notes", "framework"):
        assert again[name] == content[name]
    kept = ("outcome", "rating", "candidates", "evidence", "ideas", "rationale")
    assert {code: only(kept, each) for code, each in again["responses"].items()} == {
        code: only(kept, each) for code, each in content["responses"].items()
    }
    found = supplements.of(submission.assessment)
    for name in ("young_people_scores", "young_people", "action_plan"):
        assert found[name] == BESIDE[name]
    assert found["follow_up"]["ideas"] == BESIDE["follow_up"]["ideas"]
    said = found["follow_up"]["areas"]["2"]
    assert (said["stage_two"], said["barriers"]) == (4, "Rain")


def only(names, response):
    return {name: response[name] for name in names}


def test_a_second_word_form_is_the_same_as_the_first(db):
    framework = Framework.objects.get(edition="2020")
    content = full_document(snapshot.framework_document(framework))
    first, _ = past_submission(written(content))
    second, _ = past_submission(written(first.content), "Westvale")
    apart = ("responses", "cover", "global_scores", "global_score_notes")
    assert only(apart, second.content) == only(apart, first.content)


def test_a_group_can_bring_in_a_submission_s_form_and_sees_what_has_no_place(
    db, housing, cass
):
    framework = housing.assessment.round.framework
    content = full_document(snapshot.framework_document(framework))
    upload = offline.read(group=housing, data=written(content), by=cass)
    found = offline.compared(upload)
    assert "7a-evidence" in {one.key for one in found.differences}
    reasons = [row for row in found.unplaced if row[0] == "7b, reason"]
    assert reasons == [("7b, reason", content["responses"]["7b"]["rationale"])]


def test_young_people_s_scores_have_every_area_and_no_empty_column():
    beside = {"young_people_scores": {"2": {"score": 4, "how_gathered": ""}}}
    data = written(documents.document(), {"follow_up": {}} | beside)
    [scores] = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Document(io.BytesIO(data)).tables
        if table.rows[0].cells[-1].text == printed_text.YOUNG_PEOPLES[-1]
    ]
    assert scores == [
        [*printed_text.YOUNG_PEOPLES],
        ["2. Score of being housed", "4"],
        ["1. Score of being heard", "not given"],
    ]
    paragraphs = [each.text for each in Document(io.BytesIO(data)).paragraphs]
    assert printed_text.YOUNG_PEOPLE_ORDER in paragraphs
    form = read_form(data, [documents.document()["framework"]])
    assert form.beside["young_people_scores"] == beside["young_people_scores"]


RETURNED = {
    "reference": "FU-2222-3333",
    "number": 1,
    "submitted_at": "2021-01-06T10:00:00+00:00",
    "submitted_by": "Mo",
    "on_paper": False,
    "digest": DIGEST,
}
SUBMITTED = "Submitted at 10am on 6 January 2021 by Mo. Reference FU-2222-3333."
LATER = (
    "The submission has no global score for area 2: its stage 1 score was given later."
)


@pytest.mark.parametrize(
    ("day", "returned", "score", "said", "listed"),
    [
        (
            None,
            None,
            None,
            ["No date of completion is given.", NOT_RETURNED],
            [],
        ),
        (
            "2021-01-05",
            RETURNED,
            3,
            ["Follow-up completed on 5 January 2021.", SUBMITTED, LATER],
            [("Follow-up", SUBMITTED)],
        ),
    ],
)
def test_a_follow_up_says_when_it_was_completed_and_submitted(
    day, returned, score, said, listed
):
    areas = {"2": BESIDE["follow_up"]["areas"]["2"] | {"stage_one": score}}
    later = {"completed_on": day, "areas": areas, "ideas": {}}
    more = {"returned": returned} if returned else {}
    beside = {"young_people_scores": {}, "follow_up": later | more}
    data = written(documents.document(), beside)
    paragraphs = [each.text for each in Document(io.BytesIO(data)).paragraphs]
    place = paragraphs.index(printed_text.FOLLOW_UP)
    following = paragraphs[place + 1 :][: len(said) + 1]
    assert following == [printed_text.BESIDE_SAYS, *said]
    form = read_form(data, [documents.document()["framework"]])
    unfinished = {} if returned else {"returned": None}
    assert form.beside["follow_up"] == later | unfinished
    without = read_form(written(documents.document()), [documents.framework()])
    assert [each for each in form.unplaced if each not in without.unplaced] == listed


def test_the_date_that_earlier_forms_gave_without_a_full_stop_is_read():
    document = Document(io.BytesIO(written(documents.document(), BESIDE)))
    [day] = [p for p in document.paragraphs if p.text.startswith("Follow-up completed")]
    day.text = "Follow-up completed on 5 January 2021"
    out = io.BytesIO()
    document.save(out)
    form = read_form(out.getvalue(), [documents.framework()])
    assert form.beside["follow_up"]["completed_on"] == "2021-01-05"


def test_the_heading_that_earlier_forms_had_over_findings_is_ours_too():
    finding = {"text": "Rooms are cold.", "asked": 9, "answered": 4, "source": "Forum"}
    beside = {"young_people_scores": {}, "young_people": {"findings": {"2": [finding]}}}
    made = written(documents.document(), {"follow_up": {}} | beside)
    document = Document(io.BytesIO(made))
    [heading] = [p for p in document.paragraphs if p.text == "What young people said"]
    editions = [documents.document()["framework"]]
    found = []
    for text in (heading.text, "What young people said in a survey", "Whatever else"):
        heading.text = text
        out = io.BytesIO()
        document.save(out)
        form = read_form(out.getvalue(), editions)
        assert form.beside["young_people"] == beside["young_people"]
        found.append(form.unplaced)
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize("measure", ["", "All had tea."])
def test_a_plan_has_a_column_of_measures_if_it_has_any(measure):
    """Without one it is the table of earlier forms, which is read as ever."""
    action = BESIDE["action_plan"][1] | ({"measure": measure} if measure else {})
    beside = {"young_people_scores": {}, "follow_up": {}, "action_plan": [action]}
    data = written(documents.document(), beside)
    columns = printed_text.MEASURED_PLANS if measure else printed_text.PLANS
    [row] = [
        [cell.text for cell in table.rows[1].cells]
        for table in Document(io.BytesIO(data)).tables
        if [cell.text for cell in table.rows[0].cells] == [*columns]
    ]
    assert ("All had tea." in row) == bool(measure)
    form = read_form(data, [documents.document()["framework"]])
    assert form.beside["action_plan"] == [action]


def test_what_was_typed_into_our_sections_and_cannot_be_is_listed():
    """A count in words, a state that there is not, a pick of nobody."""
    annex = Annex(documents.document()["framework"])
    rows = [
        (printed_text.FINDINGS, ["1. Heard", "They said.", "many", "", ""]),
        (printed_text.GATHEREDS, ["Young people who took part", "a few"]),
        (printed_text.GATHEREDS, ["Weather", "Rain"]),
        (printed_text.PLANS, ["1a", "Do it", "", "", "", "Perhaps", ""]),
        (printed_text.PLANS, ["1a", "Do it", "", "", "soon", "Done", ""]),
        (printed_text.MEASURED_PLANS, ["1a", "Do it", "", "", "All.", "", "Done", ""]),
        ((*printed_text.YOUNG_PEOPLES, printed_text.PICK), ["1. Heard", "4", "So so"]),
    ]
    for columns, row in rows:
        assert not annex.readers[heads(columns)](row)
    assert not any(annex.beside.values())


# The place of each text


def rows_of(data):
    """Return {first cell: the others} of all tables of a Word file."""
    return {
        row.cells[0].text: [cell.text for cell in row.cells[1:]]
        for table in Document(io.BytesIO(data)).tables
        for row in table.rows
    }


def test_ratings_are_marked_as_people_mark_them():
    rows = rows_of(written(documents.document()))
    assert rows["a. We listen"] == ["X", "", "", "", "A panel.", "Another panel."]
    assert rows["a. We house"][:4] == ["", "X", "X", ""]
    assert (
        rows["b. We ask"][:4] == [printed_text.NO_RATING] * 4
    )  # one cell across all four


def test_reasons_and_notes_stand_behind_the_form():
    rows = rows_of(written(documents.document()))
    assert rows["1b We act"] == ["Mostly disagree", "Because of some.", ""]
    assert rows["2b We ask"] == ["Not rated", "Nobody knows.", ""]
    assert rows["2a We house"][:2] == [
        "Could not agree: Mostly agree or Mostly disagree",
        "Two views.",
    ]
    assert rows["1. Score of being heard"] == ["After a long talk."]


@pytest.mark.parametrize("reason", ["", printed_text.NOT_ON_FORM])
def test_what_needs_no_explanation_is_left_out_and_not_pointed_to(reason):
    both = [
        {"group": name, "first": 4, "reason": "", "second": None}
        for name in ("Kite makers", "String testers")
    ]
    same = documents.response(rating=4, ratings=both)
    close = documents.response(rating=3, ratings=both)
    blank = documents.response("not_rated", rationale=reason)
    content = documents.document(**{"1a": same, "1b": close, "2b": blank})
    data = written(content)
    rows = rows_of(data)
    assert "1a We listen" not in rows
    assert rows["1b We act"] == [
        "Mostly agree",
        "",
        "Agree: Kite makers, String testers.",
    ]
    assert "2b We ask" not in rows
    assert rows["b. We ask"][:4] == [printed_text.NO_RATING_ALONE] * 4
    form = read_form(data, [content["framework"]])
    assert form.answers["2b"].ratings == []
    assert [each for each in form.unplaced if each[0].startswith("2b")] == []


def test_scores_stand_in_the_printed_order_blank_where_not_given():
    [table] = [
        table
        for table in Document(io.BytesIO(written(documents.document()))).tables
        if table.rows[0].cells[-1].text == printed_text.SCORE
    ]
    assert [[cell.text for cell in row.cells] for row in table.rows[1:]] == [
        ["We would rate Score of being housed", "not given"],
        ["We would rate Score of being heard", "7 / 10"],
    ]


def test_what_each_group_rated_is_said():
    response = documents.response(rating=2, ratings=RATINGS)
    rows = rows_of(written(documents.document(**{"1b": response})))
    assert rows["1b We act"][2] == (
        "Mostly agree: Kite makers. String testers: Too windy. After the discussion, "
        "Mostly disagree: Kite makers."
    )


def test_reference_and_digest_stand_at_the_foot_and_a_draft_says_so():
    content = documents.document()
    document = Document(io.BytesIO(written(content)))
    [foot] = document.sections[0].footer.paragraphs
    assert foot.text == f"Reference BD-2222-3333, digest {DIGEST}\tPage  of "
    draft = word_document.write(word_forms.draft_form(content))
    document = Document(io.BytesIO(draft))
    assert document.sections[0].header.paragraphs[0].text == printed_text.DRAFT
    assert document.paragraphs[0].text == printed_text.DRAFT
    assert "BD-2222-3333" not in text_of(draft)
    assert [text for _, text in read_form(draft, [content["framework"]]).unplaced] == []


def test_the_first_page_of_an_imported_form_says_where_it_is_from():
    content = documents.document(origin={"kind": "docx"}, submitted_by="Val")
    facts = dict(word_forms.submission_form(content, DIGEST)["facts"])
    assert facts["Submission"] == (
        "number 1, imported by Val at 2:02pm on 12 June 2020 from a completed Word form"
    )


def test_a_line_of_arabic_or_hebrew_runs_from_right_to_left():
    response = documents.response(rating=4, evidence="\u05d0\u05d1 a\nb \u0627\n1")
    table = Document(io.BytesIO(written(documents.document(**{"1a": response})))).tables
    [cell] = [
        row.cells[5]
        for each in table
        for row in each.rows
        if row.cells[0].text == "a. We listen"
    ]
    directions = [p._p.find(f".//{qn('w:bidi')}") is not None for p in cell.paragraphs]
    assert directions == [True, False, False]


def test_what_is_no_character_shows_as_such():
    content = documents.document(authority={"name": "North\ufffe\x0bmoor\x00"})
    assert "North\ufffd moor\ufffd" in text_of(written(content)).replace("\n", " ")


def test_the_child_that_writes_holds_no_django():
    code = (
        "import sys, assessments.files.word_form.writer.document\n"
        "print([name for name in sys.modules if name.startswith('django')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "text", ["a\n" * 2499 + "a", "a" + "\u0301" * 4999, "x" * 5000, "a\t" * 2500]
)
def test_the_worst_text_everywhere_stays_within_the_limits(text):
    content = full_document(printed_edition("2020"))
    for response in content["responses"].values():
        response |= {"evidence": text, "ideas": text, "rationale": text}
    data = word_forms.submitted(content, DIGEST)
    assert Document(io.BytesIO(data)).core_properties.identifier == "BD-2222-3333"
