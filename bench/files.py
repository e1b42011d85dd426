"""Every file of a submission that its page offers, each made again."""

from functools import partial

from assessments.files.catalogue import FORMATS
from assessments.models import SubmissionFile
from assessments.workflow import downloads

from . import report
from .measuring import Work, measure

WITHIN = {"docx": 1000, "xlsx": 1000, "sav": 1000}  # milliseconds


def of_files(site, repeats, goals):
    """Yield one line per format: the time from request to finished file."""
    yield "\nEvery file, made again; cpu is this process's, without the child's\n"
    for figures in measure(
        [_work(site, format) for format in FORMATS.values()], repeats
    ):
        yield report.line(figures)
        if most := WITHIN.get(figures.name):
            name = f"{figures.name} of a submission: less than {most} ms"
            is_met = figures.median < most
            goals.append(report.goal(name, f"{figures.median:.0f}", is_met))


def _work(site, format):
    def ready():
        SubmissionFile.objects.filter(submission=site.submission).delete()
        return partial(downloads.file_of, submission=site.submission, format=format)

    return Work(format.name, ready, None)
