"""The rules for every request, applied before any view runs."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.cache import patch_cache_control

from . import errors
from .files import MULTIPART, Limits, is_sound_multipart, is_too_large
from .long_forms import GetResponse, is_long
from .refusals import Refused
from .sessions import is_of_somebody
from .unsaved import kept_page, was_offered

FORM = "application/x-www-form-urlencoded"
LAST_SEEN_EVERY = 5 * 60  # seconds between two updates that somebody is still there
log = logging.getLogger(__name__)
Page = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponseBase]


class PrivateResponses:
    """Keep every page out of caches; only static files may be kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        patch_cache_control(response, no_store=True, private=True)
        return response


class StrictEncoding:
    """Accept forms in UTF-8 only, with files only where a view takes files.

    Django would silently replace broken bytes, trust the last character set that a
    client names, and read files nobody asked for. Of people who have not signed in,
    whom nothing else limits, long forms and files are not read.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request)
        if request.method != "POST":
            return self.get_response(request)
        if has_files(request):
            is_fit = takes_file(request)
        elif is_long(request):
            if is_of_a_stranger(request):
                return refuse(request, errors.unread)
            is_fit = True  # so far: `LongForms` reads it
        else:
            is_fit = is_sound(request)
        if is_fit:
            return self.get_response(request)
        return refuse(request, errors.bad_request)

    def process_view(
        self,
        request: HttpRequest,
        view: View,
        args: Sequence[object],
        kwargs: Mapping[str, object],
    ) -> HttpResponse | None:
        """Check a form with files once the person and the view are known."""
        if request.method != "POST" or not has_files(request):
            return None
        # `__call__` has let only marked views come as far as this.
        limits: Limits = view.takes_file  # type: ignore[attr-defined]
        user = request.user
        if not user.is_authenticated:
            return refuse(request, signed_out)
        if limits.is_for_staff and not (user.is_staff and user.is_officer):
            return refuse(request, errors.forbidden)
        if is_too_large(request, limits):
            page = partial(errors.too_large, megabytes=limits.megabytes)
            return refuse(request, page)
        if not is_sound_multipart(request, limits):
            return refuse(request, errors.bad_request)
        return None


class LongForms:
    """Read a long form once its person's share of the server counts the time it takes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_long(request) and not is_sound(request):
            return refuse(request, errors.bad_request)
        return self.get_response(request)


def refuse(request: HttpRequest, page: Page) -> HttpResponse:
    """Answer with a page, which finds nothing that was sent."""
    request.encoding = "utf-8"
    request.POST = QueryDict("")
    return page(request)


def is_of_a_stranger(request: HttpRequest) -> bool:
    """Return whether a request is of nobody who ever signed in."""
    try:
        return not is_of_somebody(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
    except errors.DATABASE_AWAY:
        return False  # it is read, to be given back


def has_files(request: HttpRequest) -> bool:
    """Return whether a form is multipart, and so may contain files."""
    return request.content_type == MULTIPART


def takes_file(request: HttpRequest) -> bool:
    """Return whether the view of the request's URL accepts files."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return hasattr(view, "takes_file")


def is_sound(request: HttpRequest) -> bool:
    """Return whether a form without files is URL-encoded UTF-8, having read it."""
    if not request.body:
        return True
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if request.content_type != FORM or charset != "utf-8":
        return False
    try:
        unquote_to_bytes(request.body.replace(b"+", b" ")).decode("utf-8")
        request.POST.keys()  # read here, where it can be refused; no error page could
    except (UnicodeDecodeError, TooManyFieldsSent):
        return False
    return True


class Refusals:
    """Answer a refused change with the reason and with the typed text.

    A rule's refusal is a 409; a database that cannot be reached is a 503.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return errors.refused(request, exception)
        if isinstance(exception, errors.DATABASE_AWAY):
            log.error("The database did not answer.", exc_info=exception)
            return errors.away(request)
        return None


def signed_out(request: HttpRequest) -> HttpResponse:
    """Give back the text of somebody whose session ended meanwhile."""
    return kept_page(
        request,
        status=401,
        code="signed_out",
        title="You have been signed out",
        what_to_do="Nothing has been saved yet, but your text is here.",
        sign_in=True,
    )


class LedToPages:
    """Redirect from a URL that only accepts forms to the page above it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and (
            request.method in {"GET", "HEAD"} and request.user.is_authenticated
        ):
            return redirect(page_above(request.path_info))
        return response


def page_above(path: str) -> str:
    """Return the nearest path above this one that is a page of its own."""
    while path != "/":
        path = path[: path.rstrip("/").rfind("/") + 1]
        with suppress(Resolver404):
            resolve(path)
            return path
    return path


class OfferedAgain:
    """Accept what the page with somebody's text offered to send again after a sign-in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: View,
        args: Sequence[object],
        kwargs: Mapping[str, object],
    ) -> None:
        if request.method == "POST" and not has_files(request) and was_offered(request):
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # Django's


class SignInRequired(LoginRequiredMiddleware):
    """Let in only people who have signed in, except for views marked as public.

    Somebody whose session ended while they were typing is given their text back.
    """

    def handle_no_permission(  # type: ignore[override]  # it may answer, not redirect
        self, request: HttpRequest, view_func: View
    ) -> HttpResponseBase:
        if request.method == "POST":
            return signed_out(request)
        return super().handle_no_permission(request, view_func)


class SessionLimits:
    """End a session after an hour of silence, or twelve hours in all."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = int(time.time())
            is_new = "started" not in request.session
            started = request.session.get("started", now)
            seen = request.session.get("seen", now)
            if (
                now - seen > settings.SESSION_IDLE
                or now - started > settings.SESSION_ABSOLUTE
            ):
                logout(request)
            elif is_new or now - seen > LAST_SEEN_EVERY:
                note(request.session, started=started, seen=now)
        return self.get_response(request)


def note(session: SessionBase, **times: int) -> None:
    """Store the times in the session at once.

    If that waited for the end of the request and the database was busy then, the answer
    would be an error although the change was stored. Without the times, the session
    ends a little early, and the next request tries again.
    """
    session.update(times)
    try:
        session.save()
    except (UpdateError, *errors.DATABASE_AWAY) as error:
        log.warning("A session's times could not be noted.", exc_info=error)
    session.modified = False
