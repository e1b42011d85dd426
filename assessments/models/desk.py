"""The records of Coram Voice's desk. No authority sees any of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .assessment import Round
from .authority import LocalAuthority
from .cluster import Cluster


class DeskEvent(models.Model):
    """One thing that Coram Voice did to a round or an authority, for the record."""

    class Kind(models.TextChoices):
        ROUND_OPENED = "round_opened", "opened the round"
        ROUND_CHANGED = "round_changed", "changed the round"
        ROUND_CLOSED = "round_closed", "closed the round"
        ROUND_REOPENED = "round_reopened", "opened the round again"
        ADDED = "added", "added an authority"
        TAKEN_OUT = "taken_out", "took an authority out"
        PUT_BACK = "put_back", "put an authority back"
        EXTENDED = "extended", "changed the due date of an authority"
        CHASED = "chased", "sent reminders"
        IMPORTED = "imported", "imported submissions"
        UNDONE = "undone", "undid an import"
        CHANGED = "changed", "changed the details of the authority"
        MATCHED = "matched", "matched the authority with the register"
        MERGED = "merged", "merged two authorities"
        HANDED_OVER = "handed_over", "handed over the part of a person"
        CLUSTER_MADE = "cluster_made", "made the cluster"
        CLUSTER_CHANGED = "cluster_changed", "changed the cluster"
        CLUSTER_ENDED = "cluster_ended", "ended the cluster"
        STAFF_INVITED = "staff_invited", "invited somebody to Coram Voice"
        STAFF_CHANGED = "staff_changed", "changed the role of somebody"
        STAFF_WITHDRAWN = "staff_withdrawn", "ended the access of somebody"

    round = models.ForeignKey(
        Round, models.PROTECT, null=True, related_name="desk_events"
    )
    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, null=True, related_name="desk_events"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, related_name="desk_events"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="desk_events"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # null: an operator, at the command line, or the timer
    at = models.DateTimeField(auto_now_add=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(round__isnull=False)
                | Q(authority__isnull=False)
                | Q(cluster__isnull=False)
                | Q(person__isnull=False),
                name="desk_event_about_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by or 'Operator'} {self.get_kind_display()}"


class ContactNote(models.Model):
    """One line on a contact with an authority, and when to be in touch next."""

    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, related_name="contact_notes"
    )
    on = models.DateField()
    text = models.CharField(max_length=300)
    next_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"Note {self.pk} on {self.authority}"


class Digest(models.Model):
    """A daily email to Coram Voice, so that the next tells only what is new."""

    until = models.DateTimeField(help_text="It reports everything before this.")
    people = models.PositiveSmallIntegerField(help_text="How many it was sent to.")

    class Meta:
        ordering = ["-until"]

    def __str__(self) -> str:
        return f"Until {self.until}"
