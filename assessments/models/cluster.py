"""Clusters: authorities that work together, with somebody of Coram Voice."""

from typing import Self

from django.conf import settings
from django.db import models

from leavingcare.models import User

from .authority import LocalAuthority


class ClusterQuerySet(models.QuerySet["Cluster"]):
    def current(self) -> Self:
        """Return the clusters that have not ended."""
        return self.filter(ended_at=None)

    def for_user(self, user: User) -> Self:
        """Return the current clusters that somebody at Coram Voice may see."""
        if user.is_officer:
            return self.current()
        if user.is_facilitator:
            return self.current().filter(facilitators=user)
        return self.none()


class Cluster(models.Model):
    """A few authorities that meet and compare. An authority may be in several."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    authorities = models.ManyToManyField(
        LocalAuthority, related_name="clusters", blank=True
    )
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="clusters", blank=True
    )
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = ClusterQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
