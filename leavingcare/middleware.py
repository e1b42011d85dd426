"""The rules for every request, applied before any view runs."""

import logging
import time
from functools import partial
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.backends.base import UpdateError
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.cache import patch_cache_control

from . import errors
from .files import MULTIPART, is_sound_multipart, is_too_large
from .refusals import Refused
from .unsaved import kept_page, wants_json

FORM = "application/x-www-form-urlencoded"
LAST_SEEN_EVERY = 5 * 60  # seconds between two notes that somebody is still there
log = logging.getLogger(__name__)


class PrivateResponses:
    """Keep every page out of caches; only static files may be kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        patch_cache_control(response, no_store=True, private=True)
        return response


class StrictEncoding:
    """Take forms in UTF-8 and nothing else, with files only where they are asked for.

    Django would replace broken bytes without a word, take the last character set a
    client names on trust, and read files nobody asked for.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request)
        if request.method == "POST" and not (
            takes_file(request) if has_files(request) else is_sound(request)
        ):
            return self.refuse(request, errors.bad_request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Look at a form with files once it is known for whom and for what it is."""
        if request.method != "POST" or not has_files(request):
            return None
        limits = view.takes_file
        if limits.is_for_staff and not request.user.is_staff:
            return self.refuse_unread(request)
        if is_too_large(request, limits):
            page = partial(errors.too_large, megabytes=limits.megabytes)
            return self.refuse(request, page)
        if not is_sound_multipart(request, limits):
            return self.refuse(request, errors.bad_request)
        return None

    def refuse_unread(self, request):
        """Turn somebody away whose files are nothing to look at."""
        if request.user.is_authenticated:
            return self.refuse(request, errors.forbidden)
        return self.refuse(request, signed_out)

    def refuse(self, request, page):
        request.encoding = "utf-8"
        request.POST = QueryDict("")
        return page(request)


def has_files(request):
    """Return whether a form is multipart, and so may contain files."""
    return request.content_type == MULTIPART


def takes_file(request):
    """Return whether the view of the request's URL accepts files."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return hasattr(view, "takes_file")


def is_sound(request):
    """Return whether a form without files is URL-encoded UTF-8, having read it."""
    if not request.body:
        return True
    charset = request.content_params.get("charset", "utf-8").lower()
    if request.content_type != FORM or charset != "utf-8":
        return False
    try:
        unquote_to_bytes(request.body.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class Refusals:
    """Answer what a view could not do with the reason and with what was typed.

    A rule's refusal is a 409; a database that cannot be reached is a 503.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Refused):
            if request.method != "POST" and not wants_json(request):
                return errors.refused(request, str(exception))
            return kept_page(
                request,
                status=409,
                code="refused",
                title="This has not been saved",
                what_to_do=str(exception),
            )
        if isinstance(exception, errors.DATABASE_AWAY):
            log.error("The database did not answer.", exc_info=exception)
            return errors.away(request)
        return None


def signed_out(request):
    """Give back what somebody typed whose session ended meanwhile."""
    return kept_page(
        request,
        status=401,
        code="signed_out",
        title="You have been signed out",
        what_to_do="Nothing has been saved yet, but your text is here.",
        sign_in=True,
    )


class SignInRequired(LoginRequiredMiddleware):
    """Let nobody in who is not signed in, but for views marked otherwise.

    Somebody whose session ended while they were typing is given their text back.
    """

    def handle_no_permission(self, request, view_func):
        if request.method == "POST":
            return signed_out(request)
        return super().handle_no_permission(request, view_func)


class SessionLimits:
    """End a session after an hour of silence, or twelve hours in all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
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


def note(session, **times):
    """Keep the times in the session at once.

    Left to the end of the request, a database that is busy just then would have what
    was stored answered as if it had not been. Without the note the session ends a
    little earlier than it might, and the next request tries again.
    """
    session.update(times)
    try:
        session.save()
    except (UpdateError, *errors.DATABASE_AWAY) as error:
        log.warning("A session's times could not be noted.", exc_info=error)
    session.modified = False
