"""The choice to get reminders: by a link in each of them, without signing in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from .models import User

SIGNER = Signer(salt="leavingcare.reminders")


def opt_out_link(user: User) -> str:
    """Return the URL that stops the person's reminders, and starts them again."""
    token = SIGNER.sign(str(user.pk))
    return str(settings.SITE_URL) + reverse("reminder_choice", args=[token])


def choose(request: HttpRequest, user: User) -> bool:
    """Store the choice of the form in `account/_reminders.html`, if there is one.

    Returns whether the person wants reminders now.
    """
    choice = request.POST.get("reminders")
    if choice in {"on", "off"}:
        user.wants_reminders = choice == "on"
        user.save(update_fields=["wants_reminders"])
    return user.wants_reminders


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_choice(request: HttpRequest, token: str) -> HttpResponse:
    """Stop or start reminders. The page does not show whose reminders they are."""
    user = _person_of(token)
    if request.method != "POST":
        context = {"wants_reminders": user.wants_reminders}
        return render(request, "account/reminders.html", context)
    choose(request, user)
    return redirect("reminder_choice", token=token)


def _person_of(token: str) -> User:
    try:
        pk = SIGNER.unsign(token)
    except BadSignature as error:
        raise Http404 from error
    user = User.objects.filter(pk=pk).first()
    if user is None:
        raise Http404
    return user
