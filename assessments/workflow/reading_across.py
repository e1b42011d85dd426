"""Tags that Coram Voice puts on what authorities wrote, and takes off again."""

from django.db import transaction

from leavingcare.models import User

from ..models import ReadingTag, Submission, TaggedText


@transaction.atomic
def tag(*, submission: Submission, place: str, name: str, by: User) -> ReadingTag:
    """Put a tag on a place of a submission, and return it; capital letters are the same."""
    found = ReadingTag.objects.filter(name__iexact=name).first()
    found = found or ReadingTag.objects.create(name=name)
    TaggedText.objects.get_or_create(
        tag=found, submission=submission, place=place, defaults={"by": by}
    )
    return found


@transaction.atomic
def untag(*, submission: Submission, place: str, tag: int) -> None:
    """Take a tag off a place of a submission. A tag that is nowhere left is deleted."""
    TaggedText.objects.filter(tag=tag, submission=submission, place=place).delete()
    ReadingTag.objects.filter(pk=tag, texts=None).delete()
