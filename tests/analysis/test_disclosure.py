"""Nobody can tell from releases what another authority said that did not agree to it."""

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from assessments.analysis import disclosure
from assessments.analysis.benchmark import EVERYBODY, Released, _spread, spreads
from assessments.analysis.disclosure import differing, may_show, parts, too_small
from tests.support.disclosure import SCALE, leaks, read_by_all


def values_of(*counts):
    """Return {item: value}: so many of each of the values 4, 3, 2, 1, in turn."""
    every = [
        value
        for value, many in zip((4, 3, 2, 1), counts, strict=False)
        for _ in range(many)
    ]
    return dict(enumerate(every))


def allowed(release, earlier, known):
    before = [one.everybody for one in earlier]
    return not too_small(release.everybody, release.groups, before, known)


ANSWERS = [[1, 2, 3, 4], [4, 4, 4, 4, 3], [4, 3, None], [4], [4, 3, 2]]


@st.composite
def histories(draw):
    """Draw a round: who submits, submits again, agrees to be seen, and what is released.

    An item is (authority, number of its submission). Returns the values of a question,
    the releases that were made, who is seen by the reader, and how many it may know.
    """
    known = draw(st.integers(1, 3))
    answers = st.sampled_from(draw(st.sampled_from(ANSWERS)))
    values, current, releases = {}, {}, []
    for many in draw(st.lists(st.integers(1, 40), min_size=1, max_size=4)):
        begin = draw(st.integers(0, 60))
        for place in range(many):
            authority = (begin + place) % 70
            number = current.get(authority, (authority, -1))[1] + 1
            current[authority] = (authority, number)
            values[current[authority]] = draw(answers)
        everybody = frozenset(current.values())
        split = draw(st.sampled_from([0, 2, 3]))
        groups = {
            f"Group {place}": frozenset(i for i in everybody if i[0] % split == place)
            for place in range(split)
        }
        release = Released(everybody, groups)
        if allowed(release, releases, known):
            releases.append(release)
    reader = draw(st.sampled_from(sorted(current)))
    consenting = draw(st.sets(st.sampled_from(sorted(current)), max_size=known - 1))
    seen = {item for item in values if item[0] in {reader, *consenting}}
    return values, releases, seen, known


@settings(max_examples=120, deadline=None)
@given(histories(), st.booleans())
def test_whatever_is_released_two_sets_of_values_fit(history, is_rating):
    values, releases, seen, known = history
    scale = SCALE if is_rating else None
    assert leaks(values, releases, seen, known, scale=scale) == []


@pytest.mark.parametrize(
    ("scale", "shows"),
    [
        (SCALE, lambda all_read: "counts" in all_read[0][EVERYBODY]),
        (SCALE, lambda all_read: "nearly_all" in all_read[0][EVERYBODY]),
        (SCALE, lambda all_read: any(each[EVERYBODY] for each in all_read[1:])),
        (None, lambda all_read: any(each.get("Group 1") for each in all_read)),
    ],
)
def test_what_is_drawn_does_show_something(scale, shows):
    def is_shown(history):
        values, releases, _, known = history
        read = read_by_all(values, releases, known, scale=scale)
        return bool(read) and shows(read)

    # The first will do: it need not be made small.
    drawn = settings(max_examples=2000, deadline=None, phases=[Phase.generate])
    find(histories(), is_shown, settings=drawn)


def weak(**rules):
    """Return a way to show figures that leaves out a rule."""

    def show(values, release, earlier, *, known, scale):
        groups = {EVERYBODY: release.everybody, **release.groups}
        return {
            name: _spread(values, group, known, scale)
            if not rules.get("differ") or may_show(values, [group], known)
            else {}
            for name, group in groups.items()
        }

    return show


PLANTED = {
    "a unanimous statement": (
        values_of(12),
        [Released(range(12))],
        weak(),
    ),
    "one that differs alone, read by the one that does": (
        values_of(11, 1),
        [Released(range(12))],
        weak(),
    ),
    "one newcomer": (
        values_of(9, 8, 4),
        [Released(range(20)), Released(range(21))],
        weak(differ=True),
    ),
    "a group and its complement": (
        # All others of the first group gave what its reader did not.
        values_of(14, 0, 13) | dict.fromkeys(range(14, 27), 2) | {26: 3, 25: 3, 24: 3},
        [
            Released(range(27)),
            Released(range(27), {"One": range(14, 27)}),
        ],
        weak(differ=True),
    ),
    "two groups that overlap": (
        values_of(7, 7, 7) | {20: 1, 21: 3},
        [
            Released(range(22), {"One": range(16), "Two": [*range(15), 20]}),
        ],
        weak(differ=True),
    ),
}
READERS = {"one that differs alone, read by the one that does": 11}


