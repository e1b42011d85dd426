"""Evidence a group starts from: last time's, or its own on a statement of the family.

Only text is copied, never a rating and never an idea. What was copied is marked with
where it is from until somebody has edited it or says that it has been checked.
"""

from django.conf import settings
from django.db import transaction

from leavingcare.refusals import Refused
from leavingcare.text import length_of

from ..models import DraftResponse
from ..submission.previous_answers import CARRIED_LENGTH
from .drafting import hold, rewrite


@transaction.atomic
def start(*, draft, thens, by):
    """Start blank evidence of a draft from last time's.

    `thens` is {letter: Then} of `submission.previous_answers`. Statements that have
    evidence by now are left as they are. Returns the letters started, or refuses if
    none can be.
    """
    hold(draft)
    held = draft.responses.filter(evidence="", statement__letter__in=thens)
    started = {}
    for response in held.select_related("statement", "rating"):
        then = thens[response.statement.letter]
        if then.is_offered:
            started[response.statement.letter] = (
                response,
                {"evidence": then.evidence, "carried_from": then.source},
            )
    if not started:
        raise Refused(
            "Nothing was copied: there is evidence here now, or none from last time "
            "that fits."
        )
    rewrite(started.values(), by)
    return sorted(started)


@transaction.atomic
def reuse(*, response, sibling, source, by):
    """Add a sibling's evidence, whole, to a response of the same group.

    `source` is the sibling's code. Returns False if the text was there already.
    """
    hold(response.draft)
    response, sibling = _now(response), _now(sibling)
    if not sibling.evidence:
        raise Refused(f"{source} has no evidence any more, so nothing was added.")
    if sibling.evidence in response.evidence:
        return False
    text = "\n\n".join(filter(None, [response.evidence, sibling.evidence]))
    length = length_of(text)
    if length > settings.TEXT_LIMIT:
        raise Refused(
            f"The evidence of {source} was not added: together that would be "
            f"{length:,} characters, and {settings.TEXT_LIMIT:,} is the most. Shorten "
            "the evidence here, then add it again."
        )
    sources = " and ".join(filter(None, [response.carried_from, source]))
    carried_from = sources if len(sources) <= CARRIED_LENGTH else source
    rewrite([(response, {"evidence": text, "carried_from": carried_from})], by)
    return True


@transaction.atomic
def confirm(*, response, evidence, by):
    """Take the mark off evidence that somebody has checked: the text they had seen."""
    hold(response.draft)
    response = _now(response)
    if response.evidence != evidence:
        raise Refused(
            "The evidence has changed since you opened this page. Read it again, then "
            "say that you have checked it."
        )
    if response.carried_from:
        rewrite([(response, {"carried_from": ""})], by)


def _now(response):
    """The response as it is stored while its draft is held."""
    return DraftResponse.objects.select_related("rating").get(pk=response.pk)
