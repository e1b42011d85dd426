"""Submissions of an earlier round, to look back at."""

from datetime import date

from assessments.models import AgreedResponse, Submission
from assessments.workflow import submitting

from .builders import complete, make_assessment

THEN = date(2016, 3, 1)


def submit_earlier(authority, by, edition="2015", opens_on=THEN, **answers):
    """Return a submission of an earlier round; `answers`: {code: {field: value}}."""
    assessment = make_assessment(authority, by, edition=edition)
    type(assessment.round).objects.filter(pk=assessment.round_id).update(
        opens_on=opens_on
    )
    complete(assessment, by)
    assessment.agreed_responses.update(evidence="")
    for code, values in answers.items():
        number, letter = code.strip("_")[:-1], code[-1]
        AgreedResponse.objects.filter(
            assessment=assessment,
            statement__area__number=number,
            statement__letter=letter,
        ).update(**values)
    submission = submitting.submit(
        assessment=assessment,
        by=by,
        confirmed=submitting.unconfirmed_blanks(assessment),
    )
    return dated(submission, opens_on)


def dated(submission, day):
    """Return the submission with the day it is of, which never changes in use."""
    Submission._base_manager.filter(pk=submission.pk).update(dated_on=day)
    return Submission.objects.get(pk=submission.pk)
