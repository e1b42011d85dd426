"""The email backend that speaks to an email server, and waits long for one answer.

An email server that has the whole text may take its time, to look for viruses say. Who
gives up then and tries again later sends the email twice (RFC 5321, 4.5.3.2.6).
"""

import smtplib
from typing import Any

from django.core.mail.backends import smtp

# Of a text; less than a sender may be silent for (`leavingcare.delivery`).
SECONDS_TO_TAKE = 10 * 60


class Waits:
    """An SMTP connection that waits longer for the answer to a text."""

    sock: Any
    timeout: float

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.sock.settimeout(SECONDS_TO_TAKE)
        answer: tuple[int, bytes] = super().data(msg)  # type: ignore[misc]
        self.sock.settimeout(self.timeout)
        return answer


class Plain(Waits, smtplib.SMTP):
    """A connection without TLS, or with STARTTLS."""


class Encrypted(Waits, smtplib.SMTP_SSL):
    """A connection with TLS from the start."""


class EmailBackend(smtp.EmailBackend):
    """The backend of Django, by these connections."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return Encrypted if self.use_ssl else Plain
