"""The day on which a file was completed, and the assessment it may complete.

An authority that takes part may send its form by email: it becomes its submission.
"""

from datetime import date

from leavingcare.refusals import Refused

from ..files.json.submission import PastSubmission
from ..models import AgreedResponse, Assessment, LocalAuthority, Round


def returnable(authority: LocalAuthority, round: Round) -> Assessment | None:
    """Return the authority's open assessment in the round that a file may complete.

    None if it does not take part. Raises Refused if it has submitted, was taken out,
    or has settled anything here, which the file would replace. The caller has locked
    the authority.
    """
    there = Assessment.objects.select_for_update().filter(
        authority=authority, round=round
    )
    found = there.order_by("status").first()
    if found and (why_not := why_not_returnable(found)):
        raise Refused(why_not)
    return found


def why_not_returnable(assessment: Assessment) -> str:
    """Return why no file may complete the assessment, or ""."""
    authority, round = assessment.authority, assessment.round
    if assessment.is_withdrawn:
        return f"{authority} was taken out of {round}. Put it back first."
    if assessment.submissions.exists():
        return f"{authority} has submitted in {round} already."
    settled = assessment.agreed_responses.exclude(
        outcome=AgreedResponse.Outcome.NOT_SETTLED
    )
    if settled.exists():
        return (
            f"{authority} has settled answers in {round} here, which this file would "
            "replace. Ask its moderator to submit them."
        )
    return ""


def completed_on(found: PastSubmission, asked: date | None = None) -> date | None:
    """Return the day on which what was read was completed, or None if nothing says.

    Its cover sheet says so, or else the person asked, or else when it was submitted
    where it comes from.
    """
    said = found["cover"].get("completed_on")
    if said:
        return date.fromisoformat(str(said))
    if asked:
        return asked
    submitted_at = found["origin"].get("submitted_at")
    return date.fromisoformat(str(submitted_at)[:10]) if submitted_at else None
