"""The choices of an authority on what others may do with its submission."""

from django.db import models

from .assessment import Assessment
from .supplement import SupplementModel


class Consent(SupplementModel):
    """An authority's choices for one assessment: none is made until a moderator says yes.

    Without a row nobody has been asked. The history is in the audit events.
    """

    assessment = models.OneToOneField(
        Assessment, models.PROTECT, related_name="consent"
    )
    shows_cluster = models.BooleanField(default=False)
    quotes_named = models.BooleanField(default=False)
    quotes_unnamed = models.BooleanField(default=False)
    to_evaluator = models.BooleanField(default=False)

    # Each in the words in which an authority is asked.
    CHOICES = {
        "shows_cluster": "Show our scores to the other authorities of our cluster, by "
        "name",
        "quotes_named": "Quote us, with our name",
        "quotes_unnamed": "Quote us as “an authority”",
        "to_evaluator": "Pass our submission to the evaluator, with a code instead of "
        "our name",
    }

    def __str__(self) -> str:
        return f"Consent of {self.assessment_id}"
