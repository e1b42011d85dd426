"""Names of authorities: what is one name, what is offered, what a search finds."""

import pytest

from assessments.analysis.authority_names import (
    alike,
    core,
    named_in,
    search,
    short,
    spelling,
)

NAMES = {
    1: ["Avonshire Council", "Avonshire"],
    2: ["Hull City Council", "Kingston upon Hull", "Kingston upon Hull, City of"],
    3: ["Royal Borough of Kingston upon Thames"],
    4: ["Dorset Council", "Dorset"],
    5: ["Dorset County Council"],
    6: ["St Helens Metropolitan Borough Council", "St. Helens"],
    7: ["Ynys Môn"],
}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Avonshire", "AVONSHIRE."),
        ("St. Helen’s", "St Helens"),
        ("Bath & North East Somerset", "Bath and North East Somerset"),
        ("Ynys Môn", "Ynys Mo\u0302n"),
    ],
)
def test_spellings_of_one_name(one, other):
    assert spelling(one) == spelling(other)


def test_spellings_of_two_names():
    assert spelling("Dorset Council") != spelling("Dorset County Council")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Avonshire County Council", [1]),
        ("Avonshre", [1]),  # mistyped
        ("City of Kingston upon Hull", [2]),
        ("Kingston-upon-Hull", [2]),
        ("Dorset", [4, 5]),
        ("St Helens", [6]),
        ("Northmoor", []),
        ("", []),
        ("Council", []),
    ],
)
def test_what_is_offered(name, found):
    assert alike(name, NAMES) == found


def test_a_name_of_such_words_alone_is_kept():
    assert core("City of London") == "city london of"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("dor", [4, 5]),
        ("county dorset", [5]),
        ("kingston", [2, 3]),
        ("thames kings", [3]),
        ("ynys mon", [7]),
        ("Avonshyre", [1]),  # nothing has it, so what is alike
        ("zzz", []),
        ("  ", []),
    ],
)
def test_what_a_search_finds(wanted, found):
    assert search(wanted, NAMES) == found


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("Bristol, City of", "bristol"),
        ("London Borough of Tower Hamlets", "tower hamlets"),
        ("Bath and North East Somerset Council", "bath and north east somerset"),
        ("City Council", "city council"),
        ("", ""),
    ],
)
def test_the_own_words_of_a_name(name, own):
    assert short(name) == own


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thank you all.\nAvonshire County Council did well.", ["avonshire"]),
        ("We liked avonshire county council’s report", ["avonshire"]),
        ("That of AVONSHIRE", ["avonshire"]),
        ("Avonshire’s plan, and Kingston upon Thames", ["avonshire", "kingston"]),
        ("ynys mo\u0302n and St Helen's", ["helens", "mon"]),
        ("Thank you for reading. Council of Avonshires", []),
        ("Reading did well", ["reading"]),
    ],
)
def test_authorities_that_a_text_names(text, found):
    names = {
        "avonshire": ["Avonshire County Council"],
        "kingston": ["Royal Borough of Kingston upon Thames"],
        "helens": ["St Helens Council"],
        "mon": ["Ynys Môn"],
        "reading": ["Reading Borough Council", "Reading"],
        "signs": ["!"],
    }
    assert named_in(text, names) == found
