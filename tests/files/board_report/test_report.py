"""The report for members and the board: its words, and that both files have them."""

import io
import re
from datetime import date
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.styles.styles import Styles
from lxml import html as markup
from pypdf import PdfReader

from assessments.analysis import scoring
from assessments.files.board_report import basis, left_out, report, word, wording
from assessments.files.board_report.excerpts import ENOUGH, LONGEST, excerpt
from assessments.files.bounded import jobs
from assessments.files.catalogue import FORMATS
from assessments.files.pdf import chart
from assessments.files.pdf.line_breaking import TypedText
from assessments.submission.previous_submission import previous
from assessments.submission.shown.report_choices import requests_of
from assessments.workflow import downloads, supplements_import
from frameworks.models import Correspondence
from tests.support import documents
from tests.support.builders import make_assessment, submit
from tests.support.markup import without_layout
from tests.support.pdf_text import letters, structure, text_of
from tests.support.previous_submissions import submit_earlier
from tests.support.submissions import CHANGE

pytestmark = pytest.mark.any_database

ORDER = [
    "pStyle",
    "keepNext",
    "keepLines",
    "bidi",
    "spacing",
    "ind",
]  # as the standard has it
DIGEST = "0123456789abcdef" * 4
LONG = "We meet every month. " * 30
CHOICES = {
    "strengths": ["1a"],
    "priorities": ["1b"],
    "asked": "note the findings\n\nagree the plan\n",
    "printed": [],
}
BESIDE = {
    "young_people_scores": {
        "1": {"score": 3, "how_gathered": "A survey of six."},
        "2": {"score": 9, "how_gathered": ""},
    },
    "follow_up": {
        "completed_on": "2021-01-05",
        "areas": {"1": {"stage_one": 7, "stage_two": 8}, "2": {"stage_two": 4}},
    },
}
PLAN = [
    {"area": 1, "code": "1b", "text": "Ask again.", "owner": "Head of service",
     "due_on": "2021-03-31", "state": "under_way", "note": "Two met.",
     "measure": "Half say\nthey were asked."},
    {"area": None, "code": "", "text": "Tell the board.", "owner": "", "due_on": None,
     "state": "not_yet", "note": ""},
]  # fmt: skip


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
        "1b": documents.response(rating=2, evidence="Some.", ideas="Ask twice."),
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


def words_of(*args, **kwargs):
    """Return the words of the report's page, with one space between them."""
    page = report.html(*args, text=TypedText, **kwargs)
    return " ".join(markup.document_fromstring(page).text_content().split())


# Excerpts


@pytest.mark.parametrize(
    ("text", "lines", "is_whole"),
    [
        ("", [], True),
        ("Short.\n\n Two lines.", ["Short.", "Two lines."], True),
        ("One line\n" + "x" * ENOUGH, ["One line"], False),
        ("a\n" * 7, ["a"] * 6, False),
        ("A panel meets. " * 20, [("A panel meets. " * 16).strip()], False),
        ("y" * (ENOUGH + 1) + ". More.", ["y" * (ENOUGH + 1) + "."], False),
        ("z" * (LONGEST + 1) + ". More.", [], False),
        ("Is it? " + "w" * ENOUGH, ["Is it?"], False),
        (".\nA panel meets.\n---", ["A panel meets."], True),
    ],
    ids=[
        "none",
        "whole",
        "lines",
        "many",
        "sentences",
        "long",
        "too-long",
        "question",
        "dots",
    ],
)
def test_an_excerpt_is_whole_lines_or_whole_sentences(text, lines, is_whole):
    assert excerpt(text) == (lines, is_whole)


# The first page


@pytest.mark.parametrize(
    ("sign_off", "said"),
    [
        (None, "on 12 June 2020, without approval."),
        ({"approved_by": "Ann", "approved_at": ""}, "on 12 June 2020."),
        (
            {
                "approved_by": "Ann",
                "approved_at": "",
                "changed_since": "1 statement (1a) and the cover sheet",
            },
            (
                "on 12 June 2020, changed since it was approved: 1 statement (1a) and "
                "the cover sheet."
            ),
        ),
    ],
    ids=["nobody", "ann", "not of this version"],
)
def test_what_was_not_agreed_and_not_approved_is_not_said_to_be(sign_off, said):
    apart = documents.response("not_agreed", candidates=(2, 3))
    content = document(**{"2b": apart}) | {"sign_off": sign_off}
    assert (
        "independently, then an answer to 3 of the 4 was agreed; it was submitted to "
        f"Coram Voice {said}" in words_of(content, DIGEST)
    )


def test_the_first_page_says_what_it_is_and_who_made_it():
    words = words_of(document(), DIGEST)
    for said in [
        (
            "against the 4 statements of The Tiny Framework (first edition). Two working "
            "groups rated the statements independently, then an answer to 3 of the 4 was "
            "agreed; it was submitted to Coram Voice on 12 June 2020."
        ),
        "3 of 4 statements have a rating: 1 Agree, 1 Mostly agree and 1 Mostly disagree.",
        "1a We listen (rated Agree)",
        "1b We act (rated Mostly disagree)",
        "Suggested by rule from the ratings; the moderator has not chosen them.",
    ]:
        assert said in words, said
    for unsaid in ["The Board is asked", "band", "Since last time", "Young people"]:
        assert unsaid not in words, unsaid


