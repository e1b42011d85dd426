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
        IMPORT_UNDONE = "import_undone", "undid the import of a completed form"
        TAKEN_OUT = "taken_out", "took the authority out of the round"
        PUT_BACK = "put_back", "put the authority back into the round"
        DUE_CHANGED = "due_changed", "changed the due date"
        TAKEN_OFFLINE = "taken_offline", "downloaded a group's Word form"
        TAKEN_AGREED = "taken_agreed", "downloaded what is agreed so far"
        REMINDED = "reminded", "sent reminders"
        HANDED_IN = "handed_in", "handed in a draft"
        HANDED_BACK = "handed_back", "handed back a draft"
        ASKED_BACK = "asked_back", "asked to have a draft handed back"
        REDACTED = "redacted", "removed words that could identify somebody"
        OPENED = "opened", "opened a discussion"
        SETTLED = "settled", "settled a statement"
        LOOKED = "looked", "looked again at a settled statement"
        UNDONE = "undone", "undid settling several statements together"
        RATED_AGAIN = "rated_again", "gave a second rating"
        REVEALED = "revealed", "showed the second ratings"
        DISSENTED = "dissented", "noted dissent"
        SCORED = "scored", "settled a global score"
        ASKED = "asked", "asked for approval"
        CHANGED = "changed", "changed an agreed rating as approver"
        APPROVED = "approved", "approved the agreed version"
        SENT_BACK = "sent_back", "sent the agreed version back with comments"
        ANSWERED = "answered", "answered a comment of the approver"
        SUBMITTED = "submitted", "submitted the assessment"
        QUESTIONED = "questioned", "asked a question on the submission"
        REPLIED = "replied", "replied to a question"
        QUESTION_CLOSED = "question_closed", "closed a question"
        REVIEW_ASKED = "review_asked", "invited a reviewer from elsewhere"
        REVIEW_ENDED = "review_ended", "ended a review"
        REVIEWED = "reviewed", "wrote a note as reviewer"
        CONSENTED = "consented", "changed what others may do with the submission"
        REOPEN_ASKED = "reopen_asked", "asked Coram Voice to reopen the assessment"
        REOPEN_DECLINED = "reopen_declined", "declined to reopen the assessment"
        REOPENED = "reopened", "reopened the assessment"
        BOARD_REPORT = "board_report", "prepared the report for members and the board"
        YOUNG_PEOPLE = "young_people", "changed the young people’s scores"
        FOLLOWED_UP = "followed_up", "changed the follow-up"
        FOLLOW_UP_ASKED = "follow_up_asked", "asked for the follow-up"
        RETURNED = "returned", "submitted the follow-up"
        GIVEN_BACK = "given_back", "reopened the follow-up"
        PLANNED = "planned", "changed the action plan"
        FILE_TAKEN = "file_taken", "downloaded a file"
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
