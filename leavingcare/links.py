"""URLs in a person's text that may become links, and where each one leads.

Only http and https, only with a host name, and never with more of a URL than browsers
and we read alike: a URL ends at a backslash, at a quotation mark and at
any character that cannot be seen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What may hide or turn round what comes after it: category Cf, and the tags.
UNSEEN = (
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
ADDRESS = re.compile(
    rf"(?<!\w)https?://[^\s\x00-\x1f\x7f-\x9f<>\"`\\{UNSEEN}]+", re.IGNORECASE
)
PARTS = re.compile(
    r"(?P<scheme>https?)://(?P<place>[^/?#]*)(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
PLACE = re.compile(r"(?:.*@)?(?P<host>[^@:]+)(?P<port>:[0-9]{1,5})?", re.DOTALL)
LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?"
# A number for a last part would be an IP address in one of its many spellings.
HOST = re.compile(rf"(?:{LABEL}\.)*(?=[a-z]){LABEL}\.?")
LONGEST_HOST = 253
SPELT_TWO_WAYS = set("ßς")  # browsers and Python's codec disagree on these
CLOSED_BY = {")": "(", "]": "[", "}": "{"}
AFTER = ".,;:!?'*_~’”»…"  # marks of the sentence, at the end of a URL


@dataclass(frozen=True)
class Link:
    """A URL as typed, as it is opened, and the host it opens."""

    typed: str
    href: str
    host: str
    is_plain: bool  # what was typed already says the host


def pieces(text: str) -> Iterator[str | Link]:
    """Yield the text in order: strings, and Links for the URLs in it."""
    end = 0
    for found in ADDRESS.finditer(text):
        link = _link(_without_end_marks(found[0]))
        if link is not None:
            yield text[end : found.start()]
            yield link
            end = found.start() + len(link.typed)
    yield text[end:]


def links(text: str) -> list[Link]:
    """Return the Links of a text, each URL once."""
    if "://" not in text:
        return []
    found = [piece for piece in pieces(text) if isinstance(piece, Link)]
    return list({link.href: link for link in found}.values())


def _without_end_marks(address: str) -> str:
    """Leave out marks that end the sentence, and brackets that were opened before."""
    spare = {
        closing: address.count(closing) - address.count(opening)
        for closing, opening in CLOSED_BY.items()
    }
    end = len(address)
    while end:
        last = address[end - 1]
        if last in CLOSED_BY and spare[last] > 0:
            spare[last] -= 1
        elif last not in AFTER:
            break
        end -= 1
    return address[:end]


def _link(address: str) -> Link | None:
    parts = PARTS.fullmatch(address)
    place = PLACE.fullmatch(parts["place"]) if parts else None
    host = _ascii_host(place["host"]) if place else ""
    if not (parts and place and host):
        return None
    port = place["port"] or ""
    return Link(
        typed=address,
        href=f"{parts['scheme'].lower()}://{host}{port}{parts['rest']}",
        host=host,
        is_plain=parts["place"].lower() == host + port,
    )


def _ascii_host(typed: str) -> str:
    """Return the host as it is looked up, in ASCII, or "" if it is invalid."""
    host = typed.lower()
    if len(host) > LONGEST_HOST or SPELT_TWO_WAYS & set(host):
        return ""
    try:
        host = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return host if len(host) <= LONGEST_HOST and HOST.fullmatch(host) else ""
