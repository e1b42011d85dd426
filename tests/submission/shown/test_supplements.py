"""The supplements of a submission, as pages and files print them."""

import pytest

from assessments.models import FollowUp
from assessments.submission.shown.supplements import STATUSES, supplements_values

CONTENT = {
    "framework": {
        "areas": [
            {"number": 1, "title": "Home", "statements": [{"code": "1a"}]},
            {
                "number": 2,
                "title": "Health",
                "statements": [{"code": "2a"}, {"code": "2b"}],
            },
        ]
    },
    "global_scores": {"1": 7, "2": None},
}
NOTHING = {"young_people_scores": {}, "follow_up": {}}
BLANK = {
    "stage_one": None,
    "stage_two": None,
    "what_helped": "",
    "barriers": "",
    "next_steps": "",
}


def shape(text=str, **said):
    return supplements_values(CONTENT, NOTHING | said, text)


def follow_up(first, second, **more):
    areas = {"1": BLANK | first, "2": BLANK | second}
    said = {"completed_on": "2021-01-05", "areas": areas, "ideas": {}} | more
    return shape(follow_up=said)["follow_up"]


def test_there_is_nothing_to_print():
    assert shape() == {"young_people": None, "follow_up": None}


def test_young_people_beside_the_service():
    said = {"2": {"score": 0, "how_gathered": "a survey"}}
    found = shape(str.upper, young_people_scores=said)["young_people"]
    assert found == {
        "rows": [
            {
                "title": "1. Home",
                "score": "not given",
                "service": "7 out of 10",
                "how": "",
            },
            {
                "title": "2. Health",
                "score": "0 out of 10",
                "service": "not given",
                "how": "A SURVEY",
            },
        ],
        "has_how": True,
        "total": "0 out of 10 for 1 area",
        "service_total": "7 out of 10 for 1 area",
    }


def test_a_follow_up_says_what_changed():
    found = follow_up(
        {"stage_one": 7, "stage_two": 9, "what_helped": "Time."},
        {"stage_one": 5, "stage_two": 4, "next_steps": "A guide."},
        ideas={"2b": "under_way", "1a": "done"},
    )
    assert found["completed_on"] == "5 January 2021"
    assert [row["change"] for row in found["rows"]] == ["2 up", "1 down"]
    assert [row["texts"] for row in found["rows"]] == [
        [("What helped", "Time.")],
        [("Next steps", "A guide.")],
    ]
    assert found["stage_one"] == "12 out of 20"
    assert found["stage_two"] == "13 out of 20"
    assert found["change"] == "1 up"
    assert found["ideas"] == [
        ("1. Home", [("1a", "Done")]),
        ("2. Health", [("2b", "Under way")]),
    ]


def test_a_total_says_of_how_many_areas_it_is():
    found = follow_up({"stage_one": 7, "stage_two": 7}, {"stage_one": 5})
    assert found["stage_one"] == "12 out of 20"
    assert found["stage_two"] == "7 out of 10 for 1 area"
    assert found["change"] == "the same, over the 1 area with both scores"
    assert found["rows"][1]["stage_two"] == "not given"
    assert found["rows"][1]["change"] == ""


def test_nobody_follows_up_without_areas():
    assert shape(follow_up={"completed_on": None, "areas": {}})["follow_up"] is None
    assert supplements_values(CONTENT, None) == shape()


def test_ideas_are_called_what_the_page_calls_them():
    assert dict(FollowUp.Idea.choices) == STATUSES


@pytest.mark.parametrize("score", [0, 10])
def test_nought_is_a_score(score):
    found = follow_up({"stage_one": score, "stage_two": score}, {})
    assert found["rows"][0]["stage_one"] == f"{score} out of 10"
    assert found["rows"][0]["change"] == "the same"


def test_without_two_scores_nothing_changed():
    found = follow_up({"stage_one": 7}, {"stage_two": 7}, completed_on=None)
    assert found["change"] == ""
    assert found["completed_on"] == "not given"
