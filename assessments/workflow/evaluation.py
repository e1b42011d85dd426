"""Submissions as an evaluator gets them: with codes instead of names."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, QuerySet

from leavingcare.models import User

from ..analysis.sentences import join_and
from ..files.catalogue import Format
from ..files.data import files
from ..models import AuditEvent, LocalAuthority, RegisterEntry, Round, Submission
from ..submission import supplements
from ..submission.shown.coded import coded, hidden
from ..submission.shown.content import Document
from .common import Kind
from .round_data import RoundSubmission


def names_of(authorities: Iterable[LocalAuthority]) -> dict[int, list[str]]:
    """Return {key: every name} of the authorities, here and in the register."""
    authorities = list(authorities)
    codes = {each.code for each in authorities if each.code}
    entries = {each.code: each for each in RegisterEntry.objects.filter(code__in=codes)}
    return {
        each.pk: [
            each.name,
            *each.other_names,
            *(entries[each.code].names if each.code in entries else []),
        ]
        for each in authorities
    }


def round_label(round: Round, count: int) -> str:
    """Return the round's name; a round of one authority could name that, so none."""
    return round.name if count > 1 else "A round of one authority"


def asked_counts(submissions: QuerySet[Submission]) -> dict[int, int]:
    """Return {key of each round of the submissions: how many authorities it has}."""
    rounds = Round.objects.filter(
        pk__in=submissions.order_by().values("assessment__round")
    )
    return dict(rounds.order_by().values_list("pk").annotate(Count("assessments")))


def document_of(submission: Submission) -> Document:
    """Return what an evaluator reads of a submission."""
    assessment = submission.assessment
    authority = assessment.authority
    return coded(
        submission.content,
        alias=authority.alias,
        names=names_of([authority])[authority.pk],
        round_name=round_label(assessment.round, assessment.round.assessments.count()),
    )


def data_file(
    *,
    round: Round,
    submissions: Iterable[Submission],
    format: Format,
    with_words: bool,
) -> bytes:
    """Return a data file of these submissions, with codes and months.

    `with_words` includes what people wrote, as its authority agreed to pass it on.
    """
    submissions = list(submissions)
    assessments = [each.assessment for each in submissions]
    names = names_of(each.authority for each in assessments)
    shown = supplements.of_many(assessments)
    label = round_label(round, round.assessments.count())
    found: list[RoundSubmission] = []
    for each in submissions:
        authority = each.assessment.authority
        alias, known = authority.alias, names[authority.pk]
        found.append(
            {
                "assessment": each.assessment_id,
                "content": coded(
                    each.content, alias=alias, names=known, round_name=label
                ),
                "digest": "",
                "beside": hidden(shown[each.assessment_id], alias=alias, names=known),
                "about": {
                    "evaluation_code": alias,
                    "dated_on": f"{each.dated_on:%Y-%m}",
                    "imported": 1 if each.is_imported else 2,
                },
            }
        )
    return files.of_many(
        format.name, found, label, with_words=with_words, is_coded=True
    )


@transaction.atomic
def record_reading(
    submissions: Iterable[Submission], by: User, *, format: str = ""
) -> None:
    """Record in each assessment that an evaluator read it or took its data."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            assessment_id=each.assessment_id,
            kind=Kind.DOWNLOADED,
            by=by,
            detail=join_and(
                [f"for the evaluation, as {each.assessment.authority.alias}"]
                + ([format] if format else [])
            ),
        )
        for each in submissions
    )
