"""Deciding the correspondence of a new edition, statement by statement."""

import hashlib
from collections.abc import Collection

from django.db import transaction

from frameworks.models import Framework
from leavingcare.models import User

from ..desk.new_edition import Link, work_on
from ..models import CorrespondenceDecision, EditionFile


def keep(*, name: str, data: bytes, later: str, earlier: str, by: User) -> EditionFile:
    """Keep a checked file to decide on; one that is kept already does not change."""
    kept, _ = EditionFile.objects.get_or_create(
        digest=hashlib.sha256(data).hexdigest(),
        later=later,
        earlier=Framework.objects.get(edition=earlier),
        defaults={"name": name[:255], "content": data.decode(), "by": by},
    )
    return kept


@transaction.atomic
def decide(
    *, file: EditionFile, place: str, links: list[Link], seen: int, by: User
) -> CorrespondenceDecision | None:
    """Record a decision on a statement, if the person saw the last one there.

    `seen` is its number, or 0. Return None if a colleague has decided otherwise
    meanwhile; the same decision twice is one.
    """
    EditionFile.objects.select_for_update().get(pk=file.pk)
    last = file.decisions.filter(place=place).order_by("number").last()
    if last and last.links == links:
        return last
    number = last.number if last else 0
    if number != seen:
        return None
    return CorrespondenceDecision.objects.create(
        file=file, place=place, number=number + 1, links=links, by=by
    )


@transaction.atomic
def accept_word_for_word(
    *, file: EditionFile, pairs: Collection[str], by: User
) -> list[CorrespondenceDecision]:
    """Record a decision on each statement whose words are those of an earlier one.

    `pairs` are those the person saw, as `Item.pair`. Leave out what a
    colleague has decided meanwhile.
    """
    EditionFile.objects.select_for_update().get(pk=file.pk)
    accepted = [item for item in work_on(file).word_for_word if item.pair in pairs]
    return CorrespondenceDecision.objects.bulk_create(
        CorrespondenceDecision(
            file=file, place=item.place, number=1, links=item.suggested, by=by
        )
        for item in accepted
    )
