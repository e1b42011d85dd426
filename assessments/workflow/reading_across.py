"""Tags that Coram Voice puts on what authorities wrote, and what has one as a file."""

from collections.abc import Collection

from django.db import transaction

from leavingcare.models import User

from ..files.data import zips
from ..models import (
    AuditEvent,
    ReadingTag,
    Round,
    Submission,
    TaggedText,
)
from ..round_analysis.quoting import Quoting, quoting_of
from ..round_analysis.reading_across import Written
from ..submission.shown.coded import hidden
from .common import Kind
from .evaluation import names_of

HEADER = ["tag", "la_code", "place", "heading", "text", "may_be_quoted"]
TAKEN = "texts with a tag of Coram Voice’s, csv, with text"


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


@transaction.atomic
def tag_file(
    *, round: Round, tag: ReadingTag, found: Collection[Written], by: User
) -> bytes:
    """Return what has a tag as CSV, with codes, and record it in each assessment."""
    names = names_of({each.authority.pk: each.authority for each in found}.values())
    quoting = quoting_of(round)
    rows = [
        [
            tag.name,
            each.authority.alias,
            each.place,
            heading,
            hidden(text, alias=each.authority.alias, names=names[each.authority.pk]),
            quoting.get(each.assessment, Quoting.NO),
        ]
        for each in found
        for heading, text in each.texts
    ]
    AuditEvent.objects.bulk_create(
        AuditEvent(assessment_id=key, kind=Kind.DOWNLOADED, by=by, detail=TAKEN)
        for key in sorted({each.assessment for each in found})
    )
    return zips.csv_file(HEADER, rows)
