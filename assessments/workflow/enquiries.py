"""One question to several authorities of a round at once, a thread of each one's own."""

from django.db import transaction
from django.utils import timezone

from frameworks.models import Area
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..desk.enquiries import asked_of
from ..models import Cluster, Enquiry, Round
from . import questions

NOBODY = "None of these authorities has submitted yet, so nobody can be asked."


@transaction.atomic
def ask(
    *, round: Round, cluster: Cluster | None, area: Area | None, text: str, by: User
) -> Enquiry:
    """Ask every authority that has submitted, and tell the moderators of each.

    Sent twice, it is asked once. Raises Refused if none has submitted.
    """
    held = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    same = Enquiry.objects.filter(
        round=held,
        cluster=cluster,
        by=by,
        questions__text=text,
        questions__area=area,
        questions__closed_at=None,
    ).exclude(questions__replies__isnull=False)
    if there := same.first():
        return there
    assessments = list(asked_of(held, cluster).order_by("pk"))
    if not assessments:
        raise Refused(NOBODY)
    enquiry = Enquiry.objects.create(
        round=held, cluster=cluster, by=by, at=timezone.now()
    )
    for each in assessments:
        questions.ask(
            assessment=each,
            statement=None,
            area=area,
            text=text,
            by=by,
            enquiry=enquiry,
        )
    return enquiry
