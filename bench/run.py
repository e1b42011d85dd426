"""Runs everything that is measured and tells it line by line."""

import os
import platform
from dataclasses import replace

from django.db import connection

from . import chromium, report, works
from .building import build, load_editions
from .files import of_files
from .measuring import measure
from .reading import of_reading
from .returns import completed

HOW = """\
Requests go through Django's test client and all of the site's middleware, without the
CSRF check, in this one process; the site and the floor take turns. The floor is
hand-written: for a page and a save the least Django code over the same rows, for the
PDF what WeasyPrint itself takes, in this process, for the same text with no design
("tagged": as the accessible PDF/UA-1, which the site's is). Cpu is processor time,
which other work on the machine hardly changes. Peak is the most memory the process
held while it did the work; for the PDF, the child that makes it.
"""


def of_form(form, large, groups, repeats, pdfs):
    """Yield the report's lines on the form in that file, or else an invented one."""
    load_editions()
    form = completed(form, large)
    yield from about(form, repeats, pdfs)
    site = build(form, () if large else groups)
    yield report.HEADINGS
    goals, peaks = [], []
    yield from of_drafts(site, repeats, goals, peaks, saves=not large)
    if not large:
        yield from of_moderation(site, repeats, goals, peaks)
    goals.append(report.memory_goal("The site's process", max(peaks)))
    yield from of_pdf(site, pdfs, goals)
    yield from of_files(site, pdfs, goals)
    yield from of_reading(form, goals)
    load = os.getloadavg()[0]
    yield f"\nLoad at the end: {load:.1f} on {os.cpu_count()} processors\n"
    yield from goals


def about(form, repeats, pdfs):
    """Describe what is measured, on what, and how."""
    texts = [
        text for each in form.answers.values() for text in (each.evidence, each.ideas)
    ]
    words = sum(len(text.split()) for text in texts)
    yield (
        f"{len(form.answers)} statements, {words:,} words in "
        f"{sum(map(bool, texts))} texts; {connection.vendor}, "
        f"Python {platform.python_version()}; {repeats} of each, {pdfs} PDFs"
    )
    yield HOW


def of_drafts(site, repeats, goals, peaks, *, saves):
    """Measure a draft's page and, if `saves`, its saves, each with its floor."""
    makers = [works.draft_works]
    if saves:
        makers += [works.whole_page_works, works.autosave_works]
    for make in makers:
        figures, floor = measure(make(site), repeats)
        peaks.append(figures.peak)
        yield report.line(figures, floor)
        goals += report.times_goals(figures, floor, report.PAGE_TIMES)
        if make is works.draft_works:
            goals.append(report.queries_goal([figures]))


def of_moderation(site, repeats, goals, peaks):
    """Measure the pages of moderation, and submitting."""
    pages = []
    for works_of_page in works.moderation_works(site):
        figures, floor = measure(works_of_page, repeats)
        pages.append(figures)
        yield report.line(figures, floor)
        goals += report.times_goals(figures, floor, report.most_times(figures))
    (submitted,) = measure([works.submit_work(site)], repeats)
    yield report.line(submitted)
    peaks += [figures.peak for figures in [*pages, submitted]]
    goals.append(report.queries_goal(pages))
    goals += [report.size_goal(page) for page in pages if page.name.startswith("Table")]


def of_pdf(site, repeats, goals):
    """Measure a PDF; its processor time is this process's and the child's together."""
    figures, floor, tagged = measure(works.pdf_works(site), repeats)
    peak, cpu = works.pdf_child(site)
    figures = replace(figures, peak=peak, cpu=figures.cpu + cpu)
    yield report.line(figures, floor)
    yield report.line(replace(figures, name="PDF, by tagged floor"), tagged)
    goals += report.times_goals(figures, floor, report.PDF_TIMES, below=True)
    goals.append(report.memory_goal("The process of a PDF", peak))
    if chromium.is_there():
        page = works.print_page(site)
        printing, theirs = measure(chromium.works(page), repeats)
        yield report.line(printing)
        yield report.line(theirs)
        goals.append(report.chromium_goal(printing, theirs))
