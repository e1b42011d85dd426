"""The private parts of WeasyPrint that we replace: they must not have changed."""

import hashlib
import inspect
import json
import subprocess
import sys
import tomllib

import pytest
import weasyprint.html
import weasyprint.layout.float
import weasyprint.pdf
import weasyprint.pdf.tags
from django.conf import settings
from packaging.requirements import Requirement
from weasyprint import HTML
from weasyprint.text import line_break

from assessments.files.board_report import report
from assessments.files.bounded import child_process
from assessments.files.pdf import (
    faster_weasyprint,
    printing,
    render,
    structure_tags,
)
from assessments.files.pdf import submission as submission_pdf
from assessments.files.pdf.line_breaking import breaker
from assessments.files.pdf.unprintable import made_printable
from tests.support import documents
from tests.support.pdfs import BESIDE, DIGEST, SCRIPTS

RECORD = "docs/decisions/13-weasyprint-bounded.md"
LOOK = f"WeasyPrint has changed where we replace it. {RECORD} says what to look at."
# Of weasyprint/pdf/tags.py in 70.0, whose add_tags is replaced.
REPLACED = "fae488b773686ea7fb685967c78a5b011854b88b61377f426ffb4e9ec00d76d2"


def bound():
    project = tomllib.loads(settings.BASE_DIR.joinpath("pyproject.toml").read_text())
    wanted = [Requirement(one) for one in project["project"]["dependencies"]]
    [specifier] = [one.specifier for one in wanted if one.name == "weasyprint"]
    return specifier


@pytest.mark.parametrize(
    ("version", "may_be_used"), [("69.9", False), ("70.0", True), ("71.0", False)]
)
def test_no_other_series_may_be_installed(version, may_be_used):
    assert (version in bound()) is may_be_used, LOOK


def test_what_is_replaced_has_not_changed():
    source = inspect.getsource(weasyprint.pdf.tags).encode()
    assert hashlib.sha256(source).hexdigest() == REPLACED, LOOK


def test_ours_is_called_with_what_theirs_is():
    assert render.weasyprint.pdf.add_tags is structure_tags.add_tags
    ours = inspect.signature(structure_tags.add_tags).parameters
    theirs = inspect.signature(weasyprint.pdf.tags.add_tags).parameters
    assert list(ours) == list(theirs), LOOK


def test_the_record_is_there():
    assert settings.BASE_DIR.joinpath(RECORD).is_file()


# What is faster

# SHA-256 of what `faster_weasyprint` replaces, in 70.0 and pydyf 0.13.0.
FASTER = [
    (HTML.__init__, "5f19f40b81837f87ae7af8e5c53d5f11e7c98ba245094a86d45f5f14d001b943"),
    (
        HTML._ua_stylesheets,
        "4fadfde9d15075b22dcfa409ec8a03af0aa1097d695be59b680017cf1bf94fe2",
    ),
    (
        faster_weasyprint.Layout.__base__,
        "681b737d1ba5e004efdc3ee409478b6b3e05ee0662142c5875b188bc9eefa698",
    ),
    (
        line_break.first_line_metrics,
        "55ec5d0b58b29a8bda9f4c85d3bc3bc46b45d2110e05982e7126c7f4d507e65d",
    ),
    (
        faster_weasyprint.resolve_any,
        "4cfaa9ad134e4f7bd8b61c7a6eba56678898545eb8c02f663f29c12a3aa16d54",
    ),
    (
        weasyprint.layout.float.avoid_collisions,
        "5fc7793c573af328ffa88757d08f1641b19832805a1e48aa8b8204530c477e5d",
    ),
    (
        faster_weasyprint.any_to_bytes,
        "1cefd02c285d3aee7ad09bf6e5be50b2b7bd6956dec69829790e64f5255e0009",
    ),
]
PLAIN = """
import json, sys
import weasyprint.pdf
from weasyprint import CSS, HTML
from assessments.files.pdf import structure_tags
weasyprint.pdf.add_tags = structure_tags.add_tags
html, css = json.load(sys.stdin)
assert "assessments.files.pdf.faster_weasyprint" not in sys.modules
sys.stdout.buffer.write(HTML(string=html).write_pdf(
    stylesheets=[CSS(string=css)], pdf_variant="pdf/ua-1",
    finisher=structure_tags.complete,
))
"""

KEEPING_FEW = """
import json, sys
from assessments.files.pdf import faster_weasyprint, render
faster_weasyprint.MOST_KEPT = 1000
sys.stdout.buffer.write(render.render(*json.load(sys.stdin)))
assert 1000 <= faster_weasyprint.Layout.kept < 1200
"""


@pytest.mark.parametrize(("replaced", "digest"), FASTER)
def test_what_is_made_faster_has_not_changed(replaced, digest):
    source = inspect.getsource(replaced).encode()
    assert hashlib.sha256(source).hexdigest() == digest, LOOK


def typed():
    """Return a document with every script, tabs, long words and typed lines."""
    text = f"{SCRIPTS}\tand\ttabs\n\nA line.\n{'w' * 300}\n{SCRIPTS}"
    said = documents.response(rating=3, evidence=text, ideas="An idea.\r\nTwo.")
    return documents.document(**{"1a": said, "2b": said})


def pages():
    css = printing.STYLESHEET.read_text()
    yield submission_pdf.html(typed(), DIGEST, BESIDE), css
    text = breaker(typed(), report.PIECE)
    page = report.html(typed(), DIGEST, None, BESIDE, text=text)
    yield page, css + report.STYLESHEET.read_text()
    yield "<title>Not XML</title><p>One<br>two &nbsp;<b>three<p dir=rtl>four", ""


def printed(program, page, css):
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps([page, css]).encode(),
        check=True,
        capture_output=True,
        cwd=settings.BASE_DIR,
    )
    return done.stdout


@pytest.mark.parametrize("number", range(3))
def test_what_is_faster_prints_the_same_to_the_byte(number):
    page, css = list(pages())[number]
    page = made_printable(page)
    limits = {"seconds": 60, "megabytes": 1024}
    faster = child_process.run(printing.RENDER, (page, css), **limits)
    assert faster == printed(PLAIN, page, css)
    is_xml = isinstance(faster_weasyprint.page_of(page, None), faster_weasyprint.Page)
    assert is_xml == (number < 2)


def test_lines_whose_shapes_are_not_kept_print_the_same():
    page, css = next(pages())
    page = made_printable(page)
    limits = {"seconds": 60, "megabytes": 1024}
    all_kept = child_process.run(printing.RENDER, (page, css), **limits)
    assert printed(KEEPING_FEW, page, css) == all_kept


def test_every_style_of_the_browser_is_there_but_those_of_notes():
    theirs = weasyprint.html.UA.splitlines()
    ours = faster_weasyprint.NOTES.sub("", weasyprint.html.UA).splitlines()
    gone = [line for line in theirs if line not in ours]
    assert len(gone) == 5
    assert all("note" in line for line in gone)
    assert faster_weasyprint.MARKERS[0] in "\n".join(ours)
