"""The tags that Coram Voice puts on what authorities wrote, to read it across them."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from .submission import Submission


class ReadingTag(models.Model):
    """A tag of Coram Voice's own; no authority sees it."""

    name = models.CharField(max_length=50)

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="reading_tag_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class TaggedText(models.Model):
    """A tag on what a submission says in one place: a statement's code or an area."""

    tag = models.ForeignKey(ReadingTag, models.PROTECT, related_name="texts")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    place = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "submission", "place"], name="tagged_text_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tag}: {self.submission_id}, {self.place}"
