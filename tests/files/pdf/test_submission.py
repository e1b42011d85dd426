"""The PDF of a submission: every word, its structure, and nothing from elsewhere."""

import getpass
import re
import socket
import threading
from io import BytesIO

import pytest
from lxml import html as markup
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from assessments.files.bounded import jobs, limits, slots
from assessments.files.pdf import printing
from assessments.files.pdf import submission as submission_pdf
from assessments.files.pdf.line_breaking import (
    BREAK,
    BREAK_AFTER,
    CARRIER,
    MOST_MARKS,
    BreakableText,
)
from tests.support import documents
from tests.support.builders import submit
from tests.support.pdf_text import letters, structure, text_of
from tests.support.pdfs import BESIDE

pytestmark = pytest.mark.any_database

DIGEST = "0123456789abcdef" * 4
RATED = [
    {"group": "Housing", "first": 4, "reason": "", "second": None},
    {"group": "Legal", "first": 1, "reason": "", "second": 3},
]
CHANGE = {
    "from": {"outcome": "agreed", "rating": 4, "candidates": []},
    "to": {"outcome": "agreed", "rating": 3, "candidates": []},
    "why": "The flats closed.",
    "by": "Ann",
    "at": "2020-06-05T10:00:00+01:00",
}


def made(**changes):
    return PdfReader(
        BytesIO(submission_pdf.make(documents.document(**changes), DIGEST))
    )


@pytest.fixture(scope="module")
def plain():
    return made()


def objects(reader):
    """Return every dictionary in the file."""
    for number in range(1, len(reader.xref.get(0, {})) + len(reader.xref_objStm) + 2):
        try:
            found = IndirectObject(number, 0, reader).get_object()
        except Exception:  # noqa: BLE001, S112 (a number nothing has)
            continue
        if isinstance(found, DictionaryObject):
            yield found


# Its content


def test_every_word_is_there(plain):
    text = text_of(plain)
    for words in [
        "Northmoor",
        "The Tiny Framework (first edition)",
        "By meeting.",
        "A panel.",
        "Another panel.",
        "Because of some.",
        "Could not agree: Mostly agree or Mostly disagree",
        "Not rated: Nobody knows.",
        "Two views.",
        "See the note.",
        "for example flats",
        "After a long talk.",
        "7 out of 10",
        "not given",
    ]:
        assert words in text


def test_groups_dissent_changes_and_approval_are_printed():
    reader = made(
        reopened_because="Please say more of 2a.",
        sign_off={
            "asked_by": "Mo",
            "asked_at": "2020-06-04T10:00:00+01:00",
            "approved_by": "Ann",
            "approved_at": "2020-06-06T10:00:00+01:00",
            "changed_since": "the cover sheet",
        },
        **{
            "2a": documents.response(
                rating=3,
                ratings=RATED,
                changes=[CHANGE],
                dissents=[{"group": "Legal", "text": "We still see tents."}],
            ),
            "1a": documents.response(rating=4, ratings=RATED[:1]),
        },
    )
    text = letters(text_of(reader))
    for words in [
        "Please say more of 2a.",
        "By Ann, 10am on 6 June 2020. Changed since: the cover sheet",
        "Groups Both rated: 1 Agree, 1 Disagree.",
        "After the discussion: 1 of 2 groups rated again (1 Mostly agree).",
        "With the other’s first rating: 1 Agree, 1 Mostly agree.",
        "From Agree to Mostly agree by the approver, Ann, 10am on 5 June 2020:",
        "The flats closed.",
        "Legal still disagrees: We still see tents.",
        "One group rated this area, Housing, so there was nothing to compare.",
    ]:
        assert letters(words) in text


SAID = {
    "ratings": ["Both rated: 1 Agree, 1 Disagree.", "After the discussion"],
    "reasons": ["A reason of its own.", "The flats closed.", "Nobody knows."],
    "dissents": ["Legal still disagrees", "We still see tents."],
}


