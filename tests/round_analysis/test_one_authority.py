"""One authority's returns of two editions and a follow-up: nothing wrong is compared."""

import pytest

from assessments.models import (
    Assessment,
    LocalAuthority,
    RegisterEntry,
    SubmissionFigures,
)
from assessments.round_analysis.choosing import Choice, bases, data_of
from assessments.round_analysis.parts import PARTS
from assessments.round_analysis.reading import Filters
from tests.support.whole_rounds import make_whole_round, return_follow_ups

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned():
    """A return of 2015, one of 2020 with an area not rated and another without a score,
    and a follow-up of that."""
    then = make_whole_round("Then", "2015", asked=1)
    now = make_whole_round("Now", "2020", asked=1)
    record = SubmissionFigures.objects.get(submission__assessment__round=now)
    record.figures["ratings"] = {
        code: None if code.startswith("4") else rating
        for code, rating in record.figures["ratings"].items()
    }
    record.figures["scores"]["2"] = None
    record.save()
    return_follow_ups(now, [(60, 66)])
    return now, then


def cells_of(name, now, **chosen):
    choice = Choice(**chosen)
    return [
        table.cells
        for table in PARTS[name].make(data_of(now, bases(now, choice), choice))
    ]


def test_areas_are_compared_by_theme_where_both_have_a_score(returned):
    now, then = returned
    areas, *_ = cells_of("across", now, baseline=then)
    by_area = {row[0].split(".")[0]: row for row in areas}
    assert by_area["2"][1].startswith("8. Having people to count on")
    assert by_area["2"][2:] == [0, 0, 0, 0, None, None]
    assert all(row[2] == 1 for number, row in by_area.items() if number != "2")


def test_statements_are_compared_if_they_are_linked_and_both_rated(returned):
    now, then = returned
    _, compared, left_out, _ = cells_of("across", now, baseline=then)
    not_rated = [row for row in compared if row[0].startswith("4")]
    assert not_rated
    assert {tuple(row[3:]) for row in not_rated} == {(0, 0, 0, 0, None, None)}
    assert {row[2] for row in compared} == {"Same wording", "Reworded"}
    assert not {row[0] for row in compared} & {row[0] for row in left_out}
    assert all(reason for _, reason in left_out)


@pytest.fixture
def as_published(returned):
    """The same three, but that of 2020 has no score, and two boxes ticked for 9a."""
    now, then = returned
    record = SubmissionFigures.objects.get(submission__assessment__round=now)
    record.figures["ratings"] = {
        code: None if code == "9a" else 2 for code in record.figures["ratings"]
    }
    record.figures["scores"] = dict.fromkeys(record.figures["scores"])
    record.save()
    return now, then


def tables_of(name, now, **chosen):
    choice = Choice(**chosen)
    return PARTS[name].make(data_of(now, bases(now, choice), choice))


def test_without_scores_no_area_is_compared_and_none_has_a_rank(as_published):
    now, then = as_published
    areas, statements, *_ = tables_of("across", now, baseline=then)
    assert areas.cells == []
    assert areas.empty == "No authority has answered any of this in both rounds."
    assert statements.lines == [
        "1 authority returned in both rounds: edition 2015 then, edition 2020 now."
    ]
    by_code = {row[0].split()[0]: row for row in statements.cells}
    assert by_code["9a"][3:] == [0, 0, 0, 0, None, None]
    assert {row[3] for code, row in by_code.items() if code != "9a"} == {1}
    change, others = tables_of("change", now, baseline=then)
    assert (change.cells, change.lines) == ([], [])
    assert [row[1] for row in others.cells] == [0, 1]
    [own] = tables_of("areas", now)
    assert {(row[0], row[6]) for row in own.cells} == {("", 0)}


def test_without_scores_its_ratings_are_added_up_and_ranked_against_nothing(
    as_published,
):
    now, _ = as_published
    [_, own] = tables_of("bands", now)
    assert own.cells == [["Inventshire 001", 210, 424, 105, "Poor"]]
    [ranks] = tables_of("ranks", now)
    assert ranks.cells == [["Inventshire 001", None, 0, None, 210, None, None, None]]
    assert ranks.lines == [
        (
            "No authority scored every area and rated nine in ten statements, so none is "
            "ranked."
        )
    ]
    assert ranks.plot is None
    assert not any("heavy" in line for line in ranks.below)


