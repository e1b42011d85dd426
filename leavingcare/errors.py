"""The pages for when something goes wrong. None shows anything of a request but
what its own author typed."""

from django.shortcuts import render

from .kept import kept_page


def bad_request(request, exception=None):
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", status=403)


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def server_error(request):
    return render(request, "errors/500.html", status=500)


def csrf_failure(request, reason=""):
    """Show what was typed and let it be sent again with a fresh token."""
    return kept_page(
        request,
        status=403,
        code="csrf",
        title="This page was out of date, so nothing has been saved yet",
        what_to_do="This can happen when you sign in again in another tab. "
        "Check what you typed, then select ‘Send again’.",
    )
