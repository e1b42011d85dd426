"""The results of one authority as a PDF and as a Word file, from one page of HTML.

The table says in words what the plot draws, so the Word file has the table alone.
"""

from django.template.loader import render_to_string

from ...round_analysis.beside_others import Results
from ...round_analysis.rules import FOR_AUTHORITIES
from ..bounded import child_process, jobs
from ..pdf.printing import render_pdf

CSS = """
@page { @bottom-left { content: string(authority); } }
dl + p { margin-top: 6mm; }
p + h2 { margin-top: 8mm; }
svg.plot { width: 300pt; }
ul { margin: 0 0 3mm 5mm; }
"""
TO_WORD = "assessments.files.board_report.word:write"

child_process.prepare("assessments.files.board_report.word")


def pdf(results: Results, authority: str, round: str) -> bytes:
    """Return the results as a PDF; raises as `jobs.run_job` does."""
    page = html(results, authority, round, has_plot=True)
    return render_pdf(page, f"results of {round}", CSS)


def word(results: Results, authority: str, round: str) -> bytes:
    """Return the results as a Word file; raises as `jobs.run_job` does."""
    page = html(results, authority, round, has_plot=False)
    title = f"{authority}: results, {round}"
    facts = {
        "title": title,
        "author": "Coram Voice",
        "foot": title,
        "at": results.benchmark.released_at.isoformat(),
        "shades": {},
        "chart": {"rows": [], "parts": []},
    }
    return jobs.run_job(TO_WORD, (page, facts), f"results of {round}")


def html(results: Results, authority: str, round: str, *, has_plot: bool) -> str:
    """Return the page of both files, complete in itself."""
    context = {
        "results": results,
        "authority": authority,
        "round": round,
        "rules": FOR_AUTHORITIES,
        "has_plot": has_plot,
    }
    return render_to_string("results/print.html", context)
