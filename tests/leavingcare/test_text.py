"""Pasted text is stored as text, with one spelling, nothing lost."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from leavingcare import signs, text
from leavingcare.text import TextField, clean_text

UNREADABLE = "Remove the characters that cannot be read"


class Form(forms.Form):
    evidence = TextField(max_length=10, required=False)
    line = TextField(lines=False, required=False)


def errors(**data):
    return Form(data).errors.get_json_data()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("a\x01\x07\x1b\x7fb\tc", "ab\tc"),
        ("it\x92s \x93here\x94 \x96 \x80 5\x81", "it’s “here” – € 5"),
        ("  \n\t a  b \n\n\n c \n ", "a  b \n\n\n c"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_line_breaks_have_one_spelling_and_controls_go(typed, kept):
    assert clean_text(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1ec\U0001f1e7 \U0001d504",
        "\u202eabc \u05d0\u05d1 \u200f",
        "zero\u200bwidth, \ufeffmark",
        "e\u0301 is not \u00e9",
        "x" + "\u0301" * 10_000,
        "no\u00a0break",
        "<script>alert(1)</script> {{ 7 }} {% debug %} 100% %s {0} %(x)s =1+1",
        "'; DROP TABLE x; --",
    ],
)
def test_what_looks_strange_comes_back_as_typed(text):
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            "\uf0b7\tHousing\n\uf0a7 Health\n\uf0d8 Work \uf0fc",
            "•\tHousing\n▪ Health\n➢ Work ✓",
        ),
        (
            "e\ufb03cient \ufb01rst \ufb02oor o\ufb00er ba\ufb04e \ufb05op la\ufb06",
            "efficient first floor offer baffle stop last",
        ),
        ("soft\u00adhyphen", "softhyphen"),
        (
            "infor\u00ad\nmation is\u00ad\n\u2022 listed",
            "information is\n\u2022 listed",
        ),
        (
            "a sign of nobody knows which font: \ue123",
            "a sign of nobody knows which font: \ue123",
        ),
    ],
)
def test_what_only_one_font_can_show_becomes_plain(typed, kept):
    assert clean_text(typed) == kept


@pytest.mark.parametrize(
    "bad",
    ["\0", "\ud800", chr(0xDFFF), "\ufffe", "\uffff", "\U0001ffff", "\ufdd0", "\ufdef"],
)
def test_what_is_no_character_is_refused(bad):
    with pytest.raises(ValidationError, match=UNREADABLE) as refused:
        clean_text(f"a{bad}b")
    assert refused.value.code == "no_character"


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_fits_every_file(text):
    try:
        once = clean_text(text)
    except ValidationError:
        return
    assert clean_text(once) == once
    assert once.encode("utf-8").decode("utf-8") == once
    assert [c for c in once if ord(c) < 0x20 and c not in "\t\n"] == []


@given(
    st.text(
        alphabet=st.characters(
            exclude_categories=["Cs", "Cc", "Cn", "Co"],
            exclude_characters=[*map(chr, signs.LIGATURES), "\u00ad"],
        )
    )
)
def test_no_word_is_lost(text):
    kept = clean_text(text)
    for separator in "\u2028\u2029":
        text = text.replace(separator, "\n")
    assert kept == text.strip()


@given(st.text(alphabet="a \n•\u00ad\ufb01\uf0b7\ue123"))
def test_no_letter_or_sign_is_lost_with_a_sign_that_is_made_plain(text):
    def letters(text):
        return "".join(text.split()).replace("\u00ad", "").translate(signs.PLAIN)

    assert letters(clean_text(text)) == letters(text)


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("x" * 10, 10),
        ("x\r\n" * 4 + "xx", 10),
        ("\U0001f600" * 5, 10),
        ("  " + "x" * 10 + "  ", 10),
    ],
)
def test_the_limit_is_counted_as_a_browser_counts(typed, length):
    form = Form({"evidence": typed})
    assert form.is_valid()
    assert len(form.cleaned_data["evidence"].encode("utf-16-le")) // 2 == length


@pytest.mark.parametrize("typed", ["x" * 11, "\U0001f600" * 5 + "x"])
def test_over_the_limit_says_by_how_much_and_keeps_what_was_typed(typed):
    form = Form({"evidence": typed})
    assert form.errors["evidence"] == [
        "Shorten this to 10 characters or fewer. It has 11"
    ]
    assert form["evidence"].value() == typed


def test_the_usual_limit_is_the_sites(monkeypatch):
    monkeypatch.setattr(text, "TEXT_LIMIT", 4321)
    assert TextField().limit == 4321


@pytest.mark.parametrize("typed", ["a\r\nb", "a\u2028b", "a \t b", " a\x0bb "])
def test_one_line_has_no_line_breaks(typed):
    form = Form({"line": typed})
    assert form.is_valid()
    assert form.cleaned_data["line"] == "a b"


def test_null_in_a_form_is_an_error_beside_the_field():
    assert [each["code"] for each in errors(evidence="a\0b")["evidence"]] == [
        "no_character"
    ]


def test_nothing_but_spaces_is_nothing():
    field = TextField()
    with pytest.raises(ValidationError) as refused:
        field.clean(" \n ")
    assert refused.value.code == "required"
