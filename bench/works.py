"""Everything that is timed, each as a call that a browser would cause."""

from itertools import count

from django.urls import reverse

from assessments.files.pdf import printing
from assessments.files.pdf import submission as exported
from assessments.models import Assessment, SubmissionFile
from assessments.workflow import submitting

from . import child, floor
from .fields import fields_of
from .measuring import Work

SCRIPT = {"HTTP_ACCEPT": "application/json"}


def get(name, client, url):
    return Work(name, lambda: lambda: client.get(url))


def moderation_works(site):
    """Yield the pages of moderation for each number of groups, each with its floor."""
    for number, (assessment, client) in site.moderated.items():
        area = site.draft.area.number
        letter = site.draft.responses.order_by("statement__letter")[0].statement.letter
        groups = f"{number} group{'s' * (number > 1)}"
        for name, place in [
            ("agenda", []),
            ("settle", [area, letter]),
            ("room", []),
        ]:
            args = [assessment.pk, *place]
            ours, least = reverse(name, args=args), reverse(f"floor_{name}", args=args)
            yield (
                get(f"{name.capitalize()}, {groups}", client, ours),
                get("Floor", client, least),
            )
        table = f"{reverse('table', args=[assessment.pk])}?area={area}"
        yield (
            get(f"Table, {groups}", client, table),
            get("Floor", client, reverse("floor_table", args=[assessment.pk, area])),
        )


# The draft's page and its saves, each with its floor


def draft_urls(site):
    draft = site.draft
    group = draft.group
    args = [group.assessment_id, group.pk, draft.area.number]
    return reverse("draft", args=args), reverse("floor", args=[draft.pk])


def draft_works(site):
    ours, least = draft_urls(site)
    return get("Draft page", site.rater, ours), get("Floor", site.rater, least)


def whole_page_works(site):
    """Return Works that save without JavaScript: the whole page, one text changed."""
    return _saves(site, "Save, whole page", whole=True, answer=302)


def autosave_works(site):
    """Return Works that save by the page's script: one statement."""
    return _saves(site, "Save, by the script", whole=False, answer=200, **SCRIPT)


def _saves(site, name, *, whole, answer, **extra):
    client, numbers = site.rater, count(1)
    letter = site.draft.responses.order_by("-statement__letter")[0].statement.letter
    first = site.draft.responses.get(statement__letter=letter).evidence

    def ready(url, **extra):
        fields = fields_of(client.get(url))
        if not whole:
            fields = {
                name: value
                for name, value in fields.items()
                if name.startswith(f"{letter}-")
            }
        fields[f"{letter}-evidence"] = f"{first} {next(numbers)}"
        fields["save"] = letter
        return lambda: client.post(url, fields, **extra)

    ours, least = draft_urls(site)
    return (
        Work(name, lambda: ready(ours, **extra), answer),
        Work("Floor", lambda: ready(least), 302),
    )


# Submitting and the PDF


def submit_work(site):
    pk = site.submission.assessment_id
    url = reverse("submit", args=[pk])

    def ready():
        Assessment.objects.filter(pk=pk).update(status=Assessment.Status.OPEN)
        confirmed = submitting.unconfirmed_blanks(site.submission.assessment)
        return lambda: site.sender.post(url, {"confirmed": confirmed})

    return Work("Submit", ready, 302)


def pdf_works(site):
    """Return Works: a new PDF downloaded, and plain text made a PDF in this process."""
    url = reverse("submission_file", args=[site.submission.reference, "pdf"])

    def ready():
        SubmissionFile.objects.all().delete()
        return lambda: site.sender.get(url)

    page = floor.plain(print_page(site))
    return (
        Work("PDF", ready),
        Work("Floor", lambda: lambda: floor.pdf(page), None),
        Work(
            "Floor, tagged",
            lambda: lambda: floor.pdf(page, pdf_variant="pdf/ua-1"),
            None,
        ),
    )


def print_page(site):
    return exported.html(site.submission.content, site.submission.digest)


def pdf_child(site):
    """Return the peak memory (MB) and processor time (ms) of the PDF's child process."""
    args = print_page(site), printing.STYLESHEET.read_text()
    weight = child.weigh(printing.RENDER, args)
    return weight.peak, weight.seconds * 1000
