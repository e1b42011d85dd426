"""The time and memory of bulk downloads: a round's ZIP, an authority's archive.

The ZIP comes from gunicorn as a site runs it, with stored PDFs of the measured form.
The archive covers an authority whose groups have saved every answer many times; it is
written in this process, to a file.
"""

import resource
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from assessments.files.authority_archive import archive
from assessments.files.catalogue import FORMATS
from assessments.models import (
    Assessment,
    DraftResponse,
    DraftRevision,
    LocalAuthority,
    Submission,
    SubmissionFile,
)
from assessments.workflow import past_import, past_import_reading
from assessments.workflow.downloads import file_of
from assessments.workflow.drafting import content_of
from tests.support.builders import make_user
from tests.support.clients import client_of

from . import report
from .building import load_editions, rated_by
from .returns import completed
from .room import family
from .served import HOST, served

GROUPS, SAVES = 12, 50
SECONDS, FIRST, MEGABYTES = 10, 1, 150
PIECE = 64 * 1024
LOOKS = 8  # at the page with the link, before; each process has then served some


def of_taking(file, authorities):
    """Yield the report's lines for a round of so many authorities."""
    load_editions()
    form = completed(file)
    submission, _ = past_import.import_submission(
        found=past_import_reading.of_word(form),
        authority="Measured",
        slug="measured",
        by=None,
    )
    kept = file_of(submission=submission, format=FORMATS["pdf"])
    repeat(submission, authorities)
    staff = client_of(make_user(is_staff=True))
    connection.close()
    with served() as (process, port):
        taken, goals = zip_taken(process, port, staff)
    yield (
        f"{authorities} authorities, PDFs of {len(kept) / 1024:.0f} KB; "
        f"{connection.vendor}\n"
    )
    yield taken
    assessment, _ = rated_by(GROUPS, form)
    saved = save_often(assessment)
    yield archive_written(assessment.authority, saved)
    yield ""
    yield from goals


def repeat(submission, times):
    """Have other authorities submit the same, with its stored file."""
    [file] = submission.files.all()
    assessment = submission.assessment
    for number in range(1, times):
        authority = LocalAuthority.objects.create(
            name=f"Measured {number}", slug=f"measured-{number}"
        )
        other = Assessment.objects.create(
            authority=authority, round=assessment.round, status=assessment.status
        )
        same = Submission.objects.create(
            assessment=other,
            number=1,
            reference=f"BD-{number:04}-{number:04}",
            submitted_at=submission.submitted_at,
            content=submission.content,
            digest=submission.digest,
        )
        SubmissionFile.objects.create(
            submission=same, format="pdf", content=file.content, digest=file.digest
        )


def zip_taken(process, port, staff):
    """Return (the line about the ZIP, the goals)."""
    cookie = staff.cookies[settings.SESSION_COOKIE_NAME].value
    headers = {
        "Host": settings.ALLOWED_HOSTS[0],
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}",
    }
    for _ in range(LOOKS):
        asked(port, "/rounds/measured/downloads/", headers).read()
    started = time.monotonic()
    response = asked(port, "/rounds/measured/pdfs.zip", headers)
    size = len(response.read(1))
    first = time.monotonic() - started
    while piece := response.read(PIECE):
        size += len(piece)
    total = time.monotonic() - started
    if response.status != 200 or size != int(response.headers["Content-Length"]):
        raise AssertionError(f"The ZIP was answered with {response.status}")
    peak = max(most_memory(pid) for pid in family(process.pid))
    line = (
        f"ZIP of the round       {total:6.2f} s, first byte {first:5.2f} s, "
        f"{size / 2**20:6.1f} MB; most memory of a process {peak:.0f} MB"
    )
    return line, [
        report.goal(f"The ZIP: less than {SECONDS} s", f"{total:.2f}", total < SECONDS),
        report.goal(
            f"Its first byte: less than {FIRST} s", f"{first:.2f}", first < FIRST
        ),
        report.goal(
            f"A server process: less than {MEGABYTES} MB",
            f"{peak:.0f}",
            peak < MEGABYTES,
        ),
    ]


def asked(port, path, headers):
    """Return the answer of the server, on a connection of its own."""
    server = HTTPConnection(HOST, port, timeout=60)
    server.request("GET", path, headers=headers)
    return server.getresponse()


def most_memory(pid):
    """Return the most memory a process has held, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("The process does not say what it holds")


def save_often(assessment):
    """Have every answer of the assessment's drafts saved many times; how often."""
    now, count = timezone.now(), 0
    responses = DraftResponse.objects.filter(draft__group__assessment=assessment)
    for response in responses.select_related("rating"):
        content = content_of(response)
        DraftRevision.objects.bulk_create(
            DraftRevision(
                response=response,
                at=now,
                content=content | {"evidence": f"{content['evidence']} {number}"},
            )
            for number in range(SAVES)
        )
        count += SAVES
    return count


def archive_written(authority, saved):
    """Return the line about an authority's archive."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryFile() as file:
        started = time.monotonic()
        archive.write(authority, file)
        seconds = time.monotonic() - started
        size = file.tell()
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return (
        f"An authority's archive {seconds:6.2f} s, {saved:,} saved answers of {GROUPS} "
        f"groups, {size / 2**20:6.1f} MB; {more:.0f} MB more memory than before"
    )
