"""The blank form of an edition as a PDF: statements, boxes to tick, space to write."""

import hashlib

from django.core.cache import cache
from django.template.loader import render_to_string

from assessments.submission.shown.content import Form
from frameworks.guidance import runs

from . import printing

KIND = "application/pdf"
CACHED = 30 * 24 * 60 * 60  # seconds


def blank(form: Form) -> bytes:
    """Return the PDF of a `snapshot.form_document`; raises as `jobs.run_job` does.

    It is cached by the digest of its page and style, so that a change of either makes
    a new one.
    """
    page = html(form)
    source = page + printing.STYLESHEET.read_text()
    key = f"blank-form-{hashlib.sha256(source.encode()).hexdigest()}"
    content: bytes | None = cache.get(key)
    if content is None:
        content = printing.render_pdf(page, f"the blank form of {form['edition']}")
        cache.set(key, content, CACHED)
    return content


def html(form: Form) -> str:
    """Return the page that is printed, complete in itself."""
    guidance = [
        section | {"runs": runs(section["blocks"])} for section in form["guidance"]
    ]
    context = {
        "form": form | {"guidance": guidance},
        "marks": {note["mark"] for note in form["footnotes"]},
        "by_score": sorted(form["areas"], key=lambda area: area["rating_order"]),
        "later_columns": form["follow_up"].get("columns", [])[1:],
    }
    return render_to_string("frameworks/form_print.html", context)
