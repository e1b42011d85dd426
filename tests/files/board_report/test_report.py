"""The report for members and the board: its words, and that both files have them."""

import io
import re
from datetime import date
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import html as markup
from pypdf import PdfReader

from assessments.files.board_report import report
from assessments.files.board_report.findings import SHORT, in_short
from assessments.files.board_report.sentences import sentences_of
from assessments.files.board_report.summary import ends
from assessments.files.catalogue import FORMATS
from assessments.files.pdf.line_breaking import TypedText
from assessments.submission.previous_submission import previous
from assessments.workflow import downloads, supplements_import
from frameworks.models import Correspondence
from tests.support import documents
from tests.support.builders import make_assessment, submit
from tests.support.pdf_text import letters, structure, text_of
from tests.support.previous_submissions import submit_earlier
from tests.support.submissions import CHANGE

ORDER = ["pStyle", "keepNext", "bidi", "spacing", "ind"]  # as the standard has it
DIGEST = "0123456789abcdef" * 4
LONG = "We meet every month. " * 30
BESIDE = {
    "young_people_scores": {"1": {"score": 3, "how_gathered": "A survey of six."}},
    "follow_up": {
        "completed_on": "2021-01-05",
        "areas": {
            "1": {
                "stage_one": 7,
                "stage_two": 8,
                "what_helped": "A new post.",
                "barriers": "",
                "next_steps": "Another panel.",
            }
        },
        "ideas": {"1a": "under_way"},
    },
}


def rated(*pairs):
    return [
        {"group": group, "first": first, "reason": "", "second": None}
        for group, first in pairs
    ]


def document(**changes):
    """Return answers of two groups that differ on 1a, with dissent and a change on 2a."""
    answers = {
        "1a": documents.response(
            rating=4,
            evidence=LONG,
            ideas="Another panel.",
            rationale="Seen by all.",
            ratings=rated(("Housing", 4), ("Legal", 1)),
        ),
        "2a": documents.response(
            rating=3,
            ideas="Build flats.",
            ratings=rated(("Housing", 3), ("Legal", 3)),
            changes=[CHANGE],
            dissents=[{"group": "Legal", "text": "We still see tents."}],
        ),
    }
    return documents.document(**(answers | changes))


def earlier(**ratings):
    """Return an earlier submission of the same edition with those ratings."""
    responses = {
        code: documents.response(rating=each) for code, each in ratings.items()
    }
    content = documents.document(
        **responses,
        round={"slug": "autumn", "name": "Autumn"},
        global_scores={"1": 6, "2": None},
    )
    return {"content": content, "same": {code: code for code in ratings}, "related": {}}


def codes(kind):
    return [each["code"] for area in kind["areas"] for each in area["statements"]]


# Part 1


def test_every_statement_is_in_one_part():
    kinds = report.shape(documents.document())["kinds"]
    assert {name: codes(kind) for name, kind in kinds.items()} == {
        "strengths": ["1a"],
        "mostly": [],
        "between": [],
        "development": ["1b"],
        "apart": ["2a", "2b"],
    }
    assert [kind["labels"] for kind in kinds.values()] == [
        "Agree",
        "Mostly agree",
        "",
        "Mostly disagree or Disagree",
        "",
    ]


def test_the_middle_of_an_odd_scale_is_neither_strength_nor_to_be_developed():
    framework = documents.framework()
    framework["scale"] = [
        point | {"value": point["value"] + (point["value"] > 2)}
        for point in framework["scale"]
    ]
    framework["scale"].insert(2, framework["scale"][0] | {"value": 3, "label": "Both"})
    content = documents.document(
        framework=framework, **{"1a": documents.response(rating=3)}
    )
    kinds = report.shape(content)["kinds"]
    assert (codes(kinds["between"]), kinds["between"]["labels"]) == (["1a"], "Both")


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("", ""),
        ("Short.\n\n Two lines.", "Short. Two lines."),
        ("A panel meets. " * 20, ("A panel meets. " * 13).strip()),
        ("word " * 100, ("word " * 40).strip()),
        ("Yes. " + "word " * 100, ("Yes. " + "word " * 39).strip()),
        ("x" * 300, "x" * SHORT),
        ("x" * (SHORT - 1) + "e\u0301" + "x" * 100, "x" * (SHORT - 1)),
        ("a" + "\u0301" * 300, "a" + "\u0301" * (SHORT - 1)),
    ],
    ids=[
        "none",
        "whole",
        "sentences",
        "words",
        "too-few",
        "one-word",
        "letter",
        "marks",
    ],
)
def test_evidence_is_cut_at_the_end_of_something(text, short):
    found, is_whole = in_short(text)
    assert (found, is_whole) == (short, len(" ".join(text.split())) <= SHORT)


