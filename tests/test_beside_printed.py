"""What stands beside a submission, as pages and files print it."""

import pytest

from assessments.exports import beside

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
    return beside.shape(CONTENT, NOTHING | said, text)


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
                "number": 1,
                "title": "Home",
                "score": "not given",
                "service_score": "7 out of 10",
                "how_gathered": "",
            },
            {
                "number": 2,
                "title": "Health",
                "score": "0 out of 10",
                "service_score": "not given",
                "how_gathered": "A SURVEY",
            },
        ],
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
    assert [row["comments"] for row in found["rows"]] == [
        [("What helped", "Time.")],
        [("Next steps", "A guide.")],
    ]
    assert found["stage_one_total"] == "12 out of 20"
    assert found["stage_two_total"] == "13 out of 20"
    assert found["change"] == "1 up"
    assert found["ideas"] == [
        {"code": "1a", "number": 1, "status": "Done"},
        {"code": "2b", "number": 2, "status": "Under way"},
    ]


def test_a_total_says_of_how_many_areas_it_is():
    found = follow_up({"stage_one": 7, "stage_two": 7}, {"stage_one": 5})
    assert found["stage_one_total"] == "12 out of 20"
    assert found["stage_two_total"] == "7 out of 10 for 1 area"
    assert found["change"] == "the same, over the 1 area with both scores"
    assert found["rows"][1]["stage_two"] == "not given"
    assert found["rows"][1]["change"] == ""


@pytest.mark.parametrize("score", [0, 10])
def test_nought_is_a_score(score):
    found = follow_up({"stage_one": score, "stage_two": score}, {})
    assert found["rows"][0]["stage_one"] == f"{score} out of 10"
    assert found["rows"][0]["change"] == "the same"


def test_without_two_scores_nothing_changed():
    found = follow_up({"stage_one": 7}, {"stage_two": 7}, completed_on=None)
    assert found["change"] == ""
    assert found["completed_on"] == "not given"
