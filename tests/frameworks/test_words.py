"""The words that changed between two texts, and the marks of printed emphasis."""

import re
from difflib import SequenceMatcher

import pytest
from django.template import Context, Template
from hypothesis import example, given
from hypothesis import strategies as some

from frameworks import words
from frameworks.light import to_plain


def render(template, **context):
    return Template("{% load frameworks %}" + template).render(Context(context))


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", "", []),
        ("as it was", "as it was", [("same", "as it was")]),
        ("as it  was", "as it\nwas", [("same", "as it\nwas")]),
        ("", "new words", [("added", "new words")]),
        ("old words", "", [("removed", "old words")]),
        (
            "We have ways to celebrate care leavers",
            "We celebrate care leavers often",
            [
                ("same", "We "),
                ("removed", "have ways to "),
                ("same", "celebrate care leavers "),
                ("added", "often"),
            ],
        ),
        (
            "We visit.",
            "We visit regularly.",
            [("same", "We "), ("removed", "visit."), ("added", "visit regularly.")],
        ),
    ],
)
def test_words_that_changed(before, after, found):
    assert words.changes(before, after) == found


TEXTS = some.lists(
    some.sampled_from(["a ", "b ", "c\n", "d", "  ", "\n\n", "é", "✓ ", "مرحبا "]),
    max_size=50,
).map("".join)


@given(before=TEXTS, after=TEXTS)
@example("  leading\n\nand between ", "leading and\n between, trailing  ")
@example("a b " * 1200, "b a " * 1200 + "c")
@example("a " * 2500, "a b " * 99)
@example("¹²³ ✓ مرحبا", "✓ ¹²³ مرحبا")
def test_changes_joined_are_the_two_texts(before, after):
    found = words.changes(before, after)
    assert "".join(text for kind, text in found if kind != "removed") == after
    left = " ".join(text for kind, text in found if kind != "added")
    assert left.split() == before.split()


@pytest.fixture
def looks(monkeypatch):
    """Return the numbers of word pairs compared, one per stretch of text."""
    counted = []
    find = SequenceMatcher.find_longest_match

    def find_and_count(self, alo, ahi, blo, bhi):
        counted.append(sum(len(self.b2j.get(word, ())) for word in self.a[alo:ahi]))
        return find(self, alo, ahi, blo, bhi)

    monkeypatch.setattr(SequenceMatcher, "find_longest_match", find_and_count)
    return counted


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 2500, "a b " * 99),
        ("a b " * 1250, "b a a " * 66),
        (
            " ".join(f"{number:x}" for number in range(1200)),
            " ".join(f"{number:x} {-number:x}" for number in range(600)),
        ),
    ],
)
def test_what_would_take_too_long_to_compare_is_told_whole(looks, before, after):
    found = words.changes(before, after)
    assert sum(looks) <= 50_000
    assert "".join(text for kind, text in found if kind != "removed") == after


def test_a_long_text_rewritten_here_and_there_is_compared_word_by_word():
    names = ["the" if at % 4 == 0 else f"word{at}" for at in range(850)]
    other = [f"new{at}" if at % 20 == 7 else name for at, name in enumerate(names)]
    found = words.changes(" ".join(names), " ".join(other))
    added = [text.strip() for kind, text in found if kind == "added"]
    assert added == [name for name in other if name.startswith("new")]


def test_changes_are_told_in_words_too_and_escaped():
    html = render(
        '{% include "_changes.html" %}',
        changes=words.changes("<b> stays", "<i> stays"),
    )
    assert " ".join(re.sub(r"</?span[^>]*>", "", html).split()) == (
        "<del>[removed: &lt;b&gt; ]</del><ins>[added: &lt;i&gt; ]</ins>stays"
    )


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("the *additional* one", "the <em>additional</em> one", "the additional one"),
        ("**Agree** - so", "<strong>Agree</strong> - so", "Agree - so"),
        ("*at <u>present</u>: ✓*", "<em>at <u>present</u>: ✓</em>", "at present: ✓"),
        ("*a **b** c*", "<em>a <strong>b</strong> c</em>", "a b c"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>", "a b c"),
        ("2 * 3 * 4", "2 * 3 * 4", "2 * 3 * 4"),
        ("*open", "*open", "*open"),
        ("**open*", "**open*", "**open*"),
        ("shut*", "shut*", "shut*"),
        ("****", "****", "****"),
        ("<u>open", "&lt;u&gt;open", "<u>open"),
        ("*a <u>b* c</u>", "<em>a &lt;u&gt;b</em> c&lt;/u&gt;", "a <u>b c</u>"),
        (
            "<script>alert('*x*')</script>",
            "&lt;script&gt;alert(&#x27;<em>x</em>&#x27;)&lt;/script&gt;",
            "<script>alert('x')</script>",
        ),
        (
            '<u onclick="x()">*a*</u>',
            "&lt;u onclick=&quot;x()&quot;&gt;<em>a</em>&lt;/u&gt;",
            '<u onclick="x()">a</u>',
        ),
        ("&lt;u&gt; & *b*", "&amp;lt;u&amp;gt; &amp; <em>b</em>", "&lt;u&gt; & b"),
    ],
)
def test_marks_of_emphasis(text, html, plain):
    assert render("{{ text|emphasis }}", text=text) == html
    assert to_plain(text) == plain


def test_plain_text_is_still_escaped():
    assert render("{{ text|plain }}", text="*<b>*") == "&lt;b&gt;"


def test_footnote_numbers_become_links_only_if_there_is_such_a_footnote():
    html = render("{{ text|footnoted:marks }}", text="m² <b>, 2012¹⁰", marks={"10"})
    assert html == (
        'm² &lt;b&gt;, 2012<a class="govuk-link" href="#footnote-10">'
        '<span class="govuk-visually-hidden">Footnote </span><sup>10</sup></a>'
    )
