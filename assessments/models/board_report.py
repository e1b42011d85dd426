"""The moderator's choices for the report for members and the board."""

from django.db import models

from .assessment import Assessment
from .supplement import SupplementModel


class BoardReport(SupplementModel):
    """The statements that the report names first, and its requests to the Board.

    `strengths` and `priorities` are codes of statements. `printed` has the codes and
    keys of cover questions whose text could identify someone, but is printed anyway.
    """

    assessment = models.OneToOneField(
        Assessment, models.PROTECT, related_name="board_report"
    )
    strengths = models.JSONField(default=list, blank=True)
    priorities = models.JSONField(default=list, blank=True)
    asked = models.TextField(blank=True)
    printed = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return f"Board report of {self.assessment_id}"
