"""Words for how far apart ratings are, against a second statement of the rules."""

import re
from collections import Counter
from itertools import combinations_with_replacement
from statistics import median_high, median_low

import pytest

from assessments.analysis.agreement import (
    Flag,
    Word,
    describe,
    lacks_evidence,
    reason_required,
    steps,
)
from assessments.analysis.sentences import (
    SecondAnswer,
    after_a_colon,
    after_discussion,
    disagreement_line,
    flag_words,
    join_and,
    join_or,
    not_rated_line,
    settled_as,
    summary,
)

FOUR = [4, 3, 2, 1]
FIVE = [5, 4, 3, 2, 1]
LABELS = {4: "Agree", 3: "Mostly agree", 2: "Mostly disagree", 1: "Disagree"}


def patterns(scale, most=12):
    return [
        pattern
        for size in range(2, most + 1)
        for pattern in combinations_with_replacement(sorted(scale), size)
    ]


def word_by_brute_force(ratings, agree, disagree):
    """Return the word by the same rules, from lists of values and counting pairs."""
    pairs = [(a, b) for a in ratings for b in ratings]
    if len(ratings) == 0:
        return "Nobody rated"
    if len(ratings) == 1:
        return "Only one rated"
    if all(a == b for a, b in pairs):
        return "Same"
    if not any(a in agree and b in disagree for a, b in pairs):
        return "Close"
    ups = [rating for rating in ratings if rating in agree]
    downs = [rating for rating in ratings if rating in disagree]
    alone = (len(ups) == 1) != (len(downs) == 1)
    return "One voice differs" if alone and len(ratings) > 3 else "Split"


def test_there_are_1815_patterns_of_2_to_12_ratings_on_four_points():
    assert len(patterns(FOUR)) == 1815


@pytest.mark.parametrize(
    ("scale", "agree", "disagree", "most"),
    [
        (FOUR, {3, 4}, {1, 2}, 12),
        (FIVE, {4, 5}, {1, 2}, 9),
        ([1, 2], {2}, {1}, 12),
        ([1, 2, 3], {3}, {1}, 12),
        ([0, 1, 2, 3, 4, 5], {3, 4, 5}, {0, 1, 2}, 6),
    ],
    ids=["four", "five", "two", "three", "six"],
)
def test_every_pattern_against_the_rules(scale, agree, disagree, most):
    for pattern in [(), *((value,) for value in scale), *patterns(scale, most)]:
        described = describe(list(pattern), scale)
        ups = sum(rating in agree for rating in pattern)
        downs = sum(rating in disagree for rating in pattern)
        flags = set()
        if ups == downs and ups > 0:
            flags.add("Even split")
        if {min(scale), max(scale)} <= set(pattern):
            flags.add("Opposite ends")
        assert described.word == word_by_brute_force(pattern, agree, disagree), pattern
        assert described.flags == flags, pattern


@pytest.mark.parametrize(("scale", "most"), [(FOUR, 12), (FIVE, 8)])
def test_any_median_gives_the_same_steps(scale, most):
    for pattern in patterns(scale, most):
        low, high = median_low(pattern), median_high(pattern)
        sums = {
            sum(abs(rating - middle) for rating in pattern)
            for middle in [*range(low, high + 1), (low + high) / 2]
        }
        assert sums == {steps(pattern)}
        assert type(describe(pattern, scale).steps) is int


def test_steps_are_the_fewest_that_bring_everyone_together():
    for pattern in patterns(FOUR):
        fewest = min(sum(abs(rating - point) for rating in pattern) for point in FOUR)
        assert steps(pattern) == fewest


@pytest.mark.parametrize(
    ("ratings", "scale", "dispersion"),
    [
        ([], FOUR, None),
        ([3], FOUR, None),
        ([3, 3], FOUR, 0),
        ([4, 1], FOUR, 1),
        ([4, 4, 1], FOUR, 1),
        ([3, 2], FOUR, 1 / 3),
        ([5, 4, 1], FIVE, 1),
        ([5, 3], FIVE, 1 / 2),
        ([3] * 6 + [2] * 6, FOUR, 1 / 3),
    ],
)
def test_dispersion(ratings, scale, dispersion):
    assert describe(ratings, scale).dispersion == dispersion


def test_dispersion_is_within_0_and_1_and_reaches_both():
    found = {describe(pattern, FOUR).dispersion for pattern in patterns(FOUR)}
    assert (min(found), max(found)) == (0, 1)


