"""Makes invented completed Word forms, in the shapes people send them in."""

import io
import zipfile

from docx import Document


class FormBuilder:
    """Fills in a form of an edition. What is not said stays blank.

    answers  {code: {"marks": {value: mark}, "evidence", "ideas", "rows": n, ...}}
    scores   {area number: what is written in the score's box}
    cover    {key: what is written in the box}
    heading  "inside" the table, "above" it or "none"
    letters  "with" the text ("a. Text"), in a cell of their "own", "bare" ("a Text")
             or "none"; "label" is "own" with the area's label in a column before
    split    codes before which the table breaks off and continues without headings
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
        width = len(self._before_statement()) + 6
        table = self.document.add_table(0, width + bool(self.edition["ideas_prompt"]))
        self.tables[number] = table
        return table

    def _before_statement(self):
        return [""] * {"own": 1, "label": 2}.get(self.letters, 0)

    def _scale(self):
        scale = self.edition["scale"]
        return list(reversed(scale)) if self.reverse else scale

    def _headings(self, table, place):
        texts = [place["prompt_md"].replace("*", "")]
        texts += [point["column_heading"] for point in self._scale()]
        texts += [place["evidence_prompt"], self.edition["ideas_prompt"]]
        cells = table.add_row().cells
        for cell, text in zip(cells, self._before_statement() + texts, strict=False):
            cell.text = text

    def _statement(self, table, statement):
        answer = self.answers.get(statement["code"], {})
        said = answer.get("text", statement["text_md"].replace("*", ""))
        first = {
            "with": [f"{statement['letter']}. {said}"],
            "own": [statement["letter"], said],
            "label": [self._label(statement), statement["letter"], said],
            "bare": [f"{statement['letter']} {said}"],
            "none": [said],
        }[self.letters]
        marks = answer.get("marks", {})
        texts = first + [marks.get(point["value"], "") for point in self._scale()]
        texts += [answer.get("evidence", ""), answer.get("ideas", "")]
        self.add_row(table, texts)
        for more in answer.get("goes_on", []):
            self.add_row(table, [""] * (len(texts) - 2) + list(more))

    def _label(self, statement):
        if statement["letter"] != "a":
            return ""
        number = int(statement["code"][:-1])
        [place] = [a for a in self.edition["areas"] if a["number"] == number]
        return place.get("row_label", "")

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
    """Return the bytes of a completed form."""
    return FormBuilder(edition, answers, **shape).build().data()


def repack(data, changes=(), *, without=()):
    """Return a Word file with parts added or replaced: {name: bytes, or old -> new}."""
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
