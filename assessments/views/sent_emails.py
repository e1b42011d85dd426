"""The emails of a demonstration, which are shown here and sent to nobody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from post_office.models import Email

SHOWN = 50


@login_not_required
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """Show the newest emails with their links. A real site does not have this page."""
    newest = list(Email.objects.order_by("-created", "-pk")[:SHOWN])
    return render(request, "sent_emails/sent_emails.html", {"emails": newest})
