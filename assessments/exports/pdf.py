"""The PDF of a submission, from its document alone.

Django's templates make the HTML here; a child process turns it into a PDF.
"""

from django.conf import settings
from django.template.loader import render_to_string

from . import chart, document, making, process
from .beside import beside_values
from .printed import printer
from .published import published

STYLESHEET = settings.BASE_DIR / "static" / "css" / "print.css"
RENDER = "assessments.exports.render:render"

process.prepare("assessments.exports.render")


def make(content, digest, beside=None):
    """Return the PDF of a submission's document; raises as `making.made` does.

    `beside` is what was recorded after it (see `assessments.beside`).
    """
    return printed(html(content, digest, beside), content["reference"])


def printed(page, name, css=""):
    """Return the PDF of a page that is complete in itself; `name` is for our log.

    `css` adds to the style of every print. Raises as `making.made` does.
    """
    return making.made(RENDER, (page, STYLESHEET.read_text() + css), name)


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
