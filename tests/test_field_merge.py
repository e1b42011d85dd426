"""The merge of two people's changes to one page: who made each, and which clash."""

import pytest

from assessments.field_merge import fingerprint, merge, seen_token

SHOWN = {"answer": [None, ""], "evidence": "The panel meets.", "ideas": ""}
TOKEN = seen_token(4, SHOWN)


def merged(sent, *, stored=None, version=4, token=TOKEN, is_own=False):
    stored = SHOWN | (stored or {})
    found = merge(token=token, version=version, stored=stored, sent=sent, is_own=is_own)
    return found.changes, found.clashes


def test_fingerprints_tell_values_apart():
    values = ["", "a", None, 0, [None, ""], [1, ""], "\u00e9", "e\u0301"]
    assert len({fingerprint(value) for value in values}) == len(values)


def test_a_token_has_the_version_and_fingerprints():
    assert TOKEN.split(".") == ["4", *(fingerprint(value) for value in SHOWN.values())]


def test_on_a_current_page_what_differs_is_a_change():
    sent = {"answer": [3, ""], "evidence": "The panel meets.", "ideas": "A guide."}
    assert merged(sent) == ({"answer": [3, ""], "ideas": "A guide."}, {})


def test_a_text_may_be_emptied():
    assert merged({"evidence": ""}) == ({"evidence": ""}, {})


def test_another_field_changed_meanwhile_is_left_alone():
    """Dee changed the ideas; Cass, whose page had them blank, changes the evidence."""
    sent = {"evidence": "The panel meets weekly.", "ideas": ""}
    assert merged(sent, stored={"ideas": "Dee's"}, version=5) == (
        {"evidence": "The panel meets weekly."},
        {},
    )


def test_a_page_that_still_shows_what_others_changed_says_so():
    """Cass saved her evidence; her page still shows the old ideas."""
    stored = SHOWN | {"evidence": "The panel meets weekly.", "ideas": "Dee's"}
    token = seen_token(6, stored, {"ideas": ""})
    sent = {"evidence": "The panel meets daily.", "ideas": ""}
    found = merge(token=token, version=6, stored=stored, sent=sent)
    assert (found.changes, found.clashes, found.stale) == (
        {"evidence": "The panel meets daily."},
        {},
        {"ideas": ""},
    )


def test_the_same_field_changed_meanwhile_clashes():
    stored = {"evidence": "Dee's words"}
    assert merged({"evidence": "Cass's"}, stored=stored, version=5) == ({}, stored)


def test_the_same_change_twice_is_none():
    sent = {"evidence": "Both wrote this"}
    assert merged(sent, stored=sent, version=5) == ({}, {})


def test_both_may_be_true_at_once():
    sent = {"answer": [3, ""], "evidence": "Cass's"}
    stored = {"evidence": "Dee's"}
    assert merged(sent, stored=stored, version=9) == ({"answer": [3, ""]}, stored)


def test_ones_own_text_may_grow_although_the_page_missed_the_answer():
    stored = {"evidence": "The panel meets. Monthly"}
    sent = {"evidence": "The panel meets. Monthly, at the town hall."}
    assert merged(sent, stored=stored, version=5, is_own=True) == (sent, {})
    assert merged(sent, stored=stored, version=5) == ({}, stored)


def test_ones_own_older_text_arriving_late_does_not_win():
    """Two saves of one page overtook each other: the first has fewer words."""
    stored = {"evidence": "The panel meets. Monthly, at the town hall."}
    sent = {"evidence": "The panel meets. Monthly"}
    assert merged(sent, stored=stored, version=5, is_own=True) == ({}, stored)


def test_ones_own_emptied_text_is_not_filled_again_from_another_tab():
    sent = {"evidence": "The panel meets, I think."}
    assert merged(sent, stored={"evidence": ""}, version=5, is_own=True) == (
        {},
        {"evidence": ""},
    )


@pytest.mark.parametrize("token", ["", "x", "-1", "4 ", "9" * 5000, "....", "٤"])
def test_any_other_token_never_overwrites(token):
    stored = {"evidence": "Dee's"}
    sent = {"evidence": "Cass's"}
    assert merged(sent, stored=stored, version=5, token=token) == ({}, stored)


def test_a_token_of_too_few_marks_knows_the_rest_not():
    token = ".".join(TOKEN.split(".")[:2])
    assert merged({"evidence": "Cass's"}, version=5, token=token) == (
        {},
        {"evidence": "The panel meets."},
    )
