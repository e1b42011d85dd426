"""Reads a completed Word form into plain data, and loses no word of it.

What is printed on the form is passed over, what answers a question is placed, and
everything else is listed with where it stood. Nothing here knows the database.
"""

from dataclasses import asdict, dataclass, field
from itertools import islice

from .. import printed_text
from .appendix import Annex
from .area_tables import Answer, AreaTables
from .cover_sheet import CoverSheet
from .docx_blocks import Paragraph, Table, blocks
from .docx_safety import UNPACKS_TOO_LARGE, UnreadableForm, WordFile
from .wording import PrintedText, key

ENOUGH_STATEMENTS = 3
MAX_BLOCKS = 5_000
MAX_ROWS = 5_000
NO_FORM = (
    "This is not a Baker & Dixon form that can be read here: too few of its "
    "statements were found. Check that you chose the right file."
)
BESIDE_THE_TEXT = {
    "comments": "A comment",
    "header": "The top of the page",
    "footer": "The foot of the page",
    "footnotes": "A footnote",
    "endnotes": "An endnote",
}
PAGE_NUMBERS = {"", "page", "page of", "of"}


@dataclass(frozen=True)
class Form:
    """A completed form.

    edition        the slug of its edition
    cover          {key of the cover question: text}; "completed_on" is "YYYY-MM-DD"
                   or None
    answers        {statement code: Answer}, for the statements the form has; its
                   `ratings` are the values ticked, highest first
    global_scores  {area number: 0 to 10, or None}, for all areas of the edition
    missing        codes of the edition's statements that the form does not have
    unplaced       [(where, text)] of everything that answers nothing
    reference      of the form, if it is one we wrote, or ""

    Of a submission or a draft of one, as we write them, also what the paper has no
    place for: see `appendix.Annex`.
    """

    edition: str
    cover: dict
    answers: dict
    global_scores: dict
    missing: list
    unplaced: list
    reference: str = ""
    rationales: dict = field(default_factory=dict)
    score_notes: dict = field(default_factory=dict)
    beside: dict = field(default_factory=dict)

    @property
    def content(self):
        """What a group's drafts can take of the form, as JSON types.

        What only an agreed version can hold is among what could not be placed.

        {"answers": {code: {"ratings", "evidence", "ideas"}}, "scores": {area number
        as text: score}, "unplaced": [[where, text]]}
        """
        return {
            "answers": {code: asdict(answer) for code, answer in self.answers.items()},
            "scores": {str(area): score for area, score in self.global_scores.items()},
            "unplaced": [
                *([f"{code}, reason", text] for code, text in self.rationales.items()),
                *(
                    [f"Area {number}, note on the score", text]
                    for number, text in self.score_notes.items()
                ),
                *(list(row) for row in self.unplaced),
            ],
        }


def form_of(values):
    """The Form that `dataclasses.asdict` made JSON of."""
    return Form(
        **values
        | {
            "answers": {
                code: Answer(**answer) for code, answer in values["answers"].items()
            },
            "global_scores": {
                int(number): score for number, score in values["global_scores"].items()
            },
            "score_notes": {
                int(number): note for number, note in values["score_notes"].items()
            },
            "unplaced": [tuple(row) for row in values["unplaced"]],
        }
    )


def read_form(data, editions):
    """Read a completed form from the bytes of a Word file.

    `editions` is a list of dictionaries like the "framework" of a submission
    document. If they have them, "guidance" and "footnotes", and an area's
    "heading_printed" and "row_label", help to tell what is printed. Raises
    UnreadableForm, with a message for the person, for anything but a sound Word
    file that is a form of one of the editions.
    """
    file = WordFile(data)
    document = list(islice(blocks(file.document()), MAX_BLOCKS + 1))
    if len(document) > MAX_BLOCKS or sum(map(rows_in, document)) > MAX_ROWS:
        raise UnreadableForm(UNPACKS_TOO_LARGE)
    edition = edition_of(document, editions)
    printed = PrintedText(edition)
    cover, areas = CoverSheet(edition, printed), AreaTables(edition, printed)
    annex = Annex(edition)
    document = [block for block in document if not annex.reads(block)]
    unplaced = read_document(document, cover, areas, "guidance" in edition)
    areas.finish()
    answers, unread = cover.result()
    return Form(
        edition=edition["edition"],
        cover=answers,
        answers=areas.answers,
        global_scores=areas.scores,
        missing=areas.missing,
        unplaced=[
            *unread,
            *unplaced,
            *areas.unplaced,
            *annex.unplaced,
            *beside_the_text(file, edition, printed),
        ],
        reference=reference_of(file, document),
        rationales=annex.rationales,
        score_notes=annex.score_notes,
        beside=annex.beside,
    )


def reference_of(file, document):
    """What the file's properties say the form's reference is, else its first lines."""
    lines = (block.text for block in document if isinstance(block, Paragraph))
    return next(
        filter(None, map(printed_text.reference_in, [file.identifier(), *lines])), ""
    )


def edition_of(document, editions):
    """The edition most of whose statements the document's tables hold.

    Editions share statements, so those of the right one are the most. Between
    equals, the one whose title the document prints, which makes one statement of it
    enough. Raises UnreadableForm if the document has too few of any.
    """
    said = set()
    for block in document:
        for text in texts_of(block):
            text = key(text)
            said |= {text, text.partition(" ")[2]}

    def fit(edition):
        texts = [
            key(statement["text_md"])
            for area in edition["areas"]
            for statement in area["statements"]
        ]
        found = sum(text in said for text in texts)
        titled = key(edition.get("title_printed", "")) in said
        enough = found >= min(1 if titled else ENOUGH_STATEMENTS, len(texts))
        return enough, found, titled

    best = max(editions, key=fit, default=None)
    if best is None or not fit(best)[0]:
        raise UnreadableForm(NO_FORM)
    return best


def rows_in(block):
    return len(block.rows) if isinstance(block, Table) else 0


def texts_of(block):
    if isinstance(block, Paragraph):
        return [block.text]
    return [cell.text for row in block.rows for cell in row]


def read_document(document, cover, areas, guidance_known):
    """Give each paragraph and table to whom it belongs; return what is left.

    Without the edition's guidance, what stands before the first cover question is
    taken to be it.
    """
    unplaced, in_areas = [], False
    for block in document:
        if isinstance(block, Table):
            if not in_areas and not cover.expects(block):
                in_areas = areas.is_area_table(block)
            if in_areas:
                areas.read_table(block)
            else:
                left = cover.read_table(block)
                unplaced += [("Cover sheet", text) for text in left]
        elif not areas.read_paragraph(block.text):
            if in_areas:
                left = "" if block.text in areas.printed else block.text
                where = f"Below a table of area {areas.number}"
            else:
                left = cover.read_paragraph(block.text)
                where = "Before the areas"
            if left and (in_areas or guidance_known or cover.has_begun):
                unplaced.append((where, left))
    return unplaced


def beside_the_text(file, edition, printed):
    """Yield the text of comments, notes and margins that the form does not print."""
    for kind, where in BESIDE_THE_TEXT.items():
        if kind == "footnotes" and "footnotes" not in edition:
            continue
        for root in file.others(kind):
            for block in blocks(root):
                for text in texts_of(block):
                    text = printed_text.A_FOOT.sub("", text).strip()
                    numberless = " ".join(
                        word for word in key(text).split() if not word.isdecimal()
                    )
                    if text not in printed and numberless not in PAGE_NUMBERS:
                        yield where, text
