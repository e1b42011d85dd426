"""The parts of an analysis: tables with n beside every figure."""

import re
from dataclasses import replace

import pytest

from assessments.analysis.discussion import Discussed
from assessments.round_analysis.counting import authorities
from assessments.round_analysis.part_change import score_changes
from assessments.round_analysis.parts import PARTS
from assessments.round_analysis.reading import RoundData
from tests.support.published_returns import EDITION, TABLE_5, published_returns

STAGES = [(82, 82), (58, 61), (76, 81), (77, 84), (70, 77)]
STAGES += [(65, 73), (69, 78), (71, 81), (54, 69), (58, 82)]


def shared(total):
    return [total // 10 + (place < total % 10) for place in range(10)]


def returned():
    """Return the nineteen, of which ten returned the follow-ups of Table 9."""
    found = []
    for key, one in enumerate(published_returns()):
        follow_up = None
        if key < len(STAGES):
            then, now = map(shared, STAGES[key])
            numbers = [area.number for area in EDITION.areas]
            follow_up = dict(zip(numbers, zip(then, now, strict=True), strict=True))
        found.append(replace(one, key=key, follow_up=follow_up))
    return found


def row(one, **changes):
    return {
        "key": one.key,
        "authority": one.authority,
        "region": "North",
        "kind": "",
        "clusters": [],
        "reference": one.reference,
        "digest": one.digest,
        "young_people": {},
        "follow_up_asked": True,
        "follow_up_reference": "",
        "follow_up": {} if one.follow_up else None,
    } | changes


def data_of(returns, asked=28, **changes):
    rows = [row(one) for one in returns]
    rows += [row(returns[0], reference="", region="South")] * (asked - len(rows))
    return RoundData(
        name="Baseline",
        slug="baseline",
        edition=EDITION,
        asked=rows,
        returns=returns,
        **changes,
    )


DATA = data_of(returned())


def table(part, slug, data=DATA):
    return next(each for each in PARTS[part].make(data) if each.slug == slug)


def shown(found):
    return [[cell.text for cell in each] for each in found.rows]


def test_table_4_both_response_rates():
    assert shown(table("answered", "answered")) == [
        ["Self-assessment", "28", "19", "68%"],
        ["Follow-up", "19", "10", "10 of 19"],
    ]
    assert shown(table("answered", "answered-region")) == [
        ["North", "19", "19", "19 of 19"],
        ["South", "9", "0", "0 of 9"],
    ]


def test_table_5():
    found = shown(table("areas", "areas"))
    heads = [column.heading for column in table("areas", "areas").columns]
    mean, n = heads.index("Mean score"), heads.index("n of scores")
    assert [each[mean] for each in found] == [printed for _, printed in TABLE_5]
    assert {each[n] for each in found} == {"19"}
    rated = heads.index("n that rated")  # of more ratings, one by one
    assert {each[rated] for each in found} == {"19"}


def test_counts_come_before_the_mean_of_a_statement_and_n_beside_it():
    found = table("statements", "statements")
    assert [column.heading for column in found.columns] == [
        *["Rank", "Statement", "Agree", "Mostly agree", "Mostly disagree", "Disagree"],
        *["Not rated", "n", "Mean"],
    ]
    first, last = shown(found)[0], shown(found)[-1]
    assert (first[0], first[1][:2], first[-1]) == ("1", "8b", "3.842")
    assert (last[0], last[1][:2], last[-1]) == ("98", "6l", "1.737")
    assert found.cells[0][-1] == 73 / 19  # files have it unrounded


def test_table_8():
    found = shown(table("bands", "bands"))
    assert found == [
        ["Good", "9", "9 of 19"],
        ["Ok", "10", "10 of 19"],
        ["Poor", "0", "0 of 19"],
        ["Fewer than 9 in 10 rated", "0", "0 of 19"],
    ]


def test_bands_of_another_edition_are_indicative_in_the_same_line():
    other = replace(DATA, edition=replace(EDITION, name="2020"))
    for slug in ("bands", "authorities"):
        heads = [column.heading for column in table("bands", slug, other).columns]
        assert "Band (indicative, scaled from 2015)" in heads
        own = [column.heading for column in table("bands", slug).columns]
        assert "Band" in own


def test_table_9():
    found = table("change", "change")
    assert [each[4] for each in found.cells] == [0, 3, 5, 7, 7, 8, 9, 10, 15, 24]
    assert list(found.lines) == [
        "9 higher, 1 the same, 0 lower (n = 10).",
        "The median change is 0.75 points per area; changes lie between 0.00 and 2.40.",
    ]
    beside = shown(table("change", "completers"))
    assert [each[:3] for each in beside] == [
        ["With scores of both times", "10", "10"],
        ["The others", "9", "9"],
    ]


def test_changes_over_different_numbers_of_areas_are_compared_per_area():
    """35 of 70 is drawn above 36 of 80."""
    stages = [
        ([5] * 7, [5] * 6 + [6]),
        ([5] * 4 + [4] * 4, [5] * 6 + [4] * 2),
        ([5], [4]),
    ]
    found = [
        replace(one, follow_up=dict(enumerate(zip(*both, strict=True), 1)))
        for one, both in zip(DATA.returns, stages, strict=False)
    ]
    change = table("change", "change", data_of(found))
    assert [each[4:] for each in change.cells] == [
        [-1, 1, -1],
        [1, 7, 1 / 7],
        [2, 8, 0.25],
    ]
    assert change.lines[1].startswith("The median change is 0.14 points per area;")
    lower, middle, higher = change.plot.rows
    assert (lower.left, middle.left, higher.left) == ("5.00", "5.00", "4.50")
    assert lower.y1 == middle.y1 < higher.y1


def test_nothing_says_that_those_who_began_lowest_rose_most():
    words = " ".join(
        line
        for part in PARTS.values()
        for each in part.make(DATA)
        for line in [*each.lines, *each.below]
    )
    assert "lowest" not in words
    assert "do not read a change against where it began" in words


def test_change_since_a_baseline_is_over_areas_of_the_same_theme():
    now = replace(
        DATA.returns[0],
        scores={1: 9, 2: 8, 99: 3},
        follow_up=None,
    )
    edition = replace(
        EDITION,
        name="2020",
        areas=(
            replace(EDITION.areas[4], number=1),
            replace(EDITION.areas[6], number=2, theme="new"),
            EDITION.areas[2],
        ),
    )
    later = replace(DATA, edition=edition, returns=[now], baseline=DATA)
    [(one, change)] = score_changes(later)
    assert (one.key, change.areas) == (0, 1)
    assert (change.baseline, change.follow_up) == (DATA.returns[0].scores[5], 9)


def test_an_authority_that_is_not_in_the_baseline_has_no_change():
    other = replace(DATA.returns[0], key=999)
    assert score_changes(replace(DATA, returns=[other], baseline=DATA)) == []


def test_reliability_has_k_n_and_why_not():
    found = table("reliability", "reliability")
    rows = {str(each[0]).split(".")[0]: each for each in found.cells}
    assert (rows["7"][1], rows["7"][2]) == (10, 19)
    few = table("reliability", "reliability", data_of(DATA.returns[:9]))
    assert {each[3] for each in few.cells} == {None}
    assert {each[7] for each in few.cells} == {
        "Needs 10 authorities that rated every statement"
    }
    assert few.plot is None


def discussed(*firsts, settled=3):
    codes = [each.code for each in EDITION.statements]
    return {
        code: Discussed(first, [None] * len(first), settled, "agreed")
        for code, first in zip(codes, firsts, strict=False)
    }


def test_groups_and_what_the_discussion_did():
    split = replace(DATA.returns[0], discussed=discussed(*[[4, 1]] * 6, *[[2, 2]] * 6))
    alone = replace(DATA.returns[1], discussed=discussed([4], [3]))
    data = data_of([split, alone])
    assert [each[:6] for each in table("agreement", "agreement", data).cells] == [
        ["Authority 01", 12, 6, 0, 0, 6]
    ]
    effects = table("discussion", "discussion", data)
    heads = [column.heading for column in effects.columns]
    whole = dict(zip(heads, effects.cells[-1], strict=True))
    assert (whole["Authority"], whole["Compared"]) == ("All", 12)
    assert (whole["Between two"], whole["Outside the range"]) == (6, 6)
    disputed = table("disputed", "disputed", data)
    assert [each[0][:2] for each in disputed.cells[:2]] == ["1a", "1b"]
    assert disputed.cells[0][1:7] == [1, 0, 0, 0, 1, "1 of 1"]
    assert len(disputed.cells) == len(disputed.plot.rows) == 6  # those that were Split
    assert "6 of 12 statements were Split in none" in disputed.lines[0]


def test_alpha_is_said_with_how_many_authorities_it_is_of():
    apart = discussed(*[[4, 1]] * 6, *[[2, 2]] * 6)
    both = [replace(each, discussed=apart) for each in DATA.returns[:2]]
    counted, alpha = table("agreement", "agreement", data_of(both[:1])).lines
    assert counted.startswith(
        "Two or more groups rated 12 statements, with those of each authority counted "
        "separately: 6 of 12 Same; "
    )
    assert re.fullmatch(r"Krippendorff’s alpha is −?\d\.\d\d, for 1 authority\.", alpha)
    _, alpha = table("agreement", "agreement", data_of(both)).lines
    assert alpha.startswith("The median of Krippendorff’s alpha is ")
    assert alpha.endswith(", for 2 authorities.")


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "no authority"), (1, "1 authority"), (12, "12 authorities")],
)
def test_authorities_are_counted_in_words(count, words):
    assert authorities(count) == words


