"""The comparison of everything submitted with its digest."""

from collections.abc import Iterator

from ..models import FollowUpReturn, Submission
from .digests import digest


def has_its_digest(document: Submission | FollowUpReturn) -> bool:
    """Return whether a submission or follow-up is as it was submitted.

    A submission that was withdrawn lost words on purpose, so its digest says nothing.
    """
    if isinstance(document, Submission) and document.withdrawn_at:
        return True
    return digest(document.content) == document.digest


def wrong_follow_ups() -> Iterator[str]:
    """Say which submitted follow-ups no longer match their digest, in sentences."""
    for document in FollowUpReturn.objects.order_by("pk").iterator():
        if not has_its_digest(document):
            yield f"{document.reference} does not match its digest."


def wrong_documents() -> Iterator[str]:
    """Say which submissions and follow-ups no longer match their digest, in sentences."""
    for submission in Submission.objects.order_by("pk").iterator():
        if not has_its_digest(submission):
            yield f"{submission.reference} does not match its digest."
    yield from wrong_follow_ups()
