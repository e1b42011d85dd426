"""Plots as values: what lies where, and that nothing lies on something else."""

import itertools
import string

import pytest
from PIL import ImageFont

from assessments.round_analysis.plots import (
    BarInput,
    DotInput,
    SlopeInput,
    diverging,
    dots,
    on_paper,
    slopes,
    stacked,
)
from assessments.round_analysis.plots.common import REACH, ROW, SIZE, WIDTH, width_of

FOUR = {4: "Agree", 3: "Mostly agree", 2: "Mostly disagree", 1: "Disagree"}
FIVE = {5: "A", 4: "B", 3: "C", 2: "D", 1: "E"}


def test_the_sides_of_a_bar_meet_on_the_line():
    plot = diverging("T", FOUR, [BarInput("8b", [1, 2, 4, 8])], "Not rated")
    pieces = plot.rows[0].pieces
    assert [each.number for each in pieces] == ["1", "2", "4", "8"]
    assert pieces[1].x + pieces[1].width == pytest.approx(plot.line, abs=0.2)
    assert pieces[2].x == pytest.approx(plot.line, abs=0.2)
    assert [box.label for box in plot.key] == list(FOUR.values())


def test_the_middle_of_an_odd_scale_lies_on_the_line():
    plot = diverging("T", FIVE, [BarInput("8b", [1, 1, 4, 1, 1])], "Not rated")
    middle = plot.rows[0].pieces[2]
    assert middle.x + middle.width / 2 == pytest.approx(plot.line, abs=0.2)


def test_what_is_not_rated_is_apart_and_everything_is_within_the_picture():
    rows = [BarInput("a", [0, 0, 0, 9], 2), BarInput("b", [9, 0, 0, 0], 10)]
    plot = diverging("T", FOUR, rows, "Not rated")
    sides = [piece for row in plot.rows for piece in row.pieces[:-1]]
    apart = [row.pieces[-1] for row in plot.rows]
    assert min(each.x for each in apart) > max(each.x + each.width for each in sides)
    ends = [piece.x + piece.width for row in plot.rows for piece in row.pieces]
    assert max(ends) <= WIDTH + 0.5
    assert min(piece.x for row in plot.rows for piece in row.pieces) >= 0
    assert plot.key[-1].label == "Not rated"


def test_the_line_around_a_bar_is_whole():
    """It is drawn half outside of its part, where a picture that ends would cut it."""
    row = BarInput("a", [9, 0, 0, 9], 1)
    for plot in (
        diverging("T", FOUR, [row], "Not rated"),
        stacked("T", list(FOUR.values()), [row]),
    ):
        pieces = plot.rows[0].pieces
        assert min(each.x for each in pieces) >= 0.5
        assert max(each.x + each.width for each in pieces) <= WIDTH - 0.5


def test_a_part_too_narrow_for_its_number_has_none():
    plot = stacked("T", ["A", "B"], [BarInput("a", [1, 200])])
    assert [each.number for each in plot.rows[0].pieces] == ["", "200"]


def test_dots_lie_on_the_axis_and_what_is_off_it_at_its_end():
    rows = [DotInput("a", 5, (2, 8)), DotInput("b", 0.2, (-3, 11)), DotInput("c", None)]
    plot = dots("T", rows, [0, 5, 10], dot="Mean", part="Middle half")
    middle = plot.ticks[1].x
    assert plot.rows[0].dot == middle
    assert plot.rows[1].part_x == plot.ticks[0].x
    assert plot.rows[1].part_x + plot.rows[1].part_width == pytest.approx(
        plot.ticks[2].x, abs=0.2
    )
    assert plot.rows[2].dot is None


@pytest.mark.parametrize("many", [2, 30])
def test_labels_of_slopes_do_not_lie_on_one_another(many):
    rows = [SlopeInput(f"Authority {place}", 50, 60) for place in range(many)]
    plot = slopes("T", ("Before", "After"), rows)
    for side in ("left_y", "right_y"):
        places = sorted(getattr(row, side) for row in plot.rows)
        gaps = [b - a for a, b in itertools.pairwise(places)]
        assert min(gaps) >= 14
        assert places[0] > 12
        assert places[-1] <= plot.height


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Northmoor County Council", "5.00 Northmoor County Council"),
        ("Northmoor London Borough Council", "5.00 Northmoor"),
        ("London Borough of North & South Moor", "5.00 North & South Moor"),
        ("Northmoor and South Gloucestershire", "5.00 Northmoor and South Glou…"),
        ("W" * 100, "5.00 WWWWWWWWWWWWW…"),
    ],
)
def test_labels_of_slopes_end_within_the_page(name, label):
    """Also if readers set them wider."""
    plot = slopes("T", ("A", "B"), [SlopeInput(name, 10, 5)], decimals=2)
    assert plot.rows[0].right == label
    assert plot.right_text_x + width_of(label) <= REACH
    assert width_of(plot.rows[0].left) - plot.left_text_x <= REACH - WIDTH


def test_no_letter_is_wider_than_it_is_taken_to_be():
    font = ImageFont.truetype("LiberationSans-Regular.ttf", SIZE * 100)
    for letter in [*string.printable.strip(), *" ‘’“”–…éŵ"]:
        assert font.getlength(letter) <= width_of(letter) * 100 + 1, letter


@pytest.mark.parametrize("most", [1, 2])
def test_names_of_areas_are_whole_in_two_lines(most):
    name = "1. Services responsive to the views of care leavers (as individuals and a group)"
    rows = [
        BarInput(name, [3, 4], end="n = 11"),
        BarInput("2. Work", [1, 2], end="n = 9"),
    ]
    plot = stacked("T", ["A", "B"], rows, lines=most)
    first, second = ([line.text for line in row.label] for row in plot.rows)
    assert (len(first), len(second)) == (most, 1)
    assert (" ".join(first) == name) is (most > 1)
    assert (
        plot.height == plot.top + 2 * plot.row == plot.top + 2 * ROW + 28 * (most - 1)
    )
    assert plot.rows[0].number_y < plot.rows[1].label[0].y - 11 < plot.rows[1].bar_y


def test_the_first_rank_is_at_the_top_and_so_is_the_highest_score():
    rows = [SlopeInput("a", 1, 2), SlopeInput("b", 2, 1)]
    by_rank = slopes("T", ("A", "B"), rows, is_rank=True)
    by_score = slopes("T", ("A", "B"), rows)
    assert by_rank.rows[0].y1 < by_rank.rows[0].y2
    assert by_score.rows[0].y1 > by_score.rows[0].y2


def test_a_long_plot_is_drawn_in_pieces_on_paper():
    plot = stacked("T", ["A", "B"], [BarInput(str(n), [1, 2]) for n in range(40)])
    pieces = on_paper(plot)
    assert [len(each.rows) for each in pieces] == [6, 6, 6, 6, 6, 6, 4]
    assert [bool(each.key) for each in pieces] == [True, *[False] * 6]
    for each in pieces[1:]:
        assert each.y < each.rows[0].text_y <= each.y + ROW
        assert each.rows[-1].bar_y < each.y + each.height


def test_too_many_lines_to_read_are_not_printed():
    rows = [SlopeInput(str(place), place, place) for place in range(46)]
    assert on_paper(slopes("T", ("A", "B"), rows)) == []
    assert len(on_paper(slopes("T", ("A", "B"), rows[:45]))) == 1
    assert on_paper(None) == []
