"""The emails of Coram Voice's desk, but those on a round's own dates; see `emails`."""

from collections.abc import Iterable
from datetime import date

from leavingcare.models import User

from .emails import of_assessment, send, url
from .models import Assessment, PeerReview


def staff_invited(person: User, by: User) -> None:
    """Tell somebody that they have access at Coram Voice, and how to choose a password."""
    context = {
        "person": person,
        "by": by,
        "link": url("home"),
        "password_link": url("account_reset_password"),
    }
    send("staff_invited", context, [person])


def import_undone(assessment: Assessment, by: User, moderators: Iterable[User]) -> None:
    """Tell the moderators that what Coram Voice imported is no longer their submission."""
    send("import_undone", of_assessment(assessment, by, "assessment"), moderators)


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
    send("review_asked", context, [review.reviewer])
