"""Nineteen made-up returns whose summaries are those that DfE RR616 prints (Tables 5-8).

Nobody returned these: only the sums are published. The nine authorities that come out as
good are first, the ten that come out as ok after them.
"""

from assessments.analysis.returns import Area, Edition, Return, Statement

LETTERS = "abcdefghijklm"
STATEMENTS = [9, 12, 9, 8, 10, 13, 10, 13, 7, 7]  # of each area
GOOD, OK = 9, 10
EVERY = GOOD + OK

# {area: sum of 19 scores}; the printed means are these over 19 within 0.01.
AREA_SUMS = {1: 135, 2: 130, 3: 139, 4: 138, 5: 119}
AREA_SUMS |= {6: 134, 7: 141, 8: 139, 9: 128, 10: 138}
TABLE_5 = [
    (7, "7.42"),
    (3, "7.32"),
    (8, "7.32"),  # printed 7.31: cut off, or of other sums
    (4, "7.26"),
    (10, "7.26"),
    (1, "7.11"),
    (6, "7.05"),
    (2, "6.84"),
    (9, "6.74"),  # printed 6.73
    (5, "6.26"),
]
# (code, sum of ratings, how many rated it, printed mean), in the printed order
TABLE_6 = [
    ("8b", 73, 19, "3.842"),
    ("7d", 71, 19, "3.737"),
    ("1a", 70, 19, "3.684"),
    ("7a", 69, 19, "3.632"),
    ("8a", 69, 19, "3.632"),
    ("8e", 69, 19, "3.632"),
    ("6e", 65, 18, "3.611"),
    ("8c", 68, 19, "3.579"),
    ("8d", 68, 19, "3.579"),
    ("8i", 68, 19, "3.579"),
]
TABLE_7 = [
    ("6d", 40, 16, "2.500"),
    ("9f", 47, 19, "2.474"),
    ("5g", 44, 18, "2.444"),
    ("3c", 46, 19, "2.421"),
    ("8j", 46, 19, "2.421"),
    ("5j", 41, 17, "2.412"),
    ("5i", 44, 19, "2.316"),
    ("2f", 43, 19, "2.263"),
    ("9d", 40, 19, "2.105"),
    ("6l", 33, 19, "1.737"),
]

EDITION = Edition(
    name="2015",
    areas=tuple(
        Area(
            number,
            f"theme-{number}",
            f"Area {number}",
            tuple(
                Statement(f"{number}{letter}", f"Statement {number}{letter}")
                for letter in LETTERS[:many]
            ),
        )
        for number, many in enumerate(STATEMENTS, 1)
    ),
    scale={4: "Agree", 3: "Mostly agree", 2: "Mostly disagree", 1: "Disagree"},
)


def shared_out(total, lowest, first, many, turn=0):
    """Return `many` numbers that add up to `total`, higher for the `first` of them.

    `turn` says who of the others comes first.
    """
    found = [lowest] * many
    left = total - sum(found)
    while left:
        for group in (range(first), range(first, many)):
            for place in group:
                if left:
                    found[place] += 1
                    left -= 1
    others = found[first:]
    turn %= len(others)
    return found[:first] + others[turn:] + others[:turn]


def published_returns():
    """Return the nineteen."""
    middling = (50 + place % 16 for place in range(sum(STATEMENTS)))
    sums = {each.code: (next(middling), EVERY) for each in EDITION.statements} | {
        code: (total, n) for code, total, n, _ in [*TABLE_6, *TABLE_7]
    }
    ratings = {
        code: shared_out(total, 1 if total < 2 * n else 2, GOOD, n, turn)
        + [None] * (EVERY - n)
        for turn, (code, (total, n)) in enumerate(sums.items())
    }
    scores = {
        number: shared_out(total, 5, GOOD, EVERY) for number, total in AREA_SUMS.items()
    }
    return [
        Return(
            authority=f"Authority {place + 1:02}",
            reference=f"BD-{place + 1:04}",
            digest="0" * 64,
            ratings={code: found[place] for code, found in ratings.items()},
            scores={number: found[place] for number, found in scores.items()},
        )
        for place in range(EVERY)
    ]
