"""Every file of a submission as large as a real one contains every word of it.

Each file of the worst texts people may type is made within its time and memory.
"""

import csv
import io
import json
import re
from itertools import cycle

import openpyxl
import pyreadstat
import pytest
from docx import Document
from pypdf import PdfReader

from assessments.files.catalogue import FORMATS
from assessments.models import Submission
from assessments.submission import digests
from assessments.workflow import downloads
from bench.worst import WORST
from tests.support.builders import submit

pytestmark = pytest.mark.any_database

EVIDENCE, IDEAS = 4855, 3001  # words of a real return
STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\t",
    "",
    "\n\n",
    "“",
    "שלום ",
    "نص ",
    "e\u0301 ",
    "👍🏽 ",
]
WORD = re.compile(r"(?:evidence|idea)\d{4}")
SHORTENED = {"report.pdf", "report.docx"}  # the report gives only the beginnings


def words(kind, count):
    """Return that many different words, in one text per statement."""
    return [f"{kind}{number:04}" for number in range(count)]


def dealt(all_words, codes):
    """Return {code: text} with the words shared out, beginning with all of STARTS."""
    hands = {code: [] for code in codes}
    for code, word in zip(cycle(codes), all_words, strict=False):
        hands[code].append(word)
    starts = cycle(STARTS)
    return {
        code: next(starts) + "\n".join([" ".join(hand[:20]), " ".join(hand[20:])])
        for code, hand in hands.items()
    }


@pytest.fixture
def first(assessment, mo):
    return submit(assessment, mo)


@pytest.fixture
def codes(first):
    return list(first.content["responses"])


def with_texts(first, **texts):
    """Return a submission like the first, with {code: text} in each field."""
    content = first.content | {"reference": "BD-2222-2222"}
    content["responses"] = {
        code: response | {name: of[code] for name, of in texts.items()}
        for code, response in content["responses"].items()
    }
    return Submission.objects.create(
        assessment=first.assessment,
        number=2,
        reference=content["reference"],
        submitted_at=first.submitted_at,
        dated_on=first.dated_on,
        content=content,
        digest=digests.digest(content),
    )


def text_of_pdf(data, _path):
    pages = PdfReader(io.BytesIO(data)).pages
    return "".join(page.extract_text() + "\n" for page in pages).replace("\u200b", "")


def text_of_word(data, _path):
    return "\n".join(Document(io.BytesIO(data)).element.body.itertext())


def text_of_workbook(data, _path):
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    cells = [cell for sheet in book for row in sheet.values for cell in row]
    book.close()
    return "\n".join(map(str, cells))


def text_of_csv(data, _path):
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return "\n".join(cell for row in rows for cell in row)


def text_of_spss(data, path):
    path.write_bytes(data)
    columns, _ = pyreadstat.read_sav(path, output_format="dict")
    return "\n".join(str(value) for column in columns.values() for value in column)


def text_of_json(data, _path):
    responses = json.loads(data)["responses"].values()
    return "\n".join(text for each in responses for text in map(str, each.values()))


READERS = {
    "pdf": text_of_pdf,
    "docx": text_of_word,
    "xlsx": text_of_workbook,
    "csv": text_of_csv,
    "sav": text_of_spss,
    "json": text_of_json,
}
WITH_WORDS = [
    name for name in FORMATS if not name.startswith("groups") and name not in SHORTENED
]


@pytest.mark.parametrize("name", WITH_WORDS)
def test_every_word_is_in_every_file(first, codes, tmp_path, name):
    evidence, ideas = words("evidence", EVIDENCE), words("idea", IDEAS)
    submission = with_texts(
        first, evidence=dealt(evidence, codes), ideas=dealt(ideas, codes)
    )
    data = downloads.file_of(submission=submission, format=FORMATS[name])
    read = READERS[name.rsplit(".", 1)[-1]](data, tmp_path / "file.sav")
    found = set(WORD.findall(read))
    assert {*ideas, *evidence} - found == set()


@pytest.mark.parametrize("name", FORMATS)
def test_the_worst_that_can_be_typed_is_made_within_the_limits(first, codes, name):
    worst = dict(zip(codes, cycle(WORST.values()), strict=False))
    submission = with_texts(first, evidence=worst)
    assert downloads.file_of(submission=submission, format=FORMATS[name])
