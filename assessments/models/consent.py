"""The choices of an authority on what others may do with its submission."""

from django.db import models
from django.utils.dateformat import format as in_format

from .assessment import Assessment
from .supplement import SupplementModel


class Consent(SupplementModel):
    """An authority's choices for one assessment: none is made until it says yes.

    Without a row nobody has been asked. The history is in the audit events. A moderator
    decides; where there is none, Coram Voice records what it was told, by whom and when.
    """

    class Teller(models.TextChoices):
        """The role of who told Coram Voice; it never has a name."""

        DIRECTOR = "director", "the director of children’s services"
        HEAD = "head", "the head of the service"
        MANAGER = "manager", "the manager of the leaving care team"
        COUNCILLOR = "councillor", "the lead councillor for children’s services"
        OTHER = "other", "somebody else who may decide for the authority"

    assessment = models.OneToOneField(
        Assessment, models.PROTECT, related_name="consent"
    )
    shows_cluster = models.BooleanField(default=False)
    quotes_named = models.BooleanField(default=False)
    quotes_unnamed = models.BooleanField(default=False)
    to_evaluator = models.BooleanField(default=False)
    told_by = models.CharField(
        max_length=20,
        choices=Teller.choices,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )  # blank: a moderator decided
    told_on = models.DateField(null=True, editable=False)  # if `told_by` is not blank

    # Each in the words in which an authority is asked.
    CHOICES = {
        "shows_cluster": "Show our scores to the other authorities of our cluster, by "
        "name",
        "quotes_named": "Quote us, with our name",
        "quotes_unnamed": "Quote us as “an authority”",
        "to_evaluator": "Pass our submission to the evaluator, with a code instead of "
        "our name",
    }

    @property
    def told(self) -> str:
        """Return "as told by the head of the service on 5 June 2020"; "" if it was not."""
        if self.told_on is None:
            return ""
        day = in_format(self.told_on, "j F Y")
        return f"as told by {self.Teller(self.told_by).label} on {day}"

    def __str__(self) -> str:
        return f"Consent of {self.assessment_id}"
