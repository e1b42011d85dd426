"""Helping somebody who cannot sign in, and putting out somebody who must not."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from leavingcare import account_help as workflow
from leavingcare.models import User
from leavingcare.second_step import has_set_up

from ..access import may_help, open_member, open_staff_account
from ..models import Membership
from .requests import SignedInRequest

# What is done: (who does it, the words about it).
DONE = {
    "step": (workflow.remove_second_step, "The second step has been removed."),
    "sessions": (workflow.end_sessions, "{person} has been signed out everywhere."),
    "close": (workflow.close, "The account of {person} has been closed."),
    "open": (workflow.open_again, "The account of {person} is open again."),
}
STEP = (
    "step",
    "Lost telephone",
    (
        "Make sure that it is the right person who asks, for example by calling them. "
        "They sign in with their password, and set up the second step again. We send "
        "them an email."
    ),
    "Remove the second step",
)
SESSIONS = (
    "sessions",
    "Sign out everywhere",
    "For a lost or stolen device. They can sign in again.",
    "Sign out everywhere",
)
CLOSE = (
    "close",
    "Close the account",
    (
        "They are signed out everywhere and cannot sign in. Everything they wrote "
        "stays. You can open the account again."
    ),
    "Close the account",
)
OPEN = ("open", "Open the account again", "They can sign in.", "Open the account")


@require_http_methods(["GET", "HEAD", "POST"])
def staff_account(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the account of a colleague at Coram Voice (GET), or act on it (POST)."""
    person = open_staff_account(request.user, pk)
    return _account(request, person, reverse("staff_member", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def member_account(request: SignedInRequest, slug: str, member: int) -> HttpResponse:
    """Show the account of an authority's member (GET), or act on it (POST)."""
    membership = open_member(request.user, slug, member)
    return _account(
        request, membership.user, reverse("people", args=[slug]), membership
    )


def _account(
    request: SignedInRequest,
    person: User,
    back: str,
    membership: Membership | None = None,
) -> HttpResponse:
    helps = may_help(request.user, person)
    offers = _offers(request.user, person) if helps else []
    if request.method == "POST":
        if not helps:
            raise PermissionDenied
        do = request.POST.get("do")
        if do not in {offer[0] for offer in offers}:
            raise Http404
        act, words = DONE[do]
        act(person=person, by=request.user)
        messages.success(request, words.format(person=person))
        return redirect(request.path)
    context = {
        "person": person,
        "back": back,
        "membership": membership,
        "may_help": helps,
        "has_second_step": has_set_up(person),
        "offers": offers,
    }
    return render(request, "account_help/account.html", context)


def _offers(user: User, person: User) -> list[tuple[str, str, str, str]]:
    """Return what the user may do to the account now; only Coram Voice closes one.

    Access of somebody at Coram Voice is ended on the page of their role.
    """
    may_close = user.is_staff and not person.is_staff
    if not person.is_active:
        return [OPEN] if may_close else []
    offers = [STEP] if has_set_up(person) else []
    return [*offers, SESSIONS, *([CLOSE] if may_close else [])]
