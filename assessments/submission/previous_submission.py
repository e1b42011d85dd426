"""The submission before one, whole, and which statements of the two ask the same."""

from frameworks.models import Correspondence

from ..models import SubmissionFile
from . import supplements
from .previous_answers import newest

REPORTS = ["report.pdf", "report.docx"]  # formats that compare with the time before
SAME = {Correspondence.Kind.SAME, Correspondence.Kind.REWORDED}


def previous(submission):
    """What the authority submitted the time before, or None. Three queries at most.

    {"content": the document of that submission, "same": {code now: code then} of
    the statements that ask the same thing, "related": {code now: [codes then]} of
    those it only is related to}. A statement that takes up several asks none of
    them again, so it is related to all.
    """
    last = newest(submission.assessment).first()
    if last is None:
        return None
    links = _links(last.content, submission.content)
    same, related = {}, {}
    for code, found in links.items():
        kinds = {kind for kind, _ in found}
        if len(found) == 1 and kinds <= SAME:
            same[code] = found[0][1]
        else:
            related[code] = [then for _, then in found]
    return {"content": last.content, "same": same, "related": related}


def surroundings(assessment):
    """What files show besides a submission of the assessment. Four queries.

    (what stands beside it, [the key of the submission before it, if there is one])
    """
    last = newest(assessment).values_list("pk", flat=True)
    return supplements.of(assessment), list(last)


def forget_reports(authority):
    """Have an authority's reports made anew, as another may be the time before."""
    SubmissionFile.objects.filter(
        submission__assessment__authority=authority, format__in=REPORTS
    ).delete()


def _links(then, now):
    """{code now: [(kind, code then)]} of two documents."""
    if then["edition"] == now["edition"]:
        return {
            statement["code"]: [(Correspondence.Kind.SAME, statement["code"])]
            for area in now["framework"]["areas"]
            for statement in area["statements"]
        }
    found = {}
    rows = (
        Correspondence.objects.filter(
            earlier__area__framework__edition=then["edition"],
            later__area__framework__edition=now["edition"],
        )
        .order_by("earlier__area__number", "earlier__letter")
        .values_list(
            "later__area__number",
            "later__letter",
            "kind",
            "earlier__area__number",
            "earlier__letter",
        )
    )
    for number, letter, kind, then_number, then_letter in rows:
        pair = (Correspondence.Kind(kind), f"{then_number}{then_letter}")
        found.setdefault(f"{number}{letter}", []).append(pair)
    return found