def test_what_the_moderator_chose_is_named_and_asked():
    words = words_of(document(), DIGEST, None, None, CHOICES | {"strengths": ["2a"]})
    assert "Strengths 2a We house (Mostly agree) Priorities 1b We act" in words
    assert "The Board is asked to note the findings agree the plan" in words
    assert "Suggested by rule" not in words


def test_the_chosen_order_is_the_order_of_the_report():
    chosen = CHOICES | {"strengths": ["2a", "1a"], "priorities": []}
    words = words_of(document(), DIGEST, None, None, chosen)
    assert words.index("2a We house (Mostly agree)") < words.index("1a We listen")


@pytest.mark.parametrize(
    ("asked", "place"),
    [("note the findings", "front"), ("x" * 1000, "part first-part")],
    ids=["one", "many"],
)
def test_the_chart_gives_way_to_a_long_list_of_requests(asked, place):
    content = documents.large(areas=10)
    for area in content["framework"]["areas"]:
        for statement in area["statements"]:
            statement["text_md"] = "We listen to all of them. " * 7
    choices = CHOICES | {
        "strengths": ["1b", "1c", "1d", "1e", "2a"],
        "priorities": ["3a", "3b"],
        "asked": asked,
    }
    page = report.html(content, DIGEST, None, None, choices, text=TypedText)
    [chart] = markup.document_fromstring(page).iter("svg")
    assert chart.getparent().get("class") == place


def test_a_band_is_said_only_of_nine_in_ten_and_as_indicative():
    assert "band" not in words_of(document(), DIGEST)
    whole = document(**{"2b": documents.response(rating=2)})
    words = words_of(whole, DIGEST)
    assert (
        "The mean of these ratings is between Mostly disagree and Mostly agree. They "
        "add up to 11 of 16. That is “ok” in the bands of the national evaluation, an "
        "indication only, as they are those of the edition of 2015." in words
    )
    framework = whole["framework"] | {"edition": "2015"}
    own = words_of(whole | {"framework": framework}, DIGEST)
    assert (
        "add up to 11 of 16. That is “ok” in the bands of the national evaluation."
        in own
    )


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        (
            [3] * 18 + [None] * 2,
            (
                "The ratings add up to 54 of 72 for the 18 statements rated. That is “ok” "
                "in the bands of the national evaluation. The bands count all 20 statements: "
                "54 of 80. It would be “good” if the 2 statements not rated were rated highest."
            ),
        ),
        (
            [1] * 9 + [None],
            (
                "The ratings add up to 9 of 36 for the 9 statements rated. That is “poor” in "
                "the bands of the national evaluation. The bands count all 10 statements: "
                "9 of 40."
            ),
        ),
        ([4] * 8 + [None], ""),
    ],
    ids=["could-be-good", "no-difference", "too-few"],
)
def test_a_statement_that_nobody_rated_is_not_a_lost_point(ratings, said):
    framework = documents.framework() | {"edition": "2015"}
    score = scoring.cumulative(dict(enumerate(ratings)), [4, 3, 2, 1])
    assert wording.on_the_whole(score, framework) == said


def test_ratings_that_are_all_the_same_are_said_in_short():
    same = {code: documents.response(rating=4) for code in ("1a", "1b", "2a", "2b")}
    words = words_of(documents.document(**same), DIGEST)
    assert (
        "All 4 statements are rated Agree. The ratings add up to 16 of 16. That is “good” "
        "in the bands of the national evaluation, an indication only" in words
    )
    two = same | {"2b": documents.response(rating=3)}
    words = words_of(documents.document(**two), DIGEST)
    assert (
        "All 4 statements have a rating: 3 Agree and 1 Mostly agree. The mean" in words
    )


def test_young_people_and_the_service_are_compared_over_the_same_areas():
    words = words_of(document(), DIGEST, None, BESIDE)
    assert (
        "In the one area that both scored, Theme 1, young people give 3 and the service "
        "7, out of 10." in words
    )
    assert "Furthest apart" not in words
    words = words_of(document(global_scores={"1": 7, "2": 5}), DIGEST, None, BESIDE)
    assert (
        "Over the 2 areas that both scored, young people give 12 and the service 12, out "
        "of 20. They give 1 of these areas less than the service does. Furthest apart: "
        "Theme 1, young people 3 and the service 7." in words
    )


def test_the_time_before_is_compared_where_it_asked_the_same():
    last = earlier(**{"1a": 2, "1b": 3, "2b": 1})
    last["same"].pop("2b")
    words = words_of(document(), DIGEST, last)
    assert (
        "Compared with Autumn, completed on 5 June 2020, 2 statements that ask the same "
        "thing have a rating both times: 1 went up and 1 went down." in words
    )
    assert "1 up, 1 down" in words


def test_ratings_on_another_scale_are_not_compared():
    last = earlier(**{"1a": 2})
    last["content"]["framework"]["scale"][0]["label"] = "Fully agree"
    assert "Compared with" not in words_of(document(), DIGEST, last)


