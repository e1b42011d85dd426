"""What may stand in the server's logs: no address, no text of a mail."""

import logging


class NoAddresses(logging.Filter):
    """Name the kind of a failure only: what a mail server answers holds addresses."""

    def filter(self, record):
        if record.exc_info:
            kind = record.exc_info[0].__name__
            what = (
                record.getMessage()
                if isinstance(record.msg, str)
                else "Sending mail failed"
            )
            record.msg, record.args = f"{what}: {kind}", None
            record.exc_info = record.exc_text = None
        return True
