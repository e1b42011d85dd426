"""The requests that views answer, and what several of them hand to their pages."""

from typing import TypeAlias

from django.http import HttpRequest

from leavingcare.models import User

Errors: TypeAlias = list[tuple[str, str]]  # (id of the box or "", message)


class SignedInRequest(HttpRequest):
    """A request by somebody who is signed in; the middleware lets no other through."""

    user: User


NO_KEYS = "room_without_keys"  # in the session, where somebody turned them off


def keys_are_on(request: SignedInRequest) -> bool:
    """Return whether the person has the keyboard shortcuts of moderation on."""
    return not request.session.get(NO_KEYS)