@pytest.mark.parametrize("left_out", [[], ["ratings"], ["reasons", "dissents"]])
def test_what_the_moderator_left_out_is_not_printed(left_out):
    reader = made(
        not_printed=left_out,
        **{
            "2a": documents.response(
                rating=3,
                rationale="A reason of its own.",
                ratings=RATED,
                changes=[CHANGE],
                dissents=[{"group": "Legal", "text": "We still see tents."}],
            )
        },
    )
    text = letters(text_of(reader))
    for part, said in SAID.items():
        for words in said:
            assert (letters(words) in text) == (part not in left_out)
    assert letters("From Agree to Mostly agree by the approver, Ann") in text
    assert (letters("Not printed here, as the authority chose") in text) == bool(
        left_out
    )


def test_what_stands_beside_it_is_printed_and_said_to_be_beside_it():
    content = documents.document()
    reader = PdfReader(BytesIO(submission_pdf.make(content, DIGEST, BESIDE)))
    young = follow_up = text_of(reader)
    for words in [
        "Young people’s scores by area, in the order that young people were shown",
        "1. Score of being heard 7 out of 10",
        "2. Score of being housed not given",
        "Total of the 1 area with both scores 7 out of 10 7 out of 10",
        "Six met twice.",
        "Each area has the name that young people were given.",
        "its digest does not cover them",
    ]:
        assert letters(words) in letters(young)
    for words in [
        "Follow-up completed on 5 January 2021",
        "1. Being heard 8 out of 10 9 out of 10",
        "2. Being housed not given 4 out of 10",
        "Total of the 1 area with both scores 8 out of 10 9 out of 10 1 up",
        "A new panel.",
        "The time it took.",
        "Another meeting.",
        "digest does not cover it",
    ]:
        assert letters(words) in letters(follow_up)
    assert "Young people’s scores" in reader.pages[0].extract_text()


def test_the_heading_over_two_areas_says_that_there_are_two():
    picks = {"1": {"pick": "best"}, "2": {"pick": "best"}}
    beside = {"young_people_scores": picks}
    page = submission_pdf.html(documents.document(), DIGEST, beside)
    assert ">Two of the three best, young people say</h3>" in page


def typed_everywhere(text):
    """Return the page of a submission whose texts are all this one."""
    said = documents.response(
        rating=3,
        evidence=text,
        ideas=text,
        rationale=text,
        changes=[CHANGE | {"why": f"{text}\n2020."}],
        dissents=[{"group": "Legal", "text": text}],
    )
    content = documents.document(
        **{"2a": said, "2b": documents.response("not_rated", rationale=text)},
        reopened_because=text,
        cover={"how_completed": text},
        global_score_notes={"1": text},
    )
    finding = {"text": text, "asked": None, "answered": 4, "source": ""}
    area = {"what_helped": text, "barriers": text, "next_steps": text}
    action = {"area": 1, "code": "", "idea": "", "owner": "", "due_on": None}
    action |= {"text": text, "measure": text, "note": text, "state": "done"}
    beside = {
        "young_people_scores": {"1": {"how_gathered": text}},
        "young_people": {"how_gathered": text, "findings": {"1": [finding]}},
        "follow_up": {"areas": {"1": area}},
        "action_plan": [action],
    }
    return submission_pdf.html(content, DIGEST, beside)


def test_a_line_of_another_direction_than_the_first_has_its_own():
    first, second = "<i>They said:", "\u05e9\u05dc\u05d5\u05dd."
    page = typed_everywhere(f"{first}\n{second}")
    assert page.count(f'<span class="quoted" dir="rtl">{second}</span>') == 16
    assert page.count(f'class="line"\n  dir="rtl">{second}</p>') == 2
    in_the_list_of_the_summary = 1  # where lines run on
    assert page.count(second) == 16 + 2 + in_the_list_of_the_summary
    assert "<i>" not in page
    back = typed_everywhere(f"{second}\nOK.")
    beside_not_rated = 1  # an outcome begins in English
    assert back.count('<span class="quoted" dir="ltr">OK.</span>') == (
        16 - beside_not_rated
    )


