"""Young people's scores for each area, and findings of their survey."""

from django.db import models
from django.db.models import F, Q

from frameworks.models import Area

from ..analysis.sentences import basis_words
from .assessment import Assessment
from .supplement import ListItem, ListItemQuerySet, SupplementModel


class YoungPeopleRecord(SupplementModel):
    """The record of how young people's scores were gathered, and from how many people."""

    assessment = models.OneToOneField(
        Assessment, models.PROTECT, related_name="young_people_record"
    )
    how_gathered = models.TextField(blank=True)
    how_many = models.PositiveIntegerField(null=True, blank=True)
    gathered_on = models.DateField(null=True, blank=True)
    gathered_by = models.CharField(max_length=150, blank=True, help_text="A role.")

    def __str__(self) -> str:
        return f"Young people's scores of {self.assessment_id}"


class YoungPeopleScore(SupplementModel):
    """The care leavers' own view of an area: a score, or that it is best or worst.

    `how_gathered` is what differs for this area from the record of the assessment.
    """

    class Pick(models.TextChoices):
        BEST = "best", "One of the three best"
        WORST = "worst", "One of the three worst"

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="young_people_scores"
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    pick = models.CharField(max_length=5, choices=Pick.choices, blank=True)
    how_gathered = models.TextField(blank=True)

    class Meta:
        ordering = ["assessment", "area__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "area"], name="young_people_score_unique"
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__range=(0, 10)),
                name="young_people_score_out_of_ten",
            ),
            models.CheckConstraint(
                condition=Q(pick__in=["", "best", "worst"]),
                name="young_people_score_pick",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}, {self.area_id}: {self.score}"


class SurveyFinding(ListItem):
    """A finding of a survey of young people, in words, with how many answered."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="survey_findings"
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField()
    asked = models.PositiveIntegerField(null=True, blank=True)
    answered = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    objects = ListItemQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "area__number", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked=None)
                | Q(answered=None)
                | Q(answered__lte=F("asked")),
                name="survey_finding_answered_of_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}, {self.area_id}, finding {self.pk}"

    @property
    def basis(self) -> str:
        """Return how many answered and where it comes from, in words."""
        return basis_words(self.asked, self.answered, self.source)
