"""The record of who did what, and when. People read it; no code depends on it."""

from django.conf import settings
from django.db import models

from .assessment import Assessment


class AuditEvent(models.Model):
    """One thing that happened to an assessment.

    It may name groups and areas, but never contains what anybody wrote.
    """

    class Kind(models.TextChoices):
        STARTED = "started", "started the assessment"
        GROUP_CHANGED = "group_changed", "changed a working group"
        COVER_CHANGED = "cover_changed", "changed the cover sheet"
        INVITED = "invited", "invited somebody"
        WITHDRAWN = "withdrawn", "withdrew an invitation"
        JOINED = "joined", "joined"
        LEFT = "left", "removed somebody"
        ROLE_CHANGED = "role_changed", "changed a role"
        IMPORTED = "imported", "imported a completed form"
        TAKEN_OFFLINE = "taken_offline", "downloaded a group's Word form"
        TAKEN_AGREED = "taken_agreed", "downloaded what is agreed so far"
        REMINDED = "reminded", "sent reminders"
        HANDED_IN = "handed_in", "handed in a draft"
        HANDED_BACK = "handed_back", "handed back a draft"
        OPENED = "opened", "opened a discussion"
        SETTLED = "settled", "settled a statement"
        RATED_AGAIN = "rated_again", "gave a second rating"
        REVEALED = "revealed", "showed the second ratings"
        DISSENTED = "dissented", "noted dissent"
        SCORED = "scored", "settled a global score"
        ASKED = "asked", "asked for approval"
        CHANGED = "changed", "changed an agreed rating as approver"
        APPROVED = "approved", "approved the agreed version"
        SUBMITTED = "submitted", "submitted the assessment"
        REOPENED = "reopened", "reopened the assessment"
        YOUNG_PEOPLE = "young_people", "changed the young people’s scores"
        FOLLOWED_UP = "followed_up", "changed the follow-up"
        DOWNLOADED = "downloaded", "downloaded a submission"
        TAKEN_AWAY = "taken_away", "downloaded everything the authority has here"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # null: an operator, at the command line
    at = models.DateTimeField(auto_now_add=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["assessment", "-at"], name="audit_event_by_assessment")
        ]

    def __str__(self) -> str:
        return f"{self.by or 'Operator'} {self.get_kind_display()}"