def test_a_text_that_names_somebody_is_left_out_until_the_moderator_says_so():
    content = document(
        **{"1a": documents.response(rating=4, evidence="Ms Smith helps.")}
    )
    [found] = left_out.personal_texts(content)
    assert (found.key, found.about) == ("1a", "1a, evidence")
    words = words_of(content, DIGEST, None, None, CHOICES)
    assert "Smith" not in words
    assert "Texts that could identify someone are not printed here: 1a." in words
    words = words_of(content, DIGEST, None, None, CHOICES | {"printed": ["1a"]})
    assert "Ms Smith helps." in words


def test_so_is_an_action_or_a_request_that_names_somebody():
    plan = [
        PLAN[0] | {"text": "Ring Ms Smith.", "owner": "Mr Khan"},
        PLAN[1],
    ]
    asked = CHOICES | {"asked": "note the findings\nthank Mrs Jones"}
    beside = {"action_plan": plan}
    found = left_out.personal_texts(document(), beside, requests_of(asked["asked"]))
    assert [each.about for each in found] == [
        "Action 1 of the action plan",
        "Request 2 to the Board",
    ]
    words = words_of(document(), DIGEST, None, {"action_plan": plan}, asked)
    for name in ("Smith", "Khan", "Jones"):
        assert name not in words
    hidden = left_out.NOT_PRINTED
    assert f"1b {hidden} {hidden} 31 March 2021" in words
    assert f"note the findings {hidden}" in words
    agreed = asked | {"printed": [each.key for each in found]}
    words = words_of(document(), DIGEST, None, {"action_plan": plan}, agreed)
    assert "Ring Ms Smith. Measure: Half say they were asked. Note: Two met." in words
    assert "thank Mrs Jones" in words
    changed = [plan[0] | {"text": "Ring Ms Smith again."}]
    words = words_of(document(), DIGEST, None, {"action_plan": changed}, agreed)
    assert "Smith" not in words


def test_the_owner_of_a_hidden_action_is_printed_if_it_could_be_anybody():
    plan = [PLAN[0] | {"text": "Ring Ms Smith."}]
    words = words_of(document(), DIGEST, None, {"action_plan": plan})
    assert f"{left_out.NOT_PRINTED} Head of service 31 March 2021" in words


def test_so_is_the_reason_a_statement_is_not_rated():
    content = document(
        **{"2b": documents.response("not_rated", rationale="Mrs Patel is off sick.")}
    )
    chosen = CHOICES | {"priorities": ["2b"]}
    [found] = left_out.personal_texts(content)
    assert (found.key, found.about) == ("2b", "2b, reason it is not rated")
    words = words_of(content, DIGEST, None, None, chosen)
    assert "Patel" not in words
    assert "(Not rated)" in words
    assert "Texts that could identify someone are not printed here: 2b." in words
    words = words_of(content, DIGEST, None, None, chosen | {"printed": ["2b"]})
    assert "(Not rated: Mrs Patel is off sick.)" in words


def test_so_is_how_it_was_done_and_the_page_says_so():
    cover = {"how_completed": "Ms Jane O’Neill led it."}
    words = words_of(document(cover=cover), DIGEST)
    assert "Neill" not in words
    assert f"How the self-assessment was done {left_out.NOT_PRINTED}" in words


def test_so_is_an_action_whose_measure_names_somebody():
    named = [PLAN[0] | {"measure": "Ms Smith says so."}]
    [found] = left_out.personal_texts(document(), {"action_plan": named})
    assert found.about == "Action 1 of the action plan"
    words = words_of(document(), DIGEST, None, {"action_plan": named})
    assert not {"Smith", "Measure:"} & set(words.replace(".", " ").split())
    agreed = CHOICES | {"printed": [found.key]}
    words = words_of(document(), DIGEST, None, {"action_plan": named}, agreed)
    assert "Measure: Ms Smith says so." in words


def test_what_was_agreed_to_be_printed_stays_so_without_a_measure():
    """Its key is that of its texts, as it was before there were measures."""
    said = {"text": "Ring.", "note": "Soon.", "owner": "HR"}
    assert left_out.action_text(said) == "Ring.\nSoon.\nHR"
    assert left_out.action_text(said | {"measure": ""}) == "Ring.\nSoon.\nHR"


def test_so_is_a_finding_of_young_people_that_names_somebody():
    named = finding("Ms Smith rings back.", 40, 12, "Mrs Jones’s visit")
    beside = surveyed({"2": [named, finding("We wait.")]})
    [found] = left_out.personal_texts(document(), beside)
    assert found.about == "Finding 1 from young people, area 2"
    words = words_of(document(), DIGEST, None, beside, CHOICES)
    assert "Smith" not in words
    assert "Jones" not in words
    assert "Not printed: it could identify someone. (12 of 40 answered)" in words
    assert "We wait." in words
    agreed = CHOICES | {"printed": [found.key]}
    words = words_of(document(), DIGEST, None, beside, agreed)
    assert "Ms Smith rings back. (12 of 40 answered. Mrs Jones’s visit)" in words


def finding(text, asked=None, answered=None, source=""):
    return {"text": text, "asked": asked, "answered": answered, "source": source}


