"""Pages that are complete in themselves, as PDF."""

from django.conf import settings

from ..bounded import child_process, jobs
from .line_breaking import spaces_held
from .unprintable import made_printable

STYLESHEET = settings.BASE_DIR / "static" / "css" / "print.css"
RENDER = "assessments.files.pdf.render:render"

child_process.prepare("assessments.files.pdf.render")


def render_pdf(page: str, name: str, css: str = "") -> bytes:
    """Return the PDF of a page that is complete in itself; `name` is for our log.

    `css` adds to the style of every print. Raises as `jobs.run_job` does.
    """
    page = spaces_held(made_printable(page))
    return jobs.run_job(RENDER, (page, STYLESHEET.read_text() + css), name)
