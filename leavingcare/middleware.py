"""What holds for every request, before any view is asked."""

import logging
import time
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import QueryDict
from django.utils.cache import patch_cache_control

from . import errors
from .files import MULTIPART, is_sound_multipart, is_too_large
from .kept import kept_page, wants_json
from .refusals import Refused

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
    """Take forms in UTF-8 and nothing else, with a file only where one is asked for.

    Django would replace broken bytes without a word, take the last character set a
    client names on trust, and read files nobody asked for.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request)
        if request.method == "POST":
            if request.content_type == MULTIPART and is_too_large(request):
                return self.refuse(request, errors.too_large)
            if not self.is_sound(request):
                return self.refuse(request, errors.bad_request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Refuse a file that the view does not ask for, before anybody looks at it."""
        is_with_file = request.method == "POST" and request.content_type == MULTIPART
        if is_with_file and not getattr(view, "takes_file", False):
            return self.refuse(request, errors.bad_request)
        return None

    def refuse(self, request, page):
        request.encoding = "utf-8"
        request.POST = QueryDict("")
        return page(request)

    def is_sound(self, request):
        charset = request.content_params.get("charset", "utf-8").lower()
        if request.content_type == MULTIPART:
            return charset == "utf-8" and is_sound_multipart(request)
        if not request.body:
            return True
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


class SignInRequired(LoginRequiredMiddleware):
    """Let nobody in who is not signed in, but for views marked otherwise.

    Somebody whose session ended while they were typing is given their text back.
    """

    def handle_no_permission(self, request, view_func):
        if request.method == "POST":
            return kept_page(
                request,
                status=401,
                code="signed_out",
                title="You have been signed out",
                what_to_do="Nothing has been saved yet, but your text is here. Sign "
                "in again, then come back to this page and select ‘Send again’.",
                sign_in=True,
            )
        return super().handle_no_permission(request, view_func)


class SessionLimits:
    """End a session after an hour of silence, or twelve hours in all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            started = request.session.setdefault("started", now)
            seen = request.session.setdefault("seen", now)
            if (
                now - seen > settings.SESSION_IDLE
                or now - started > settings.SESSION_ABSOLUTE
            ):
                logout(request)
            elif now - seen > LAST_SEEN_EVERY:
                request.session["seen"] = now
        return self.get_response(request)
