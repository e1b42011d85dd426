"""The line of navigation at the top of every page of an assessment."""

from typing import NamedTuple, cast

from django import template
from django.http import HttpRequest
from django.urls import reverse

from leavingcare.models import User

from ..access import access_by_role
from ..models import Assessment

register = template.Library()


class Place(NamedTuple):
    """One link of the line, and its `aria-current`, or ""."""

    url: str
    words: str
    current: str


# (The name of the place, the page its link opens, the words, who sees it.)
PLACES = [
    ("overview", "assessment", "Overview", "view"),
    ("rate", "rate", "Rate", "see_inside"),
    ("discuss", "agenda", "Discuss", "see_inside"),
    ("scores", "scores", "Scores", "see_inside"),
    ("check", "check", "Check and submit", "check"),
    ("check", "sign_off", "Approve", "sign_off"),
    ("files", "files", "Files", "read_submission"),
]


@register.inclusion_tag("_assessment_line.html", takes_context=True)
def assessment_line(
    context: dict[str, object], assessment: Assessment, here: str
) -> dict[str, object]:
    """Return the places of an assessment that the person may visit, for the line.

    `assessment` comes from `access.fetching`; `here` names one of PLACES.
    """
    request = cast("HttpRequest", context["request"])
    access = access_by_role(cast("User", request.user), assessment)
    return {
        "places": [
            _place(reverse(page, args=[assessment.pk]), words, name == here, request)
            for name, page, words, action in PLACES
            if access.can[action]
        ]
    }


def _place(url: str, words: str, is_here: bool, request: HttpRequest) -> Place:
    if not is_here:
        return Place(url, words, "")
    return Place(url, words, "page" if url == request.path else "true")