def test_what_nobody_disputed_is_not_drawn():
    same = replace(DATA.returns[0], discussed=discussed(*[[2, 2]] * 6))
    found = table("disputed", "disputed", data_of([same]))
    assert (found.cells, found.plot) == ([], None)


def test_young_people_beside_services_over_those_with_both():
    one = replace(DATA.returns[0], young_people={1: 3, 2: None})
    found = table("young-people", "young-people", data_of([one, DATA.returns[1]]))
    first, second = found.cells[:2]
    assert first[1:5] == [1, 0, 0, 1]
    assert (first[5], first[6]) == (one.scores[1], 3)
    assert second[1] == 0


@pytest.mark.parametrize("slug", PARTS)
def test_every_part_can_be_made_of_nothing(slug):
    for each in PARTS[slug].make(data_of(DATA.returns[:1])):
        assert each.title
    empty = replace(DATA, asked=[], returns=[])
    for each in PARTS[slug].make(empty):
        assert each.rows == [] or each.cells


def test_slugs_of_tables_are_names_of_sheets():
    slugs = [each.slug for part in PARTS.values() for each in part.make(DATA)]
    assert len(set(slugs)) == len(slugs)
    assert max(map(len, slugs)) <= 31


def test_rank_against_rank_has_both_totals_tau_b_and_what_is_far_apart():
    found = table("ranks", "ranks")
    [first, second] = found.lines
    assert first.startswith("Only the 19 authorities that scored every area")
    assert re.fullmatch(r"Kendall’s tau-b of both orders: 0\.\d\d \(n = 19\)\.", second)
    apart = [abs(each[6]) for each in found.cells]
    heavy = sum(places >= 5 for places in apart)
    assert heavy
    assert (
        f"Ranks 5 places or more apart have a heavy line: {heavy} here." in found.below
    )
    assert sum(row.is_heavy for row in found.plot.rows) == heavy
    last = DATA.returns[-1]
    gap = replace(last, scores=last.scores | {1: None})
    cells = table("ranks", "ranks", data_of([*DATA.returns[:-1], gap])).cells
    assert [each[3:7:2] for each in cells if each[0] == last.authority] == [[None] * 2]


