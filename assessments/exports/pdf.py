"""The PDF of a submission, from its document alone.

Django's templates make the HTML here; a child process turns it into a PDF, with a
limit on its time and memory and on how many there are at once over all processes.
"""

import logging

from django.conf import settings
from django.template.loader import render_to_string

from . import chart, document, places, process
from .printed import Printed

STYLESHEET = settings.BASE_DIR / "static" / "css" / "print.css"
RENDER = "assessments.exports.render:render"
PLACES = "leavingcare-pdf"
WAIT = 10  # seconds to wait for a place before saying that we are busy

log = logging.getLogger(__name__)
process.prepare("weasyprint", "assessments.exports.render")


class PdfFailed(Exception):
    """No PDF could be made of the document; the message is for the person."""


class PdfBusy(Exception):
    """Too many PDFs are being made; the message is for the person."""


def make(content, digest):
    """Return the PDF of a submission's document; raises as `printed` does."""
    return printed(html(content, digest), content["reference"])


def printed(page, name):
    """Return the PDF of a page that is complete in itself; `name` is for our log.

    Raises PdfBusy if too many are being made, PdfFailed if this one takes too long
    or too much memory.
    """
    args = page, STYLESHEET.read_text()
    try:
        with places.place(PLACES, settings.PDF_AT_ONCE, WAIT):
            return process.run(
                RENDER,
                args,
                seconds=settings.PDF_SECONDS,
                megabytes=settings.PDF_MEGABYTES,
            )
    except places.NoPlace:
        raise PdfBusy(
            "Other PDFs are being made at the moment. Try again in a minute."
        ) from None
    except process.Failed as error:
        log.error("No PDF of %s: %s", name, error)
        raise PdfFailed(
            "The PDF could not be made: it took too long or too much memory. "
            "Nothing is lost, and what it shows can still be read on its page."
        ) from None


def html(content, digest):
    """Return the page that is printed, complete in itself."""
    shaped = document.shape(content, text=Printed)
    context = {"document": shaped, "chart": chart.picture(shaped), "digest": digest}
    return render_to_string("submissions/print.html", context)
