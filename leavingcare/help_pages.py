"""The pages of help: what everybody may read, signed in or not.

What only the operator knows comes from settings; `leavingcare.checks` names what is
missing.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

PAGES = {
    "members": "Rating your areas: for members of working groups",
    "moderators": "Leading a self-assessment: for moderators",
    "approvers": "Approving a self-assessment: for approvers",
    "coram-voice": "Running a round: for Coram Voice",
    "contact": "Contact",
    "accessibility": "Accessibility statement",
    "privacy": "Privacy notice",
    "cookies": "Cookies",
}


@login_not_required
@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """List the pages of help."""
    return render(request, "help/index.html", {"pages": PAGES.items()})


@login_not_required
@require_safe
def help_page(request: HttpRequest, page: str) -> HttpResponse:
    """Show one page of help."""
    if page not in PAGES:
        raise Http404
    operator = {
        "name": settings.OPERATOR_NAME,
        "email": settings.OPERATOR_EMAIL,
        "data_protection": settings.OPERATOR_DATA_PROTECTION,
    }
    context = {"title": PAGES[page], "operator": operator}
    return render(request, f"help/{page}.html", context)


urlpatterns = [
    path("", help_index, name="help"),
    path("<slug:page>/", help_page, name="help_page"),
]
