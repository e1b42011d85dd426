"""Somebody who settles a statement while others do something else."""

from assessments.models import AgreedResponse
from assessments.workflow import moderating


def agreed(assessment, letter):
    return AgreedResponse.objects.get(
        assessment=assessment, statement__area__number=7, statement__letter=letter
    )


def settles(response, by, evidence):
    """Return an action that settles the statement as a page opened now would."""
    token = moderating.token_of(response)
    values = {
        "answer": ["agreed", 3, []],
        "rationale": "",
        "evidence": evidence,
        "ideas": "",
    }
    return lambda: moderating.settle(
        response=response, token=token, values=values, by=by
    )
