"""The small record of a submission: kept at submitting, checked, made again."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from assessments.models import Submission, SubmissionFigures
from assessments.workflow import redacting
from tests.support.builders import submit
from tests.support.whole_rounds import make_whole_round

pytestmark = pytest.mark.django_db


def checked(capsys, *args):
    """Return the lines that `check_submissions` prints, or raise CommandError."""
    call_command("check_submissions", *args)
    return capsys.readouterr().out.splitlines()


def test_it_is_kept_at_submitting(assessment, mo, capsys):
    submission = submit(assessment, mo)
    record = SubmissionFigures.objects.get(submission=submission)
    content = submission.content
    assert record.figures["ratings"]["1a"] == content["responses"]["1a"]["rating"]
    assert record.figures["scores"] == content["global_scores"]
    assert checked(capsys) == ["Compared: 1. Each is as it was submitted."]


def test_it_is_a_hundredth_of_the_submission():
    make_whole_round("Spring", asked=1, groups=10, words=6)
    submission = Submission.objects.get()
    assert len(json.dumps(submission.figures.figures)) < 1200
    assert len(json.dumps(submission.content)) > 100_000


def test_removing_words_makes_the_record_of_the_new_submission(assessment, mo, val):
    submission = submit(assessment, mo)
    new = redacting.redact_submission(
        submission=submission, words="What we agreed", reason="A name.", by=val
    )
    assert new.figures.figures == submission.figures.figures


def test_a_missing_record_is_named_and_made_again(capsys):
    make_whole_round("Spring", asked=2)
    first = Submission.objects.order_by("pk").first()
    SubmissionFigures.objects.filter(submission=first).delete()
    with pytest.raises(CommandError, match=f"{first.reference} has no record of its"):
        checked(capsys)
    assert checked(capsys, "--rebuild") == [
        f"{first.reference} has no record of its figures (made again)",
        "Compared: 2. Each is as it was submitted.",
    ]
    assert checked(capsys) == ["Compared: 2. Each is as it was submitted."]


@pytest.mark.parametrize("part", ["figures", "discussion"])
def test_a_record_of_other_figures_is_found(capsys, part):
    make_whole_round("Spring", asked=1)
    record = SubmissionFigures.objects.get()
    changed = getattr(record, part)
    if part == "figures":
        changed["ratings"]["1a"] = 1 if changed["ratings"]["1a"] != 1 else 4
    else:
        changed["1a"][0][0] = 1 if changed["1a"][0][0] != 1 else 4
    record.save()
    lines = checked(capsys, "--rebuild")
    assert lines[0].endswith("has a record of other figures (made again)")
    assert checked(capsys) == ["Compared: 1. Each is as it was submitted."]


def test_no_record_is_made_of_a_submission_without_its_digest(capsys):
    make_whole_round("Spring", asked=1)
    SubmissionFigures.objects.all().delete()
    with connection.cursor() as cursor:  # what no code of ours can do
        cursor.execute("UPDATE assessments_submission SET digest = %s", ["0" * 64])
    with pytest.raises(CommandError, match="does not match its digest"):
        checked(capsys, "--rebuild")
    assert not SubmissionFigures.objects.exists()
