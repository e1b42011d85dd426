"""The answers to programs that watch the site: whether it is up and ready, and its figures.

They come without a name of the site, without TLS and without a person, so they are
answered before all other rules of a request.
"""

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse, HttpResponseNotFound
from django.utils.crypto import constant_time_compare

from . import metrics
from .errors import DATABASE_AWAY

TEXT = "text/plain; charset=utf-8"


class Health:
    """Answers /health/ (the process runs), /ready/ (it can serve) and /metrics/."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.answers = {
            "/health/": alive,
            "/ready/": ready,
            "/metrics/": figures,
        }

    def __call__(self, request):
        answer = self.answers.get(request.path_info)
        if answer is None or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        response = answer(request)
        response["Cache-Control"] = "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


def alive(request):
    """Say that the process answers; the database may be away."""
    return plain("alive")


def ready(request):
    """Say whether the database answers, without which nothing can be served."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        caches["default"].get("ready")
    except DATABASE_AWAY:
        return plain("not ready", status=503)
    return plain("ready")


def figures(request):
    """Give the figures to a program that knows METRICS_TOKEN; for others there is no page."""
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not constant_time_compare(given, wanted):
        return HttpResponseNotFound("not found\n", content_type=TEXT)
    return HttpResponse(metrics.exposed(), content_type=metrics.CONTENT_TYPE)


def plain(word, status=200):
    return HttpResponse(f"{word}\n", content_type=TEXT, status=status)