def surveyed(findings):
    """Return supplements with these findings alone, by area."""
    return {"young_people": {"findings": findings}}


# The three parts


def test_what_young_people_say_has_the_findings_of_their_survey():
    heading = "What young people say"
    assert heading not in words_of(document(), DIGEST)
    beside = surveyed(
        {
            "1": [finding("We\nwait.", 40, 12, "Survey, 2021"), finding(LONG)],
            "2": [finding("No help.", answered=7)],
        }
    )
    words = words_of(document(), DIGEST, None, beside)
    assert words.count(heading) == 1
    assert "Young people’s scores and the service’s" not in words
    said = words[words.index(heading) :]
    assert "We wait. (12 of 40 answered. Survey, 2021)" in said
    assert "We meet every month. […]" in said
    assert "No help. (7 answered)" in said
    assert said.index("We wait.") < said.index("No help.")
    both = words_of(document(), DIGEST, None, beside | BESIDE)
    assert both.count(heading) == 1
    caption = "both out of 10, furthest below the service’s first"
    assert f"Young people’s scores and the service’s, {caption} Area" in both


def test_how_it_is_known_is_said_in_sentences():
    words = words_of(document(), DIGEST)
    for said in [
        "How the self-assessment was done By meeting.",
        "Statements rated by each group: Housing 2 of 2; Legal 2 of 2.",
        (
            "2 of 4 statements have evidence. 1 statement with a positive rating has "
            "none: 2a."
        ),
        "Agreement between the answers The groups’ own ratings, before the discussion:",
        "1 statement: every group that rated gave the same rating.",
        "1 statement: groups rated on both sides of the scale.",
        "Changed by the approver 2a We house (from Agree to Mostly agree)",
        "A group still disagrees 2a We house (Mostly agree)",
    ]:
        assert said in words, said


def test_what_a_group_left_out_is_not_counted_as_rated():
    ratings = [{"group": "Housing", "first": None, "reason": "", "second": None}]
    content = documents.document(
        **{"2b": documents.response("not_rated", rationale="No.", ratings=ratings)}
    )
    assert basis.groups(content) == [("Housing", 0, 1)]


def test_what_the_moderator_left_out_is_left_out():
    content = document(not_printed=["ratings", "reasons", "dissents"])
    words = words_of(content, DIGEST)
    for unsaid in ["on both sides of the scale", "still disagrees", "flats closed"]:
        assert unsaid not in words, unsaid
    assert "Not printed here, as the authority chose: what each group rated" in words


def test_a_family_on_opposite_sides_is_said():
    framework = documents.framework()
    for area in framework["areas"]:
        for statement in area["statements"]:
            statement["family"] = "feedback" if statement["code"] != "2b" else ""
    words = words_of(documents.document(framework=framework), DIGEST)
    assert (
        "opposite sides Statements like 1a “We listen”: Agree for 1a; Mostly disagree "
        "for 1b" in words
    )


def test_the_parts_that_are_there_are_numbered():
    words = words_of(document(), DIGEST)
    assert "3. What do we do next?" in words
    assert "The three parts follow the three questions Ofsted asks" in words
    same = {code: documents.response(rating=4) for code in ("1a", "1b", "2a", "2b")}
    words = words_of(documents.document(**same), DIGEST)
    assert "2. How do we know it?" in words
    assert "three parts" not in words
    nothing = {code: documents.response("not_rated") for code in same}
    content = documents.document(**nothing)
    for has_front_sheet in (False, True):
        words = words_of(content, DIGEST, has_front_sheet=has_front_sheet)
        assert "How do we know it?" in words
        assert "2. How" not in words
        assert "three" not in words


def test_how_many_young_people_took_part_and_how_they_were_asked_is_said():
    about = {
        "how_many": 24,
        "how_gathered": "A survey.\nTwo visits.",
        "gathered_on": "2020-03-02",
        "gathered_by": "Sam Smith",
    }
    words = words_of(document(), DIGEST, None, BESIDE | {"young_people": about})
    first, _, rest = words.partition("How do we know it?")
    assert "24 young people took part." in first
    assert (
        "What young people say Young people who took part: 24 How their scores were "
        "gathered: A survey. Two visits. When: 2 March 2020" in rest
    )
    assert "Sam Smith" not in words
    about["how_gathered"] = "Ms Smith asked."
    beside = BESIDE | {"young_people": about}
    words = words_of(document(), DIGEST, None, beside)
    assert "Smith" not in words
    assert "gathered: Not printed: it could identify someone." in words
    [found] = left_out.personal_texts(document(), beside)
    assert found.about == "How young people’s scores were gathered"
    words = words_of(
        document(), DIGEST, None, beside, CHOICES | {"printed": [found.key]}
    )
    assert "gathered: Ms Smith asked." in words


def test_ideas_are_listed_for_the_disagree_side_and_for_priorities():
    parts = report.shape(document(), choices=CHOICES | {"priorities": ["2a"]})["parts"]
    assert [
        (part.name, [(row.code, row.is_priority) for row in part.actions])
        for part in parts
    ] == [("2. Theme 2", [("2a", True)]), ("1. Theme 1", [("1b", False)])]
    words = words_of(document(), DIGEST, None, None, CHOICES | {"priorities": ["2a"]})
    assert "By when Priority 2. Theme 2 2a Build flats. 1. Theme 1 1b" in words