# Part 2


def test_evidence_that_is_missing_is_named():
    found = report.shape(document())["evidence"]
    assert (found["given"], found["of"]) == (2, 4)
    assert [each["code"] for each in found["unsupported"]] == ["2a"]
    assert [area["without"] for area in found["areas"]] == [[], ["2a", "2b"]]


def test_what_a_group_left_out_is_not_counted_as_rated():
    ratings = [{"group": "Housing", "first": None, "reason": "", "second": None}]
    content = documents.document(
        **{"2b": documents.response("not_rated", rationale="No.", ratings=ratings)}
    )
    assert report.shape(content)["groups"] == [{"name": "Housing", "rated": 0, "of": 1}]


def test_groups_and_how_far_apart_they_were():
    found = report.shape(document())
    assert found["groups"] == [
        {"name": "Housing", "rated": 2, "of": 2},
        {"name": "Legal", "rated": 2, "of": 2},
    ]
    assert [(each["word"], each["count"]) for each in found["voices"]] == [
        ("Same", 1),
        ("Split", 1),
    ]


def test_what_people_differed_on_is_said_with_its_reason_and_dissent():
    first, second = report.shape(document())["differences"]
    assert (first["code"], first["groups"], first["reason"]) == (
        "1a",
        "Split: Housing rated Agree; Legal rated Disagree.",
        "Seen by all.",
    )
    assert (second["code"], second["dissents"]) == (
        "2a",
        [{"group": "Legal", "text": "We still see tents."}],
    )
    [only] = report.shape(documents.document())["differences"]
    assert (only["code"], only["outcome"]) == (
        "2a",
        "Could not agree: Mostly agree or Mostly disagree",
    )


def test_what_the_moderator_left_out_is_left_out():
    found = report.shape(document(not_printed=["ratings", "reasons", "dissents"]))
    assert found["voices"] == []
    [only] = found["differences"]
    assert (only["code"], only["groups"], only["dissents"]) == ("2a", "", [])
    page = report.html(
        document(not_printed=["ratings", "reasons", "dissents"]),
        DIGEST,
        None,
        None,
        text=TypedText,
    )
    for words in ["Legal rated", "Seen by all.", "still see tents", "flats closed"]:
        assert words not in page
    assert "Not printed here, as the authority chose:" in page


def test_a_family_on_opposite_sides_is_said():
    framework = documents.framework()
    for area in framework["areas"]:
        for statement in area["statements"]:
            statement["family"] = "feedback" if statement["code"] != "2b" else ""
    [family] = report.shape(documents.document(framework=framework))["clashes"]
    assert family["example"]["code"] == "1a"
    assert family["answers"] == [
        ("Agree", ["1a"]),
        ("Mostly disagree", ["1b"]),
        ("Could not agree: Mostly agree or Mostly disagree", ["2a"]),
    ]


# Part 3


def test_actions_are_every_idea_and_everything_to_develop_lowest_first():
    parts = report.shape(document(), supplements=BESIDE)["actions"]
    assert [
        (part["label"], [(row["code"], row["ideas"]) for row in part["rows"]])
        for part in parts
    ] == [
        ("Mostly disagree", [("1b", "")]),
        ("", [("2b", "")]),
        ("Mostly agree", [("2a", "Build flats.")]),
        ("Agree", [("1a", "Another panel.")]),
    ]
    assert [row["progress"] for part in parts for row in part["rows"]] == [
        "",
        "",
        "",
        "under way",
    ]


def test_without_a_time_before_nothing_is_compared():
    found = report.shape(document())
    assert found["change"] is None
    assert [area["moved"] for area in found["areas"]] == ["nothing to compare"] * 2


