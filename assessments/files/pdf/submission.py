"""The PDF of a submission, from its document alone.

Django's templates make the HTML here; a child process turns it into a PDF.
"""

from django.template.loader import render_to_string

from assessments.submission.shown import document
from assessments.submission.shown.redaction import redacted
from assessments.submission.shown.supplements import supplements_values

from . import chart
from .line_breaking import printer
from .printing import printed


def make(content, digest, beside=None):
    """Return the PDF of a submission's document; raises as `jobs.made` does.

    `beside` is what was recorded after it (see `submission.supplements`).
    """
    return printed(html(content, digest, beside), content["reference"])


def html(content, digest, beside=None):
    """Return the page that is printed, complete in itself."""
    text = printer([content, beside])
    shaped = document.shape(redacted(content), text=text)
    context = {
        "document": shaped,
        "chart": chart.picture(shaped),
        "digest": digest,
        "beside": supplements_values(content, beside, text=text),
    }
    return render_to_string("submissions/print.html", context)
