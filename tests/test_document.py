"""What a submission's document becomes before it is printed or read."""

from assessments.exports import chart, document

from . import documents


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
    keys = ("cumulative", "rated", "of", "maximum", "unrated")
    assert [[area[key] for key in keys] for area in shape["areas"]] == [
        [6, 2, 2, 8, 0],
        [0, 0, 2, 8, 2],
    ]
    assert [shape["total"][key] for key in keys] == [6, 2, 4, 16, 2]
    assert shape["total"]["counts"] == [
        (4, "Agree", 1),
        (3, "Mostly agree", 0),
        (2, "Mostly disagree", 1),
        (1, "Disagree", 0),
    ]
    assert [each["code"] for each in shape["apart"]] == ["2a", "2b"]


def test_global_scores_stand_in_the_printed_order_and_are_never_zero_for_none():
    scores = shaped()["scores"]
    assert [(row["number"], row["score"], row["note"]) for row in scores["rows"]] == [
        (2, "not given", ""),
        (1, "7 out of 10", "After a long talk."),
    ]
    assert (scores["given"], scores["total"]) == (1, "7 out of 20")
    none = shaped(global_scores={"1": None, "2": None})["scores"]
    assert (none["given"], none["total"]) == (0, "not given")


def test_a_score_of_nought_is_given():
    assert shaped(global_scores={"1": 0, "2": None})["scores"]["rows"][1]["score"] == (
        "0 out of 10"
    )


def test_dates_are_in_words():
    shape = shaped()
    assert shape["completed_on"] == "5 June 2020"
    assert shape["submitted_at"] == "12 June 2020 at 14:02"
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
    assert chart.picture(shape)["text"] == (
        "Area 1: 1 Agree, 1 Mostly disagree; 6 of 8. "
        "Area 2: 2 with no one rating; 0 of 8."
    )
    rows = chart.picture(shape)["rows"]
    assert [[part["count"] for part in row["parts"]] for row in rows] == [[1, 1], [2]]
    assert [sum(part["width"] for part in row["parts"]) for row in rows] == [700, 700]
