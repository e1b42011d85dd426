"""A person's own account, and the pages of allauth this site has.

What is not listed does not exist: there is no sign-up, and an address is changed by
a new invitation.
"""

from functools import wraps

from allauth.account import views
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path, re_path
from django.views.decorators.http import (
    require_http_methods,
)
from django.views.generic import RedirectView

from . import passkeys
from .account_forms import NameForm
from .forms import error_list
from .openid_connect import come_back, sign_in
from .reminders import choose as choose_reminders
from .second_step import without_second_step


def in_our_manner(view):
    """Take GET and POST only, and answer a form with errors as every page does."""

    @wraps(view)
    def page(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        forms = [context.get(name) for name in ("form", "webauthn_form")]
        wrong = [form for form in forms if form is not None and form.errors]
        if wrong:
            context["errors"] = error_list(*wrong)
            response.status_code = 422
        return response

    return require_http_methods(["GET", "HEAD", "POST"])(page)


@require_http_methods(["GET", "HEAD", "POST"])
def your_account(request):
    """Show the person's account; store their name, or whether they want reminders."""
    if request.method != "POST" or "name" in request.POST:
        return your_name(request)
    wanted = choose_reminders(request, request.user)
    now = "You get reminders again." if wanted else "You get no more reminders."
    messages.success(request, now)
    return redirect("your_account")


def your_name(request):
    """Show the account (GET), or store the name it was given (POST)."""
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        request.user.name = form.cleaned_data["name"]
        request.user.save(update_fields=["name"])
        messages.success(request, "Your name has been saved")
        return redirect("your_account")
    context = {"form": form, "errors": error_list(form)}
    status = 422 if form.errors else 200
    return render(request, "account/your_account.html", context, status=status)


def account_path(route, view, name):
    return path(route, of_own_account(view), name=f"account_{name}")


def of_own_account(view):
    """Show a page of allauth, also before the person has set up the second step."""
    return without_second_step(in_our_manner(view))


urlpatterns = [
    account_path("login/", views.login, "login"),
    account_path("logout/", views.logout, "logout"),
    account_path("inactive/", views.account_inactive, "inactive"),
    account_path("reauthenticate/", views.reauthenticate, "reauthenticate"),
    account_path("password/change/", views.password_change, "change_password"),
    # Somebody with no password yet sets one by link, as if they had forgotten it.
    account_path(
        "password/set/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        "set_password",
    ),
    account_path("password/reset/", views.password_reset, "reset_password"),
    account_path(
        "password/reset/done/", views.password_reset_done, "reset_password_done"
    ),
    account_path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        "reset_password_from_key_done",
    ),
    path(
        "openid/<slug:provider_id>/login/",
        sign_in,
        name="openid_connect_login",
    ),
    path(
        "openid/<slug:provider_id>/login/callback/",
        come_back,
        name="openid_connect_callback",
    ),
    path(
        "code/",
        of_own_account(passkeys.Authenticate.as_view()),
        name="mfa_authenticate",
    ),
    path(
        "code/again/",
        of_own_account(second_step.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path(
        "code/passkey/",
        of_own_account(passkeys.Reauthenticate.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-step/", of_own_account(second_step.index), name="mfa_index"),
    path(
        "second-step/passkeys/add/",
        of_own_account(passkeys.Add.as_view()),
        name="mfa_add_webauthn",
    ),
    path(
        "second-step/passkeys/<int:pk>/name/",
        of_own_account(passkeys.Rename.as_view()),
        name="mfa_edit_webauthn",
    ),
    path(
        "second-step/passkeys/<int:pk>/remove/",
        of_own_account(passkeys.Remove.as_view()),
        name="mfa_remove_webauthn",
    ),
    path(
        "second-step/set-up/",
        of_own_account(totp.activate_totp),
        name="mfa_activate_totp",
    ),
    path(
        "second-step/remove/",
        of_own_account(totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path(
        "second-step/recovery-codes/",
        of_own_account(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-step/recovery-codes/new/",
        of_own_account(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "sessions/",
        of_own_account(sessions.list_usersessions),
        name="usersessions_list",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        of_own_account(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
