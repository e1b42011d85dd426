"""Going back to the page to check and submit, which leads to all that may be mended."""

from django.shortcuts import redirect


def from_check(request):
    """Whether the page to check and submit led here, as the address says."""
    return request.GET.get("from") == "check"


def return_or_redirect(request, pk, *otherwise):
    """Redirect to the page to check and submit if that led here, or otherwise on."""
    return redirect("check", pk) if from_check(request) else redirect(*otherwise)