def test_the_time_before_is_compared_where_it_asked_the_same():
    last = earlier(**{"1a": 2, "1b": 3, "2b": 1})
    last["same"].pop("2b")
    last["related"] = {"2b": ["2b"]}
    change = report.shape(document(), last)["change"]
    assert [(row["code"], row["then"], row["now"]) for row in change["up"]] == [
        ("1a", "Mostly disagree", "Agree")
    ]
    assert [(row["code"], row["then"], row["now"]) for row in change["down"]] == [
        ("1b", "Mostly agree", "Mostly disagree")
    ]
    keys = ("compared", "same", "unrated", "related", "new", "gone", "total")
    assert [change[key] for key in keys] == [
        2,
        [],
        [],
        ["2b"],
        ["2a"],
        ["2a"],
        "6 out of 10 for 1 area",
    ]
    assert change["by_area"] == {
        1: {"up": 1, "down": 1, "same": 0},
        2: {"up": 0, "down": 0, "same": 0},
    }


def test_ratings_on_another_scale_are_not_compared():
    last = earlier(**{"1a": 2})
    last["content"]["framework"]["scale"][0]["label"] = "Fully agree"
    found = report.shape(document(), last)
    assert (found["change"]["is_same_scale"], found["change"]["compared"]) == (False, 0)
    page = report.html(document(), DIGEST, last, None, text=TypedText)
    assert "different scales, so no ratings are compared" in page


def test_scores_are_beside_those_of_the_time_before_in_printed_order():
    rows = report.shape(document(), earlier(**{"1a": 4}))["scores"]
    assert [(row["number"], row["score"], row["then"]) for row in rows] == [
        (2, "not given", "not given"),
        (1, "7 out of 10", "6 out of 10"),
    ]


# At a glance


def test_the_figures_of_each_area():
    found = report.shape(documents.document())
    assert [area["mean"] for area in found["areas"]] == ["3.0 (n = 2)", "none (n = 0)"]
    assert found["mean"] == "3.0 (n = 2)"
    assert sentences_of(found, str).glance.total == (
        "2 of 4 statements have a rating. The ratings add up to a cumulative score of 6 "
        "out of 16. The indicative band is poor. It would be good if the 2 statements "
        "not rated were agreed. The mean rating is 3.0, from 2 ratings."
    )
    assert (found["highest"], found["lowest"]) == ([], [])
    assert (found["ideas"], found["undeveloped"]) == (1, 1)


def test_the_highest_and_the_lowest_area_are_named():
    found = report.shape(document(**{"2b": documents.response(rating=1)}))
    assert found["highest"] == [("1. Being heard", "3.0 (n = 2)")]
    assert found["lowest"] == [("2. Being housed", "2.0 (n = 2)")]


def test_a_mean_that_many_areas_share_makes_none_stand_out():
    scores = [(4.0, "1", "4.0"), *[(2.0, str(number), "2.0") for number in range(3)]]
    assert [len(found) for found in ends(scores)] == [1, 3]
    assert ends([*scores, (2.0, "5", "2.0")]) == ([], [])


# The two files


def pdf_of(*args):
    return PdfReader(io.BytesIO(report.make_pdf(*args)))


def word_of(*args):
    return Document(io.BytesIO(report.make_word(*args)))


def words_in(word):
    return "".join(each.text or "" for each in word.element.body.iter(qn("w:t")))


@pytest.fixture(scope="module")
def whole():
    """Everything a report can have: (its document, the time before, what is beside)."""
    return document(), earlier(**{"1a": 2, "1b": 3, "2b": 1}), BESIDE


@pytest.fixture(scope="module")
def printed(whole):
    content, last, found = whole
    return pdf_of(content, DIGEST, last, found)


@pytest.fixture(scope="module")
def written(whole):
    content, last, found = whole
    return word_of(content, DIGEST, last, found)


