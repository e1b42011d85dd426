"""The words for a browser, and the last events of an account, on its page."""

from django import template
from django.db.models import QuerySet

from leavingcare.models import AccountEvent, User

register = template.Library()
BROWSERS = [  # in the order to look: Edge says that it is Chrome, Chrome that it is Safari
    ("Edg", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
]
SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
]
EVENTS_SHOWN = 20


@register.filter
def browser(name: str) -> str:
    """Return a browser in words, from the name it gives itself: "Firefox on Windows"."""
    found = next((word for sign, word in BROWSERS if sign in name), "Another browser")
    system = next((word for sign, word in SYSTEMS if sign in name), "")
    return f"{found} on {system}" if system else found


@register.simple_tag
def account_events(person: User) -> QuerySet[AccountEvent]:
    """Return the last events of the person's account."""
    events: QuerySet[AccountEvent] = person.account_events.select_related("by")
    return events[:EVENTS_SHOWN]