@pytest.mark.parametrize(
    "text", ["One.\nTwo.", "\u00c9t\u00e9.\nTwo.", "\u05d0.\n24/7"]
)
def test_a_text_of_one_direction_is_one_block(text):
    page = typed_everywhere(text)
    assert page.count(f">{text}<") > 8
    assert 'class="line"\n  dir=' not in page


@pytest.mark.parametrize("score", [None, 5])
def test_a_stage_one_score_that_was_not_submitted_is_said_to_be_given_later(score):
    areas = BESIDE["follow_up"]["areas"] | {"2": {"stage_one": score, "stage_two": 4}}
    beside = {"follow_up": {"areas": areas}}
    page = submission_pdf.html(documents.document(), DIGEST, beside)
    said = "The submission has no global score for area 2: its stage 1 score was given"
    assert (said in page) == (score is not None)


@pytest.mark.parametrize("measure", ["", "Half say\nthey were asked."])
def test_an_action_is_printed_with_its_measure_if_it_has_one(measure):
    action = {
        "area": 1,
        "code": "1b",
        "idea": "",
        "text": "Ask again.",
        "owner": "Head of service",
        "due_on": "2021-03-31",
        "state": "under_way",
        "note": "Two met.",
    } | ({"measure": measure} if measure else {})
    beside = BESIDE | {"action_plan": [action]}
    made = submission_pdf.make(documents.document(), DIGEST, beside)
    words = " ".join(text_of(PdfReader(BytesIO(made))).split())
    said = f"Measure: {measure} " if measure else ""
    expected = f"1 (1b) Ask again. {said}Note: Two met. Head of service".split()
    assert letters(" ".join(expected)) in letters(words)
    assert ("Measure" in words) == bool(measure)


@pytest.mark.parametrize("beside", [None, {}, {"follow_up": {"areas": {}}}])
def test_nothing_beside_it_prints_nothing(beside):
    page = submission_pdf.html(documents.document(), DIGEST, beside)
    assert "Young people" not in page
    assert "Follow-up" not in page


def test_the_foot_of_each_page_names_the_submission_and_the_end_its_digest(plain):
    count = len(plain.pages)
    for number, page in enumerate(plain.pages, 1):
        text = page.extract_text()
        assert f"Page {number} of {count}" in text
        assert "BD-2222-3333" in text
    assert letters(text_of(plain)).count(DIGEST) == 1
    assert DIGEST in letters(plain.pages[-1].extract_text())


def test_an_approval_that_is_missing_is_said_in_short():
    page = submission_pdf.html(documents.document(sign_off=None), DIGEST)
    assert "<dt>Approved</dt>\n<dd>Not approved</dd>" in page


@pytest.mark.parametrize("beside", [BESIDE, None], ids=["more", "nothing-more"])
def test_the_front_says_that_what_was_recorded_beside_it_changes(beside):
    page = submission_pdf.html(documents.document(), DIGEST, beside)
    front = page.partition('<section class="contents">')[0]
    assert "This is the submission as it was sent." in front
    assert ("as it stood when this file was made" in front) == bool(beside)


def test_an_imported_form_is_not_said_to_have_been_submitted():
    """It was sent on another day, and nobody knows who approved it."""
    content = documents.document(sign_off=None, origin={"kind": "docx"})
    front = submission_pdf.html(content, DIGEST).partition('<section class="contents">')
    assert (
        "<dt>Imported</dt>\n<dd>2:02pm on 12 June 2020, "
        "from <bdi>a completed Word form</bdi></dd>"
    ) in front[0]
    assert "<dt>Imported by</dt>" in front[0]
    assert "This is the submission as it was imported." in front[0]
    for words in ("Submitted", "submitted", "pproved", "sent"):
        assert words not in front[0]


def test_the_summary_names_groups_that_disagree_by_area():
    dissents = [{"group": "Legal", "text": "No."}, {"group": "Health", "text": "No."}]
    said = {"rating": 3, "dissents": dissents}
    content = documents.document(
        **{code: documents.response(**said) for code in ("1a", "1b", "2b")}
    )
    summary = letters(
        markup.fromstring(submission_pdf.html(content, DIGEST))
        .find_class("summary")[0]
        .text_content()
    )
    for words in (
        "1. Being heard: 1a Legal, Health; 1b Legal, Health",
        "2. Being housed: 2b Legal, Health",
    ):
        assert letters(words) in summary


