"""The page that gives back what somebody typed when it could not be saved.

One page serves every reason: signed out, a form from before a new sign-in, the
database away. It shows the text, and one button sends all of it again, if a page of
this site sent it: whatever another site's page sent is neither shown nor offered.
"""

import re
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from .files import MULTIPART
from .senders import Sender, sender_of

OFFER = "offered"  # the field that says that this page offered to send it again
OFFERS = TimestampSigner(salt="offered again")
NEVER_SHOWN = {"csrfmiddlewaretoken", OFFER}
OF_THE_PAGE = {
    "seen",
    "undecided",
    "form",
    "was",
    "agreed",
    "listed",
    "save",
    "go",
    "following",
    "shown",
    "next",
}
WORDS = {  # fields whose names are not what their boxes are called
    "rationale": "Reason",
    "global_score": "Score",
    "none": "No score",
    "candidates": "Between",
    "q": "Words",
}
LETTER = re.compile("[a-z]")  # of a statement in the area of the page
CHOSEN = re.compile(r"[a-z0-9_-]{0,40}")  # what a choice sends: "4", "cannot", ""
SECRET = "password"
OTHER = "errors/unsaved.html"
TEMPLATES = {"refused": "errors/refused.html"}


def wants_json(request: HttpRequest) -> bool:
    """Return whether the page's own script, rather than a person, is asking."""
    return request.headers.get("Accept") == "application/json"


def was_offered(request: HttpRequest) -> bool:
    """Return whether our page offered to send this again, and sent it.

    A sign-in in another tab makes a new token, so that page has an old one. Its offer
    holds for one URL and as long as a session, and only if a page of ours sends it.
    """
    try:
        offered = OFFERS.unsign(
            request.POST.get(OFFER, ""), max_age=settings.SESSION_COOKIE_AGE
        )
    except BadSignature:
        return False
    return offered == request.get_full_path() and sender_of(request) is Sender.OURS


class Typed(NamedTuple):
    """A posted field, and what people call it: "" if nobody has typed it.

    `is_words` is whether somebody wrote it, rather than chose it.
    """

    name: str
    value: str
    is_words: bool
    called: str


def typed(request: HttpRequest) -> list[Typed]:
    """Return the posted fields; never a password.

    There are none if the database went away before a long form was found to be sound.
    """
    try:
        fields = list(request.POST.lists())
    except (BadRequest, SuspiciousOperation):
        return []
    return [
        Typed(name, value, not CHOSEN.fullmatch(value), called(name, request))
        for name, values in fields
        if name not in NEVER_SHOWN and SECRET not in name
        for value in values
    ]


def called(name: str, request: HttpRequest) -> str:
    """Return the words for a field's name: "Evidence for 7h" for "h-evidence".

    An area's number is in the URL; what only the page's own working needs is "".
    """
    about, _, field = name.rpartition("-")
    if field in OF_THE_PAGE:
        return ""
    words = WORDS.get(field, field.replace("_", " ").capitalize())
    match = request.resolver_match
    number = match.kwargs.get("number", "") if match else ""
    if about and LETTER.fullmatch(about):
        about = f"{number}{about}"
    elif about == "score" and number:
        about = f"area {number}"
    return f"{words} for {about.replace('-', ' ')}" if about else words


def kept_page(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    title: str,
    what_to_do: str,
    link: tuple[str, str] | None = None,
    sign_in: bool = False,
    again: bool = True,
) -> HttpResponse:
    """Answer a POST that was not saved: JSON to our script, a page to a person.

    `code` is what the script tells reasons apart by: "signed_out", "csrf", "away",
    "refused". `again` offers to send it once more, but only what a page of this site
    sent. What a browser too old to say so sent is shown, to be copied; a file must be
    chosen again. `link` is the (URL, words) of what to do instead, if there is any.
    """
    if wants_json(request):
        return JsonResponse(_answer(code, what_to_do, link), status=status)
    sender, url = sender_of(request), request.get_full_path()
    if sender is Sender.FOREIGN:
        return render(request, "errors/foreign.html", status=status)
    context = {
        "title": title,
        "code": code,
        "what_to_do": what_to_do,
        "link": link,
        "sign_in": sign_in,
        "again": again and sender is Sender.OURS,
        "offer": {"name": OFFER, "value": OFFERS.sign(url)},
        "copy": again and sender is Sender.UNKNOWN,
        "fields": (fields := typed(request)),
        "texts": [each for each in fields if each.called and each.is_words],
        "answers": [each for each in fields if each.called and not each.is_words],
    }
    return render(request, _template(request, code, sender), context, status=status)


def _answer(
    code: str, what_to_do: str, link: tuple[str, str] | None
) -> dict[str, object]:
    given: dict[str, object] = {"link": link} if link else {}
    return {"saved": False, "reason": code, "message": what_to_do, **given}


def _template(request: HttpRequest, code: str, sender: Sender) -> str:
    if request.content_type == MULTIPART:
        return "errors/file_not_kept.html"
    # With the site's own frame, which has a form to sign out: only for our own pages.
    return TEMPLATES.get(code, OTHER) if sender is Sender.OURS else OTHER
