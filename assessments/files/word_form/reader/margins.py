"""The text outside a form's body: comments, notes, and the margins of its pages."""

from collections.abc import Iterator

from assessments.submission.shown.content import Framework

from .. import printed_text
from .docx_blocks import blocks, contents_of
from .docx_safety import Element, WordFile
from .docx_values import Source, Text
from .elements import value
from .wording import PrintedText, key

BESIDE_THE_TEXT = {
    "comments": "a comment",
    "header": "the top of the page",
    "footer": "the foot of the page",
    "footnotes": "a footnote",
    "endnotes": "an endnote",
}
PAGE_NUMBERS = {"", "page", "page of", "of"}


def beside_the_text(
    file: WordFile,
    source: Source,
    edition: Framework,
    printed: PrintedText,
    notes_at: dict[tuple[str, str], str],
) -> Iterator[tuple[str, str]]:
    """Yield the text of comments, notes and margins that the form does not print.

    Each comes with the place it belongs to; text repeated on each page comes once.
    """
    seen = set()
    for kind, name in BESIDE_THE_TEXT.items():
        if kind == "footnotes" and "footnotes" not in edition:
            continue
        for root in file.others(kind):
            for where, content in notes_in(root, kind, source, notes_at):
                text = printed_text.A_FOOT.sub("", content.text).strip()
                bare = printed_text.A_FOOT.sub("", content.bare).strip()
                numberless = " ".join(
                    word for word in key(text).split() if not word.isdecimal()
                )
                place = f"{where}, {name}" if where else name.capitalize()
                if (
                    bare not in printed
                    and numberless not in PAGE_NUMBERS
                    and (place, text) not in seen
                ):
                    seen.add((place, text))
                    yield place, text


def notes_in(
    root: Element, kind: str, source: Source, notes_at: dict[tuple[str, str], str]
) -> Iterator[tuple[str, Text]]:
    """Yield (place, text) of each comment, note or margin in a part."""
    is_notes = kind in {"comments", "footnotes", "endnotes"}
    for part in list(root) if is_notes else [root]:
        where = notes_at.get((kind, value(part, "id")), "") if is_notes else ""
        for block in blocks(part, source):
            for content in contents_of(block):
                yield where, content