@pytest.mark.parametrize(
    ("ratings", "word", "flags"),
    [
        ([5, 3], Word.CLOSE, set()),
        ([5, 3, 3, 3], Word.CLOSE, set()),
        ([3, 3], Word.SAME, set()),
        ([5, 5, 3, 1], Word.ONE_VOICE, {Flag.OPPOSITE_ENDS}),
        ([4, 3, 3, 2], Word.SPLIT, {Flag.EVEN_SPLIT}),
        ([4, 4, 2], Word.SPLIT, set()),
        ([4, 4, 2, 2, 3], Word.SPLIT, {Flag.EVEN_SPLIT}),
    ],
)
def test_the_middle_of_an_odd_scale_is_on_neither_side(ratings, word, flags):
    described = describe(ratings, FIVE)
    assert (described.word, described.flags) == (word, flags)


def test_values_off_the_scale_are_refused():
    with pytest.raises(ValueError, match="not on the scale"):
        describe([5], FOUR)
    with pytest.raises(ValueError, match="at least two values"):
        describe([], [1])


@pytest.mark.parametrize(
    ("ratings", "settled", "required"),
    [
        ([4, 4, 4], 4, False),
        ([4, 4, 4], 3, True),
        ([4, 3], 3, False),
        ([4, 3], 2, True),
        ([3, 2], 3, True),
        ([4, 4, 4, 1], 4, True),
        ([2], 2, False),
        ([2], 3, True),
        ([], 3, True),
        ([], None, True),
        ([4, 4], None, True),
    ],
)
def test_when_a_reason_is_required(ratings, settled, required):
    assert reason_required(describe(ratings, FOUR), settled, ratings) is required


def groups(*ratings):
    names = ["Housing", "YOS", "West", "Leaving care", "Health", "Fostering"]
    return list(zip(names, ratings, strict=False))


@pytest.mark.parametrize(
    ("rated", "not_rated", "expected"),
    [
        ([], [("Legal", "")], "Nobody rated this."),
        (groups(3), [], "Only Housing rated this: Mostly agree."),
        (groups(3, 3), [], "Both rated: both Mostly agree."),
        (groups(1, 1, 1), [], "All 3 rated: all Disagree."),
        (
            groups(1, 1, 1),
            [("Legal", "outside our work")],
            "3 of 4 rated: all Disagree.",
        ),
        (
            [(f"Group {n}", 3 if n < 6 else 2) for n in range(12)],
            [("Legal", "outside our work")],
            "12 of 13 rated: 6 Mostly agree, 6 Mostly disagree.",
        ),
        (groups(4, 4, 3), [], "All 3 rated: 2 Agree, 1 Mostly agree."),
        (
            groups(3, 3, 1, 3),
            [("Legal", "")],
            "4 of 5 rated: 3 Mostly agree, 1 Disagree. West differs.",
        ),
        (
            groups(1, 2, 4, 1),
            [],
            "All 4 rated: 1 Agree, 1 Mostly disagree, 2 Disagree. West differs.",
        ),
    ],
)
def test_summary(rated, not_rated, expected):
    assert summary(rated, LABELS, not_rated) == expected


def test_every_pattern_can_be_read_back_from_its_sentence():
    for pattern in patterns(FOUR):
        count = len(pattern)
        rated = [(f"Group {number}", value) for number, value in enumerate(pattern)]
        said = summary(rated, LABELS)
        turnout, _, rest = said.partition(": ")
        assert turnout == ("Both rated" if count == 2 else f"All {count} rated")
        if len(set(pattern)) == 1:
            every = "both" if count == 2 else "all"
            assert rest == f"{every} {LABELS[pattern[0]]}."
            continue
        counts = re.findall(r"(\d+) ([AMD][a-z ]+)[,.]", rest)
        assert {label: int(number) for number, label in counts} == Counter(
            LABELS[value] for value in pattern
        )
        sides = [
            [name for name, value in rated if (value > 2) is up] for up in (True, False)
        ]
        fewer = min(sides, key=len)
        differs = f" {fewer[0]} differs." if count > 3 and len(fewer) == 1 else ""
        assert re.findall(r"(?<=\.)[^.]+\.", rest) == [differs] * bool(differs)


def test_no_sentence_calls_anybody_an_outlier_or_counts_in_percent():
    for pattern in patterns(FOUR, 6):
        said = summary(groups(*pattern), LABELS)
        assert "outlier" not in said
        assert "%" not in said


