"""The authorities that Coram Voice has to be in touch with, and when. Reads only."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.utils import timezone

from leavingcare.models import User

from ..models import Cluster, ContactNote, LocalAuthority

if TYPE_CHECKING:  # what the annotations below add to a row

    class AuthorityToContact(LocalAuthority):
        """An authority from `with_next_contact`."""

        last_on: date | None
        last_text: str | None
        next_on: date | None
        is_overdue: bool | None

        class Meta:
            abstract = True


@dataclass(frozen=True)
class Contact:
    """An authority to be in touch with: the last contact, and the day of the next."""

    slug: str
    name: str
    last_on: date
    last_text: str
    next_on: date
    is_overdue: bool


def with_next_contact(
    authorities: QuerySet[LocalAuthority],
) -> "QuerySet[AuthorityToContact]":
    """Annotate authorities with `last_on`, `last_text`, `next_on` and `is_overdue`.

    The next contact is on the day that was last agreed, until one on that day or later
    has been noted; a note in between that names no day leaves it as it is.
    """
    notes = ContactNote.objects.filter(authority=OuterRef("pk")).order_by("-on", "-pk")
    agreed = notes.filter(next_on__isnull=False)
    annotated = authorities.annotate(
        last_on=Subquery(notes.values("on")[:1]),
        last_text=Subquery(notes.values("text")[:1]),
        agreed_on=Subquery(agreed.values("next_on")[:1]),
        next_on=Case(When(agreed_on__gt=F("last_on"), then=F("agreed_on"))),
        is_overdue=ExpressionWrapper(
            Q(next_on__lt=timezone.localdate()), output_field=BooleanField()
        ),
    )
    return cast("QuerySet[AuthorityToContact]", annotated)


def to_be_in_touch(user: User, *, cluster: Cluster | None = None) -> list[Contact]:
    """Return the contacts to make, the earliest first. One query.

    A facilitator's are those of their clusters; evaluators and others have none.
    """
    if not (user.is_officer or user.is_facilitator):
        return []
    found = LocalAuthority.objects.for_user(user).standing()
    if cluster:
        found = found.filter(clusters=cluster)
    contacts = [
        Contact(
            slug=each.slug,
            name=each.name,
            last_on=each.last_on,
            last_text=each.last_text or "",
            next_on=each.next_on,
            is_overdue=bool(each.is_overdue),
        )
        for each in with_next_contact(found)
        if each.last_on and each.next_on
    ]
    return sorted(contacts, key=lambda each: (each.next_on, each.name))
