"""The filters that keep email addresses, links and what people wrote out of the logs."""

import json
import logging
import re
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

request_id = ContextVar("request_id", default="")
NUMBER = re.compile(r"<int:(\w+)>")


class NoLinks(logging.Filter):
    """Name the page instead of the URL asked for: some URLs are secrets.

    The link of an invitation joins, that of a reset sets a password, and both are
    part of the URL of the form they open.
    """

    def filter(self, record):
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            page = page_of(request)
            record.args = tuple(
                page if str(arg).startswith("/") else arg for arg in record.args
            )
        return True


def page_of(request):
    """Return the route of the request's page with its numbers: /assessments/3/history/."""
    match = request.resolver_match
    if match is None:
        return "no page of this site"
    return "/" + NUMBER.sub(lambda found: str(match.kwargs[found[1]]), match.route)


class KindsOfFaults(logging.Formatter):
    """Say where a fault arose and what kind it is, and leave out its words.

    A database names in them the row that it refused, with all that is written there.
    """

    def format(self, record):
        record.exc_text = None  # another handler's text may be kept here
        return super().format(record)

    def formatException(self, exc_info):
        faults, fault = [], exc_info[1]
        while fault is not None and fault not in faults:
            faults.append(fault)
            shown = None if fault.__suppress_context__ else fault.__context__
            fault = fault.__cause__ or shown
        return "\nwhich came of\n".join(map(place_and_kind, faults))


def tell_fault(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    """Print a fault that ended a command as the log has it.

    What is wrong with the settings or the connection is nobody's text, and is said.
    """
    if isinstance(fault, (ImproperlyConfigured, OperationalError)):
        sys.__excepthook__(kind, fault, trace)
    else:
        told = KindsOfFaults().formatException((kind, fault, trace))
        print(told, file=sys.stderr)


FACTS = ["method", "page", "status", "ms", "person", "network", "of"]


class JsonLines(KindsOfFaults):
    """Write each line as JSON, with the request's identifier and the time in UTC."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                "T", "milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_id.get(),
        }
        line |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        if record.exc_info:
            line["fault"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True)


def place_and_kind(fault):
    kind = type(fault)
    where = "".join(traceback.format_tb(fault.__traceback__))
    return f"{where}{kind.__module__}.{kind.__qualname__}"


def logging_settings(*, demo):
    """Return Django's LOGGING; a demonstration, where nothing is secret, says more."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "no_links": {"()": "leavingcare.logs.NoLinks"},
        },
        "formatters": {
            "line": {
                "()": "logging.Formatter" if demo else "leavingcare.logs.JsonLines",
                "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
            },
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["no_links"],
                "formatter": "line",
            },
            "none": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            # With no handler post_office would give itself one, and say what it likes.
            "post_office": {"handlers": ["none"], "propagate": False},
            # Who did what from where; a demonstration, on one machine, is silent.
            "leavingcare.requests": {"level": "WARNING" if demo else "INFO"},
            "leavingcare.security": {"level": "ERROR" if demo else "INFO"},
        },
    }
