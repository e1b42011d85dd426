"""Writes a form as a Word file, laid out as on paper, from plain data.

Runs in a child process (see `child_process`). Our own reader
(`files.word_form.reader.form`) reads back exactly what is written here.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import cast

from docx import Document
from docx.document import Document as WordDocument

from assessments.submission.shown.content import (
    CoverQuestion,
    Footnote,
    Framework,
)
from assessments.submission.shown.content import Section as GuidanceSection
from frameworks.guidance import to_read

from .. import printed_text
from ..reader.docx_safety import MAIN_PART, UnreadableForm, WordFile
from . import styles, wordml
from .tables import AT_TOP, KEEP_NEXT, NEW_PAGE, area_pieces, header, score_of, text_row
from .values import FormData, Section
from .wordml import cell, emphasised, paragraph, row, run, table, typed

ACROSS = styles.ACROSS
SCORE = 2900
BOX = 700  # least height of a box to write in
LISTS = {"bullet": "ListBullet", "numbered": "ListNumber"}
LAST = b"<w:sectPr"  # of the body: the size of its pages


def write(form: FormData) -> bytes:
    """Return the bytes of a form."""
    document = Document()
    styles.set_up(document, form)
    pieces = [*front(form), *cover(form)]
    for area in form["framework"]["areas"]:
        if area["number"] in form["areas"]:
            pieces += area_pieces(form, area)
    pieces += scores(form)
    for each in form["sections"]:
        pieces += section(each)
    return whole(document, "".join(pieces))


def write_to_return(form: FormData) -> bytes:
    """Return the bytes of a form that can be read back; none if it is too large."""
    data = write(form)
    try:
        WordFile(data)
    except UnreadableForm:
        return b""
    return data


def whole(document: WordDocument, body: str) -> bytes:
    """Return the bytes of a Word file with that XML text for its body.

    The text goes in unparsed: as elements, a million lines would take minutes.
    """
    shell, file = io.BytesIO(), io.BytesIO()
    document.save(shell)
    with zipfile.ZipFile(shell) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == MAIN_PART:
                content = content.replace(LAST, body.encode() + LAST, 1)
            new.writestr(part, content)
    return file.getvalue()


def front(form: FormData) -> Iterator[str]:
    """Yield the title, the facts about the form, and the edition's guidance or ours."""
    framework = form["framework"]
    if form["notice"]:
        yield paragraph(run(form["notice"], "b"), "BodyText")
    yield paragraph(run(styles.title_of(framework)), "Heading1")
    for label, value in form["facts"]:
        lines = wordml.LINE_BREAK.join(map(run, wordml.LINE.split(value)))
        yield paragraph(run(f"{label}: ", "b") + lines, "BodyText")
    if framework.get("guidance"):
        yield from guidance(framework)
        return
    if form["how_to"]:
        yield paragraph(run(printed_text.HOW_TO), "Heading2")
        for sentence in form["how_to"]:
            yield paragraph(run(sentence), "ListBullet")
    yield paragraph(run(printed_text.GUIDE), "Heading2")
    for point in framework["scale"]:
        yield paragraph(run(printed_text.guide_line(point)), "ListBullet")


def guidance(framework: Framework) -> Iterator[str]:
    """Yield the edition's text before its questions, and its footnotes."""
    lists = 0
    for part in cast("list[GuidanceSection]", framework.get("guidance")):
        if part["heading"]:
            yield paragraph(run(part["heading"]), "Heading2")
        blocks = to_read(part["blocks"])
        kinds = [block["kind"] for block in blocks] + [""]
        for block, kind, after in zip(blocks, kinds, kinds[1:], strict=False):
            lists += block.get("number") == 1
            style, more = "BodyText", KEEP_NEXT if after in LISTS else ""
            if kind in LISTS:
                style, more = LISTS[kind], ""
            if kind == "numbered":
                more = styles.numbered(lists)
            yield paragraph(emphasised(block["text_md"]), style, more)
    for note in cast("list[Footnote]", framework.get("footnotes", [])):
        text = f"{note['mark']} {note['text_md']}"
        yield paragraph(emphasised(text), styles.NOTE)


def cover(form: FormData) -> Iterator[str]:
    """Yield the cover sheet: labelled boxes side by side, the others below."""
    if form["cover"] is None:
        return
    questions, answers = form["framework"]["cover_questions"], form["cover"]
    labelled = [each for each in questions if each.get("box_label")]
    more = NEW_PAGE if form["framework"].get("guidance") else ""
    for question in labelled:
        yield asked(question, more)
        more = ""
    if labelled:
        width = ACROSS // len(labelled)
        cells = [
            cell(box(question["box_label"], answers.get(question["key"], "")), width)
            for question in labelled
        ]
        title = " ".join(question["question"] for question in labelled)
        yield boxes(cells, [width] * len(labelled), title)
    for question in questions:
        if question not in labelled:
            yield asked(question, "")
            answer = typed(answers.get(question["key"], ""))
            yield boxes([cell(answer, ACROSS)], [ACROSS], question["question"])
    if contact := form["framework"].get("contact"):
        yield paragraph(run(contact), "BodyText")


def asked(question: CoverQuestion, more: str) -> str:
    return paragraph(run(question["question"]), "BodyText", KEEP_NEXT + more)


def box(label: str, answer: str) -> str:
    """Return a label and its answer, below it if that begins as a label may end."""
    if answer.startswith((":", ".", "…")):
        return paragraph(run(label, "b")) + typed(answer)
    return paragraph(run(f"{label} ", "b") + run(answer))


def boxes(cells: Sequence[str], widths: Sequence[int], title: str) -> str:
    rows = [row(cells, height=BOX, is_whole=False)]
    return table(rows, widths, title=title, has_header=False)


def scores(form: FormData) -> Iterator[str]:
    """Yield the page of scores, with one row per area in the edition's order."""
    framework = form["framework"]
    stem = framework.get("scores_stem")
    if not stem:
        return
    title = framework["scores_heading"]
    yield paragraph(run(title), "Heading2", AT_TOP)
    for text in (framework.get("scores_instruction"), framework.get("scores_note")):
        if text:
            yield paragraph(run(text), "BodyText")
    widths = [ACROSS - SCORE, SCORE]
    rows = [header([paragraph(run(text, "b")) for text in printed_text.SCORES], widths)]
    for area in sorted(framework["areas"], key=lambda area: area["rating_order"]):
        if area["number"] in form["areas"]:
            texts = [f"{stem} {area['rating_title']}", score_of(form, area)]
            rows.append(text_row(texts, widths))
    yield table(rows, widths, title=title)


def section(part: Section) -> Iterator[str]:
    """Yield the heading, the sentences and the table of a section."""
    more = AT_TOP if part["is_new_page"] else ""
    yield paragraph(run(part["heading"]), "Heading2", more)
    for sentence in part["sentences"]:
        yield paragraph(run(sentence), "BodyText", KEEP_NEXT)
    all_shares = sum(part["shares"])
    widths = [ACROSS * share // all_shares for share in part["shares"]]
    rows = [header([paragraph(run(text, "b")) for text in part["columns"]], widths)]
    rows += [text_row(texts, widths) for texts in part["rows"]]
    yield table(rows, widths, title=part["heading"])
