"""The tables of a Word form: an area's table, and rows that other tables share.

Runs in a child process (see `child_process`).
"""

from collections.abc import Iterator, Sequence

from assessments.submission.shown.content import Area, Framework, Statement

from .. import printed_text
from . import styles
from .values import Answer, FormData
from .wordml import (
    cell,
    check_box,
    emphasised,
    guarded,
    paragraph,
    row,
    run,
    table,
    typed,
)

ACROSS = styles.ACROSS
STATEMENT, RATING, RATINGS = 3900, 1080, 5600  # widths; one rating, most for all
EVIDENCE = 0.58  # of what the other columns leave, where there are ideas too
SHADE = "E8EEF4"
CENTRED = '<w:jc w:val="center"/>'
KEEP_NEXT = "<w:keepNext/>"
NEW_PAGE = "<w:pageBreakBefore/>"
AT_TOP = f'{NEW_PAGE}<w:spacing w:before="0" w:after="80"/>'
LINE, WHOLE = 40, 900  # characters of a line, and of a row kept on one page
BLANK: Answer = {
    "ratings": [],
    "evidence": "",
    "ideas": "",
    "remark": "",
    "not_rated": False,
}


def area_pieces(form: FormData, area: Area) -> Iterator[str]:
    """Yield an area of a form (see `FormData`): heading, table, notes below."""
    framework = form["framework"]
    title = printed_text.area_heading(area)
    yield paragraph(run(title), "Heading2", AT_TOP)
    is_to_fill = form["is_to_fill"]
    widths = widths_of(framework, is_to_fill)
    rows = [headings(framework, area, widths, is_to_fill)]
    is_score_here = not framework.get("scores_stem")
    for statement in area["statements"]:
        answer: Answer = {**BLANK, **form["answers"].get(statement["code"], {})}
        is_last = statement is area["statements"][-1]
        more = KEEP_NEXT if is_last and is_score_here else ""
        write = row_to_fill if is_to_fill else statement_row
        rows.append(write(framework, statement, answer, widths, more))
    if is_score_here:
        rows.append(score_at_foot(form, area, widths))
    description = printed_text.TABLE_OF_AREA.format(count=len(area["statements"]))
    yield table(rows, widths, title=title, description=description)
    for statement in area["statements"]:
        if statement.get("footnote"):
            yield paragraph(run(printed_text.note_line(statement)), styles.NOTE)


