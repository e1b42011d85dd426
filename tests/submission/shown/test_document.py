"""A submission's document as values, before it is printed or read."""

from assessments.files.pdf import chart
from assessments.files.word_form.writer import appendix
from assessments.submission.shown import document
from tests.support import documents


def shaped(**changes):
    return document.shape(documents.document(**changes))


def statements(shape):
    return {
        each["code"]: each for area in shape["areas"] for each in area["statements"]
    }


def test_outcomes_are_in_words():
    found = statements(shaped())
    assert {code: each["outcome"] for code, each in found.items()} == {
        "1a": "Agree",
        "1b": "Mostly disagree",
        "2a": "Could not agree: Mostly agree or Mostly disagree",
        "2b": "Not rated: Nobody knows.",
    }
    assert [each["rating"] for each in found.values()] == [4, 2, None, None]
    assert [each["reason"] for each in found.values()] == [
        "",
        "Because of some.",
        "Two views.",
        "",
    ]


def test_three_candidates_are_listed():
    several = documents.response("not_agreed", candidates=[2, 4, 3])
    found = statements(shaped(**{"2a": several}))
    assert found["2a"]["outcome"] == (
        "Could not agree: Agree, Mostly agree or Mostly disagree"
    )


def test_sums_are_of_the_ratings_given():
    shape = shaped()
    keys = ("cumulative", "rated", "of", "unrated")
    assert [[area[key] for key in keys] for area in shape["areas"]] == [
        ["6 of 8", 2, 2, 0],
        ["–", 0, 2, 2],
    ]
    assert [shape["total"][key] for key in keys] == ["6 of 8", 2, 4, 2]
    assert shape["total"]["counts"] == [
        (4, "Agree", 1),
        (3, "Mostly agree", 0),
        (2, "Mostly disagree", 1),
        (1, "Disagree", 0),
    ]
    assert [each["code"] for each in shape["without_rating"]] == ["2a", "2b"]


def test_global_scores_stand_in_the_printed_order_and_are_never_zero_for_none():
    scores = shaped()["scores"]
    assert [(row["number"], row["score"], row["note"]) for row in scores["rows"]] == [
        (2, "not given", ""),
        (1, "7 out of 10", "After a long talk."),
    ]
    assert (scores["given"], scores["total"]) == (1, "7 out of 10 for 1 area")
    none = shaped(global_scores={"1": None, "2": None})["scores"]
    assert (none["given"], none["total"]) == (0, "not given")


def test_a_score_of_nought_is_given():
    assert shaped(global_scores={"1": 0, "2": None})["scores"]["rows"][1]["score"] == (
        "0 out of 10"
    )


def test_dates_are_in_words():
    shape = shaped()
    assert shape["completed_on"] == "5 June 2020"
    assert shape["submitted_at"] == "2:02pm on 12 June 2020"
    assert shaped(cover={"completed_on": None})["completed_on"] == "not given"


def test_the_cover_sheet_answers_the_editions_questions():
    assert shaped()["cover"] == [
        {"question": "Which authority?", "answer": "Northmoor"},
        {"question": "When?", "answer": "5 June 2020"},
        {"question": "How?", "answer": "By meeting."},
    ]


def test_emphasis_becomes_runs():
    assert statements(shaped())["1a"]["runs"] == [("We ", False), ("listen", True)]


def test_the_picture_says_the_same_in_words():
    shape = shaped()
    picture = chart.picture(shape, documents.framework())
    assert picture.text == (
        "1. Being heard: 1 Agree, 1 Mostly disagree; 6 of 8. "
        "2. Being housed: 2 with no single rating."
    )
    rows = picture.rows
    wide = chart.WIDTH - chart.LABEL - chart.SUM
    assert [[part.count for part in row.parts] for row in rows] == [[1, 1], [2]]
    assert [sum(part.width for part in row.parts) for row in rows] == [wide, wide]
    assert [row.sum for row in rows] == ["6 of 8", "–"]


def test_a_brief_picture_has_no_scores_that_nothing_explains():
    picture = chart.picture(shaped(), documents.framework(), is_brief=True)
    assert picture.text == (
        "1. Being heard: 1 Agree, 1 Mostly disagree. "
        "2. Being housed: 2 with no single rating."
    )
    wide = chart.WIDTH - chart.LABEL - chart.EDGE
    assert {row.sum for row in picture.rows} == {""}
    assert {sum(part.width for part in row.parts) for row in picture.rows} == {wide}


