"""Chromium printing the same page, the measure of a PDF's speed.

Both sides begin with the HTML and the stylesheet as text and end with the bytes of a
tagged PDF with bookmarks, each in a fresh process: ours the child that the site makes,
Chromium with a profile of its own, as a service would start it.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from assessments.files.bounded import child_process
from assessments.files.pdf import printing

from .measuring import Work

PROGRAM = "chromium-headless-shell"
OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
]


def is_there():
    return shutil.which(PROGRAM) is not None


def works(page):
    """Return the Works that print the page: in our child process, and in Chromium."""
    css = printing.STYLESHEET.read_text()
    return (
        Work("PDF, printing alone", lambda: lambda: ours(page, css), None),
        Work("Chromium", lambda: lambda: chromium(page, css), None),
    )


def ours(page, css):
    return child_process.run(printing.RENDER, (page, css), seconds=600, megabytes=4096)


def chromium(page, css):
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page.replace("</head>", f"<style>{css}</style></head>", 1))
        subprocess.run(
            [
                PROGRAM,
                *OPTIONS,
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=600,
        )
        return target.read_bytes()
