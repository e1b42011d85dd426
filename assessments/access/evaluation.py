"""The submissions that authorities agreed to pass to the evaluator."""

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from leavingcare.models import User

from ..models import Submission


def passed_on(user: User) -> QuerySet[Submission]:
    """Return the latest submission of each assessment that is passed to the evaluator.

    Pages and files show only what `submission.shown.coded` leaves. Programme
    officers read the same, to see what an evaluator sees. Raises PermissionDenied.
    """
    if not (user.is_evaluator or user.is_officer):
        raise PermissionDenied
    same = Submission.objects.filter(assessment=OuterRef("assessment"))
    last = same.order_by("-number").values("number")[:1]
    return Submission.objects.filter(
        assessment__consent__to_evaluator=True,
        number=Subquery(last),
        withdrawn_at=None,
    ).select_related("assessment__authority", "assessment__round__framework")


def open_passed_on(user: User, pk: int) -> Submission:
    """Return the submission of an assessment that is passed on, or raise Http404."""
    return get_object_or_404(passed_on(user), assessment=pk)
