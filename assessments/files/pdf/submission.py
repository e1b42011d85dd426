"""The PDF of a submission, from its document alone.

Django's templates make the HTML here; a child process turns it into a PDF.
"""

from django.template.loader import render_to_string

from assessments.submission.shown import document
from assessments.submission.shown.content import Document, Supplements
from assessments.submission.shown.later_notes import LaterNotes, notes_values
from assessments.submission.shown.not_printed import as_printed
from assessments.submission.shown.supplements import supplements_values

from . import chart
from .line_breaking import breaker
from .printing import render_pdf


def make(
    content: Document,
    digest: str,
    supplements: Supplements | None = None,
    notes: LaterNotes | None = None,
) -> bytes:
    """Return the PDF of a submission's document; raises as `jobs.run_job` does.

    supplements  what was recorded after it (see `submission.supplements`)
    notes        the notes on the statements of its edition
    """
    page = html(content, digest, supplements, notes)
    css = chart.css_of(content["framework"]["scale"])
    return render_pdf(page, content["reference"], css)


def html(
    content: Document,
    digest: str,
    supplements: Supplements | None = None,
    notes: LaterNotes | None = None,
) -> str:
    """Return the page that is printed, complete in itself."""
    text = breaker([content, supplements])
    shaped = document.shape(as_printed(content), text=text)
    context = {
        "document": shaped,
        "chart": chart.picture(shaped, content["framework"]),
        "digest": digest,
        "supplements": supplements_values(content, supplements, text=text),
        "notes": notes_values(notes or {}, text),
    }
    return render_to_string("submissions/print.html", context)
