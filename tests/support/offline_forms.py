"""A group's Word form, downloaded and filled in."""

import io
import re

from docx import Document

from assessments.workflow import drafting, offline


def response(group, code):
    return (
        group.drafts.get(area__number=int(code[:-1]))
        .responses.select_related("rating", "statement__area__framework", "draft")
        .get(statement__letter=code[-1])
    )


def write(group, code, by, value=None, **texts):
    """Answer a statement on the site."""
    found = response(group, code)
    rating = found.statement.area.framework.scale.get(value=value) if value else None
    drafting.rewrite([(found, texts | ({"rating": rating} if value else {}))], by)


def take(group, by):
    drafts = group.drafts.filter(handed_in_at=None).select_related("area")
    drafts = list(drafts.order_by("area__number"))
    return offline.take(group=group, drafts=drafts, by=by)


class Paper:
    """A downloaded form as people fill it in."""

    titles = {7: "Being in safe and settled", 9: "Managing day to day"}

    def __init__(self, data):
        self.document = Document(io.BytesIO(data))
        self.rows = {}
        for table in self.document.tables:
            number = re.match(r"Area (\d+): ", table.rows[0].cells[0].text)
            for row in table.rows[1:]:
                said = "".join(row.cells[0]._tc.itertext()).strip()
                code = number[1] + said.split(".")[0] if number else said
                self.rows[code] = row.cells

    def mark(self, code, *values):
        for value in (4, 3, 2, 1):
            self.tick(self.rows[code][5 - value], value in values)

    def cannot_rate(self, code):
        self.mark(code)
        self.tick(self.rows[code][5], True)

    def tick(self, cell, is_ticked):
        [checked] = cell._tc.xpath(".//*[local-name()='checked']")
        [name] = checked.keys()
        checked.set(name, str(int(is_ticked)))

    def type(self, code, evidence=None, ideas=None):
        for cell, text in zip(self.rows[code][6:], [evidence, ideas], strict=True):
            if text is not None:
                cell.text = text

    def score(self, number, written):
        title = self.titles[number]
        [cells] = [cells for said, cells in self.rows.items() if title in said]
        cells[1].text = written

    def upload(self, group, by):
        file = io.BytesIO()
        self.document.save(file)
        return offline.read(group=group, data=file.getvalue(), by=by)
