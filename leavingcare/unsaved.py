"""The page that gives back what somebody typed when it could not be saved.

One page serves every reason: signed out, a form from before a new sign-in, the
database away. It shows the text, and one button sends all of it again, if a page of
this site sent it: whatever another site's page sent is neither shown nor offered.
"""

from django.http import HttpRequest, JsonResponse
from django.shortcuts import render

from .files import MULTIPART
from .senders import Sender, sender_of

NEVER_SHOWN = {"csrfmiddlewaretoken"}
SECRET = "password"


def wants_json(request: HttpRequest) -> bool:
    """Return whether the page's own script, rather than a person, is asking."""
    return request.headers.get("Accept") == "application/json"


def typed(request):
    """Return the posted fields as (name, value, is_long); never a password."""
    return [
        (name, value, len(value) > 60 or "\n" in value)
        for name, values in request.POST.lists()
        if name not in NEVER_SHOWN and SECRET not in name
        for value in values
    ]


def kept_page(request, *, status, code, title, what_to_do, sign_in=False, again=True):
    """Answer a POST that was not saved: JSON to our script, a page to a person.

    `code` is what the script tells reasons apart by: "signed_out", "csrf", "away",
    "refused". `again` offers to send it once more, but only what a page of this site
    sent. What a browser too old to say so sent is shown, to be copied; a file must be
    chosen again.
    """
    if wants_json(request):
        answer = {"saved": False, "reason": code, "message": what_to_do}
        return JsonResponse(answer, status=status)
    sender = sender_of(request)
    if sender is Sender.FOREIGN:
        return render(request, "errors/foreign.html", status=status)
    context = {
        "title": title,
        "code": code,
        "what_to_do": what_to_do,
        "sign_in": sign_in,
        "again": again and sender is Sender.OURS,
        "copy": again and sender is Sender.UNKNOWN,
        "fields": typed(request),
    }
    has_files = request.content_type == MULTIPART
    template = "errors/file_not_kept.html" if has_files else "errors/unsaved.html"
    return render(request, template, context, status=status)