@pytest.mark.parametrize(
    ("rated", "expected"),
    [
        ([], ""),
        (groups(3), ""),
        (groups(3, 3, 3), ""),
        (
            groups(2, 3),
            "Groups differed: YOS rated Mostly agree; Housing rated Mostly disagree.",
        ),
        (
            groups(3, 3, 4, 2, 3),
            (
                "Groups differed: West rated Agree; Housing, YOS and Health rated "
                "Mostly agree; Leaving care rated Mostly disagree."
            ),
        ),
    ],
)
def test_disagreement_line(rated, expected):
    assert disagreement_line(rated, LABELS) == expected


def test_who_did_not_rate_and_why():
    assert not_rated_line([]) == ""
    assert (
        not_rated_line(
            [
                ("Legal", "It is outside our work"),
                ("West", ""),
                ("Schools", "It is outside our work"),
            ]
        )
        == "Legal and Schools did not rate this: It is outside our work. "
        "West did not rate this."
    )


@pytest.mark.parametrize(
    ("names", "expected"),
    [("A", "A"), ("AB", "A and B"), ("ABCD", "A, B, C and D")],
)
def test_names_are_joined(names, expected):
    assert join_and(list(names)) == expected
    assert join_or(list(names)) == expected.replace("and", "or")


@pytest.mark.parametrize(
    ("outcome", "rating", "candidates", "expected"),
    [
        ("agreed", 3, [], "Mostly agree"),
        ("not_agreed", None, [1, 4, 3], "Could not agree: Agree, Mostly agree or"),
        ("not_agreed", None, [], "Could not agree"),
        ("not_rated", None, [], "Not rated"),
        ("not_settled", None, [], "Not settled yet"),
    ],
)
def test_an_answer_is_settled_as(outcome, rating, candidates, expected):
    words = settled_as(outcome, rating, candidates, LABELS)
    assert words == expected + " Disagree" * (len(candidates) == 3)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([(4, None), (1, None)], ""),
        (
            [(4, None), (1, 2), (None, None), (2, None)],
            (
                "1 of 4 groups rated again (1 Mostly disagree). With the others’ first "
                "ratings: 1 Agree, 2 Mostly disagree."
            ),
        ),
        ([(4, 3), (1, 3)], "2 of 2 groups rated again (both Mostly agree)."),
        ([(None, 3)], "1 of 1 group rated again (1 Mostly agree)."),
        (
            [(4, 1), (3, None), (3, None), (4, None)],
            (
                "1 of 4 groups rated again (1 Disagree). With the others’ first "
                "ratings: 1 Agree, 2 Mostly agree, 1 Disagree. Group 0 differs."
            ),
        ),
    ],
)
def test_after_discussion_says_how_many_rated_again(answers, expected):
    given = [
        SecondAnswer(f"Group {number}", first, second)
        for number, (first, second) in enumerate(answers)
    ]
    assert after_discussion(given, LABELS) == expected


@pytest.mark.parametrize(
    ("rating", "scale", "has_evidence", "expected"),
    [
        (3, FOUR, False, True),
        (3, FOUR, True, False),
        (2, FOUR, False, False),
        (3, FIVE, False, False),
        (None, FOUR, False, False),
        (0, [0, -1], False, True),
    ],
)
def test_evidence_is_missing_on_the_agree_side_only(
    rating, scale, has_evidence, expected
):
    assert lacks_evidence(rating, scale, has_evidence=has_evidence) is expected


@pytest.mark.parametrize(
    ("ratings", "scale", "words"),
    [
        ([4, 1], 4, ["Even split, 1 and 1", "From Point 4 to Point 1"]),
        ([3, 3, 2, 2], 4, ["Even split, 2 and 2"]),
        ([5, 3, 1], 5, ["Even split, 1 and 1", "From Point 5 to Point 1"]),
        ([4, 4, 3], 4, []),
    ],
)
def test_flags_are_said_with_their_numbers(ratings, scale, words):
    labels = {value: f"Point {value}" for value in range(scale, 0, -1)}
    assert flag_words(describe(ratings, list(labels)).flags, ratings, labels) == words


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Mostly agree", "Mostly agree"),
        ("Could not agree", "Could not agree"),
        ("Could not agree: A, B or C", "Could not agree between A, B and C"),
        ("Green: go", "Green: go"),
    ],
)
def test_an_answer_after_a_colon_has_none(answer, expected):
    assert after_a_colon(answer) == expected
