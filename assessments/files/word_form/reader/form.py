"""Reads a completed Word form into plain data, and loses nothing.

Printed text is skipped, answers are placed, and everything else is listed with its
place on the form. Nothing here knows the database.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from assessments.submission.shown.content import Framework

from .. import printed_text
from .answers import EMBEDDED
from .appendix import Annex
from .area_tables import AreaTables
from .cover_sheet import CoverSheet
from .docx_blocks import Block, Paragraph, Table, blocks, contents_of
from .docx_chunks import Chunk, chunks_of
from .docx_lists import Numbering
from .docx_safety import UNPACKS_TOO_LARGE, UnreadableForm, WordFile
from .docx_styles import Styles
from .docx_values import CHUNK, Embedded, Source
from .margins import beside_the_text
from .values import Cover, Form, Question
from .wording import PrintedText, key

BEFORE = "Before the areas"
ENOUGH_STATEMENTS = 3
MAX_BLOCKS = 5_000
MAX_ROWS = 5_000
NO_FORM = (
    "This is not a Baker & Dixon form that can be read here: too few of its "
    "statements were found. Check that you chose the right file."
)


def read_form(data: bytes, editions: Sequence[Framework]) -> Form:
    """Read a completed form from the bytes of a Word file.

    `editions` are like the "framework" of a submission document; if they have them,
    "guidance", "footnotes", "heading_printed" and "row_label" help to recognise
    printed text. Raises UnreadableForm for anything but a sound form of one of them.
    """
    file = WordFile(data)
    chunks = chunks_of(file)
    source = source_of(file, chunks)
    document = blocks_of(file, source)
    edition = edition_of(document, editions)
    printed = PrintedText(edition)
    cover, areas = CoverSheet(edition, printed), AreaTables(edition, printed)
    annex = Annex(edition)
    document = [block for block in document if not annex.reads(block)]
    document = list(unnested(document, areas))
    unplaced = read_document(document, cover, areas, "guidance" in edition)
    found = areas.answers
    found.finish()
    answers, unread = cover.result()
    unplaced = [
        *unread,
        *unplaced,
        *found.unplaced,
        *annex.unplaced,
        *annex.printed.unplaced,
        *beside_the_text(file, source, edition, printed, found.notes_at),
        *beside_chunks(chunks.values(), edition, printed),
    ]
    reference = reference_of(file, document)
    return form_of(edition, areas, annex, answers, unplaced, reference)


def form_of(
    edition: Framework,
    areas: AreaTables,
    annex: Annex,
    cover: Cover,
    unplaced: list[tuple[str, str]],
    reference: str,
) -> Form:
    """Return the Form with everything found in its parts."""
    found = areas.answers
    return Form(
        edition=edition["edition"],
        cover=cover,
        answers=found.found,
        global_scores=areas.scores.found,
        missing=areas.missing,
        unplaced=unplaced,
        questions=[*found.questions, *about_chunks(unplaced, cover.values())],
        notices=list(dict.fromkeys(found.notices)),
        reference=reference,
        rationales=annex.rationales,
        score_notes=annex.score_notes,
        beside=annex.beside,
    )


def about_chunks(
    unplaced: Iterable[tuple[str, str]], cover: Iterable[str | None]
) -> Iterator[Question]:
    """Yield a question for each text that embeds a document we cannot read."""
    for where, text in [*unplaced, *(("Cover sheet", text or "") for text in cover)]:
        if CHUNK in text:
            yield Question(where, EMBEDDED, text)


def beside_chunks(
    chunks: Iterable[Chunk], edition: Framework, printed: PrintedText
) -> Iterator[tuple[str, str]]:
    """Yield the comments, notes and margins of the embedded documents."""
    for chunk in chunks:
        if chunk.file:
            source = source_of(chunk.file, {})
            yield from beside_the_text(chunk.file, source, edition, printed, {})


def blocks_of(file: WordFile, source: Source) -> list[Block]:
    """Return the paragraphs and tables of the text; UnreadableForm if far too many."""
    found = list(islice(blocks(file.document(), source), MAX_BLOCKS + 1))
    if len(found) > MAX_BLOCKS or sum(map(rows_in, found)) > MAX_ROWS:
        raise UnreadableForm(UNPACKS_TOO_LARGE)
    return found


def source_of(file: WordFile, chunks: dict[str, Chunk]) -> Source:
    """Return what is needed to read a file's text; embedded documents embed no more."""
    return Source(
        Styles.of(file.others("styles")),
        Numbering(file.others("numbering")),
        file.addresses(),
        {
            name: Embedded(
                each.body, source_of(each.file, {}) if each.file else Source()
            )
            for name, each in chunks.items()
        },
    )


