"""Where a request came from: a page of this site, another site's, or not said.

A foreign page can make a browser send any form here. Giving that back with a button
would turn one click on our own page into the forgery that the token prevents.
"""

from enum import Enum


class Sender(Enum):
    """Whose page made the browser send a request."""

    OURS = "ours"
    FOREIGN = "foreign"  # a site beside ours on the same domain too
    UNKNOWN = "unknown"


def sender_of(request):
    """Return whose page sent the request, by what the browser says of it.

    `Sec-Fetch-Site` and `Origin` must agree as far as they are there. Only a browser
    that sends neither is taken by its `Referer`, which our pages always give to us
    and other sites cannot give in our name. One that sends nothing is UNKNOWN.
    """
    ours = f"{request.scheme}://{request.get_host()}"
    site = request.headers.get("Sec-Fetch-Site", "none")
    signs = [] if site == "none" else [site == "same-origin"]  # "none" was no page
    if origin := request.headers.get("Origin"):
        signs.append(origin == ours)
    referer = request.headers.get("Referer")
    if not signs and referer:
        signs.append(referer.startswith(f"{ours}/"))
    if not signs:
        return Sender.UNKNOWN
    return Sender.OURS if all(signs) else Sender.FOREIGN
