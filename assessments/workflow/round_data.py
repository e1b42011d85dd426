"""The data files of a round: every authority's latest submission in one file."""

from django.db import transaction
from django.db.models import OuterRef, Subquery

from leavingcare.refusals import Refused

from ..files.data import files
from ..models import AuditEvent, Submission
from ..submission import supplements
from .common import Kind

AT_ONCE = 20  # submissions read from the database together
NOBODY = "No authority has submitted in this round yet, so there are no data."


def latest(round):
    """The latest submission of each assessment of a round, by authority."""
    same = Submission.objects.filter(assessment=OuterRef("assessment"))
    last = same.order_by("-number").values("number")[:1]
    every = Submission.objects.filter(assessment__round=round, number=Subquery(last))
    return every.order_by("assessment__authority__name")


def read(round):
    """What is `latest` as `files.data.answers` takes it, each with the "assessment"
    it is of. An edition's text is held once. Refused if there is none."""
    submissions = latest(round).select_related("assessment")
    held, found = {}, []
    for each in submissions.iterator(chunk_size=AT_ONCE):
        content = each.content
        framework = held.setdefault(content["edition"], content["framework"])
        if framework == content["framework"]:
            content["framework"] = framework
        found.append((each.assessment, content, each.digest))
    if not found:
        raise Refused(NOBODY)
    shown = supplements.of_many([assessment for assessment, _, _ in found])
    return [
        {
            "assessment": assessment.pk,
            "content": content,
            "digest": digest,
            "beside": shown[assessment.pk],
        }
        for assessment, content, digest in found
    ]


def file_of(*, round, submissions, format, with_words):
    """The bytes of the file of what was `read`, in an `catalogue.Format`.

    `with_words` is whether what people wrote, and who they are, is in it. Raises as
    `jobs.run_job` does.
    """
    title = str(round)
    return files.of_many(format.name, submissions, title, with_words=with_words)


@transaction.atomic
def record_downloads(*, submissions, format, with_words, by):
    """Put a download of what was `read` on record, for each submission in it."""
    words = "with text" if with_words else "without text"
    AuditEvent.objects.bulk_create(
        AuditEvent(
            assessment_id=each["assessment"],
            kind=Kind.DOWNLOADED,
            by=by,
            detail=f"{each['content']['reference']}, in the data of the round, "
            f"{format.name}, {words}",
        )
        for each in submissions
    )
