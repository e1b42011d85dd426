"""Reading for programs: Power BI, R and others fetch data files with a token.

A token reads what its person may read, on the few pages marked `for_programs`, until
it expires or the person's account is closed. Each file it fetches is recorded as if
the person had downloaded it.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from . import watching
from .account_events import note, tell
from .forms import error_list
from .models import AccountEvent, ProgramToken
from .text import TextField

Kind = AccountEvent.Kind
View = TypeVar("View", bound=Callable[..., HttpResponse])
PREFIX = "lcsa_"  # by which a leaked token is found
BEARER = "Bearer "
DAYS = 90
NOTED_EVERY = timedelta(hours=1)


def for_programs(view: View) -> View:
    """Let programs read the page of a view with a token."""
    view.for_programs = True  # type: ignore[attr-defined]
    return view


class Programs:
    """Makes a request with a token one of the token's person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("Authorization", "")
        if not given.startswith(BEARER) or request.user.is_authenticated:
            return self.get_response(request)
        token = is_for_programs(request) and usable(given.removeprefix(BEARER))
        if not token:
            return refused(request)
        request.user = request._cached_user = token.person
        request.is_of_program = True
        return self.get_response(request)


def is_for_programs(request):
    """Return whether the request reads a page that programs may read."""
    if request.method not in {"GET", "HEAD"}:
        return False
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(view, "for_programs", False)


def usable(secret):
    """Return the token with this secret, if it still works, and note its use; or None."""
    now = timezone.now()
    token = (
        ProgramToken.objects.select_related("person")
        .filter(digest=digest_of(secret), expires_at__gt=now, person__is_active=True)
        .first()
    )
    if token and (not token.last_used_at or now - token.last_used_at > NOTED_EVERY):
        ProgramToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def refused(request):
    """Say that a token does not work, and note who tried it from where."""
    watching.warn("refused: no such token", request)
    response = HttpResponse(
        "This token does not work here, or has expired.\n",
        content_type="text/plain; charset=utf-8",
        status=401,
    )
    response["WWW-Authenticate"] = "Bearer"
    return response


def digest_of(secret):
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class TokenForm(Form):
    """The purpose of a new token."""

    name = TextField(
        label="What the token is for",
        help_text="For example: Power BI on my laptop",
        lines=False,
        max_length=60,
        is_counted=False,
        error_messages={"required": "Enter what the token is for"},
    )


@reauthentication_required(app="allauth.mfa")
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request):
    """Show a person's tokens (GET), make one and show it once, or end one (POST)."""
    if not request.user.is_staff:
        raise PermissionDenied
    if request.method == "POST" and "end" in request.POST:
        return end(request)
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        secret = make(request.user, form.cleaned_data["name"])
        form = TokenForm()
    context = {
        "form": form,
        "errors": error_list(form),
        "secret": secret,
        "days": DAYS,
        "tokens": request.user.tokens.filter(expires_at__gt=timezone.now()),
    }
    status = 422 if form.errors else 200
    return render(request, "account/tokens.html", context, status=status)


@transaction.atomic
def make(person, name):
    """Make a token for a person, and tell them; return its secret, which is not stored."""
    secret = PREFIX + secrets.token_urlsafe(32)
    expires = timezone.now() + timedelta(days=DAYS)
    ProgramToken.objects.create(
        person=person, name=name, digest=digest_of(secret), expires_at=expires
    )
    note(person, Kind.TOKEN_MADE, person)
    tell(person, "account/email/token_made")
    return secret


@transaction.atomic
def end(request):
    """End one of the person's tokens."""
    number = request.POST["end"]
    number = int(number) if number.isascii() and number.isdigit() else 0
    get_object_or_404(request.user.tokens, pk=number).delete()
    note(request.user, Kind.TOKEN_ENDED, request.user)
    messages.success(request, "The token has been ended.")
    return redirect("tokens")
