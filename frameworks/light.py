"""The light Markdown of an edition's texts: `**bold**`, `*italic*`, `<u>under</u>`."""

import re
from collections.abc import Collection

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# A mark opens before a word and closes after one, so that "2 * 3 * 4" has none, and
# what it encloses is matched separately, so that spans always nest.
SPAN = (
    r"(?s)\*\*(?=[^\s*])(?P<strong>.+?)(?<=\S)\*\*(?!\*)"
    r"|(?<!\*)\*(?=[^\s*]|\*\*)(?P<em>.+?)(?<![\s*])\*(?!\*)"
    r"|{start}(?P<u>.+?){end}"
)
WRITTEN = re.compile(SPAN.format(start="<u>", end="</u>"))
ESCAPED = re.compile(SPAN.format(start="&lt;u&gt;", end="&lt;/u&gt;"))
LONGEST = 60  # characters of a text in a list to choose from
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def to_html(text: str) -> SafeString:
    """Return `text` escaped, its marks made into strong, em and u."""

    def element(match: re.Match[str]) -> str:
        name = str(match.lastgroup)
        return f"<{name}>{ESCAPED.sub(element, match[name])}</{name}>"

    return mark_safe(ESCAPED.sub(element, escape(text)))


def to_plain(text: str) -> str:
    """Return `text` without its marks, escaped or not just as before."""
    return WRITTEN.sub(lambda match: to_plain(match[str(match.lastgroup)]), text)


def first_words(text: str) -> str:
    """Return the words of `text` that a list to choose from can show, without its marks."""
    words = to_plain(text)
    if len(words) <= LONGEST:
        return words
    return f"{words[:LONGEST].rpartition(' ')[0]} …"


def link_footnotes(html: str, marks: Collection[str]) -> SafeString:
    """Link each printed footnote number (¹) among `marks` to its footnote's anchor."""

    def link(match: re.Match[str]) -> str:
        mark = match[0].translate(SUPERSCRIPT)
        if mark not in marks:
            return match[0]
        return format_html(
            '<a class="govuk-link" href="#footnote-{0}">'
            '<span class="govuk-visually-hidden">Footnote </span><sup>{0}</sup></a>',
            mark,
        )

    return mark_safe(re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", link, html))
