"""What a demonstration would have sent, for anybody to read in the browser."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe
from post_office.models import Email

SHOWN = 50


@login_not_required
@require_safe
def mails(request):
    """The newest mails with their links. A real site has no such address."""
    newest = list(Email.objects.order_by("-created", "-pk")[:SHOWN])
    return render(request, "sent_emails/sent_emails.html", {"emails": newest})
