"""The records that the analysis of a round reads, and analyses that were kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .assessment import Round
from .submission import Submission


class SubmissionFigures(models.Model):
    """The ratings and scores of a submission as one small record.

    Made when it is submitted, from its content; `workflow.submission_figures` makes it
    again and checks it. See `analysis.returns` for its two parts.
    """

    submission = models.OneToOneField(
        Submission, models.PROTECT, related_name="figures"
    )
    figures = models.JSONField(help_text="Settled ratings and global scores.")
    discussion = models.JSONField(help_text="What groups rated before and after.")

    class Meta:
        verbose_name_plural = "submission figures"

    def __str__(self) -> str:
        return f"Figures of {self.submission_id}"


class RoundAnalysis(models.Model):
    """An analysis of a round that was kept: of what, on which day, by which rules.

    Its figures are not stored: they are made again from `basis`, which names the
    submissions it is of and holds what may change beside them, and must have the
    `digest` that they had.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="analyses")
    number = models.PositiveSmallIntegerField()
    baseline = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    rules = models.PositiveSmallIntegerField(help_text="The version of the rules.")
    note = models.CharField(max_length=300, blank=True)
    basis = models.JSONField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of its figures.")

    class Meta:
        ordering = ["round", "-number"]
        verbose_name_plural = "round analyses"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"], name="round_analysis_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(baseline=None) | ~Q(baseline=models.F("round")),
                name="round_analysis_not_its_own_baseline",
            ),
        ]

    def __str__(self) -> str:
        return f"Analysis {self.number} of {self.round}"
