"""The blank form of an edition as a PDF: statements, boxes to tick, space to write."""

import hashlib
from itertools import groupby

from django.core.cache import cache
from django.template.loader import render_to_string

from . import printing

KIND = "application/pdf"
KEPT = 30 * 24 * 60 * 60  # seconds


def blank(form):
    """Return the PDF of a `snapshot.form_document`; raises as `jobs.made` does.

    Kept by what it is made of, so that another edition or design makes another.
    """
    page = html(form)
    made_of = page + printing.STYLESHEET.read_text()
    key = f"blank-form-{hashlib.sha256(made_of.encode()).hexdigest()}"
    content = cache.get(key)
    if content is None:
        content = printing.printed(page, f"the blank form of {form['edition']}")
        cache.set(key, content, KEPT)
    return content


def html(form):
    """Return the page that is printed, complete in itself."""
    guidance = [
        section | {"runs": runs_of_blocks(section["blocks"])}
        for section in form["guidance"]
    ]
    context = {
        "form": form | {"guidance": guidance},
        "marks": {note["mark"] for note in form["footnotes"]},
        "by_score": sorted(form["areas"], key=lambda area: area["rating_order"]),
        "later_columns": form["follow_up"].get("columns", [])[1:],
    }
    return render_to_string("frameworks/form_print.html", context)


def runs_of_blocks(blocks):
    """Return [(kind, [block])], blocks of a kind in a row together."""
    return [
        (kind, list(found))
        for kind, found in groupby(blocks, key=lambda block: block["kind"])
    ]
