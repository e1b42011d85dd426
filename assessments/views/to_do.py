"""What a person's groups still have to hand in, the most pressing first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from .. import progress
from ..analysis import due
from ..models import AgreedArea, Assessment, Draft, DraftResponse

COVER_TEXTS = [  # which no list of areas shows
    f"group__assessment__{name}"
    for name in (*Assessment.COVER_FIELDS, "reopened_because")
]


@dataclass(frozen=True)
class OutstandingDraft:
    """A draft that waits to be handed in, with what to do next about it."""

    draft: Draft  # from `drafts_of`
    today: date

    @property
    def group(self):
        return self.draft.group

    @property
    def assessment(self):
        return self.group.assessment

    @property
    def due(self):
        """When it is due, in words; "" if it never is."""
        return due.in_words(self.group.due, self.today)

    @property
    def is_late(self):
        return due.is_late(self.group.due, self.today)

    @property
    def next_step(self):
        if not self.draft.next_letter:
            return "Check and hand in"
        is_begun = self.draft.rated_count or self.draft.reason_count
        return "Go on with" if is_begun else "Start"

    @property
    def url(self):
        """Where that is done: the first statement not rated, or the check."""
        url_args = [self.assessment.pk, self.group.pk, self.draft.area.number]
        if self.draft.next_letter:
            return (
                f"{reverse('draft', args=url_args)}#statement-{self.draft.next_letter}"
            )
        return reverse("hand_in", args=url_args)

    @property
    def order(self):
        """Handed back first, then by due date; what has none comes last."""
        return (
            not self.draft.handed_back_because,
            self.group.due or date.max,
            self.assessment.authority.name,
            self.group.name,
            self.draft.area.number,
        )


def drafts_of(user):
    """The drafts of the person's groups in open assessments, in the areas' order.

    Each has its counts, `next_letter` of the first statement not rated, "" if all are,
    and `discussion_is_open`.
    """
    unanswered = DraftResponse.objects.filter(
        draft=OuterRef("pk"), rating=None, not_rated_reason=""
    ).order_by("statement__letter")
    opened = AgreedArea.objects.filter(
        assessment=OuterRef("group__assessment"),
        area=OuterRef("area"),
        discussion_opened_at__isnull=False,
    )
    return list(
        progress.of_drafts(
            Draft.objects.filter(
                group__members=user,
                group__assessment__status=Assessment.Status.OPEN,
                group__assessment__authority__memberships__user=user,
            )
        )
        .annotate(
            next_letter=Subquery(unanswered.values("statement__letter")[:1]),
            discussion_is_open=Exists(opened),
        )
        .select_related(
            "area",
            "handed_in_by",
            "group__assessment__authority",
            "group__assessment__round",
        )
        .defer(*COVER_TEXTS)
        .order_by("group__name", "area__number")
    )


def outstanding(drafts):
    """What is not handed in of `drafts_of` somebody, as OutstandingDraft, in order."""
    today = timezone.localdate()
    waiting = [
        OutstandingDraft(draft, today) for draft in drafts if not draft.is_handed_in
    ]
    return sorted(waiting, key=lambda one: one.order)
