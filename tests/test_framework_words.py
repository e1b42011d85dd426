"""The words that changed between two texts, and the marks of printed emphasis."""

import re

import pytest
from django.template import Context, Template

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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  leading\n\nand between ", "leading and\n between, trailing  "),
        ("a b " * 1200, "b a " * 1200 + "c"),
        ("¹²³ ✓ مرحبا", "✓ ¹²³ مرحبا"),
    ],
)
def test_changes_joined_are_the_two_texts(before, after):
    found = words.changes(before, after)
    assert "".join(text for kind, text in found if kind != "removed") == after
    left = " ".join(text for kind, text in found if kind != "added")
    assert left.split() == before.split()


def test_changes_are_told_in_words_too_and_escaped():
    html = render(
        '{% include "frameworks/_changes.html" %}',
        changes=words.changes("<b> stays", "<i> stays"),
    )
    assert re.sub(r"</?span[^>]*>", "", html).strip() == (
        "<del>[removed: &lt;b&gt; ]</del> <ins>[added: &lt;i&gt; ]</ins> stays"
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