def test_the_contents_have_page_numbers(plain):
    pages = [page.extract_text() for page in plain.pages]
    number = int(re.search(r"2\. Being housed\W*(\d+)", pages[0])[1])
    assert "2. Being housed" in pages[number - 1]


# What programs that read it aloud need (PDF/UA-1, as far as the file shows it)


def test_the_url_in_a_note_on_a_statement_is_a_link():
    framework = documents.framework()
    [first, *_] = framework["areas"][0]["statements"]
    first["footnote"] = "See https://example.org/principles."
    found = [
        each.get_object()["/A"]["/URI"]
        for page in made(framework=framework).pages
        for each in page.get("/Annots", [])
        if "/URI" in each.get_object().get("/A", {})
    ]
    assert found == ["https://example.org/principles"]


def test_it_says_it_is_accessible(plain):
    root = plain.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert "/StructTreeRoot" in root
    metadata = root["/Metadata"].get_data().decode()
    assert "http://www.aiim.org/pdfua/ns/id/" in metadata
    assert re.search(r"pdfuaid:part(?:>|=\")1", metadata)
    assert plain.metadata.title == (
        "Northmoor: The Tiny Framework (first edition), BD-2222-3333"
    )


def test_its_parts_are_tagged(plain):
    found = list(structure(plain.trailer["/Root"]["/StructTreeRoot"]))
    kinds = [kind for kind, _ in found]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 6
    assert {"/H3", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD"} <= set(kinds)
    [figure] = [element for kind, element in found if kind == "/Figure"]
    assert figure["/Alt"].startswith(
        "1. Being heard: 1 Agree, 1 Mostly disagree; 6 of 8."
    )


def test_its_bookmarks_lead_to_areas_and_statements(plain):
    def titles(entries):
        for entry in entries:
            if isinstance(entry, list):
                yield from titles(entry)
            else:
                yield entry.title

    found = list(titles(plain.outline))
    for title in ["Summary", "1. Being heard", "1b We act", "Global scores"]:
        assert title in [" ".join(each.split()) for each in found]


def test_it_says_nothing_of_who_or_where_it_was_made(plain):
    said = (
        str(dict(plain.metadata))
        + plain.trailer["/Root"]["/Metadata"].get_data().decode()
    )
    for secret in [
        getpass.getuser() + "@",
        socket.gethostname(),
        "/home/",
        str(printing.STYLESHEET.parent),
    ]:
        assert secret not in said


# What people write


@pytest.fixture
def listener():
    """A URL on this machine, and who called it."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen():
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                calls.append(connection.recv(100))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", calls
        stop.set()
        thread.join()


def test_hostile_text_is_text_and_fetches_nothing(listener, tmp_path):
    url, calls = listener
    secret = tmp_path / "secret.txt"
    secret.write_text("CONTENTS-OF-A-FILE")
    payloads = [
        "<script>canary()</script>",
        "<svg onload=canary()><image href=x></svg>",
        f"<img src={url}/img>",
        f"<img src=file://{secret}>",
        f"<link rel=attachment href=file://{secret}>",
        f"<link rel=stylesheet href={url}/css>",
        f"<style>@import url({url}/import); body{{background:url({url}/bg)}}</style>",
        f"<style>@font-face{{font-family:x;src:url({url}/font)}}</style>",
        f"<object data={url}/object></object><iframe src={url}/frame></iframe>",
        "<a href='javascript:canary()'>x</a> <a href='file:///etc/passwd'>y</a>",
        "</dd></dl><h1>Not a heading</h1>",
        "{{ 7|add:7 }}{% debug %} 100% %s {0} &lt;b&gt;",
    ]
    evidence = "\n\n".join(payloads)
    reader = made(**{"1a": documents.response(rating=4, evidence=evidence)})
    text = letters(text_of(reader))
    for payload in payloads:
        assert letters(payload) in text
    assert "CONTENTS-OF-A-FILE" not in text
    assert calls == []
    kinds = {str(each.get("/S")) for each in objects(reader) if "/S" in each}
    assert kinds.isdisjoint({"/URI", "/Launch", "/JavaScript", "/GoToR", "/SubmitForm"})
    assert "/EmbeddedFiles" not in str(reader.trailer["/Root"].get("/Names", ""))
    found = structure(reader.trailer["/Root"]["/StructTreeRoot"])
    assert [kind for kind, _ in found].count("/H1") == 1


@pytest.mark.parametrize(
    "letter", ["👩\u200d👩\u200d👧", "e\u0301"], ids=["joined emoji", "accent"]
)
def test_a_long_word_is_divided_between_its_letters(letter):
    parts = BreakableText(letter * 60).split(BREAK)
    assert "".join(parts) == letter * 60
    assert len(parts) > 1
    assert {part.replace(letter, "") for part in parts} == {""}


def test_no_letter_carries_marks_without_end():
    heap = "e" + "\u0301" * 4999
    first, *others = BreakableText(heap).split(BREAK)
    assert {each[0] for each in others} == {CARRIER}
    assert first + "".join(each[1:] for each in others) == heap
    assert max(map(len, [first, *others])) <= BREAK_AFTER + MOST_MARKS + 1


@pytest.mark.parametrize(
    "words",
    [
        "نص عربي",
        "טקסט עברי",
        "e\u0301 and \u00e9",
        "👩‍👩‍👧 🇬🇧",
        "start \u202eGNIDAER\u202c end",
        "w" * 3000,
        "a" + "\u0301" * 3000,
        "\u00a0" * 200 + "after",
    ],
    ids=["arabic", "hebrew", "nfd", "emoji", "override", "long", "marks", "no-break"],
)
def test_any_script_and_shape_of_text_is_printed(words):
    reader = made(
        **{"1a": documents.response(rating=4, evidence=f"{words} Last words.")}
    )
    text = text_of(reader).replace("\0", "")  # pypdf's spelling of some fonts
    assert "Lastwords" in letters(text)
    assert len(reader.pages) < 20


def test_ten_thousand_line_breaks_are_a_paragraph_break():
    reader = made(
        **{
            "1a": documents.response(
                rating=4, evidence="Up\n" * 2 + "\n" * 10_000 + "Down"
            )
        }
    )
    assert len(reader.pages) == len(made().pages)
    assert "Down" in text_of(reader)


# Limits


def test_too_long_is_said_and_the_rest_goes_on(monkeypatch):
    usual = limits.MAKING
    monkeypatch.setattr(limits, "MAKING", usual._replace(megabytes=60))
    with pytest.raises(jobs.NotMade, match="took too long or too much memory"):
        submission_pdf.make(documents.document(), DIGEST)
    monkeypatch.setattr(limits, "MAKING", usual)
    assert submission_pdf.make(documents.document(), DIGEST).startswith(b"%PDF-")


def test_busy_is_said(monkeypatch):
    monkeypatch.setattr(jobs, "SLOTS", "leavingcare-test-busy")
    monkeypatch.setattr(jobs, "WAIT", 0)
    monkeypatch.setattr(limits, "MAKING", limits.MAKING._replace(at_once=1))
    with (
        slots.hold_slot("leavingcare-test-busy", 1, 0),
        pytest.raises(jobs.Busy, match="Yours is next"),
    ):
        submission_pdf.make(documents.document(), DIGEST)


def test_a_page_says_that_it_could_not_be_made(client, assessment, mo, monkeypatch):
    def busy(*args):
        raise jobs.Busy("Other PDFs are being made.")

    monkeypatch.setattr(submission_pdf, "make", busy)
    submission = submit(assessment, mo)
    client.force_login(mo)
    response = client.get(f"/submissions/{submission.reference}.pdf")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Other PDFs are being made." in response.content.decode()
    assert not submission.files.exists()
