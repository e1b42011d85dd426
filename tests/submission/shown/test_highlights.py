"""The suggestions of what the report for members and the board names first."""

import pytest

from assessments.submission.shown import document
from assessments.submission.shown.highlights import RULE, suggestions
from tests.support import documents


def suggested(ratings, **beside):
    """Return the codes suggested; `ratings` are {code: (rating, the groups' ratings)}."""
    content = documents.large(areas=4)
    content["global_scores"] = {"1": 8, "2": 8, "3": 8, "4": 8}
    for code, response in content["responses"].items():
        rating, groups = ratings.get(code, (None, ()))
        outcome = "agreed" if rating else "not_rated"
        response.clear()
        response.update(documents.response(outcome, rating=rating))
        response["ratings"] = [
            {"group": str(name), "first": first, "reason": "", "second": None}
            for name, first in enumerate(groups)
        ]
    found = suggestions(document.shape(content), content, None, beside)
    return {name: [each.code for each in rows] for name, rows in found.items()}


def alike(rating, *codes):
    return dict.fromkeys(codes, (rating, ()))


def test_of_equal_priorities_those_of_the_weakest_area_come_first():
    ratings = alike(1, "1a", "1b", "2a", "2b", "3a", "3b", "3c") | alike(
        4, "1c", "1d", "2c"
    )
    # Positive: half of area 1, a third of area 2, none of area 3.
    assert suggested(ratings)["priorities"] == [
        "3a", "2a", "1a",
        "3b", "2b", "1b",
        "3c",
    ]  # fmt: skip


def test_of_equal_strengths_those_of_the_strongest_area_come_first():
    ratings = alike(4, "1a", "2a", "2b", "3a") | alike(1, "1b", "1c", "3b")
    assert suggested(ratings)["strengths"] == ["2a", "3a", "1a", "2b"]


def test_a_better_rating_does_not_come_first_for_its_area_nor_a_third_of_one():
    ratings = alike(1, "1a", "1b", "1c", "1d") | alike(2, "2a", "3a", "4a")
    assert suggested(ratings)["priorities"] == [
        "1a",
        "1b",
        "2a",
        "3a",
        "4a",
        "1c",
        "1d",
    ]


@pytest.mark.parametrize(("rating", "name"), [(1, "priorities"), (4, "strengths")])
def test_of_equal_ratings_those_most_groups_agreed_on_come_first(rating, name):
    ratings = {
        "1a": (rating, (1, 4)),
        "1b": (rating, (1, 1, 1, 4) if rating == 1 else (4, 4, 4, 1)),
        "2a": (rating, ()),
        "2b": (rating, (1, 2) if rating == 1 else (3, 4)),
        "3a": (rating, (rating, rating)),
    }
    assert suggested(ratings)[name] == ["3a", "2b", "2a", "1b", "1a"]


def test_no_strength_is_where_young_people_score_the_area_clearly_lower():
    ratings = alike(4, "1a", "2a", "3a")
    young = {"1": {"score": 6}, "2": {"score": 7}}
    found = suggested(ratings, young_people_scores=young)
    assert found["strengths"] == ["2a", "3a"]


@pytest.mark.parametrize("name", ["strengths", "priorities"])
def test_the_rule_says_what_decides_ties(name):
    assert "Where that is equal too, those that went " in RULE[name]
    assert "At most 2 of the first 5 are from one area." in RULE[name]
