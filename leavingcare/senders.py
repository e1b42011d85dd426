"""The origin of a request: a page of this site, of another site, or unknown.

A foreign page can make a browser send any form here. Giving that back with a button
would turn one click on our own page into the forgery that the token prevents.
"""

from enum import Enum

from django.http import HttpRequest


class Sender(Enum):
    """The site whose page made the browser send a request."""

    OURS = "ours"
    FOREIGN = "foreign"  # a site beside ours on the same domain too
    UNKNOWN = "unknown"


def sender_of(request: HttpRequest) -> Sender:
    """Return whose page sent the request, from the headers the browser sent.

    `Sec-Fetch-Site` and `Origin` must agree as far as they are there. Only a browser
    that sends neither is taken by its `Referer`, which our pages always give to us
    and other sites cannot give in our name. One that sends nothing is UNKNOWN.
    """
    ours = f"{request.scheme}://{request.get_host()}"
    site = request.headers.get("Sec-Fetch-Site", "none")
    signs = (
        [] if site == "none" else [site == "same-origin"]
    )  # "none": not sent by a page
    if origin := request.headers.get("Origin"):
        signs.append(origin == ours)
    referer = request.headers.get("Referer")
    if not signs and referer:
        signs.append(referer.startswith(f"{ours}/"))
    if not signs:
        return Sender.UNKNOWN
    return Sender.OURS if all(signs) else Sender.FOREIGN
