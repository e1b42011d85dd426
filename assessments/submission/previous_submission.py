"""The previous submission, whole, and which statements of the two are the same."""

from typing import TypedDict

from frameworks.comparison import links_between
from frameworks.models import Correspondence, Statement

from ..models import Assessment, LocalAuthority, Submission, SubmissionFile
from . import supplements
from .previous_answers import newest
from .shown import content

REPORTS = ["report.pdf", "report.docx"]  # formats that compare with it
SAME = {Correspondence.Kind.SAME, Correspondence.Kind.REWORDED}


Links = dict[str, list[tuple[str, str]]]


class Previous(TypedDict):
    """The document of the previous submission and its links to the current one.

    A statement that continues several earlier ones is related to all of them and the
    same as none.
    """

    content: content.Document
    same: dict[str, str]  # {code now: code then} of the same statements
    related: dict[str, list[str]]  # {code now: [codes then]} of similar statements


def previous(submission: Submission) -> Previous | None:
    """Return the authority's previous submission, or None. Three queries at most."""
    last = newest(submission.assessment).first()
    if last is None:
        return None
    now, then = submission.content, last.content
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
) -> tuple[content.Supplements, list[int]]:
    """Return what files depend on besides a submission of the assessment.

    Its supplements, and the key of the previous submission, if there is one. Four
    queries.
    """
    last = newest(assessment).values_list("pk", flat=True)
    return supplements.of(assessment), list(last)


def forget_reports(authority: LocalAuthority | int) -> None:
    """Delete an authority's stored reports, as their previous submission may change."""
    SubmissionFile.objects.filter(
        submission__assessment__authority=authority, format__in=REPORTS
    ).delete()


def _links(now: str, then: str) -> Links:
    """Return {code now: [(kind, code then)]} of two editions."""
    statements = Statement.objects.all()
    found: Links = {}
    for link in links_between(
        statements.filter(area__framework__edition=now),
        statements.filter(area__framework__edition=then),
    ):
        found.setdefault(link.later.code, []).append((link.kind, link.earlier.code))
    return found
