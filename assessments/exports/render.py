"""HTML to PDF, in the child process: WeasyPrint with nothing to reach for.

Imports nothing of ours and no Django, so the process that renders holds neither
the database nor the settings. Never logs: a log must not hold what somebody wrote.
"""

import logging
import multiprocessing
import os
import resource
import threading

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

MEGABYTE = 1024 * 1024


class NothingFetched(URLFetcher):
    """Refuses every address, a file's and a data: one too."""

    def __init__(self):
        super().__init__(allowed_protocols=())

    def fetch(self, url, headers=None):
        raise ValueError("Nothing is fetched.")


def render(html, css):
    """Return the bytes of a PDF/UA-1 file; no address in either text is fetched."""
    fetcher = NothingFetched()
    return HTML(string=html, url_fetcher=fetcher).write_pdf(
        stylesheets=[CSS(string=css, url_fetcher=fetcher)], pdf_variant="pdf/ua-1"
    )


def limit(seconds, megabytes):
    """Let this process have so much processor time and address space, no more."""
    for kind, value in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, megabytes * MEGABYTE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def end_with_parent():
    """End this process when the one that asked for the PDF has ended."""
    multiprocessing.parent_process().join()
    os._exit(1)


def answer(connection, html, css, seconds, megabytes):
    """Send the PDF, or the name of what went wrong, and end."""
    logging.disable()
    limit(seconds, megabytes)
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        result = render(html, css)
    except Exception as error:  # whatever it is, the one who asked must hear
        result = type(error).__name__.encode()
    connection.send_bytes(result)
    connection.close()
