"""Makes invented completed Word forms, in the shapes people send them in."""

import io
import zipfile

from docx import Document

SCALE = [
    {"value": 4, "label": "Agree", "column_heading": "Agree at present 4"},
    {"value": 3, "label": "Mostly agree", "column_heading": "Mostly agree 3"},
    {"value": 2, "label": "Mostly disagree", "column_heading": "Mostly disagree 2"},
    {"value": 1, "label": "Disagree", "column_heading": "Disagree at present 1"},
]


def area(number, title, rating_title, texts, **more):
    """An area of an invented edition, with a statement for each text."""
    return {
        "number": number,
        "theme": f"theme-{number}",
        "title": title,
        "examples": "",
        "prompt_md": "*Thinking of <u>today</u>, how far do you agree?*",
        "evidence_prompt": "How do you know? Add evidence",
        "rating_title": rating_title,
        "rating_order": number,
        "statements": [
            {
                "letter": letter,
                "code": f"{number}{letter}",
                "text_md": text,
                "footnote": "",
                "family": "",
            }
            for letter, text in zip("abcdefgh", texts, strict=False)
        ],
    } | more


def small_edition(**more):
    """An invented edition of two areas with three statements each."""
    return {
        "edition": "small",
        "title": "The Small Framework",
        "title_printed": "The Small Framework (first edition)",
        "credit": "Nobody in particular",
        "contact": "Send your form to the office",
        "ideas_prompt": "Ideas for later",
        "scores_heading": "Scores for each area",
        "scores_instruction": "Please give a score for each area (out of 10)",
        "scores_note": "",
        "scores_stem": "We would rate ourselves in...",
        "cover_questions": [
            {"key": "authority", "question": "Name of council:", "box_label": "Name:"},
            {
                "key": "completed_on",
                "question": "Day it was done:",
                "box_label": "Day:",
            },
            {"key": "how_completed", "question": "How was it done", "box_label": ""},
            {"key": "who_was_involved", "question": "Who took part?", "box_label": ""},
        ],
        "scale": [dict(point, guide="") for point in SCALE],
        "areas": [
            area(
                1,
                "Kites and balloons",
                "Flying things well",
                [
                    "Our kites are **always** mended before the wind comes.",
                    "Every balloon has a named string",
                    "We ask children's views of our kites.",
                ],
            ),
            area(
                2,
                "Boats on the pond",
                "Floating: staying dry on the water",
                [
                    "There is a boat for everyone who asks for one",
                    "Nobody is left on the island overnight.",
                    "We ask sailors how warm the tea was.",
                ],
            ),
        ],
    } | more


def no_ideas_edition():
    """An invented edition that asks for no ideas and for scores area by area."""
    edition = small_edition(
        edition="plain",
        title_printed="The Plain Framework",
        ideas_prompt="",
        scores_heading="Overall Rating",
        scores_instruction="",
        scores_stem="",
    )
    for place in edition["areas"]:
        place["row_label"] = f"Row label of {place['title'].lower()}"
        place["rating_title"] = f"We rate our {place['title'].lower()} as:"
        for point, heading in zip(
            edition["scale"],
            ["Agree at present", "Mostly agree", "Mostly disagree", "Disagree"],
            strict=True,
        ):
            point["column_heading"] = heading
        for statement in place["statements"]:
            statement["text_md"] = f"Plainly: {statement['text_md']}"
    return edition


