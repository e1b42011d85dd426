"""Every request has an identifier, one line in the log, and its place in the figures.

The line names the page, who asked by number, and from where: so that an operator can
answer who did what, and nothing that anybody wrote is in it.
"""

import logging
import re
import time
from contextlib import suppress
from uuid import uuid4

from allauth.core.internal.ratelimit import get_ip
from django.core.exceptions import PermissionDenied

from . import metrics
from .logs import page_of, request_id

IDENTIFIER = re.compile("[0-9a-f]{32}")  # as nginx makes them
log = logging.getLogger("leavingcare.requests")
security = logging.getLogger("leavingcare.security")


class Watched:
    """Names each request, and notes how it was answered."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-Id", "")
        name = given if IDENTIFIER.fullmatch(given) else uuid4().hex
        token = request_id.set(name)
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            note(request, response.status_code, time.perf_counter() - start)
        finally:
            request_id.reset(token)
        response["X-Request-Id"] = name
        return response


def note(request, status, seconds):
    """Write the line of a request, and count it."""
    match = request.resolver_match
    page = (match.view_name if match else "") or "none"
    metrics.requests.labels(page, request.method, str(status)).inc()
    metrics.latency.labels(request.method).observe(seconds)
    log.info(
        "%s %s %s",
        request.method,
        page_of(request),
        status,
        extra={
            "method": request.method,
            "page": page_of(request),
            "status": status,
            "ms": round(seconds * 1000),
            **who_and_where(request),
        },
    )


def who_and_where(request):
    """Return the number of the person, if it is known already, and their address."""
    person = getattr(request, "_cached_user", None)
    network = None
    with suppress(PermissionDenied):  # it came by fewer proxies than there should be
        network = get_ip(request)
    return {"person": person.pk if person else None, "network": network}


def warn(what, request, **facts):
    """Write a line about something that matters to security, as a few fixed words."""
    security.warning(what, extra={**who_and_where(request), **facts})


def tell(what, request, **facts):
    """Write a line about something of security that is as it should be."""
    security.info(what, extra={**who_and_where(request), **facts})
