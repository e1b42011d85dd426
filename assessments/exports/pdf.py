"""The PDF of a submission, from its document alone.

Django's templates make the HTML here; a child process turns it into a PDF, with a
limit on its time and memory and on how many there are at once over all processes.
"""

import multiprocessing
import re
import unicodedata

from django.conf import settings
from django.template.loader import render_to_string

from . import chart, document, places, render

STYLESHEET = settings.BASE_DIR / "static" / "css" / "print.css"
WAIT = 10  # seconds to wait for a place before saying that we are busy
BREAK_AFTER = 40  # characters without a space
BREAK = "\u200b"
JOINER = "\u200d"
LONG_WORD = re.compile(r"[^ \t\n]{%d,}" % (BREAK_AFTER + 1))
BLANK_LINES = re.compile(r"[ \t]*\n[ \t]*(\n[ \t]*)+")
RIGHT_TO_LEFT = {"R", "AL"}

children = multiprocessing.get_context("forkserver")
children.set_forkserver_preload(["weasyprint", render.__name__])


class PdfFailed(Exception):
    """No PDF could be made of the document; the message is for the person."""


class PdfBusy(Exception):
    """Too many PDFs are being made; the message is for the person."""


class Printed(str):
    """A text somebody wrote, in a form that prints in bounded time."""

    def __new__(cls, text):
        return super().__new__(cls, LONG_WORD.sub(with_breaks, no_gaps(text)))

    @property
    def dir(self):
        """The direction of its first letter that has one, as dir=auto has it."""
        for char in self:
            kind = unicodedata.bidirectional(char)
            if kind in RIGHT_TO_LEFT:
                return "rtl"
            if kind == "L":
                return "ltr"
        return "ltr"


def no_gaps(text):
    """Cut any run of blank lines to one."""
    return BLANK_LINES.sub("\n\n", text)


def with_breaks(match):
    """Return a long word with places where a line may end, none within a letter."""
    pieces, since = [], 0
    word = match[0]
    for place, char in enumerate(word):
        joined = JOINER in word[max(place - 1, 0) : place + 1]
        if since >= BREAK_AFTER and not joined and not unicodedata.combining(char):
            pieces.append(BREAK)
            since = 0
        pieces.append(char)
        since += 1
    return "".join(pieces)


def html(content, digest):
    """Return the page that is printed, complete in itself."""
    shaped = document.shape(content, text=Printed)
    context = {"document": shaped, "chart": chart.picture(shaped), "digest": digest}
    return render_to_string("submissions/print.html", context)


def make(content, digest):
    """Return the PDF of a submission's document.

    Raises PdfBusy if too many are being made, PdfFailed if this one takes too long
    or too much memory.
    """
    source = html(content, digest), STYLESHEET.read_text()
    try:
        with places.place("leavingcare-pdf", settings.PDF_AT_ONCE, WAIT):
            return in_child(*source)
    except places.NoPlace:
        raise PdfBusy(
            "Other PDFs are being made at the moment. Try again in a minute."
        ) from None


def in_child(source, css):
    ours, theirs = children.Pipe(duplex=False)
    child = children.Process(
        target=render.answer,
        args=(theirs, source, css, settings.PDF_SECONDS, settings.PDF_MEGABYTES),
        daemon=True,
    )
    child.start()
    theirs.close()
    try:
        return received(ours)
    finally:
        ours.close()
        child.kill()
        child.join()
        child.close()


def received(connection):
    """Return the PDF the child sends in time; raises PdfFailed if it does not."""
    reason = "it took too long"
    if connection.poll(settings.PDF_SECONDS):
        try:
            result = connection.recv_bytes()
        except EOFError:
            result = b"the process ended"
        if result.startswith(b"%PDF"):
            return result
        reason = result.decode()
    raise PdfFailed(
        "The PDF could not be made. The submission itself is safe, and can be had in "
        f"the other formats. Reason: {reason}."
    )
