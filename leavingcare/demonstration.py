"""Texts of the demonstration: its people, their password, and what they wrote."""

import json
from functools import cache
from typing import Any

from django.conf import settings

TEXTS = settings.BASE_DIR / "fixtures" / "demo" / "texts.json"
DOMAIN = "example.org"
STAFF = "staff"  # among the places: people of Coram Voice


@cache
def texts() -> dict[str, Any]:
    """Return the texts as the fixture has them."""
    found: dict[str, Any] = json.loads(TEXTS.read_text(encoding="utf-8"))
    return found


def address_of(short: str) -> str:
    return f"{short}@{DOMAIN}"


def people() -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Return [(authority, what it shows, [(name, email, role)])] to sign in as."""
    stages = texts()["stages"]
    return [
        (
            "Coram Voice" if place == STAFF else place,
            stages[place],
            [
                (name, address_of(short), "".join(role))
                for name, short, *role in members
            ],
        )
        for place, members in texts()["people"].items()
    ]
