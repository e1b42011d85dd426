"""The previous submission, whole, and which statements of the two are the same."""

from collections.abc import Iterable

from django.db.models import QuerySet

from frameworks.models import Correspondence

from ..models import (
    Assessment,
    Benchmark,
    LocalAuthority,
    Submission,
    SubmissionFile,
)
from . import report_choices, statement_notes, supplements
from .edition_links import links_between
from .last_time import looking_back_at, newest
from .shown import content
from .shown.report_choices import ReportChoices
from .shown.since import Previous

REPORTS = ["report.pdf", "report.docx"]  # formats that compare with it
PDF = "pdf"  # the format that prints the notes on statements
SAME = {Correspondence.Kind.SAME, Correspondence.Kind.REWORDED}


Links = dict[str, list[tuple[str, str]]]


def previous(submission: Submission) -> Previous | None:
    """Return the authority's previous submission, or None. Three queries at most.

    The name of its round names the authority before this one, if that made it.
    """
    assessment = submission.assessment
    last = newest(assessment).select_related("assessment__authority").first()
    if last is None:
        return None
    now, then = submission.content, last.content
    if last.assessment.authority_id != assessment.authority_id:
        named = f"{then['round']['name']}, {last.assessment.authority}"
        then = {**then, "round": {**then["round"], "name": named}}
    same: dict[str, str] = {}
    related: dict[str, list[str]] = {}
    if now["edition"] == then["edition"]:
        areas = now["framework"]["areas"]
        codes = [each["code"] for area in areas for each in area["statements"]]
        return {
            "content": then,
            "same": {code: code for code in codes},
            "related": related,
        }
    for code, found in _links(now["edition"], then["edition"]).items():
        kinds = {kind for kind, _ in found}
        if len(found) == 1 and kinds <= SAME:
            same[code] = found[0][1]
        else:
            related[code] = [earlier for _, earlier in found]
    return {"content": then, "same": same, "related": related}


def cache_dependencies(
    assessment: Assessment,
) -> tuple[content.Supplements, list[int], ReportChoices | None, list[int], list[int]]:
    """Return what files depend on besides a submission of the assessment.

    Its supplements, the key of the previous submission, if there is one, what was chosen
    for the report, and the keys of the benchmarks of its round and of the notes on
    statements.
    """
    last = newest(assessment).values_list("pk", flat=True)
    released = Benchmark.objects.filter(round=assessment.round_id)
    return (
        supplements.of(assessment),
        list(last),
        report_choices.of(assessment),
        list(released.values_list("pk", flat=True)),
        statement_notes.standing(),
    )


def forget_reports(authority: LocalAuthority | int) -> None:
    """Delete the stored reports that may now have another previous submission.

    They are those of the authority, and of those that took over from it.
    """
    key = authority if isinstance(authority, int) else authority.pk
    looking_back = looking_back_at(key)
    SubmissionFile.objects.filter(
        submission__assessment__authority__in=looking_back, format__in=REPORTS
    ).delete()


def forget_reports_of(references: Iterable[str]) -> None:
    """Delete the stored reports of submissions that were put beside the others.

    Their assessments are held, so that no report made before is stored after.
    """
    _forget(Submission.objects.filter(reference__in=references), REPORTS)


def forget_pdfs_of(edition: str) -> None:
    """Delete the stored PDFs of an edition, whose statements have other notes now.

    Their assessments are held, so that no PDF made before is stored after.
    """
    _forget(
        Submission.objects.filter(assessment__round__framework__edition=edition), [PDF]
    )


def _forget(submissions: QuerySet[Submission], formats: list[str]) -> None:
    held = Assessment.objects.filter(pk__in=submissions.values("assessment"))
    list(held.select_for_update().order_by("pk").values_list("pk"))
    SubmissionFile.objects.filter(
        submission__in=submissions, format__in=formats
    ).delete()


def _links(now: str, then: str) -> Links:
    """Return {code now: [(kind, code then)]} of two editions."""
    found: Links = {}
    for link in links_between(then, now):
        found.setdefault(link.later, []).append((link.kind, link.earlier))
    return found