def test_an_idea_that_is_not_printed_is_not_a_missing_idea():
    hidden = {"rating": 1, "ideas": "Ask Ms Smith."}
    longer = {"rating": 1, "ideas": "y" * (LONGEST + 1)}
    content = document(
        **{
            "1b": documents.response(**hidden),
            "2a": documents.response(**longer),
            "2b": documents.response(rating=1, ideas=""),
        }
    )
    words = words_of(content, DIGEST, None, None, CHOICES | {"priorities": ["1b"]})
    assert "with a negative rating, that have no idea yet: 2b." in words
    assert "Priority 1. Theme 1 1b Not printed: it could identify someone." in words
    assert "2a […]" in words


def test_no_ideas_are_promised_where_there_are_none():
    content = document(**{"1b": documents.response(rating=1, ideas="")})
    words = words_of(content, DIGEST, None, None, CHOICES)
    assert "that have no idea yet: 1b." in words
    assert "The ideas for" not in words
    assert "The Excel file" not in words


@pytest.mark.parametrize(("plan", "least"), [([], 33), (PLAN, 27)])
def test_there_is_room_to_write_an_owner_and_a_date(plan, least):
    made = word_of(document(), DIGEST, None, {"action_plan": plan})
    [widths] = [
        [cell.width.mm for cell in table.rows[0].cells]
        for table in made.tables
        if table.rows[0].cells[-1].text in ("By when", "State")
    ]
    assert min(widths[2:]) > least
    css = report.STYLESHEET.read_text()
    kind = ".plan" if plan else ".actions"
    assert f"{kind} th.blank {{\n  width: {least + 1}mm;" in css


def test_the_action_plan_takes_the_place_of_ideas():
    words = words_of(document(), DIGEST, None, {"action_plan": PLAN})
    assert (
        "1b Ask again. Measure: Half say they were asked. Note: Two met. "
        "Head of service 31 March 2021 Under way" in words
    )
    assert "Across all areas Tell the board. Not yet" in words
    assert words.count("Measure:") == 1
    assert "Ask twice." not in words


@pytest.mark.parametrize(
    ("about", "without"),
    [
        ({"code": "1b"}, ["2a"]),
        ({"code": "", "area": 2}, ["1b"]),
        ({"code": "1a"}, ["1b", "2a"]),
    ],
)
def test_the_action_plan_says_which_actions_are_priorities(about, without):
    [first, _] = PLAN
    plan = [first | about]
    choices = CHOICES | {"priorities": ["1b", "2a"]}
    words = words_of(document(), DIGEST, None, {"action_plan": plan}, choices)
    assert ("Priority 1. Theme 1 1b Ask again." in words) == (about == {"code": "1b"})
    assert words.count("Priority ") == (about == {"code": "1b"})
    said = "Priorities that have no action yet, of their own or for their whole area"
    assert f"{said}: {', '.join(without)}." in words
    whole = "2. Theme 2 (whole area) Ask again." in words
    assert whole == (about == {"code": "", "area": 2})
    assert "Across all areas Tell the board." in words_of(
        document(), DIGEST, None, {"action_plan": PLAN}
    )


@pytest.mark.parametrize("count", [2, 18])
def test_many_ideas_are_in_an_annex_but_those_for_priorities(count):
    content = documents.large(areas=count)
    for response in content["responses"].values():
        response.update(documents.response(rating=1, ideas="Begin."))
    choices = CHOICES | {"strengths": [], "priorities": ["2a", "1b"]}
    shaped = report.shape(content, choices=choices)
    listed = [row.code for part in shaped["parts"] for row in part.actions]
    more = [row.code for part in shaped["annexed"] for row in part.actions]
    assert sorted(listed + more) == sorted(content["responses"])
    assert listed[:2] == ["2a", "1b"]
    page = report.html(content, DIGEST, choices=choices, text=TypedText)
    named = [
        " ".join(each.text_content().split())
        for each in markup.document_fromstring(page).iter("h2")
    ]
    if count == 2:
        assert more == []
        assert named[-1] == "Annex: every statement and its rating"
    else:
        assert listed == ["2a", "1b"]
        assert named[-2:] == [
            "Annex A: ideas for the other statements with a negative rating",
            "Annex B: every statement and its rating",
        ]
        words = words_of(content, DIGEST, choices=choices)
        assert (
            "The ideas for the priorities. Annex A has those for the other "
            "statements with a negative rating." in words
        )
        assert "Ideas for the priorities Area" in words


@pytest.mark.parametrize(
    ("has_ratings", "titles", "called"),
    [(True, ["Annex A", "Annex B"], "Annex A"), (False, ["Annex"], "The annex")],
)
def test_an_annex_is_called_by_its_letter_if_there_are_two(has_ratings, titles, called):
    found = wording.annexes(has_ideas=True, has_ratings=has_ratings)
    assert [each.title.partition(":")[0] for each in found.values()] == titles
    assert found["ideas"].called == called


