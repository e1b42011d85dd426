"""Removing words that could identify somebody from everything an assessment holds.

The words are replaced everywhere as whole words, in upper or lower case: in answers,
their history, notes, files that were read, and agreed answers. Only Coram Voice can
remove words from a submission, which makes a new submission. The record says who
removed words and where, never which.
"""

import re
from collections.abc import Iterable
from copy import deepcopy
from typing import TypeVar, cast

from django.db import models, transaction
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..models import (
    Assessment,
    DraftResponse,
    FollowUpReturn,
    PastFile,
    Submission,
    SubmissionFile,
)
from ..models.versioned import VersionedModel
from ..submission import digests
from .common import Kind, lock, record, tell_room
from .references import new_reference
from .submission_figures import keep_figures
from .written_texts import AGREED, ANSWER, TEXTS

MARK = "[removed]"
NOWHERE = "These words were not found here."
ONLY_DRAFTS = (
    "The words are in no submission, only in what the authority may still change."
)
Rows = models.QuerySet[models.Model]
Kept = TypeVar("Kept")


class Remover:
    """Replaces words in texts and in the values of JSON."""

    def __init__(self, words: str) -> None:
        parts = [re.escape(part) for part in words.split()]
        before = r"(?<!\w)" if re.match(r"\w", words) else ""
        after = r"(?!\w)" if re.search(r"\w$", words) else ""
        spaced = r"\s+".join(parts)
        self.pattern = re.compile(before + spaced + after, re.IGNORECASE)

    def __call__(self, value: Kept) -> Kept:
        """Return the value without the words; an equal value if it had none."""
        if isinstance(value, str):
            return cast("Kept", self.pattern.sub(MARK, value))
        if isinstance(value, list):
            return cast("Kept", [self(each) for each in value])
        if isinstance(value, dict):
            return cast("Kept", {key: self(each) for key, each in value.items()})
        return value

    def changes(self, row: models.Model, names: Iterable[str]) -> dict[str, object]:
        """Return {field: new value} of those fields of a row that have the words."""
        found = {name: self(getattr(row, name)) for name in names}
        return {name: v for name, v in found.items() if v != getattr(row, name)}


def rows_of(response: DraftResponse, *, is_moderator: bool, words: str) -> list[Rows]:
    """Return the rows that the person may remove words from, one queryset per model.

    A moderator's rows are the whole assessment. Anybody else's are their group's own,
    and the agreed answers made from them.
    """
    group = response.draft.group
    if is_moderator:
        return [_of_assessment(model, group.assessment) for model in TEXTS]
    own = [
        model._default_manager.filter(**{written.group: group})
        for model, written in TEXTS.items()
        if written.group
    ]
    remove = Remover(words)
    statements = {
        one.statement_id
        for one in DraftResponse.objects.filter(draft__group=group)
        if remove.changes(one, ANSWER)
        or any(remove.changes(old, ["content"]) for old in one.revisions.all())
    }
    return own + [
        _of_assessment(model, group.assessment).filter(**{f"{to}__in": statements})
        for model, to in AGREED.items()
    ]


def _of_assessment(model: type[models.Model], assessment: Assessment) -> Rows:
    return model._default_manager.filter(**{TEXTS[model].assessment: assessment.pk})


def codes(rows: Iterable[Rows], words: str) -> list[str]:
    """Return the codes of the statements whose answers have the words now, in order."""
    remove, found = Remover(words), set[tuple[int, str]]()
    for each in rows:
        if each.model is DraftResponse:
            for row in each.select_related("statement__area"):
                if remove.changes(row, ANSWER):
                    statement = cast("DraftResponse", row).statement
                    found.add((statement.area.number, statement.letter))
    return [f"{number}{letter}" for number, letter in sorted(found)]


