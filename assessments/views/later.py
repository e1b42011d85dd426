"""The review of a settled statement whose ratings came in later."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.views.decorators.http import require_POST

from ..access import open_assessment
from ..workflow import moderating
from .requests import SignedInRequest
from .return_links import return_or_redirect


@require_POST
def look_again(
    request: SignedInRequest, pk: int, number: int, letter: str
) -> HttpResponse:
    """Leave a settled statement unchanged, although ratings came in later."""
    assessment, _ = open_assessment(request.user, pk, "moderate")
    response = get_object_or_404(
        assessment.agreed_responses.select_related("statement__area"),
        statement__area__number=number,
        statement__letter=letter,
    )
    response.assessment = assessment
    code = response.statement.code
    seen = moment_of(request.POST.get("seen", ""))
    if seen and moderating.leave_as_settled(
        response=response, seen=seen, by=request.user
    ):
        messages.success(request, f"{code} is unchanged.")
    else:
        messages.info(request, f"There is nothing new to review for {code}.")
    return return_or_redirect(request, pk, "settle", pk, number, letter)


def moment_of(text: str) -> datetime | None:
    """Return the time that a page sent, or None if it is not one."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and is_aware(found) else None
