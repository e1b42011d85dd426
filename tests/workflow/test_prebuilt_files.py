"""The files of a submission are made after it, before anybody asks for them."""

import threading

import pytest

from assessments.files.bounded import slots
from assessments.files.catalogue import KEPT
from assessments.models import SubmissionFile
from assessments.workflow import prebuilt_files, submitting
from tests.support.builders import complete, submit
from tests.support.clients import client_of


class Straight(threading.Thread):
    """A thread that runs before `start` returns."""

    def start(self):
        self.run()


@pytest.fixture
def background(monkeypatch, settings):
    """Have what runs in the background run at once, on the test's own connection."""
    settings.FILES_MADE_AT_ONCE = True
    closed = []
    monkeypatch.setattr(prebuilt_files.threading, "Thread", Straight)
    monkeypatch.setattr(
        prebuilt_files.connections, "close_all", lambda: closed.append(True)
    )
    monkeypatch.setattr(prebuilt_files, "KEPT", {"sav": KEPT["sav"]})
    return closed


def test_submitting_has_the_files_made_once_it_is_committed(
    assessment, mo, background, django_capture_on_commit_callbacks
):
    complete(assessment, mo)
    client, url = client_of(mo), f"/assessments/{assessment.pk}/submit/"
    blanks = submitting.unconfirmed_blanks(assessment)
    with django_capture_on_commit_callbacks() as callbacks:
        client.post(url, {"confirmed": blanks})
        assert not SubmissionFile.objects.exists()
    for callback in callbacks:
        callback()
    assert SubmissionFile.objects.get().format == "sav"
    assert background == [True]


def test_a_run_in_the_background_waits_for_another(
    assessment, mo, background, monkeypatch
):
    submission = submit(assessment, mo)
    slept = []
    with slots.hold_slot(prebuilt_files.PLACE, 1, 0):
        monkeypatch.setattr(prebuilt_files.time, "sleep", slept.append)
        prebuilt_files.make_in_background(submission.pk)
    assert slept == [prebuilt_files.PAUSE] * prebuilt_files.TRIES
    prebuilt_files.make_in_background(submission.pk)
    assert len(slept) == prebuilt_files.TRIES
    assert SubmissionFile.objects.get().format == "sav"


def test_an_error_in_the_background_ends_it_and_its_connection(
    assessment, mo, background, monkeypatch, caplog
):
    def fail(*args):
        raise RuntimeError

    submission = submit(assessment, mo)
    monkeypatch.setattr(prebuilt_files, "make_missing", fail)
    prebuilt_files.make_in_background(submission.pk)
    assert "Not all files of submission" in caplog.text
    assert background == [True]
