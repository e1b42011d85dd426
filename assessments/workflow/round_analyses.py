"""Keeping an analysis of a round: of these submissions, on this day, by these rules."""

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..models import Round, RoundAnalysis
from ..round_analysis.choosing import Choice, bases, data_of
from ..round_analysis.document import document
from ..round_analysis.rules import RULES
from ..submission import digests

NOBODY = "No authority has submitted in this round yet, so there is nothing to keep."


@transaction.atomic
def keep(*, round: Round, baseline: Round | None, note: str, by: User) -> RoundAnalysis:
    """Keep an analysis of the round as it is now, numbered from 1 within the round.

    It is of every authority that was asked: a kept one is narrowed when it is read.
    """
    held = Round.objects.select_for_update().get(pk=round.pk)
    choice = Choice(baseline=baseline)
    chosen = bases(held, choice)
    data = data_of(held, chosen, choice)
    if not data.n:
        raise Refused(NOBODY)
    last = RoundAnalysis.objects.filter(round=held).first()
    return RoundAnalysis.objects.create(
        round=held,
        number=last.number + 1 if last else 1,
        baseline=baseline,
        made_at=timezone.now(),
        made_by=by,
        rules=RULES,
        note=note,
        basis={"asked": chosen.asked, "baseline": chosen.baseline},
        digest=digests.digest(document(data)),
    )


def is_as_kept(kept: RoundAnalysis) -> bool:
    """Return whether its figures, made again now, are those that were kept."""
    choice = Choice(kept=kept)
    data = data_of(kept.round, bases(kept.round, choice), choice)
    return digests.digest(document(data)) == kept.digest