def test_one_change_has_no_median_and_no_range(as_published):
    now, _ = as_published
    change, _ = tables_of("change", now)
    assert change.cells == [["Inventshire 001", 60, 66, "Higher", 6, 10, 0.6]]
    assert change.lines == ["1 higher, 0 the same, 0 lower (n = 1)."]


def test_how_a_question_changed_is_said_in_words(as_published):
    now, then = as_published
    *_, left_out, _ = tables_of("across", now, baseline=then)
    why = {row[0].split()[0]: row[1] for row in left_out.cells}
    assert why["1c"] == "Related to 1c: from means to practice"
    assert not any("->" in each for each in why.values())


@pytest.fixture
def taken_over(returned):
    """The same three, but the return of 2015 was made by an authority it took over from."""
    now, then = returned
    old = LocalAuthority.objects.create(
        name="Old Inventshire", slug="old", code="E99000001", number=9_000
    )
    new = LocalAuthority.objects.get(name="Inventshire 001")
    LocalAuthority.objects.filter(pk=new.pk).update(code="E99000002")
    Assessment.objects.filter(round=then).update(authority=old)
    entries = [
        RegisterEntry.objects.create(code=each, name=each, short_name=each)
        for each in ("E99000001", "E99000002")
    ]
    entries[0].succeeded_by.add(entries[1])
    return now, then


def test_what_a_predecessor_returned_is_not_compared(taken_over):
    now, then = taken_over
    areas, statements, left_out, authorities = cells_of("across", now, baseline=then)
    assert (areas, statements) == ([], [])
    assert left_out
    assert authorities == [
        ["Inventshire 001", "Took over from Old Inventshire"],
        ["Old Inventshire", "Taken over by Inventshire 001"],
    ]
    change, completers = cells_of("change", now, baseline=then)
    assert change == []
    assert [row[:2] for row in completers] == [
        ["With scores of both times", 0],
        ["The others", 1],
    ]


def test_its_own_follow_up_is_compared_all_the_same(taken_over):
    now, _ = taken_over
    [own] = cells_of("change", now)[0]
    assert own == ["Inventshire 001", 60, 66, "Higher", 6, 10, 0.6]


def test_those_of_one_round_are_narrowed_as_the_round_is(returned):
    now, _ = returned
    then = make_whole_round("Before", "2015", asked=6)  # of whom the first is asked now
    *_, authorities = cells_of("across", now, baseline=then)
    assert [row[0] for row in authorities] == [
        f"Inventshire {number:03}" for number in range(2, 7)
    ]
    _, completers = cells_of("change", now, baseline=then)
    assert [row[:2] for row in completers] == [
        ["With scores of both times", 1],
        ["The others", 5],
    ]
    north = Filters(region="North West")
    *_, authorities = cells_of("across", now, baseline=then, filters=north)
    assert [row[0] for row in authorities] == ["Inventshire 006"]
    _, completers = cells_of("change", now, baseline=then, filters=north)
    assert completers[1][:2] == ["The others", 1]
    *_, authorities = cells_of(
        "across", now, baseline=then, filters=Filters(twice=True, kind="London borough")
    )
    assert [row[0] for row in authorities] == ["Inventshire 002", "Inventshire 005"]


def test_change_is_over_the_areas_that_both_have(returned):
    now, then = returned
    [own] = cells_of("change", now)[0]
    assert own == ["Inventshire 001", 60, 66, "Higher", 6, 10, 0.6]
    [own] = cells_of("change", now, baseline=then)[0]
    assert own[-2] == 9


def test_one_authority_has_no_band_with_too_few_ratings_and_no_alpha(returned):
    now, _ = returned
    [_, total, highest, rated, band] = cells_of("bands", now)[1][0]
    assert (highest, band) == (424, None)
    assert total <= 4 * rated
    assert {row[3] for row in cells_of("reliability", now)[0]} == {None}
    assert cells_of("young-people", now) == [[]]
