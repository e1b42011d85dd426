"""Opening a review: a reviewer's own until its day, an authority's and Coram Voice's."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from leavingcare.models import User

from ..models import PeerReview
from .rules import Access


def reviews_for(user: User) -> QuerySet[PeerReview]:
    """Return the reviews that a person may still read for, the one due first."""
    return (
        PeerReview.objects.filter(
            reviewer=user, ended_at=None, until__gte=timezone.localdate()
        )
        .select_related(
            "submission__assessment__authority", "submission__assessment__round"
        )
        .order_by("until", "pk")
    )


def open_own_review(user: User, pk: int) -> PeerReview:
    """Return their own review, or raise Http404 if it is over."""
    return get_object_or_404(reviews_for(user), pk=pk)


def open_review(access: Access, pk: int) -> PeerReview:
    """Return a review of a submission of the assessment, or raise Http404."""
    found = PeerReview.objects.filter(submission__assessment=access.assessment)
    return get_object_or_404(
        found.select_related("reviewer", "invited_by", "ended_by", "submission"), pk=pk
    )
