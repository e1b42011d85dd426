"""The pages for when something goes wrong.

They show nothing of a request except what its sender typed.
"""

import sys

from django.db import InterfaceError, InternalError, OperationalError
from django.shortcuts import render

from .unsaved import kept_page, typed, wants_json

# PostgreSQL that has become read-only, as in a failover, answers with InternalError.
DATABASE_AWAY = (InterfaceError, InternalError, OperationalError)


def bad_request(request, exception=None):
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception=None):
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
        "writing. Copy what you typed if you need it, then ask your council’s "
        "moderator.",
        again=False,
    )


def refused(request, reason):
    """Render why a page cannot be shown now; nothing was sent that could be lost."""
    return render(request, "errors/409.html", {"reason": reason}, status=409)


def too_large(request, megabytes):
    return render(request, "errors/413.html", {"megabytes": megabytes}, status=413)


def too_many(request):
    return render(request, "errors/429.html", status=429)


def server_error(request):
    """Answer a fault; one of the database's may come from outside any view."""
    if isinstance(sys.exception(), DATABASE_AWAY):
        return away(request)
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
    return kept_page(
        request,
        status=403,
        code="csrf",
        title="This page was out of date, so nothing has been saved yet",
        what_to_do="This can happen when you sign in again in another tab. Check what "
        "you typed.",
    )