def unnested(document: Iterable[Block], areas: AreaTables) -> Iterator[Block]:
    """Yield the blocks; an area's table within another table is a block itself."""
    for block in document:
        if isinstance(block, Table) and holds_area_table(block, areas):
            for cell in (cell for row in block.rows for cell in row):
                yield Paragraph(cell.outside)
                yield from unnested(cell.tables, areas)
        else:
            yield block


def holds_area_table(table: Table, areas: AreaTables) -> bool:
    nested = [each for row in table.rows for cell in row for each in cell.tables]
    if not nested:
        return False
    outside = Table(
        [[replace(c, content=c.outside) for c in row] for row in table.rows]
    )
    return not areas.is_area_table(outside) and any(
        areas.is_area_table(each) or holds_area_table(each, areas) for each in nested
    )


def reference_of(file: WordFile, document: list[Block]) -> str:
    """Return the form's reference from its properties, else from its first lines."""
    lines = (block.text for block in document if isinstance(block, Paragraph))
    return next(
        filter(None, map(printed_text.reference_in, [file.identifier(), *lines])), ""
    )


def edition_of(document: list[Block], editions: Sequence[Framework]) -> Framework:
    """Return the edition with the most statements in the document's tables.

    Editions share statements, so the right one has the most. Between equals, choose
    the one whose title the document prints; then one statement is enough.
    Raises UnreadableForm if the document has too few of any.
    """
    said: set[str] = set()
    for text in all_texts(document):
        said |= {text, text.partition(" ")[2]}

    def fit(edition: Framework) -> tuple[bool, int, bool]:
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


def rows_in(block: Block) -> int:
    return len(block.rows) if isinstance(block, Table) else 0


def all_texts(document: Iterable[Block]) -> Iterator[str]:
    """Yield the folded words of each paragraph and cell, including nested tables."""
    for block in document:
        for content in contents_of(block):
            yield key(content.bare)
            yield key(content.text)
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from all_texts(cell.tables)


def read_document(
    document: list[Block], cover: CoverSheet, areas: AreaTables, guidance_known: bool
) -> list[tuple[str, str]]:
    """Read each paragraph and table where it belongs; return the texts left over.

    Without the edition's guidance, everything before the first cover question is
    taken to be guidance.
    """
    unplaced, in_areas = [], False
    for block in document:
        where = f"Below a table of area {areas.number}" if in_areas else BEFORE
        if isinstance(block, Table):
            if not in_areas and not cover.expects(block):
                in_areas = areas.is_area_table(block)
            if in_areas:
                areas.read_table(block)
                continue
            unplaced += [("Cover sheet", text) for text in cover.read_table(block)]
            where = "Cover sheet"
        elif not areas.read_heading(block.content):
            is_printed = block.content.bare in areas.printed
            text = block.content.bare if is_printed else block.text
            left = cover.read_paragraph(text) if not in_areas else text
            if in_areas and is_printed:
                left = ""
            if left and (in_areas or guidance_known or cover.has_begun):
                unplaced.append((where, left))
        for content in contents_of(block):
            areas.answers.leave_apart(where, content)
    return unplaced
