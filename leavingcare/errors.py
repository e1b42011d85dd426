"""The pages for when something goes wrong.

They show nothing of a request except what its sender typed.
"""

import sys
from contextlib import suppress

from django.db import InterfaceError, InternalError, OperationalError
from django.shortcuts import render

from . import watching
from .long_forms import is_long
from .unsaved import kept_page, typed, wants_json

# PostgreSQL that has become read-only, as in a failover, answers with InternalError.
DATABASE_AWAY = (InterfaceError, InternalError, OperationalError)


def bad_request(request, exception=None):
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception=None):
    watching.warn("refused: not their role", request)
    if has_typed(request):
        return not_yours(
            request, 403, "This is for people with another role in the assessment."
        )
    return render(request, "errors/403.html", status=403)


def not_found(request, exception=None):
    if has_typed(request):
        return not_yours(
            request,
            404,
            "There is nothing at this web address that you have access to.",
        )
    return render(request, "errors/404.html", status=404)


def has_typed(request):
    """Return whether somebody who is signed in sent something that would be lost."""
    return (
        request.method == "POST"
        and hasattr(request, "user")
        and request.user.is_authenticated
        and bool(wants_json(request) or typed(request))
    )


def not_yours(request, status, why):
    """Give back what somebody typed whose part may have ended meanwhile."""
    return kept_page(
        request,
        status=status,
        code="refused",
        title="This has not been saved",
        what_to_do=f"{why} If you had access before, it may have ended while you were "
        "writing. Copy what you typed if you need it, then ask your "
        "moderator.",
        again=False,
    )


def refused(request, refusal):
    """Say why something cannot be done now, with the way on and what was typed.

    Sending the same again would be refused again, so it is not offered.
    """
    if request.method == "POST" or wants_json(request):
        return kept_page(
            request,
            status=409,
            code="refused",
            title="This has not been saved",
            what_to_do=str(refusal),
            again=False,
            link=refusal.link,
        )
    context = {"reason": str(refusal), "link": refusal.link}
    return render(request, "errors/409.html", context, status=409)


def too_large(request, megabytes):
    return render(request, "errors/413.html", {"megabytes": megabytes}, status=413)


def unread(request):
    """Refuse a long form of somebody who never signed in, which has not been read."""
    if wants_json(request):
        return kept_page(
            request,
            status=401,
            code="signed_out",
            title="You have been signed out",
            what_to_do="Nothing has been saved yet. Sign in again in another tab.",
        )
    return render(request, "errors/unread.html", status=413)


def too_many(request):
    watching.warn("refused: too many tries", request)
    return render(request, "errors/429.html", status=429)


def too_much(request):
    """Ask somebody who has had their share of the server to wait, with what was typed."""
    watching.warn("refused: more than a share", request)
    if is_long(request) and not wants_json(request):  # to read it takes much as well
        context = {"is_busy": True}
        response = render(request, "errors/unread.html", context, status=429)
    elif request.method == "POST" or wants_json(request):
        response = kept_page(
            request,
            status=429,
            code="away",
            title="You have asked for a lot at once",
            what_to_do="Nothing has been saved. Wait a few seconds, then try again.",
        )
    else:
        response = render(request, "errors/too_much.html", status=429)
    response["Retry-After"] = "10"
    return response


def server_error(request):
    """Answer a fault with what was typed, or without if what was sent is at fault.

    One of the database's may come from outside any view.
    """
    if isinstance(sys.exception(), DATABASE_AWAY):
        return away(request)
    with suppress(Exception):  # nothing may go wrong in telling that something did
        if request.method == "POST" and (wants_json(request) or typed(request)):
            return kept_page(
                request,
                status=500,
                code="away",
                title="Sorry, there is a problem with the service",
                what_to_do="This has not been saved. Wait a minute, then try again. If "
                "it happens again, copy what you typed and keep it somewhere safe.",
            )
    return render(request, "errors/500.html", status=500)


def away(request):
    """Say that the database cannot be reached, and give back what was typed."""
    if request.method == "POST" or wants_json(request):
        response = kept_page(
            request,
            status=503,
            code="away",
            title="The service cannot save at the moment",
            what_to_do="Nothing has been saved. Wait a minute, then try again.",
        )
    else:
        response = render(request, "errors/503.html", status=503)
    response["Retry-After"] = "60"
    return response


def csrf_failure(request, reason=""):
    """Show what was typed and let it be sent again with a fresh token.

    This is also where another site's forgery ends, of which nothing is shown.
    """
    watching.warn("refused: no token", request)
    return kept_page(
        request,
        status=403,
        code="csrf",
        title="This page was out of date, so nothing has been saved yet",
        what_to_do="This can happen when you sign in again in another tab. Check what "
        "you typed.",
    )
