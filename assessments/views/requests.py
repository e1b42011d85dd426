"""The requests that views answer, and what several of them hand to their pages."""

from typing import TypeAlias

from django.http import HttpRequest

from leavingcare.models import User

Errors: TypeAlias = list[tuple[str, str]]  # (id of the box or "", message)


class SignedInRequest(HttpRequest):
    """A request by somebody who is signed in; the middleware lets no other through."""

    user: User