def test_it_says_which_ratings_are_positive():
    said = "a positive rating is Agree or Mostly agree"
    assert said in words_of(document(), DIGEST)


def test_the_follow_up_is_over_areas_with_both_scores():
    words = words_of(document(), DIGEST, None, BESIDE)
    assert (
        "1 of 2 areas was scored again at the follow-up, completed on 5 January 2021: "
        "it went up. It has 8 out of 10 at stage 2, after 7 at the submission (stage 1). "
        "The follow-up has not been submitted yet." in words
    )


def test_a_first_score_given_with_the_follow_up_is_not_said_to_be_submitted():
    areas = {
        "1": {"stage_one": 7, "stage_two": 8},
        "2": {"stage_one": 4, "stage_two": 3},
    }
    beside = {"follow_up": {"areas": areas, "completed_on": None}}
    submitted = words_of(document(global_scores={"1": 7, "2": 4}), DIGEST, None, beside)
    assert "after 11 at the submission (stage 1)." in submitted
    later = words_of(document(global_scores={"1": 7, "2": None}), DIGEST, None, beside)
    assert (
        "2 of 2 areas were scored again at the follow-up: 1 went up and 1 went down. "
        "Together they have 11 out of 20 at stage 2, after 11 at stage 1." in later
    )


def test_a_follow_up_that_was_submitted_is_not_said_to_be_missing():
    returned = {"reference": "F-2345", "number": 1, "submitted_at": ""}
    beside = BESIDE | {"follow_up": BESIDE["follow_up"] | {"returned": returned}}
    words = words_of(document(), DIGEST, None, beside)
    assert "at the follow-up" in words
    assert "not been submitted" not in words


@pytest.mark.parametrize("rating", [None, 4])
def test_empty_parts_leave_no_trace(rating):
    outcome = "agreed" if rating else "not_rated"
    same = {
        code: documents.response(outcome, rating=rating)
        for code in ("1a", "1b", "2a", "2b")
    }
    words = words_of(documents.document(**same), DIGEST)
    assert "What do we do next?" not in words
    assert "Priorities" not in words
    assert ("Strengths" in words) == bool(rating)
    assert ("None of the 4 statements has a rating." in words) == (rating is None)


def test_the_annex_says_an_outcome_once():
    """The chip has its label, and the brackets what is not in the label."""
    content = documents.large(areas=4)
    page = report.html(content, DIGEST, None, None, CHOICES, text=TypedText)
    rows = [
        " ".join(each.text_content().split())
        for part in markup.document_fromstring(page).find_class("ratings")
        for each in part.iter("li")
    ]
    said = [row for row in rows if "ould not agree" in row]
    assert said
    for row in said:
        assert row.startswith("Could not agree ")
        assert row.endswith(" (Mostly agree or Mostly disagree)")
        assert row.count("ould not agree") == 1


def test_the_annex_is_left_out_if_the_first_part_has_every_answer():
    whole = {code: documents.response(rating=4) for code in ("1a", "1b", "2a", "2b")}
    content = documents.document(**whole)
    assert "Annex" not in words_of(content, DIGEST)
    more = documents.large(areas=4)
    for response in more["responses"].values():
        response.update(outcome="agreed", rating=4)
    assert "Annex: every statement" in words_of(more, DIGEST)
    links = word_of(more, DIGEST).element.body.iter(qn("w:hyperlink"))
    assert "ratings" in {each.get(qn("w:anchor")) for each in links}