@pytest.mark.parametrize("name", PLANTED)
def test_planted_failures_are_caught(name):
    values, releases, show = PLANTED[name]
    seen = {READERS.get(name, 0)}
    assert leaks(values, releases, seen, 1, show=show)
    assert leaks(values, releases, seen, 1) == []


def test_the_rule_that_fewer_than_two_others_differ():
    eleven = Released(range(11))
    shown = spreads(values_of(8, 3), eleven, [], known=1, scale=SCALE)[EVERYBODY]
    assert shown["counts"] == {"4": 8, "3": 3, "2": 0, "1": 0}
    # Two differ, of whom the reader may be one: of the others one differs.
    alike = spreads(values_of(9, 2), eleven, [], known=1, scale=SCALE)[EVERYBODY]
    assert alike == {"nearly_all": 4}


def test_median_from_five_others_quartiles_and_counts_from_ten():
    def keys(many):
        release = Released(range(many))
        values = values_of(many - 3, 3)
        return set(spreads(values, release, [], known=1, scale=SCALE)[EVERYBODY])

    assert keys(6) == {"n", "median"}
    assert keys(10) == {"n", "median"}
    assert keys(11) == {"n", "median", "middle_half", "counts"}
    five = Released(range(5))
    assert spreads(values_of(2, 3), five, [], known=1, scale=SCALE)[EVERYBODY] == {}


def test_those_seen_by_name_are_no_others():
    twelve = Released(range(12))
    values = values_of(8, 4)
    alone = spreads(values, twelve, [], known=1, scale=SCALE)[EVERYBODY]
    beside_two = spreads(values, twelve, [], known=3, scale=SCALE)[EVERYBODY]
    assert "counts" in alone
    assert "counts" not in beside_two
    assert beside_two == {}


def test_no_lowest_and_no_highest():
    shown = spreads(values_of(8, 5), Released(range(13)), [], known=1, scale=None)
    assert set(shown[EVERYBODY]) == {"n", "median", "middle_half"}


def test_groups_are_shown_only_if_every_one_may_be():
    values = {item: 7 + item % 3 for item in range(24)}
    one, two = range(12), range(12, 24)
    release = Released(range(24), {"One": one, "Two": two})
    shown = spreads(values, release, [], known=1)
    assert shown["One"]["n"] == shown["Two"]["n"] == 12
    alike = values | dict.fromkeys(one, 7)
    shown = spreads(alike, release, [], known=1)
    assert shown["One"] == shown["Two"] == {}
    assert shown[EVERYBODY]["n"] == 24


@pytest.mark.parametrize(
    ("everybody", "groups", "earlier", "known", "words"),
    [
        (range(5), {}, [], 1, "6 submissions are needed, and the round has 5."),
        (range(6), {}, [], 1, ""),
        (range(8), {}, [], 4, "9 submissions are needed"),
        (range(21), {"North": range(11)}, [], 1, "North has 11 and the others 10"),
        (range(22), {"North": range(11)}, [], 1, ""),
        (range(20), {}, [range(16)], 1, "and differs by 4"),
        (range(20), {}, [range(15)], 1, ""),
        (
            range(20),
            {},
            [range(3), range(1, 20)],
            1,
            "release 2 by 5 submissions, and differs by 1",
        ),
    ],
)
def test_what_is_refused_by_size(everybody, groups, earlier, known, words):
    found = " ".join(too_small(everybody, groups, earlier, known))
    assert words in found
    assert bool(found) == bool(words)


def test_parts_are_the_items_in_the_same_groups():
    assert parts([[1, 2, 3, 4], [3, 4, 5]]) == [[1, 2], [3, 4], [5]]
    assert differing([4, 4, None, 3, 2]) == 2
    assert differing([None]) == 0


def test_the_names_of_the_rule_say_what_it_is():
    assert (disclosure.FEWEST_FOR_MEDIAN, disclosure.FEWEST_FOR_COUNTS) == (5, 10)
    assert (disclosure.FEWEST_NEW, disclosure.FEWEST_DIFFER) == (5, 2)
