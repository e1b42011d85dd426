"""An app for codes, as somebody has it on their telephone."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)

from tests.support.markup import markup


class App:
    """Shows codes, as time passes: half a minute with each `later`."""

    def __init__(self, monkeypatch):
        self.now = time.time()
        self.secret = ""
        auth = "allauth.mfa.totp.internal.auth.time.time"
        monkeypatch.setattr(auth, lambda: self.now)

    def scan(self, page):
        """Take the secret from the page that sets up the second step."""
        self.secret = re.search(r"<strong[^>]*>([A-Z2-7]{32})</strong>", markup(page))[
            1
        ]

    def set_up_for(self, person):
        """Set up the second step of a person, and return their recovery codes."""
        self.secret = generate_totp_secret()
        TOTP.activate(person, self.secret)
        return RecoveryCodes.activate(person).get_unused_codes()

    def code(self):
        return format_hotp_value(hotp_value(self.secret, int(self.now) // 30))

    def later(self):
        self.now += 30


def has_step(person):
    return Authenticator.objects.filter(user=person).exists()
