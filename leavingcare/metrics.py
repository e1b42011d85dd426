"""The figures of the site, in the form that Prometheus and others read.

Each worker keeps its own counts in files of PROMETHEUS_MULTIPROC_DIR, which
`gunicorn.conf.py` makes; the figures are the sum. They name pages, never people.
"""

import os

from django.db import DatabaseError, InterfaceError
from post_office.models import STATUS, Email
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60)

requests = Counter(
    "leavingcare_requests", "Requests answered.", ["page", "method", "status"]
)
latency = Histogram(
    "leavingcare_request_seconds", "Time to answer.", ["method"], buckets=SECONDS
)
sign_ins = Counter("leavingcare_sign_ins", "Tries to sign in.", ["outcome"])


class Emails:
    """The emails that wait, and those given up, as the database has them."""

    def collect(self):
        emails = GaugeMetricFamily(
            "leavingcare_emails",
            "Emails, by state.",
            labels=["state"],
        )
        states = {
            "waiting": [STATUS.queued, STATUS.requeued],
            "given_up": [STATUS.failed],
        }
        try:
            for state, statuses in states.items():
                count = Email.objects.filter(status__in=statuses).count()
                emails.add_metric([state], count)
        except (
            DatabaseError,
            InterfaceError,
        ):  # the other figures are wanted most then
            return
        yield emails


def exposed():
    """Return the figures of all workers, and of the database if it answers."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    of_database = CollectorRegistry()
    of_database.register(Emails())
    return generate_latest(registry) + generate_latest(of_database)
