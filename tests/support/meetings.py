"""Discussions opened and settled, for the tests of meetings."""

from django.utils import timezone

from assessments.models import DraftResponse, Proposal
from assessments.workflow import moderating, proposals


def open_where_rated(assessment, by):
    """Open the discussion of every area some group was given."""
    given = assessment.groups.values("areas")
    assessment.agreed_areas.filter(area__in=given).update(
        discussion_opened_at=timezone.now(), discussion_opened_by=by
    )


def set_rating(group, code, value):
    scale = group.assessment.round.framework.scale
    DraftResponse.objects.filter(
        draft__group=group,
        statement__area__number=int(code[:-1]),
        statement__letter=code[-1],
    ).update(rating=scale.get(value=value) if value else None)


def settle(assessment, code, value, by):
    response = assessment.agreed_responses.get(
        statement__area__number=int(code[:-1]), statement__letter=code[-1]
    )
    moderating.settle(
        response=response,
        token=moderating.token_of(response),
        values={
            "answer": ["agreed", value, []],
            "rationale": "Because.",
            "evidence": "",
            "ideas": "",
        },
        by=by,
    )


def propose(response, answer, by, rationale=""):
    """Store an answer as a moderator's page saves it before it is settled."""
    proposals.propose(
        kind=Proposal.Kind.SETTLE,
        row=response,
        token=moderating.token_of(response),
        values={
            "answer": answer,
            "rationale": rationale,
            "evidence": "What we know.",
            "ideas": "",
        },
        by=by,
    )
