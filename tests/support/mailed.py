"""The emails people were sent, for the tests that follow a link as they would."""

import re

from django.core import mail


def link_to(address):
    """Return the path of the invitation in the newest email to that one address."""
    sent = [message for message in mail.outbox if message.to == [address]]
    return re.search(r"/invitations/[\w-]+/", sent[-1].body)[0]
