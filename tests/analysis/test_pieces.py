"""Making one text out of several: what is in it, what is added and what taken out."""

import pytest

from assessments.analysis.pieces import Piece, add, ideas_in, is_in, take_out

HOUSING = Piece(
    "evidence-1",
    "evidence",
    "Housing",
    "We reviewed the protocol in March and found two gaps in the joint working.\n\n"
    "Staff were trained in May.",
)
LEGAL = Piece("evidence-2", "evidence", "Legal", "Two placements broke down.")
ALONE = Piece("evidence-3", "evidence", "", "Nobody asked why it had been so.")
BOTH = add("", [HOUSING, LEGAL])


def test_pieces_are_paragraphs_after_their_groups_names():
    assert f"Housing: {HOUSING.text}\n\nLegal: {LEGAL.text}" == BOTH
    assert add("Typed. \n", [ALONE]) == "Typed.\n\nNobody asked why it had been so."


@pytest.mark.parametrize(
    "text",
    [
        BOTH,
        BOTH.replace("\n\n", "\n"),
        BOTH.replace("in March", "last March").replace("Staff were", "All staff were"),
        BOTH.replace("Housing: ", "").replace("two gaps", "some gaps"),
        BOTH.upper(),
    ],
)
def test_an_edited_piece_is_not_added_again(text):
    assert is_in(HOUSING, text)
    assert add(text, [HOUSING, LEGAL]) == text


@pytest.mark.parametrize(
    "text", ["", "Housing: agreed with everybody.", "The protocol in March was short."]
)
def test_what_is_another_text_is_not_in(text):
    assert not is_in(HOUSING, text)


def test_a_piece_is_taken_out_whole():
    assert take_out(BOTH, HOUSING) == "Legal: Two placements broke down."
    assert take_out(BOTH, LEGAL) == f"Housing: {HOUSING.text}"


def test_an_edited_piece_goes_and_what_was_written_after_it_stays():
    edited = BOTH.replace("in March", "last March") + "\n\nAll of us agree on this."
    left = take_out(take_out(edited, HOUSING), LEGAL)
    assert left == "All of us agree on this."


def test_what_cannot_be_found_is_left_alone():
    text = "Something else altogether."
    assert take_out(text, HOUSING) == text


@pytest.mark.parametrize(
    ("text", "ideas"),
    [
        ("Publish it.", ["Publish it."]),
        ("- One\n- Two\n  more of two\n• Three", ["One", "Two\nmore of two", "Three"]),
        ("1. One\n2) Two", ["One", "Two"]),
        ("Publish it.\nTrain staff.", ["Publish it.", "Train staff."]),
        ("A long idea\nthat goes on here", ["A long idea\nthat goes on here"]),
        ("First.\nMore of it.\n\nSecond.", ["First.\nMore of it.", "Second."]),
        (" \n", []),
    ],
)
def test_single_ideas(text, ideas):
    assert ideas_in(text) == ideas
