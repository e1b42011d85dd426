"""Copying evidence from last time, or from a group's own related statement.

Only evidence is copied, never a rating or an idea. The copy names its source until
somebody edits it or confirms that it has been checked (`DraftResponse.OWN_EVIDENCE`).
"""

from collections.abc import Mapping
from typing import cast

from django.db import transaction

from leavingcare.models import User
from leavingcare.refusals import Refused
from leavingcare.text import TEXT_LIMIT, length_of

from ..models import Draft, DraftResponse
from ..submission.previous_answers import CARRIED_LENGTH, PreviousAnswers
from .drafting import rewrite
from .held_drafts import hold


@transaction.atomic
def start(
    *, draft: Draft, previous: Mapping[str, PreviousAnswers], by: User
) -> list[str]:
    """Copy last time's evidence into a draft's statements that have none.

    `previous` is {letter: previous answer}, from `submission.previous_answers`. Returns
    the letters of the statements that were filled; raises Refused if there are none.
    """
    hold(draft)
    held = draft.responses.filter(evidence="", statement__letter__in=previous)
    started = {}
    for response in held.select_related("statement", "rating"):
        then = previous[response.statement.letter]
        if then.is_offered:
            started[response.statement.letter] = (
                response,
                {"evidence": then.evidence, "carried_from": then.source},
            )
    if not started:
        raise Refused(
            "Nothing was copied. Either there is evidence here already, or none from "
            "last time fits."
        )
    rewrite(started.values(), by)
    return sorted(started)


@transaction.atomic
def reuse(
    *, response: DraftResponse, related: DraftResponse, source: str, by: User
) -> bool:
    """Add the evidence of a related statement to a response of the same group.

    `source` is the related statement's code. Returns False if the response already
    contains the text.
    """
    hold(response.draft)
    response, related = _now(response), _now(related)
    if not related.evidence:
        raise Refused(f"{source} no longer has any evidence, so nothing was added.")
    if related.evidence in response.evidence:
        return False
    text = "\n\n".join(filter(None, [response.evidence, related.evidence]))
    length = length_of(text)
    if length > TEXT_LIMIT:
        raise Refused(
            f"The evidence of {source} was not added, because the text would have "
            f"{length:,} characters. The limit is {TEXT_LIMIT:,}. Shorten the "
            "evidence here, then add it again."
        )
    sources = " and ".join(filter(None, [response.carried_from, source]))
    carried_from = sources if len(sources) <= cast(int, CARRIED_LENGTH) else source
    rewrite([(response, {"evidence": text, "carried_from": carried_from})], by)
    return True


@transaction.atomic
def confirm(*, response: DraftResponse, evidence: str, by: User) -> None:
    """Record that copied evidence has been checked; `evidence` is the text they saw."""
    hold(response.draft)
    response = _now(response)
    if response.evidence != evidence:
        raise Refused(
            "The evidence has changed since you opened this page. Read it again, then "
            "confirm that you have checked it."
        )
    if response.carried_from:
        rewrite([(response, DraftResponse.OWN_EVIDENCE)], by)


def _now(response: DraftResponse) -> DraftResponse:
    """Return the response as it is stored now that its draft is locked."""
    return DraftResponse.objects.select_related("rating").get(pk=response.pk)
