"""The supplements of a submission: recorded after it, and outside its digest."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from frameworks.models import Area

from .assessment import Assessment
from .versioned import VersionedModel


class SupplementModel(VersionedModel):
    """A row that is made blank with the assessment's first submission."""

    updated_at = models.DateTimeField(null=True, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )  # null: not yet written, or imported by an operator

    class Meta:
        abstract = True


class YoungPeopleScore(SupplementModel):
    """The score out of ten that care leavers themselves give an area."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="young_people_scores"
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(null=True, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}, {self.area_id}: {self.score}"


class FollowUp(SupplementModel):
    """The authority's review of each area, some months after it submitted.

    `ideas` maps codes of statements to the progress on their ideas for improvement,
    a value of `Idea`. Statements without one are left out.
    """

    class Idea(models.TextChoices):
        DONE = "done", "Done"
        UNDER_WAY = "under_way", "Under way"
        NOT_YET = "not_yet", "Not yet"

    assessment = models.OneToOneField(
        Assessment, models.PROTECT, related_name="follow_up"
    )
    completed_on = models.DateField(null=True, blank=True)
    ideas = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"Follow-up of {self.assessment_id}"


class FollowUpScore(SupplementModel):
    """An area's two scores out of ten, with comments on the time between them.

    Stage one is the latest submitted global score. It is stored here only if no
    score was submitted.
    """

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="scores")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    stage_one = models.PositiveSmallIntegerField(null=True, blank=True)
    stage_two = models.PositiveSmallIntegerField(null=True, blank=True)
    what_helped = models.TextField(blank=True)
    barriers = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)

    class Meta:
        ordering = ["follow_up", "area__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "area"], name="follow_up_score_unique"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{stage: None}) | Q(**{f"{stage}__range": (0, 10)}),
                    name=f"follow_up_score_{stage}_out_of_ten",
                )
                for stage in ("stage_one", "stage_two")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up_id}, {self.area_id}: {self.stage_two}"
