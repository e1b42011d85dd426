"""A person's own account, and the pages of allauth this site has.

What is not listed does not exist: there is no sign-up, and an address is changed by
a new invitation.
"""

from functools import wraps

from allauth.account import views
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path, re_path
from django.views.decorators.http import require_http_methods
from django.views.generic import RedirectView

from .forms import error_list
from .reminders import choose as choose_reminders


def in_our_manner(view):
    """Take GET and POST only, and answer a form with errors as every page does."""

    @wraps(view)
    def page(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if form is not None and form.errors:
            response.context_data["errors"] = error_list(form)
            response.status_code = 422
        return response

    return require_http_methods(["GET", "HEAD", "POST"])(page)


@require_http_methods(["GET", "HEAD", "POST"])
def your_account(request):
    """Show the person's account, and store whether they want reminders."""
    if request.method != "POST":
        return render(request, "account/your_account.html")
    wanted = choose_reminders(request, request.user)
    now = "You get reminders again." if wanted else "You get no more reminders."
    messages.success(request, now)
    return redirect("your_account")


def account_path(route, view, name):
    return path(route, in_our_manner(view), name=f"account_{name}")


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
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        in_our_manner(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
