"""Two rounds compared: only the same questions."""

from dataclasses import replace

from assessments.analysis import across_editions
from assessments.analysis.across_editions import (
    Link,
    authorities_not_compared,
    chained,
    not_compared,
    pairs_of,
)
from assessments.analysis.returns import Area, Edition, Return, Statement

SCALE = {4: "Agree", 3: "Mostly agree", 2: "Mostly disagree", 1: "Disagree"}


def edition(name, *areas):
    return Edition(
        name,
        tuple(
            Area(
                number,
                theme,
                theme.title(),
                tuple(
                    Statement(f"{number}{letter}", f"About {theme}")
                    for letter in letters
                ),
            )
            for number, (theme, letters) in enumerate(areas, 1)
        ),
        SCALE,
    )


THEN = edition("then", ("health", "ab"), ("money", "ab"))
NOW = edition("now", ("money", "abc"), ("health", "a"), ("voice", "a"))
LINKS = [
    Link("2a", "1a", "same"),
    Link("2b", "1b", "reworded"),
    Link("1a", "2a", "related", "criterion added"),
]


def returned(key, ratings, scores=None):
    return Return(f"Authority {key}", f"BD-{key}", "", ratings, scores or {}, key=key)


def test_only_the_same_questions_are_compared():
    pairs = [
        (returned(1, {"2a": 2, "2b": 4}), returned(1, {"1a": 3, "1b": 4, "2a": 1})),
        (returned(2, {"2a": 3, "1a": 1}), returned(2, {"1a": 1, "1b": 2, "2a": 4})),
    ]
    found = across_editions.statements(THEN, NOW, LINKS, pairs)
    assert [(each.name, each.earlier, each.kind, each.n) for each in found] == [
        ("1a About money", "2a", "Same wording", 2),
        ("1b About money", "2b", "Reworded", 1),
    ]
    first = found[0]
    assert (first.higher, first.same, first.lower) == (1, 0, 1)
    assert (first.then, first.now) == (2.5, 2)


def test_the_rest_is_listed_with_why():
    found = {each.name[:2]: each.why for each in not_compared(THEN, NOW, LINKS)}
    assert found == {
        "1c": "New: no statement asked this before",
        "2a": "Related to 1a: criterion added",
        "3a": "New: no statement asked this before",
        "1b": "Dropped: no statement asks this now",
    }


def test_without_any_link_nothing_is_called_new_or_dropped():
    """Two editions of which nothing is recorded, or two compared the wrong way round."""
    assert across_editions.statements(THEN, NOW, [], []) == []
    assert {each.why for each in not_compared(THEN, NOW, [])} == {
        "Nothing says which statements of these two editions are the same"
    }


def test_authorities_of_one_round_only_are_listed_with_why():
    then = {1: "Northmoor", 2: "Old Southmere", 3: "Oxbury", 5: "West Southmere"}
    now = {1: "Northmoor", 4: "Southmere", 6: "Hillford"}
    found = authorities_not_compared(then, now, {4: {2, 5, 9}, 7: {3}})
    assert [(each.name, each.why) for each in found] == [
        ("Hillford", "Returned in this round only"),
        ("Old Southmere", "Taken over by Southmere"),
        ("Oxbury", "Returned in the earlier round only"),
        ("Southmere", "Took over from Old Southmere and West Southmere"),
        ("West Southmere", "Taken over by Southmere"),
    ]


def test_areas_are_compared_by_theme_and_not_by_number():
    pairs = [
        (returned(1, {}, {1: 5, 2: 7}), returned(1, {}, {1: 8, 2: 5, 3: 9})),
        (returned(2, {}, {1: None, 2: 7}), returned(2, {}, {1: 6, 2: 5, 3: 9})),
    ]
    found = across_editions.areas(THEN, NOW, pairs)
    assert [
        (each.name, each.earlier, each.n, each.then, each.now) for each in found
    ] == [
        ("1. Money", "2. Money", 2, 7, 7),
        ("2. Health", "1. Health", 1, 5, 5),
    ]


def test_only_authorities_of_both_rounds_count():
    then = [returned(1, {}), returned(2, {})]
    now = [returned(2, {}), returned(3, {})]
    assert [one.key for one, _ in pairs_of(then, now)] == [2]


def test_a_chain_is_as_weak_as_its_weakest_link():
    second = [
        Link("1a", "5x", "reworded", "wording"),
        Link("1b", "5y", "related", "split"),
        Link("2a", "5z", "same"),
    ]
    assert chained([LINKS, second]) == [
        Link("2a", "5x", "reworded", "wording"),
        Link("2b", "5y", "related", "split"),
        Link("1a", "5z", "related", "criterion added"),
    ]
    assert chained([LINKS]) == LINKS
    assert chained([]) == []


def test_two_rounds_of_one_edition_are_compared_whole():
    same = replace(NOW)
    links = across_editions.unchanged(same)
    assert not_compared(NOW, same, links) == []
    assert len(across_editions.statements(NOW, same, links, [])) == 5
