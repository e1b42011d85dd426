"""HTML to PDF by WeasyPrint, which can fetch nothing.

Runs in a child process (see `child_process`), so it imports none of our modules that
need Django.
"""

import gc
import resource
from typing import NoReturn

import weasyprint.pdf
from weasyprint import CSS
from weasyprint.urls import URLFetcher

from . import faster_weasyprint, structure_tags

weasyprint.pdf.add_tags = structure_tags.add_tags  # there is no option for it
faster_weasyprint.read_types()


class NothingFetched(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Refuses every URL, including file: and data:."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=())

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> NoReturn:
        raise ValueError("Nothing is fetched.")


def render(html: str, css: str) -> bytes:
    """Return the bytes of a PDF/UA-1 file; no URL in either text is fetched.

    From here on the process cannot write any file. If it ran out of memory while it
    read the machine's fonts, the library would otherwise cache, for every process,
    that there are none.
    """
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    gc.disable()  # the process ends with the file, and nearly all it made is in it
    fetcher = NothingFetched()
    content: bytes = faster_weasyprint.page_of(html, fetcher).write_pdf(
        stylesheets=[CSS(string=css, url_fetcher=fetcher)],
        pdf_variant="pdf/ua-1",
        finisher=structure_tags.complete,
    )
    return content
