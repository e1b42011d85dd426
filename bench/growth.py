"""The time and memory of the child that makes each file, as texts grow five-fold."""

from unittest.mock import patch

from assessments.files.bounded import jobs
from assessments.files.catalogue import FORMATS
from assessments.submission.supplements import of as supplements_of
from assessments.workflow import past_import, past_import_reading

from . import child, report
from .building import load_editions
from .returns import LARGER, completed, grown

MOST_MEGABYTES = 130
HEADINGS = (
    f"{'':<22}{'ms':>8}{'MB':>6}{'own':>6}{f'{LARGER}x ms':>8}{'MB':>6}{'own':>6}"
    f"{'ratio':>8}"
)


def of_growth(file):
    """Yield one line per file that a child makes, and a goal for memory and for time."""
    load_editions()
    form = completed(file)
    usual, larger = submitted(form, "usual"), submitted(grown(form), "larger")
    yield f"{len(form.answers)} statements; processor time of the child alone\n"
    yield HEADINGS
    goals = []
    for name, format in FORMATS.items():
        weights = [of_child(format, each) for each in (usual, larger)]
        if None in weights:
            continue
        before, after = weights
        ratio = after.seconds / before.seconds
        yield f"{name:<22}{''.join(map(columns, weights))}{ratio:>8.2f}"
        most = f"{name}, {LARGER} x: less than {MOST_MEGABYTES} MB of its own"
        goals.append(report.goal(most, f"{after.own:.0f}", after.own < MOST_MEGABYTES))
        most = f"{name}, {LARGER} x: at most {LARGER} times as long"
        goals.append(report.goal(most, f"{ratio:.2f}", ratio <= LARGER))
    yield ""
    yield from goals


def columns(weight):
    return f"{weight.seconds * 1000:>8.0f}{weight.peak:>6.0f}{weight.own:>6.0f}"


def submitted(form, name):
    submission, _ = past_import.import_submission(
        found=past_import_reading.of_word(form), authority=name, slug=name, by=None
    )
    return submission


def of_child(format, submission):
    """Return the Weight of what makes a format in a child; None if nothing does."""
    asked = asked_of_child(format, submission)
    return child.weigh(*asked) if asked else None


def asked_of_child(format, submission):
    """Return the work and its arguments that make a format; None if no child does."""
    asked = []

    def ask(work, args, name):
        asked.append((work, args))
        return b""

    with patch.object(jobs, "run_job", ask):
        format.make(submission, supplements_of(submission.assessment))
    return asked[0] if asked else None
