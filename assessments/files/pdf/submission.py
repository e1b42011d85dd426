"""The PDF of a submission, from its document alone.

Django's templates make the HTML here; a child process turns it into a PDF.
"""

from django.conf import settings
from django.template.loader import render_to_string

from assessments.submission.shown import document
from assessments.submission.shown.redaction import published
from assessments.submission.shown.supplements import beside_values

from ..bounded import child_process, jobs
from . import chart
from .line_breaking import printer

STYLESHEET = settings.BASE_DIR / "static" / "css" / "print.css"
RENDER = "assessments.files.pdf.render:render"

child_process.prepare("assessments.files.pdf.render")


def make(content, digest, beside=None):
    """Return the PDF of a submission's document; raises as `jobs.made` does.

    `beside` is what was recorded after it (see `submission.supplements`).
    """
    return printed(html(content, digest, beside), content["reference"])


def printed(page, name, css=""):
    """Return the PDF of a page that is complete in itself; `name` is for our log.

    `css` adds to the style of every print. Raises as `jobs.made` does.
    """
    return jobs.made(RENDER, (page, STYLESHEET.read_text() + css), name)


def html(content, digest, beside=None):
    """Return the page that is printed, complete in itself."""
    text = printer([content, beside])
    shaped = document.shape(published(content), text=text)
    context = {
        "document": shaped,
        "chart": chart.picture(shaped),
        "digest": digest,
        "beside": beside_values(content, beside, text=text),
    }
    return render_to_string("submissions/print.html", context)
