"""Questions from Coram Voice on a submission, and what is replied. Nothing is changed."""

from django.db import transaction
from django.utils import timezone

from frameworks.models import Area, Statement
from leavingcare.models import User
from leavingcare.refusals import Refused

from .. import desk_emails
from ..models import Assessment, Enquiry, Question, Reply
from .common import Kind, moderators_of, record
from .supplements import hold_submitted, last_submission

CLOSED = "This question has been closed. Ask another one."


@transaction.atomic
def ask(
    *,
    assessment: Assessment,
    statement: Statement | None,
    text: str,
    by: User,
    area: Area | None = None,
    enquiry: Enquiry | None = None,
) -> Question:
    """Ask about the latest submission, or a statement or area of it; tell the moderators.

    Sent twice, it is asked once.
    """
    held = hold_submitted(assessment)
    submission = last_submission(held)
    same = submission.questions.filter(
        statement=statement,
        area=area,
        enquiry=enquiry,
        text=text,
        by=by,
        closed_at=None,
        replies=None,
    )
    if there := same.first():
        return there
    question = Question.objects.create(
        submission=submission,
        statement=statement,
        area=area,
        enquiry=enquiry,
        text=text,
        by=by,
        at=timezone.now(),
    )
    record(held, Kind.QUESTIONED, by, _about(question))
    desk_emails.question_asked(held, by, moderators_of(held))
    return question


@transaction.atomic
def reply(*, question: Question, text: str, by: User) -> Reply:
    """Save a reply, and tell the other side. Sent twice, it is one.

    Raises Refused once the question is closed.
    """
    held, assessment = _hold(question)
    last = held.replies.order_by("at", "pk").last()
    if last and (last.by, last.text) == (by, text):
        return last
    made = Reply.objects.create(question=held, text=text, by=by, at=timezone.now())
    record(assessment, Kind.REPLIED, by, _about(held))
    if by.is_staff:
        desk_emails.question_asked(assessment, by, moderators_of(assessment))
    elif held.by.is_active:
        desk_emails.question_replied(assessment, by, [held.by])
    return made


@transaction.atomic
def close(*, question: Question, by: User) -> None:
    """Close a question: nothing more is asked or replied."""
    held, assessment = _hold(question)
    held.closed_at, held.closed_by = timezone.now(), by
    held.save(update_fields=["closed_at", "closed_by"])
    record(assessment, Kind.QUESTION_CLOSED, by, _about(held))


def _about(question: Question) -> str:
    if question.statement:
        return question.statement.code
    return f"area {question.area.number}" if question.area else ""


def _hold(question: Question) -> tuple[Question, Assessment]:
    """Lock the assessment, then the question; raise Refused if it is closed."""
    assessment = Assessment.objects.select_for_update().get(
        pk=question.submission.assessment_id
    )
    held = Question.objects.select_related("statement__area", "area", "by").get(
        pk=question.pk
    )
    if held.closed_at:
        raise Refused(CLOSED)
    return held, assessment