def test_both_files_say_all_of_it(printed, written):
    for text in (letters(text_of(printed)), letters(words_in(written))):
        for said in [
            "Northmoor",
            "Spring",
            "5 June 2020",
            "2 working groups rated the statements of the framework, each on its own.",
            "3 of 4 statements have a rating.",
            "By meeting.",
            "continues in the full submission",
            "1b We act Mostly disagree",
            "Some.",
            "Not rated: Nobody knows.",
            "Split: Housing rated Agree; Legal rated Disagree.",
            "Seen by all.",
            "Legal still disagrees:",
            "We still see tents.",
            "From Agree to Mostly agree by the approver, Ann, on 5 June 2020 at 10:00:",
            "The flats closed.",
            "Another panel.",
            "Build flats.",
            "At the follow-up: under way",
            "By when",
            "Went up: 1 statement",
            "Went down: 1 statement",
            "Compared with Autumn",
            "After a long talk.",
            "3 out of 10",
            "A survey of six.",
            "8 out of 10",
            "A new post.",
            DIGEST,
        ]:
            assert letters(said) in text, said


def test_the_word_file_has_every_word_of_the_page(whole, written):
    content, last, found = whole
    page = report.html(content, DIGEST, last, found, text=TypedText)
    body = markup.document_fromstring(page).body
    for picture in list(body.iter("svg")):
        picture.drop_tree()
    words = sorted(re.findall(r"\w+", " ".join(body.itertext())))
    said = " ".join(
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for paragraph in written.element.body.iter(qn("w:p"))
    )
    assert sorted(re.findall(r"\w+", said)) == words


def test_the_pdf_is_tagged(printed):
    kinds = [kind for kind, _ in structure(printed.trailer["/Root"]["/StructTreeRoot"])]
    assert (kinds.count("/H1"), kinds.count("/H2")) == (1, 7)
    assert {"/H3", "/H4", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    assert printed.trailer["/Root"]["/Lang"] == "en-GB"
    assert printed.metadata.title == (
        "Northmoor: report for members and the board, BD-2222-3333"
    )


def test_the_word_file_has_headings_titles_and_repeated_header_rows(written):
    levels = [
        int(paragraph.style.name[-1])
        for paragraph in written.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert [each.style.name for each in written.paragraphs].count("Title") == 1
    for table in written.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    assert written.core_properties.title == (
        "Northmoor: report for members and the board"
    )
    assert written.core_properties.language == "en-GB"
    assert written.core_properties.author == ""


def test_links_in_the_word_file_lead_somewhere(written):
    body = written.element.body
    names = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    links = {each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))}
    assert links <= names
    assert len(links) == 7


def test_right_to_left_text_runs_right_to_left():
    content = document(
        **{"1a": documents.response(rating=4, ideas="نص عربي", evidence="טקסט עברי")}
    )
    written = word_of(content, DIGEST)
    for words in ["نص عربي", "טקסט עברי"]:
        [paragraph] = [
            each
            for each in written.element.body.iter(qn("w:p"))
            if words in "".join(text.text for text in each.iter(qn("w:t")))
        ]
        order = [each.tag for each in paragraph.pPr]
        assert order == sorted(order, key=[qn(f"w:{n}") for n in ORDER].index)
        assert qn("w:bidi") in order
        assert paragraph.find(f".//{qn('w:rtl')}") is not None


def test_line_breaks_that_somebody_typed_are_kept_and_ours_are_not():
    content = document(**{"1a": documents.response(rating=4, ideas="One\n\n\n\nTwo")})
    written = word_of(content, DIGEST)
    cells = [cell.text for table in written.tables for cell in table._cells]
    assert "One\n\nTwo" in cells
    assert not any("\n" in cell for cell in cells if cell != "One\n\nTwo")


@pytest.mark.parametrize("rating", [None, 4])
def test_nothing_rated_and_everything_agreed_make_sense(rating):
    outcome = "agreed" if rating else "not_rated"
    same = {
        code: documents.response(outcome, rating=rating)
        for code in ("1a", "1b", "2a", "2b")
    }
    page = " ".join(
        markup.document_fromstring(
            report.html(documents.document(**same), DIGEST, None, None, text=TypedText)
        )
        .text_content()
        .split()
    )
    expected = {
        None: [
            "0 of 4 statements have a rating.",
            "As nothing is rated, there is no band and no mean rating.",
            "No statement is rated Agree.",
            "4 statements have no single rating, so they are not counted in the scores.",
        ],
        4: [
            "4 of 4 statements have a rating.",
            "4 statements are rated Agree.",
            "No statement is rated Mostly disagree or Disagree.",
            "Every statement has a rating.",
            "There are no areas for development and no ideas.",
            "The submission records no disagreement.",
        ],
    }
    for words in expected[rating]:
        assert words in page