def places(rows: Iterable[Rows], words: str) -> dict[str, int]:
    """Return {kind: how many have the words}, without kinds that have none."""
    remove, found = Remover(words), dict[str, int]()
    for each in rows:
        called, names, *_ = TEXTS[each.model]
        number = sum(bool(remove.changes(row, names)) for row in each)
        if number:
            found[called] = found.get(called, 0) + number
    return found


@transaction.atomic
def redact(*, response: DraftResponse, words: str, is_moderator: bool, by: User) -> int:
    """Remove the words, and return from how many texts. Raises Refused if from none.

    A person other than a moderator must have written the response: see `access`.
    """
    assessment = lock(response.draft.group.assessment)
    rows = rows_of(response, is_moderator=is_moderator, words=words)
    number = _remove(rows, words)
    if not number:
        raise Refused(NOWHERE)
    place = f"{response.draft.group.name}, {response.statement.code}"
    record(assessment, Kind.REDACTED, by, place)
    tell_room(assessment)
    return number


def _remove(rows: Iterable[Rows], words: str) -> int:
    """Replace the words in these rows; return how many rows had them."""
    remove, number = Remover(words), 0
    for each in rows:
        for row in each:
            values = remove.changes(row, TEXTS[each.model].fields)
            if values:
                number += 1
                _store(row, values)
    return number


def _store(row: models.Model, values: dict[str, object]) -> None:
    if isinstance(row, VersionedModel):
        row.save_version(**values)
    else:
        type(row)._base_manager.filter(pk=row.pk).update(**values)


@transaction.atomic
def redact_submission(
    *, submission: Submission, words: str, reason: str, by: User
) -> Submission:
    """Remove the words from a submission and its sources; return the new submission.

    The old one keeps its number and reference, without the words; it is withdrawn, and
    its files are gone. Other submissions of the assessment that have the words, and
    texts of the authority that may be copies, go the same way.
    """
    assessment = Assessment.objects.select_for_update().get(pk=submission.assessment_id)
    remove = Remover(words)
    every = list(assessment.submissions.order_by("number"))
    having = [one for one in every if remove(one.content) != one.content]
    theirs = Assessment.objects.filter(authority=assessment.authority_id)
    number = sum(
        _remove([_of_assessment(model, one) for model in TEXTS], words)
        for one in theirs
    )
    if not having:
        raise Refused(ONLY_DRAFTS if number else NOWHERE)
    _clean_files(assessment, every, remove)
    new = _submit_again(every[-1], remove)
    following = [*every, new]
    for one in having:
        one.withdraw(
            content=remove(one.content),
            by=by,
            because=remove(reason),
            replaced_by=following[following.index(one) + 1],
        )
    record(
        assessment, Kind.REDACTED, by, f"{submission.reference}, now {new.reference}"
    )
    tell_room(assessment)
    return new


def _clean_files(
    assessment: Assessment, every: list[Submission], remove: Remover
) -> None:
    """Delete the authority's stored files, and clean the supplements of submissions."""
    for each in FollowUpReturn.objects.filter(follow_up__assessment=assessment):
        models.QuerySet(FollowUpReturn).filter(pk=each.pk).update(
            content=remove(each.content)
        )
    for file in PastFile.objects.filter(submission__in=every):
        PastFile.objects.filter(pk=file.pk).update(
            content=remove(file.content), before=remove(file.before)
        )
    SubmissionFile.objects.filter(
        submission__assessment__authority=assessment.authority_id
    ).delete()


def _submit_again(last: Submission, remove: Remover) -> Submission:
    """Make a new submission of the last one's content, without the words."""
    content = remove(deepcopy(last.content))
    content |= {"reference": new_reference("BD"), "number": last.number + 1}
    submission = Submission.objects.create(
        assessment=last.assessment,
        number=last.number + 1,
        reference=content["reference"],
        submitted_at=timezone.now(),
        submitted_by=last.submitted_by,
        is_imported=last.is_imported,
        dated_on=last.dated_on,
        content=content,
        digest=digests.digest(content),
    )
    keep_figures(submission)
    return submission
