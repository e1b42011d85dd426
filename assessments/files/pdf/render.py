"""HTML to PDF: WeasyPrint with nothing to reach for.

Runs in a child process (see `child_process`), so it imports nothing of ours that needs
Django.
"""

import gc
import resource

import weasyprint.pdf
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

from . import structure_tags

weasyprint.pdf.add_tags = structure_tags.add_tags  # there is no option for it


class NothingFetched(URLFetcher):
    """Refuses every address, a file's and a data: one too."""

    def __init__(self):
        super().__init__(allowed_protocols=())

    def fetch(self, url, headers=None):
        raise ValueError("Nothing is fetched.")


def render(html, css):
    """Return the bytes of a PDF/UA-1 file; no address in either text is fetched.

    The process can write no file from here on. Without memory to read the machine's
    fonts, the library that lists them would note down, for everybody, that there are
    none.
    """
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    gc.disable()  # the process ends with the file, and nearly all it made is in it
    fetcher = NothingFetched()
    return HTML(string=html, url_fetcher=fetcher).write_pdf(
        stylesheets=[CSS(string=css, url_fetcher=fetcher)],
        pdf_variant="pdf/ua-1",
        finisher=structure_tags.complete,
    )