def test_markup_that_somebody_typed_is_text():
    typed = "<b>bold</b> </td></tr></table> &amp; {{ digest }}"
    content = document(**{"1b": documents.response(rating=1, ideas=typed)})
    written = word_of(content, DIGEST)
    assert typed in [cell.text for table in written.tables for cell in table._cells]


# The time before, and stored files


def test_the_time_before_is_the_newest_of_an_earlier_round(northmoor, mo):
    first = submit(make_assessment(northmoor, mo), mo)
    assert previous(first) is None
    old = submit_earlier(northmoor, mo, opens_on=date(2016, 3, 1))
    newer = submit_earlier(northmoor, mo, opens_on=date(2018, 3, 1))
    found = previous(first)
    assert found["content"]["reference"] == newer.reference
    assert previous(newer)["content"]["reference"] == old.reference
    assert (found["same"]["7h"], found["same"]["7g"]) == ("6g", "6f")
    assert found["related"]["1a"] == ["1a"]
    assert not set(found["same"]) & set(found["related"])


def test_a_statement_that_takes_up_two_asks_neither_again(northmoor, mo):
    first = submit(make_assessment(northmoor, mo), mo)
    submit_earlier(northmoor, mo)
    assert previous(first)["same"]["7h"] == "6g"
    link = Correspondence.objects.get(
        later__area__framework__edition="2020",
        later__area__number=7,
        later__letter="h",
    )
    earlier = link.earlier.area.statements.get(letter="h")
    Correspondence.objects.create(later=link.later, earlier=earlier, kind=link.kind)
    found = previous(first)
    assert "7h" not in found["same"]
    assert found["related"]["7h"] == ["6g", "6h"]


def test_an_edition_asks_the_same_as_itself(northmoor, mo):
    first = submit(make_assessment(northmoor, mo), mo)
    submit_earlier(northmoor, mo, edition="2020", opens_on=date(2018, 3, 1))
    found = previous(first)
    assert list(found["same"]) == list(found["same"].values())
    assert list(found["same"]) == list(first.content["responses"])
    assert found["related"] == {}


def test_reports_are_forgotten_when_another_may_be_the_time_before(
    northmoor, mo, monkeypatch
):
    monkeypatch.setattr("assessments.files.pdf.submission.make", lambda *args: b"PDF")
    monkeypatch.setattr(report, "make_pdf", lambda *args: b"REPORT")
    monkeypatch.setattr(report, "make_word", lambda *args: b"WORD")
    submission = submit(make_assessment(northmoor, mo), mo)
    for name in ("pdf", "report.pdf", "report.docx"):
        downloads.file_of(submission=submission, format=FORMATS[name])
    assert set(downloads.sizes(submission)) == {"pdf", "report.pdf", "report.docx"}
    submit_earlier(northmoor, mo)
    assert set(downloads.sizes(submission)) == {"pdf"}


def test_a_report_shows_what_stands_beside_the_submission(northmoor, mo, monkeypatch):
    submission = submit(make_assessment(northmoor, mo), mo)
    supplements_import.take_in(
        assessment=submission.assessment, supplements=BESIDE | {"follow_up": {}}, by=mo
    )
    seen = []
    monkeypatch.setattr(report, "make_pdf", lambda *args: seen.append(args) or b"PDF")
    downloads.file_of(submission=submission, format=FORMATS["report.pdf"])
    [(content, digest, last, found)] = seen
    assert (content, digest, last) == (submission.content, submission.digest, None)
    assert found["young_people_scores"] == BESIDE["young_people_scores"]


def test_the_page_after_submitting_offers_the_report(client, assessment, mo):
    submission = submit(assessment, mo)
    client.force_login(mo)
    page = client.get(f"/assessments/{assessment.pk}/submit/").content.decode()
    for name in ("report.pdf", "report.docx"):
        assert f'href="/submissions/{submission.reference}.{name}">as ' in page