class FormBuilder:
    """Fills in a form of an edition. What is not said stays blank.

    answers  {code: {"marks": {value: mark}, "evidence", "ideas", "rows": n, ...}}
    scores   {area number: what is written in the score's box}
    cover    {key: what is written in the box}
    heading  "inside" the table, "above" it or "none"
    letters  "with" the text ("a. Text"), in a cell of their "own", "bare" ("a Text")
             or "none"
    split    codes before which the table breaks off and goes on without headings
    """

    def __init__(self, edition, answers=None, **shape):
        self.edition = edition
        self.answers = answers or {}
        self.scores = shape.get("scores", {})
        self.cover = shape.get("cover", {})
        self.heading = shape.get("heading", "inside")
        self.letters = shape.get("letters", "with")
        self.split = shape.get("split", ())
        self.areas = shape.get("areas", [a["number"] for a in edition["areas"]])
        self.reverse = shape.get("reverse", False)
        self.document = Document()
        self.tables = {}

    def build(self):
        self.document.add_heading(self.edition["title_printed"], 1)
        self.document.add_paragraph("Guidance on how to do this, as long as it is.")
        self._cover()
        for place in self.edition["areas"]:
            if place["number"] in self.areas:
                self._area(place)
        if self.edition["scores_stem"]:
            self._scores()
        return self

    def data(self):
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()

    def _cover(self):
        boxed = [q for q in self.edition["cover_questions"] if q["box_label"]]
        for question in boxed:
            self.document.add_paragraph(question["question"])
        row = self.document.add_table(1, len(boxed)).rows[0]
        for cell, question in zip(row.cells, boxed, strict=True):
            cell.text = (
                f"{question['box_label']}\n{self.cover.get(question['key'], '')}"
            )
        for question in self.edition["cover_questions"]:
            if not question["box_label"]:
                self.document.add_paragraph(question["question"])
                box = self.document.add_table(1, 1).cell(0, 0)
                box.text = self.cover.get(question["key"], "")
        self.document.add_paragraph(self.edition["contact"])

    def _area(self, place):
        title = f"{place['number']}. Golden Area: {place['title']}"
        if self.heading == "above":
            self.document.add_heading(title, 2)
        table = self._new_table(place["number"])
        if self.heading == "inside":
            row = table.add_row()
            row.cells[0].merge(row.cells[-1]).text = title
        self._headings(table, place)
        for statement in place["statements"]:
            if statement["code"] in self.split:
                self.document.add_paragraph()
                table = self._new_table(place["number"])
            self._statement(table, statement)
        if not self.edition["scores_stem"]:
            self._overall(table, place)

    def _new_table(self, number):
        width = (2 if self.letters == "own" else 1) + 5
        table = self.document.add_table(0, width + bool(self.edition["ideas_prompt"]))
        self.tables[number] = table
        return table

    def _scale(self):
        scale = self.edition["scale"]
        return list(reversed(scale)) if self.reverse else scale

    def _headings(self, table, place):
        texts = [place["prompt_md"].replace("*", "")]
        texts += [point["column_heading"] for point in self._scale()]
        texts += [place["evidence_prompt"], self.edition["ideas_prompt"]]
        cells = table.add_row().cells
        for cell, text in zip(
            cells, [""] * (self.letters == "own") + texts, strict=False
        ):
            cell.text = text

    def _statement(self, table, statement):
        answer = self.answers.get(statement["code"], {})
        said = answer.get("text", statement["text_md"].replace("*", ""))
        first = {
            "with": [f"{statement['letter']}. {said}"],
            "own": [statement["letter"], said],
            "bare": [f"{statement['letter']} {said}"],
            "none": [said],
        }[self.letters]
        marks = answer.get("marks", {})
        texts = first + [marks.get(point["value"], "") for point in self._scale()]
        texts += [answer.get("evidence", ""), answer.get("ideas", "")]
        self.add_row(table, texts)
        for more in answer.get("goes_on", []):
            self.add_row(table, [""] * (len(texts) - 2) + list(more))

    def add_row(self, table, texts):
        cells = table.add_row().cells
        for cell, text in zip(cells, texts, strict=False):
            first, *others = text.split("\n")
            cell.text = first
            for other in others:
                cell.add_paragraph(other)

    def _overall(self, table, place):
        cells = table.add_row().cells
        written = self.scores.get(place["number"], "")
        cells[0].text = self.edition["scores_heading"]
        cells[1].merge(cells[-2]).text = place["rating_title"]
        cells[-1].text = f"{written} / 10 [score out of 10]"

    def _scores(self):
        self.document.add_heading(self.edition["scores_heading"], 2)
        self.document.add_paragraph(self.edition["scores_instruction"])
        table = self.document.add_table(0, 2)
        for place in reversed(self.edition["areas"]):
            cells = table.add_row().cells
            cells[0].text = f"{self.edition['scores_stem']} {place['rating_title']}"
            written = self.scores.get(place["number"], "/ 10 [score out of 10]")
            cells[1].text = written


def form(edition, answers=None, **shape):
    """The bytes of a completed form."""
    return FormBuilder(edition, answers, **shape).build().data()


def repack(data, changes=(), *, without=(), **options):
    """A Word file with parts put in or replaced: {name: bytes, or old -> new}."""
    changes = dict(changes)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            if name in without or isinstance(changes.get(name), bytes):
                continue
            content = old.read(name)
            for before, after in [changes[name]] if name in changes else []:
                assert before in content
                content = content.replace(before, after, 1)
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
        for name, content in changes.items():
            if isinstance(content, bytes):
                new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