def test_n_is_in_every_table_that_has_a_mean_or_a_median():
    counted = {
        *["n", "n of scores", "n with every score", "Areas scored"],
        *["Statements compared", "Authorities compared", "Areas compared"],
    }
    with_figures = []
    for part in PARTS.values():
        for each in part.make(replace(DATA, baseline=DATA)):
            headings = [column.heading for column in each.columns]
            if any(column.decimals for column in each.columns):
                with_figures.append(each.slug)
                assert counted & set(headings), each.slug
    assert {"areas", "statements", "completers", "reliability", "agreement"} <= set(
        with_figures
    )
    assert {"across-areas", "across-statements", "young-people"} <= set(with_figures)


def test_alpha_is_said_to_be_of_statements_that_go_together_and_not_of_truth():
    [line] = table("reliability", "reliability").lines
    assert line.startswith(
        "Alpha says whether statements go together, not whether they are true."
    )


def test_percentages_are_of_twenty_and_more_in_every_table():
    few = [
        cell
        for part in PARTS.values()
        for each in part.make(data_of(DATA.returns[:9], asked=15))
        for cells in each.rows
        for cell in cells
        if cell.text.endswith("%")
    ]
    assert few == []


def test_no_table_has_a_test_or_an_interval_but_that_of_alpha():
    words = " ".join(
        said
        for part in PARTS.values()
        if part.slug != "reliability"
        for each in part.make(DATA)
        for said in [*each.lines, *each.below, *(one.heading for one in each.columns)]
    )
    for word in ["interval", "significan", "95%", "standard deviation", "p ="]:
        assert word not in words
