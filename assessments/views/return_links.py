"""Links back to the page to check and submit, which leads to everything to correct."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .requests import SignedInRequest


def from_check(request: HttpRequest) -> bool:
    """Return whether the URL says that the page to check and submit led here."""
    return request.GET.get("from") == "check"


def return_or_redirect(
    request: SignedInRequest, pk: int, view: str, *url_args: str | int
) -> HttpResponse:
    """Redirect to the page to check and submit if that led here, else to `view`."""
    return redirect("check", pk) if from_check(request) else redirect(view, *url_args)
