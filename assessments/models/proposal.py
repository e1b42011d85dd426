"""Proposals: texts about an agreed answer or a score before it is settled."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from frameworks.models import Area, Statement

from .assessment import Assessment
from .versioned import VersionedModel


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def opened(self) -> Self:
        """Return those in which something is proposed: see `Proposal.is_open`."""
        return self.filter(by__isnull=False)


class Proposal(VersionedModel):
    """A proposal that is not settled yet, shared by everyone who may settle it.

    `values` are the fields of the page, {} while nothing is proposed. It is about a
    statement or, for a score, an area. It is in no submission.
    """

    class Kind(models.TextChoices):
        SETTLE = "settle", "The answer to a statement"
        SCORE = "score", "The global score of an area"
        CHANGE = "change", "An approver’s change of a rating"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, related_name="+"
    )
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    values = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "kind", "statement"],
                name="proposal_one_a_statement",
            ),
            models.UniqueConstraint(
                fields=["assessment", "area"], name="proposal_one_an_area"
            ),
            models.CheckConstraint(
                condition=Q(kind="score", area__isnull=False, statement=None)
                | Q(kind__in=["settle", "change"], area=None, statement__isnull=False),
                name="proposal_about",
            ),
            models.CheckConstraint(
                condition=Q(values={}, by=None, at=None)
                | (~Q(values={}) & Q(by__isnull=False, at__isnull=False)),
                name="proposal_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.statement_id or self.area_id}, by {self.by_id}"

    @property
    def is_open(self) -> bool:
        """Return whether anything is proposed."""
        return bool(self.values)


class EarlierProposal(models.Model):
    """A person's proposal before somebody else changed, settled or discarded it."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="earlier")
    values = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id} by {self.by_id}, {self.at}"
