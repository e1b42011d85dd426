"""The data files of a round: every authority's latest submission in one file."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..files.catalogue import Format, about
from ..files.data import files
from ..files.data.values import Given
from ..models import AuditEvent, Cluster, Round, Submission
from ..submission import supplements
from .common import Kind

AT_ONCE = 20  # submissions read from the database together
NOBODY = "No authority has submitted in this round yet, so there is no data."


class RoundSubmission(Given):
    """A submission as data files take it, with its assessment's key."""

    assessment: int


def latest(round: Round) -> QuerySet[Submission]:
    """Return the latest submission of each of the round's assessments, by authority."""
    same = Submission.objects.filter(assessment=OuterRef("assessment"))
    last = same.order_by("-number").values("number")[:1]
    every = Submission.objects.filter(assessment__round=round, number=Subquery(last))
    return every.order_by("assessment__authority__name")


def latest_submissions(round: Round) -> list[RoundSubmission]:
    """Return the `latest` submissions as data, or raise Refused if there are none.

    The text of an edition is kept in memory once.
    """
    clusters = Prefetch("assessment__authority__clusters", Cluster.objects.current())
    submissions = latest(round).select_related("assessment__authority")
    submissions = submissions.prefetch_related(clusters)
    held: dict[str, object] = {}
    found = []
    for each in submissions.iterator(chunk_size=AT_ONCE):
        content = each.content
        framework = held.setdefault(content["edition"], content["framework"])
        if framework == content["framework"]:
            content["framework"] = framework
        found.append((each, content))
    if not found:
        raise Refused(NOBODY)
    shown = supplements.of_many([each.assessment for each, _ in found])
    return [
        {
            "assessment": each.assessment_id,
            "content": content,
            "digest": each.digest,
            "beside": shown[each.assessment_id],
            "about": about(each)
            | {
                "clusters": clusters_of(each),
                "evaluation_code": each.assessment.authority.alias,
            },
        }
        for each, content in found
    ]


def clusters_of(submission: Submission) -> str | None:
    """Return the names of its authority's current clusters, None without any."""
    every = submission.assessment.authority.clusters.all()
    return "; ".join(each.name for each in every) or None


def data_file(
    *,
    round: Round,
    submissions: Sequence[RoundSubmission],
    format: Format,
    with_words: bool,
) -> bytes:
    """Return the bytes of one file of `latest_submissions`, in a format.

    `with_words` includes what people wrote and the names of those who took part.
    Raises what `jobs.run_job` raises.
    """
    return files.of_many(format.name, submissions, str(round), with_words=with_words)


@transaction.atomic
def record_downloads(
    *,
    submissions: Sequence[RoundSubmission],
    format: Format,
    with_words: bool,
    by: User,
) -> None:
    """Record a download of `latest_submissions` in each of their assessments."""
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
