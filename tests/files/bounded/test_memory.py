"""A file that needs more memory than it may have: its page says so, and others are made."""

import pytest

from assessments.files.bounded import limits
from assessments.models import AuditEvent, SubmissionFile
from tests.support.builders import submit
from tests.support.clients import client_of
from tests.support.markup import markup

pytestmark = pytest.mark.any_database


def test_the_page_says_so_and_all_else_goes_on(assessment, mo, monkeypatch):
    submission = submit(assessment, mo)
    client, url = client_of(mo), f"/submissions/{submission.reference}"
    usual = limits.MAKING
    monkeypatch.setattr(limits, "MAKING", usual._replace(megabytes=60))
    answer = client.get(f"{url}.pdf")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "it took too long or too much memory" in markup(answer)
    assert not SubmissionFile.objects.filter(format="pdf").exists()
    assert not AuditEvent.objects.filter(kind=AuditEvent.Kind.DOWNLOADED).exists()
    assert client.get(f"{url}/").status_code == 200
    assert client.get(f"{url}.csv").status_code == 200
    monkeypatch.setattr(limits, "MAKING", usual)
    answer = client.get(f"{url}.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
