"""The supplements of a submission, as pages and files print them."""

import pytest

from assessments.analysis.sentences import basis_words
from assessments.models import Action
from assessments.submission.shown.actions import STATES
from assessments.submission.shown.supplements import supplements_values

CONTENT = {
    "framework": {
        "areas": [
            {
                "number": 1,
                "title": "Home",
                "rating_title": "Have a home",
                "rating_order": 2,
                "statements": [{"code": "1a"}],
            },
            {
                "number": 2,
                "title": "Health",
                "rating_title": "Be healthy",
                "rating_order": 1,
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
    assert shape() == {"young_people": None, "follow_up": None, "action_plan": []}


def test_young_people_beside_the_service():
    """Under the wording and in the order that they were shown."""
    said = {
        "1": {"score": 5, "pick": "worst", "how_gathered": ""},
        "2": {"score": 0, "pick": "best", "how_gathered": "a survey"},
    }
    found = shape(str.upper, young_people_scores=said)["young_people"]
    assert [row["title"] for row in found["rows"]] == [
        "2. Be healthy",
        "1. Have a home",
    ]
    assert [row["score"] for row in found["rows"]] == ["0 out of 10", "5 out of 10"]
    assert [row["service"] for row in found["rows"]] == ["not given", "7 out of 10"]
    assert [row["difference"] for row in found["rows"]] == ["", "2 lower"]
    assert [row["how"] for row in found["rows"]] == ["A SURVEY", ""]
    assert found["total"] == "5 out of 10"
    assert found["service_total"] == "7 out of 10"
    assert found["difference"] == "2 lower"
    assert found["over"] == "the 1 area with both scores"
    assert found["best"] == ["2. Be healthy"]
    assert found["worst"] == ["1. Have a home"]


@pytest.mark.parametrize(
    ("count", "heading"),
    [
        (1, "One of the three best, young people say"),
        (2, "Two of the three best, young people say"),
        (3, "The three best, young people say"),
        (4, "The best, young people say"),
    ],
)
def test_the_heading_of_what_was_picked_says_how_many_there_are(count, heading):
    [first, _] = CONTENT["framework"]["areas"]
    areas = [first | {"number": number} for number in range(1, 6)]
    picks = {str(each): {"pick": "best"} for each in range(1, count + 1)}
    said = {"young_people_scores": picks | {"5": {"pick": "worst"}}}
    found = supplements_values(
        CONTENT | {"framework": {"areas": areas}}, NOTHING | said, str
    )["young_people"]
    assert (len(found["best"]), found["best_words"]) == (count, heading)
    assert found["worst_words"] == "One of the three worst, young people say"


def test_findings_are_shown_with_how_many_answered():
    finding = {"text": "we wait", "asked": 40, "answered": 12, "source": "a survey"}
    record = {
        "how_gathered": "at the forum",
        "how_many": 0,
        "gathered_on": "2021-01-05",
        "gathered_by": "",
        "findings": {"2": [finding]},
    }
    found = shape(str.upper, young_people=record)["young_people"]
    assert found["about"] == [
        ("How they were gathered", "AT THE FORUM"),
        ("Young people who took part", "0"),
        ("When", "5 January 2021"),
    ]
    assert found["rows"][0]["findings"] == [
        {"text": "WE WAIT", "basis": "12 OF 40 ANSWERED. A SURVEY"}
    ]
    assert not found["has_scores"]


@pytest.mark.parametrize(
    ("asked", "answered", "source", "words"),
    [
        (None, None, "", ""),
        (40, None, "", "40 were asked"),
        (None, 12, "", "12 answered"),
        (40, 0, "", "0 of 40 answered"),
        (40, 12, "A survey", "12 of 40 answered. A survey"),
        (None, None, "A survey", "A survey"),
    ],
)
def test_what_a_finding_is_based_on(asked, answered, source, words):
    assert basis_words(asked, answered, source) == words


def test_a_follow_up_says_what_changed():
    found = follow_up(
        {"stage_one": 7, "stage_two": 9, "what_helped": "Time."},
        {"stage_one": 5, "stage_two": 4, "next_steps": "A guide."},
    )
    assert found["completed_on"] == "5 January 2021"
    assert found["returned"].startswith("Not submitted yet.")
    assert [row["change"] for row in found["rows"]] == ["2 up", "1 down"]
    assert [row["texts"] for row in found["rows"]] == [
        [("What helped", "Time.")],
        [("Next steps", "A guide.")],
    ]
    assert found["stage_one"] == "12 out of 20"
    assert found["stage_two"] == "13 out of 20"
    assert found["change"] == "1 up"
    assert found["over"] == ""


def test_a_returned_follow_up_says_when_and_how():
    returned = {
        "reference": "FU-2222-2222",
        "number": 1,
        "submitted_at": "2021-01-05T10:00:00+00:00",
        "submitted_by": "Mo",
        "on_paper": True,
        "digest": "",
    }
    found = follow_up({"stage_two": 7}, {}, returned=returned)
    assert found["reference"] == "FU-2222-2222"
    assert found["returned"] == (
        "Submitted at 10am on 5 January 2021 by Mo, typed in by Coram Voice from what "
        "came on paper."
    )


def test_totals_are_over_the_areas_with_both_scores():
    found = follow_up({"stage_one": 7, "stage_two": 8}, {"stage_one": 5})
    assert found["stage_one"] == "7 out of 10"
    assert found["stage_two"] == "8 out of 10"
    assert found["change"] == "1 up"
    assert found["over"] == "the 1 area with both scores"
    assert found["rows"][1]["stage_two"] == "not given"
    assert found["rows"][1]["change"] == ""


@pytest.mark.parametrize(
    ("submitted", "said"),
    [
        ({"1": 7, "2": 0}, ""),
        (
            {"1": 7, "2": None},
            (
                "The submission has no global score for area 2: its stage 1 score was given "
                "later."
            ),
        ),
        (
            {},
            (
                "The submission has no global scores for areas 1 and 2: their stage 1 scores "
                "were given later."
            ),
        ),
    ],
)
def test_stage_one_scores_that_the_submission_does_not_have_are_named(submitted, said):
    content = CONTENT | {"global_scores": submitted}
    areas = {"2": {"stage_one": 0}, "1": {"stage_one": 7, "stage_two": 8}}
    found = supplements_values(content, {"follow_up": {"areas": areas}})
    assert found["follow_up"]["given_later"] == said


def test_a_blank_stage_one_score_is_not_said_to_have_been_given():
    assert follow_up({"stage_one": 7}, {"stage_two": 7})["given_later"] == ""


def test_nobody_follows_up_without_areas():
    assert shape(follow_up={"completed_on": None, "areas": {}})["follow_up"] is None
    assert supplements_values(CONTENT, None) == shape()


@pytest.mark.parametrize(
    ("more", "expected"), [({}, ""), ({"measure": "Half."}, "*Half.*")]
)
def test_an_action_may_have_a_measure(more, expected):
    action = {
        "area": 1,
        "code": "",
        "idea": "",
        "text": "Hire.",
        "owner": "",
        "due_on": None,
        "state": "done",
        "note": "",
    }
    said = shape(lambda text: text and f"*{text}*", action_plan=[action | more])
    assert said["action_plan"][0]["measure"] == expected


def test_progress_is_called_what_the_page_calls_it():
    assert dict(Action.State.choices) == STATES


@pytest.mark.parametrize("score", [0, 10])
def test_nought_is_a_score(score):
    found = follow_up({"stage_one": score, "stage_two": score}, {})
    assert found["rows"][0]["stage_one"] == f"{score} out of 10"
    assert found["rows"][0]["change"] == "the same"


def test_without_two_scores_nothing_changed():
    found = follow_up({"stage_one": 7}, {"stage_two": 7}, completed_on=None)
    assert found["change"] == ""
    assert found["completed_on"] == "not given"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2021-01-05", "Follow-up completed on 5 January 2021."),
        (None, "No date of completion is given."),
    ],
)
def test_a_follow_up_says_in_a_sentence_when_it_was_completed(day, said):
    given = {"follow_up": {"completed_on": day, "areas": {"1": {"stage_two": 8}}}}
    assert supplements_values(CONTENT, given)["follow_up"]["completed"] == said