# What groups rated, dissent, an approver's change


def spoken(*ratings, outcome="agreed", rating=3, **more):
    """Return 2a as rated by Housing, Legal, ...: each (first, second or None) or a reason."""
    names = ["Housing", "Legal", "Virtual", "Youth"]
    given = [
        {"group": name, "first": None, "reason": each, "second": None}
        if isinstance(each, str)
        else {"group": name, "first": each[0], "reason": "", "second": each[1]}
        for name, each in zip(names, ratings, strict=False)
    ]
    response = documents.response(outcome, rating=rating, ratings=given, **more)
    return statements(shaped(**{"2a": response}))["2a"]


def test_a_document_from_before_says_nothing_of_groups_or_approval():
    found = statements(shaped())["2a"]
    keys = ("word", "said", "after", "dissents", "changes")
    assert [found[key] for key in keys] == ["", "", "", [], []]
    assert shaped()["approval"] is None


def test_how_far_apart_the_groups_were_is_worked_out_at_printing():
    found = spoken((4, None), (4, None), (1, None), "outside their work")
    assert found["word"] == "Split"
    assert found["said"] == (
        "3 of 4 rated: 2 Agree, 1 Disagree. "
        "Youth did not rate this: outside their work."
    )
    assert found["after"] == ""


def test_second_ratings_are_said_beside_the_first():
    found = spoken((4, None), (1, 3))
    assert found["said"] == "Both rated: 1 Agree, 1 Disagree."
    assert found["after"] == (
        "1 of 2 groups rated again (1 Mostly agree). "
        "With the other’s first rating: 1 Agree, 1 Mostly agree."
    )


def test_a_group_that_rated_alone_never_agrees_with_anybody():
    shape = shaped(
        **{
            "2a": documents.response(
                rating=3,
                ratings=[
                    {"group": "Housing", "first": 3, "reason": "", "second": None}
                ],
            )
        }
    )
    assert [area["alone"] for area in shape["areas"]] == ["", "Housing"]
    found = statements(shape)["2a"]
    assert (found["word"], found["said"]) == ("", "")
    differs = spoken((4, None))
    assert (differs["word"], differs["said"]) == (
        "",
        "Only Housing rated this: Agree.",
    )


def test_a_group_that_rated_nothing_did_not_rate_alone():
    shape = shaped(
        **{
            "2a": documents.response(
                "not_rated",
                rationale="Nobody knows.",
                ratings=[
                    {
                        "group": "Housing",
                        "first": None,
                        "reason": "not known",
                        "second": None,
                    }
                ],
            )
        }
    )
    assert [area["alone"] for area in shape["areas"]] == ["", ""]
    found = statements(shape)["2a"]
    assert (found["word"], found["said"]) == (
        "",
        "Nobody rated this. Housing did not rate this: not known.",
    )


def test_dissent_and_the_approvers_change_are_in_words():
    change = {
        "from": {"outcome": "not_agreed", "rating": None, "candidates": [3, 2]},
        "to": {"outcome": "agreed", "rating": 3, "candidates": []},
        "why": "The flats opened.",
        "by": "Ann",
        "at": "2020-06-05T10:00:00+01:00",
    }
    found = spoken(
        (4, None),
        (1, None),
        rationale="The flats opened.",
        changes=[change],
        dissents=[{"group": "Legal", "text": "We still see tents."}],
    )
    assert found["changes"] == [
        {
            "before": "Could not agree: Mostly agree or Mostly disagree",
            "after": "Mostly agree",
            "by": "Ann",
            "at": "10am on 5 June 2020",
            "why": "The flats opened.",
        }
    ]
    assert found["reason"] == ""
    assert found["dissents"] == [{"group": "Legal", "text": "We still see tents."}]
    assert found["is_linked"]


def test_an_approval_that_is_missing_is_said():
    assert shaped(sign_off=None)["approval"] == {
        "by": "",
        "at": "",
        "changed_since": "",
    }


def test_the_annex_leaves_out_a_statement_without_a_rating_or_a_reason():
    """The form itself marks the ratings it could have been."""
    content = documents.document(
        **{
            "1b": documents.response(rating=2),
            "2a": documents.response("not_agreed", candidates=[3, 2]),
        }
    )
    reasons, _ = appendix.sections(content, document.shape_agreed(content))
    assert [row[:3] for row in reasons["rows"]] == [
        ["2b We ask", "Not rated", "Nobody knows."],
    ]
