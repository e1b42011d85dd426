"""The moderators whom an email to some authorities reaches. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from ..models import Assessment, LocalAuthority, Membership, Role


@dataclass(frozen=True)
class Reached:
    """The number of emails to moderators, and the authorities that get none."""

    emails: int
    without_moderator: list[LocalAuthority]

    @property
    def in_words(self) -> str:
        """Return how many moderators were told and where nobody was, as sentences."""
        many, none = self.emails, len(self.without_moderator)
        said = []
        if many:
            were = "1 moderator has" if many == 1 else f"{many} moderators have"
            said.append(f"{were} been emailed.")
        if none:
            have = "1 authority has" if none == 1 else f"{none} authorities have"
            said.append(f"{have} no moderator, so nobody there was told.")
        return " ".join(said)


def has_moderator(authority: str) -> Exists:
    """Return whether somebody who can sign in moderates the authority of that name.

    `authority` is what a query calls the key of its authority.
    """
    return Exists(_moderators().filter(authority=OuterRef(authority)))


def without_moderator(
    assessments: Iterable[Assessment],
) -> QuerySet[LocalAuthority]:
    """Return the authorities of assessments that nobody moderates, by name."""
    authorities = LocalAuthority.objects.filter(assessments__in=assessments)
    return authorities.filter(~has_moderator("pk")).distinct().order_by("name")


def reached_in(assessments: Iterable[Assessment]) -> Reached:
    """Return whom an email to the moderators of assessments reaches. Two queries."""
    told = _moderators().filter(authority__assessments__in=assessments).distinct()
    return Reached(told.count(), list(without_moderator(assessments)))


def reached_by(references: Iterable[str]) -> Reached:
    """Return whom an email about submissions, named by reference, reaches."""
    return reached_in(Assessment.objects.filter(submissions__reference__in=references))


def _moderators() -> QuerySet[Membership]:
    return Membership.objects.filter(
        role=Role.MODERATOR, user__is_active=True, user__is_staff=False
    )
