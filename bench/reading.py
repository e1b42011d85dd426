"""Reading a completed Word form of long answers, in the child process that reads it."""

from itertools import cycle, islice

from assessments.files.word_form.writer import document, forms
from assessments.workflow import fill_from_form
from leavingcare.text import TEXT_LIMIT

from . import child, report

READ = "assessments.files.word_form.reader.form:read_form"
MOST_SECONDS, MOST_MEGABYTES = 2, 150


def of_reading(form, goals):
    """Yield the time and memory of reading the form with answers of the longest texts.

    The file is our own Word file of the form.
    """
    editions = fill_from_form.editions()
    [edition] = [each for each in editions if each["edition"] == form.edition]
    answers = {
        code: {
            "ratings": each.ratings,
            "evidence": longest(each.evidence),
            "ideas": longest(each.ideas),
            "not_rated": False,
        }
        for code, each in form.answers.items()
    }
    data = document.write(forms.form_of(edition, answers=answers, is_to_fill=True))
    memory, _, seconds = child.weigh(READ, (data, editions))
    yield (
        f"\nA Word form of {len(answers)} long answers, {len(data) / 1024:.0f} KB, is "
        f"read in {seconds:.2f} s and {memory:.0f} MB of a child process\n"
    )
    name = f"Reading a Word form: less than {MOST_SECONDS} s"
    goals.append(report.goal(name, f"{seconds:.2f}", seconds < MOST_SECONDS))
    name = f"Reading a Word form: less than {MOST_MEGABYTES} MB"
    goals.append(report.goal(name, f"{memory:.0f}", memory < MOST_MEGABYTES))


def longest(text):
    """Return a text repeated, in lines, until it is nearly as long as the site allows."""
    letters = cycle(f"{text or 'Nothing'}\n")
    return "".join(islice(letters, TEXT_LIMIT - 200)).strip()
