"""The authority's action plan, made from the ideas in its submission."""

from django.db import models

from frameworks.models import Area, Statement

from .assessment import Assessment
from .supplement import ListItem, ListItemQuerySet
from .versioned import Revision


class Action(ListItem):
    """Something the authority will do: by whom, by when, and its progress.

    `idea` is the text it was made from, as submitted; an action that is
    not made from an idea has none, and may have no statement and no area.
    """

    class State(models.TextChoices):
        DONE = "done", "Done"
        UNDER_WAY = "under_way", "Under way"
        NOT_YET = "not_yet", "Not yet"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="actions")
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+"
    )
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, blank=True, related_name="+"
    )
    idea = models.TextField(blank=True)
    text = models.TextField(help_text="What will be done.")
    owner = models.CharField(max_length=150, blank=True, help_text="A role.")
    due_on = models.DateField(null=True, blank=True)
    measure = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="How the authority will know that it has worked.",
    )
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.NOT_YET
    )
    note = models.TextField(blank=True)

    objects = ListItemQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["done", "under_way", "not_yet"]),
                name="action_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}, action {self.position}"


class ActionRevision(Revision):
    """An action as one save left it, as `workflow.action_plan.kept_of` returns it."""

    response = models.ForeignKey(Action, models.PROTECT, related_name="revisions")
