"""The rule on who must have a second step of signing in."""

from leavingcare.models import User
from leavingcare.second_step import demanded_where

from ..models import Membership, Role


@demanded_where
def needs_second_step(person: User) -> bool:
    """Return whether the person reads what others wrote, as staff or moderator."""
    return (
        person.is_staff
        or Membership.objects.filter(user=person, role=Role.MODERATOR).exists()
    )
