"""Views that fail in every way, for the tests of what people then see."""

import time

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpResponse
from django.urls import path

from leavingcare import urls
from leavingcare.files import takes_file
from leavingcare.refusals import Refused

handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500
FAULTS = {
    "away": OperationalError("server closed the connection: pat@example.org"),
    "gone": InterfaceError("connection already closed"),
    "refused": Refused("The assessment has been submitted, so nothing can change."),
    "forbidden": PermissionDenied(),
    "bug": ValueError("secret value"),
}


def fail(request, kind):
    raise FAULTS[kind]


def ask_for_long(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
    return HttpResponse()


def ask_nothing_for_long(request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        time.sleep(3)
        cursor.execute("SELECT 1")
    return HttpResponse()


def echo(request):
    return HttpResponse(request.POST.get("evidence", ""), content_type="text/plain")


@takes_file(megabytes=5)
def echo_file(request):
    file = request.FILES.get("file")
    text = request.POST.get("évidence", "") + (
        file.read().decode("latin-1") if file else ""
    )
    return HttpResponse(text, content_type="text/plain")


@takes_file(megabytes=6, files=3, is_for_staff=True)
def echo_files(request):
    names = [file.name for file in request.FILES.getlist("file")]
    return HttpResponse(" ".join(names), content_type="text/plain")


urlpatterns = [
    *urls.urlpatterns,
    path("fail/<str:kind>/", fail),
    path("ask-for-long/", ask_for_long),
    path("ask-nothing-for-long/", ask_nothing_for_long),
    path("echo/", echo),
    path("echo-file/", echo_file),
    path("echo-files/", echo_files),
]


def check_headers(response):
    """Assert that the answer is private, and runs or loads only what is ours."""
    cache = {part.strip() for part in response["Cache-Control"].split(",")}
    assert {"no-store", "private"} <= cache
    policy = response["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
    }
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
