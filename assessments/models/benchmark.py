"""Benchmarks that were released to authorities, and who opened the results."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .assessment import Assessment, Round


class Benchmark(models.Model):
    """The spreads of what everybody in a round said, computed once and frozen.

    `basis` is {reference of a submission: its group}, and `figures` what may be shown of
    them; see `analysis.benchmark`. `known` is how many values an authority may know at
    most, its own included: all benchmarks of a round have the same.
    """

    class Grouping(models.TextChoices):
        NONE = "", "Everybody together"
        REGION = "region", "By region"
        KIND = "kind", "By kind of authority"

    round = models.ForeignKey(Round, models.PROTECT, related_name="benchmarks")
    number = models.PositiveSmallIntegerField()
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    grouping = models.CharField(max_length=10, choices=Grouping.choices, blank=True)
    known = models.PositiveSmallIntegerField()
    note = models.TextField(help_text="Coram Voice's covering note.")
    basis = models.JSONField()
    figures = models.JSONField()

    class Meta:
        ordering = ["round", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"], name="benchmark_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(known__gte=1), name="benchmark_knows_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"Benchmark {self.number} of {self.round}"


class ResultsOpening(models.Model):
    """A person who opened the results of an assessment, for the first time when."""

    benchmark = models.ForeignKey(Benchmark, models.PROTECT, related_name="openings")
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="results_openings"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["benchmark", "assessment", "by"], name="results_opening_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} by {self.by_id}"


class SeenByName(models.Model):
    """An assessment whose scores another one's authority was shown by name.

    Both had agreed to it at that time. It stays when one of them does not any more, as
    what was seen stays known.
    """

    viewer = models.ForeignKey(Assessment, models.PROTECT, related_name="seen_by_name")
    shown = models.ForeignKey(Assessment, models.PROTECT, related_name="shown_by_name")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["viewer", "shown"], name="seen_by_name_unique"
            ),
            models.CheckConstraint(
                condition=~Q(viewer=F("shown")), name="seen_by_name_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_id} seen by {self.viewer_id}"