def widths_of(framework: Framework, is_to_fill: bool = False) -> list[int]:
    boxes = len(framework["scale"]) + is_to_fill
    rating = min(RATING, RATINGS // boxes)
    left = ACROSS - STATEMENT - boxes * rating
    evidence = round(left * EVIDENCE) if framework.get("ideas_prompt") else left
    last = [evidence, left - evidence] if left > evidence else [left]
    return [STATEMENT, *[rating] * boxes, *last]


def headings(
    framework: Framework, area: Area, widths: Sequence[int], is_to_fill: bool
) -> str:
    """Return the heading row, repeated on every page.

    A form to fill in marks its columns for our reader, and protects its headings.
    """
    points = framework["scale"]
    first = [(run(printed_text.area_line(area), "b"), "")]
    first.append((emphasised(area["prompt_md"]), "column:statement"))
    heads = [
        [(run(p["column_heading"], "b"), f"column:rating:{p['value']}")] for p in points
    ]
    if is_to_fill:
        heads.append([(run(printed_text.CANNOT_RATE, "b"), "column:cannot_rate")])
    heads.append([(run(area["evidence_prompt"], "b"), "column:evidence")])
    if framework.get("ideas_prompt"):
        heads.append([(run(framework["ideas_prompt"], "b"), "column:ideas")])
    contents = [
        "".join(
            paragraph(guarded(runs, tag) if is_to_fill and tag else runs)
            for runs, tag in lines
        )
        for lines in [first, *heads]
    ]
    return header(contents, widths)


def row_to_fill(
    framework: Framework,
    statement: Statement,
    answer: Answer,
    widths: Sequence[int],
    more: str = "",
) -> str:
    """Return a statement's row with boxes to tick, its own words protected."""
    names = ["evidence", "ideas"] if framework.get("ideas_prompt") else ["evidence"]
    said, boxes, last = widths[0], widths[1 : -len(names)], widths[-len(names) :]
    code = statement["code"]
    words = guarded(said_in(statement), f"statement:{code}")
    cells = [cell(paragraph(words, "", more), said)]
    ticks = [
        (f"{code}, {point['label']}", point["value"] in answer["ratings"])
        for point in framework["scale"]
    ]
    ticks.append((f"{code}, {printed_text.CANNOT_RATE}", answer["not_rated"]))
    for (title, is_ticked), width in zip(ticks, boxes, strict=True):
        cells.append(cell(paragraph(check_box(title, is_ticked), "", CENTRED), width))
    texts = texts_of(answer)[: len(names)]
    cells += [cell(typed(text), width) for text, width in zip(texts, last, strict=True)]
    return row(cells, is_whole=are_short(texts))


def statement_row(
    framework: Framework,
    statement: Statement,
    answer: Answer,
    widths: Sequence[int],
    more: str = "",
) -> str:
    """Return a statement's row: its words, the ratings marked, the texts typed."""
    names = ["evidence", "ideas"] if framework.get("ideas_prompt") else ["evidence"]
    said, boxes, last = widths[0], widths[1 : -len(names)], widths[-len(names) :]
    cells = [cell(paragraph(said_in(statement), "", more), said)]
    if answer["remark"]:
        remark = paragraph(run(answer["remark"]), "", CENTRED)
        cells.append(cell(remark, sum(boxes), span=len(boxes)))
    else:
        for point, width in zip(framework["scale"], boxes, strict=True):
            is_marked = point["value"] in answer["ratings"]
            mark = run(printed_text.MARK, "b") if is_marked else ""
            cells.append(cell(paragraph(mark, "", CENTRED), width))
    texts = texts_of(answer)[: len(names)]
    cells += [cell(typed(text), width) for text, width in zip(texts, last, strict=True)]
    return row(cells, is_whole=are_short(texts))


def texts_of(answer: Answer) -> list[str]:
    return [answer["evidence"], answer["ideas"]]


def said_in(statement: Statement) -> str:
    return run(f"{statement['letter']}. ", "b") + emphasised(statement["text_md"])


def score_at_foot(form: FormData, area: Area, widths: Sequence[int]) -> str:
    """Return an area's last row, if the edition asks for its score there."""
    framework = form["framework"]
    boxes = len(framework["scale"]) + form["is_to_fill"]
    said, asked, given = widths[0], widths[1 : boxes + 1], widths[boxes + 1 :]
    score = score_of(form, area)
    cells = [
        cell(paragraph(run(framework["scores_heading"], "b")), said),
        cell(paragraph(run(area["rating_title"])), sum(asked), span=len(asked)),
        cell(paragraph(run(score)), sum(given), span=len(given)),
    ]
    return row(cells)


def score_of(form: FormData, area: Area) -> str:
    none = printed_text.NOT_GIVEN if form["is_final"] else printed_text.NO_SCORE
    return printed_text.score_line(form["scores"].get(area["number"]), none)


def header(contents: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell(content, width, fill=SHADE)
        for content, width in zip(contents, widths, strict=True)
    ]
    return row(cells, is_header=True)


def text_row(texts: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell(typed(text), width) for text, width in zip(texts, widths, strict=True)
    ]
    return row(cells, is_whole=are_short(texts))


def are_short(texts: Sequence[str]) -> bool:
    """Return whether to move a row of these texts to the next page, not break it."""
    return all(len(text) + LINE * text.count("\n") < WHOLE for text in texts)