def short_of(content):
    """Leave only every third statement of a document rated."""
    for number, response in enumerate(content["responses"].values()):
        rating = [4, 2, 1][number % 9 // 3]
        response.update(documents.response(rating=rating, evidence=LONG, ideas=LONG))
        if number % 3:
            response.update(documents.response("not_rated"))
    return content


def test_the_annex_has_every_statement():
    content = short_of(documents.large(areas=18))
    nothing = {code for code in content["responses"] if code.startswith("4")}
    for code in nothing:
        content["responses"][code].update(documents.response("not_rated"))
    _, _, annex = words_of(content, DIGEST).partition("Annex: every statement")
    assert set(content["responses"]) <= set(re.findall(r"\w+", annex))
    assert "1d We listen to d Not rated: 1b, 1c, 1e. 2. Being heard, part 2" in annex
    assert "4. Being heard, part 4 Not rated: 4a, 4b, 4c, 4d, 4e." in annex


def test_what_is_not_printed_is_in_the_order_of_the_framework():
    content = documents.large(areas=10)
    for code in ("10a", "2a"):
        content["responses"][code].update(evidence="Ring Ms Smith.")
    words = words_of(content, DIGEST)
    assert "Texts that could identify someone are not printed here: 2a, 10a." in words


def test_a_short_return_has_a_short_report():
    content = short_of(documents.large(areas=18))
    pages = [page.extract_text() for page in pdf_of(content, DIGEST).pages]
    [annex] = [n for n, text in enumerate(pages) if "Annex: every statement" in text]
    assert annex <= 4
    [about] = [text for text in pages if "About the figures" in text]
    assert DIGEST in about
    shaped = report.shape(content)
    chosen = shaped["chosen"]
    shown = {each.code for area in shaped["areas"] for each in area.statements}
    assert shown == {*chosen.strengths, *chosen.priorities}
    listed = {row.code for part in shaped["parts"] for row in part.actions}
    assert listed == set(chosen.priorities)
    words = words_of(content, DIGEST)
    assert "The statements named above, with the beginning of their evidence." in words
    assert "The ideas for the priorities." in words


def test_a_long_return_has_at_most_ten_pages_before_its_annexes():
    content = documents.large(areas=10)
    for number, response in enumerate(content["responses"].values()):
        rating = [1, 4, 2, 1, 3][number % 5]
        response.update(documents.response(rating=rating, evidence=LONG, ideas=LONG))
    pages = [page.extract_text() for page in pdf_of(content, DIGEST).pages]
    [annex] = [n for n, text in enumerate(pages) if "Annex A: ideas" in text]
    assert annex <= 10


def test_longer_texts_make_the_report_little_longer():
    usual = documents.large(areas=10, text="A word of evidence. ")
    longer = documents.large(areas=10, text="A word of evidence. " * 5)
    words, more = (len(words_of(each, DIGEST).split()) for each in (usual, longer))
    assert words < more < 1.2 * words


def test_an_area_is_named_once_in_the_actions():
    content = document(**{"1a": documents.response(rating=1, ideas="Begin.")})
    page = report.html(content, DIGEST, text=TypedText)
    [actions] = markup.document_fromstring(page).find_class("actions")
    named = [" ".join(each.text_content().split()) for each in actions.iter("th")]
    assert named[-2:] == ["Priority 1. Theme 1 1a", "Priority 1. Theme 1 1b"]


def test_the_digest_and_the_authors_are_named_once_at_the_end(printed):
    pages = [" ".join(each.extract_text().split()) for each in printed.pages]
    assert letters("".join(pages)).count(DIGEST) == 1
    [about] = [each for each in pages if "About the figures" in each]
    assert "The framework was written by Nobody in particular." in about
    assert DIGEST in about.partition("About the figures")[2]


def test_ratings_can_be_told_apart_in_grey(whole, written):
    content = whole[0]
    fills = chart.fills_of(content["framework"]["scale"])
    greys = [int(fill[1:3], 16) for fill, _ in fills.values()]
    assert all(b - a >= 0x30 for a, b in pairwise(greys))
    page = report.html(*whole, text=TypedText)
    chips = markup.document_fromstring(page).find_class("chip")
    assert {each.text for each in chips} == {"Agree", "Mostly agree", "Mostly disagree"}
    shaded = {
        (run.find(f".//{qn('w:shd')}").get(qn("w:fill")), run.find(qn("w:t")).text)
        for run in written.element.body.iter(qn("w:r"))
        if run.find(f".//{qn('w:shd')}") is not None
    }
    assert shaded == {
        (fills[each.text][0].removeprefix("#"), each.text) for each in chips
    }


def test_the_time_before_may_have_no_day():
    last = earlier(**{"1a": 2})
    last["content"]["cover"]["completed_on"] = None
    words = words_of(document(), DIGEST, last)
    assert "Compared with Autumn, 1 statement that asks the same thing has" in words


def test_the_word_file_looks_each_style_up_once(monkeypatch):
    looked_up = []
    find = Styles.__getitem__

    def counted(self, name):
        looked_up.append(name)
        return find(self, name)

    monkeypatch.setattr(Styles, "__getitem__", counted)
    monkeypatch.setattr(jobs, "run_job", lambda work, args, name: word.write(*args))
    counts = []
    for areas in (3, 12):
        report.make_word(documents.large(areas=areas), DIGEST)
        counts.append(len(looked_up))
        looked_up.clear()
    assert counts[0] == counts[1] < 40


def test_an_area_without_a_figure_has_no_row():
    content = short_of(documents.large(areas=4))
    for code in ("1a", "1d"):
        content["responses"][code].update(outcome="not_rated", rating=None)
    content["global_scores"]["1"] = None
    rows = [
        each.number for each in report.shape(content)["figures"].areas if each.has_any
    ]
    assert rows == [2, 3, 4]


# The two files


def pdf_of(*args):
    return PdfReader(io.BytesIO(report.make_pdf(*args)))


def word_of(*args):
    return Document(io.BytesIO(report.make_word(*args)))


def words_in(word):
    return "".join(each.text or "" for each in word.element.body.iter(qn("w:t")))


@pytest.fixture(scope="module")
def whole():
    """Everything a report can have, as its makers take it."""
    found = {"1": [finding("We wait.", 40, 12, "Survey"), finding("Rents rise.")]}
    supplements = BESIDE | surveyed(found) | {"action_plan": PLAN}
    return document(), DIGEST, earlier(**{"1a": 2, "1b": 3}), supplements, CHOICES


@pytest.fixture(scope="module")
def printed(whole):
    return pdf_of(*whole)


@pytest.fixture(scope="module")
def written(whole):
    return word_of(*whole)


def test_both_files_say_all_of_the_page(whole, printed, written):
    for of_word, text in [(False, text_of(printed)), (True, words_in(written))]:
        page = report.html(*whole, text=TypedText, has_front_sheet=of_word)
        body = markup.document_fromstring(page).body
        for picture in list(body.iter("svg")):
            picture.drop_tree()
        found = letters(text)
        for words in re.findall(r"\w+", " ".join(body.itertext())):
            assert letters(words) in found, words


def test_the_pdf_is_tagged(printed):
    kinds = [kind for kind, _ in structure(printed.trailer["/Root"]["/StructTreeRoot"])]
    assert (kinds.count("/H1"), kinds.count("/H2")) == (1, 9)
    assert {"/H3", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    assert printed.metadata.title == (
        "Northmoor: report for members and the board, BD-2222-3333"
    )


def test_the_word_file_begins_with_a_front_sheet_to_fill_in(written):
    rows = [[cell.text for cell in row.cells] for row in written.tables[0].rows]
    assert ["Portfolio holder", ""] in rows
    asked = "The Board is asked to:\n1. note the findings\n2. agree the plan"
    assert ["Recommendations", asked] in rows


def test_the_word_file_has_headings_properties_and_repeated_header_rows(written):
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
    properties = written.core_properties
    assert properties.title == "Northmoor: report for members and the board"
    assert (properties.language, properties.author) == ("en-GB", "Northmoor")
    [mode] = written.settings.element.iter(qn("w:compatSetting"))
    assert mode.get(qn("w:val")) == "15"
    names = [str(part.partname) for part in written.part.package.iter_parts()]
    assert not any("thumbnail" in name for name in names)
    assert "/word/charts/chart1.xml" in names


def test_the_word_files_first_page_is_in_columns_with_points_and_figures(written):
    columns = [
        section._sectPr.find(qn("w:cols")).get(qn("w:num"), "1")
        for section in written.sections
    ]
    assert columns == ["1", "2", "1"]
    assert all(each.footer.is_linked_to_previous for each in written.sections[1:])
    styles = {each.text: each.style.name for each in written.paragraphs}
    assert styles["agree the plan"] == "List Bullet"
    [chart] = [
        part.blob.decode()
        for part in written.part.package.iter_parts()
        if part.partname.endswith("chart1.xml")
    ]
    assert chart.count('<c:showVal val="1"/>') == 5  # four ratings and none
    assert chart.count('<c:showSerName val="0"/>') == 5
    assert '<c:tickLblSkip val="1"/>' in chart  # each area is named
    assert '<c:grouping val="percentStacked"/>' in chart  # shares, all bars as long
    assert '<c:overlap val="100"/>' in chart
    assert '<c:numFmt formatCode="0%" sourceLinked="1"/>' in chart  # of the axis


def test_the_word_file_keeps_short_tables_and_statements_on_one_page(written):
    kept = [
        [
            each.paragraph_format.keep_with_next
            for row in table.rows
            for each in row.cells[0].paragraphs
        ]
        for table in written.tables
        if table.columns[0].cells[0].text == "Area"
    ]
    assert kept == [[True, True, None], [True, None]]
    [at] = [
        place
        for place, each in enumerate(written.paragraphs)
        if each.text.startswith("Agree 1a We listen")
    ]
    statement, evidence = written.paragraphs[at : at + 2]
    assert statement.paragraph_format.keep_with_next
    assert evidence.paragraph_format.keep_together


def test_strengths_alone_have_all_the_width():
    same = {code: documents.response(rating=4) for code in ("1a", "1b", "2a", "2b")}
    assert len(word_of(documents.document(**same), DIGEST).sections) == 1


def test_a_name_with_no_character_shows_a_sign_in_the_word_file():
    name = {"name": "North\x01moor"}
    written = word_of(document(authority=name), DIGEST)
    assert written.core_properties.author == "North\ufffdmoor"
    assert "North\ufffdmoor" in [each.text for each in written.paragraphs]


def test_the_contents_lead_to_headings_and_give_their_pages(written):
    body = written.element.body
    names = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    links = {each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))}
    pages = {
        each.get(qn("w:instr")).split()[1] for each in body.iter(qn("w:fldSimple"))
    }
    assert links == pages == {"know", "how", "next", "about"}
    assert links <= names


def test_right_to_left_text_runs_right_to_left():
    content = document(
        **{"1b": documents.response(rating=1, ideas="نص عربي", evidence="טקסט עברי")}
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


def test_lines_that_somebody_typed_are_paragraphs():
    content = document(**{"1b": documents.response(rating=1, ideas="One\n\n\nTwo")})
    cells = [cell for table in word_of(content, DIGEST).tables for cell in table._cells]
    assert ["One", "Two"] in [[p.text for p in cell.paragraphs] for cell in cells]


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
    [(content, digest, last, found, _, _)] = seen
    assert (content, digest, last) == (submission.content, submission.digest, None)
    young = BESIDE["young_people_scores"]
    whole = {number: {"how_gathered": ""} | each for number, each in young.items()}
    assert found["young_people_scores"] == whole


def test_the_page_after_submitting_offers_the_report(client, assessment, mo):
    submit(assessment, mo)
    client.force_login(mo)
    response = client.get(f"/assessments/{assessment.pk}/submit/")
    page = without_layout(response.content.decode())
    assert f'href="/assessments/{assessment.pk}/board-report/"' in page
