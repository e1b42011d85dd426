"""The emails of Coram Voice's desk and on follow-ups; see `emails` for all others."""

from collections.abc import Iterable
from datetime import date

from leavingcare.models import User

from .emails import of_assessment, send, url
from .models import Assessment, FollowUpReturn, PeerReview


def staff_invited(person: User, by: User) -> None:
    """Tell somebody that they have access at Coram Voice, and how to choose a password."""
    context = {
        "person": person,
        "by": by,
        "link": url("home"),
        "password_link": url("account_reset_password"),
    }
    send("staff_invited", context, [person], ask=by)


def import_undone(assessment: Assessment, by: User, moderators: Iterable[User]) -> None:
    """Tell the moderators that what Coram Voice imported is no longer their submission."""
    context = of_assessment(assessment, by, "assessment")
    send("import_undone", context, moderators, ask=by)


def follow_up_asked(
    assessment: Assessment, due_on: date, by: User, moderators: Iterable[User]
) -> None:
    """Ask the moderators for their authority's follow-up, by the day it is due."""
    context = of_assessment(assessment, by, "follow_up") | {"due_on": due_on}
    send("follow_up_asked", context, moderators)


def follow_up_due_changed(
    assessment: Assessment, due_on: date, by: User, moderators: Iterable[User]
) -> None:
    """Tell the moderators of another due date of their authority's follow-up."""
    context = of_assessment(assessment, by, "follow_up") | {"due_on": due_on}
    send("follow_up_due_changed", context, moderators)


def follow_up_returned(
    returned: FollowUpReturn,
    assessment: Assessment,
    by: User,
    moderators: Iterable[User],
) -> None:
    """Send the moderators a receipt with the reference of their follow-up."""
    link = url("follow_up_return", returned.reference)
    context = of_assessment(assessment, by, "follow_up")
    context |= {"returned": returned, "link": link}
    send("follow_up_returned", context, moderators)


def follow_up_reopened(
    assessment: Assessment, by: User, moderators: Iterable[User]
) -> None:
    """Tell the moderators that they can change their follow-up again, but not why."""
    context = of_assessment(assessment, by, "follow_up")
    send("follow_up_reopened", context, moderators)


def question_asked(
    assessment: Assessment, by: User, moderators: Iterable[User]
) -> None:
    """Tell the moderators that there is a question, without its text."""
    context = of_assessment(assessment, by, "questions")
    send("question_asked", context, moderators)


def question_replied(assessment: Assessment, by: User, people: Iterable[User]) -> None:
    """Tell people at Coram Voice that there is a reply, without its text."""
    send("question_replied", of_assessment(assessment, by, "questions"), people)


def review_asked(review: PeerReview, assessment: Assessment, by: User) -> None:
    """Ask somebody from elsewhere to review a submission, and say how to sign in."""
    context = {
        "review": review,
        "assessment": assessment,
        "by": by,
        "link": url("own_review", review.pk),
        "password_link": url("account_reset_password"),
    }
    send("review_asked", context, [review.reviewer], ask=by)
