"""Analyses that are kept: made again they are the same, whatever came in since."""

import pytest

from assessments.models import LocalAuthority, RoundAnalysis, YoungPeopleScore
from assessments.round_analysis import document as documents
from assessments.round_analysis.choosing import Choice, bases, data_of
from assessments.round_analysis.document import document
from assessments.workflow import reopening, round_analyses, submitting
from leavingcare.refusals import Refused
from tests.support.builders import complete, submit
from tests.support.whole_rounds import (
    make_whole_round,
    return_follow_ups,
)

pytestmark = pytest.mark.django_db


def kept_document(kept):
    choice = Choice(kept=kept)
    return document(data_of(kept.round, bases(kept.round, choice), choice))


def now_document(round):
    return document(data_of(round, bases(round, Choice()), Choice()))


def keep(round, by, baseline=None):
    return round_analyses.keep(round=round, baseline=baseline, note="", by=by)


def test_it_names_the_submissions_it_is_of(val):
    round = make_whole_round("Spring", asked=3, returned=2)
    kept = keep(round, val)
    rows = kept.basis["asked"]
    assert [bool(row["reference"]) for row in rows] == [True, True, False]
    assert [len(row["digest"]) for row in rows] == [64, 64, 0]
    assert (kept.number, kept.made_by, kept.rules) == (1, val, documents.RULES)


def test_it_stays_when_others_submit_and_things_change(assessment, mo, val):
    submit(assessment, mo)
    round = assessment.round
    kept = keep(round, val)
    before = kept_document(kept)
    reopening.reopen(assessment=assessment, by=mo, reason="Once more.")
    assessment.refresh_from_db()
    complete(assessment, mo, value=1)
    submitting.submit(
        assessment=assessment,
        by=mo,
        confirmed=submitting.unconfirmed_blanks(assessment),
    )
    YoungPeopleScore.objects.filter(assessment=assessment).update(score=4)
    LocalAuthority.objects.filter(pk=assessment.authority_id).update(name="Renamed")
    assert kept_document(kept) == before
    assert round_analyses.is_as_kept(kept)
    assert now_document(round) != before
    later = keep(round, val)
    assert later.number == 2
    assert kept_document(later) == now_document(round)


def test_a_follow_up_and_a_baseline_are_kept_with_it(val):
    round = make_whole_round("Spring", asked=3)
    baseline = make_whole_round("Earlier", "2015", asked=3)
    return_follow_ups(round, [(60, 70)])
    kept = keep(round, val, baseline)
    before = kept_document(kept)
    assert [each["name"] for each in before["change"]]
    YoungPeopleScore.objects.all().delete()
    assert kept_document(RoundAnalysis.objects.get(pk=kept.pk)) == before


def test_it_can_be_read_without_a_submission_that_has_gone(val):
    """Imports could once be undone in spite of it."""
    kept = keep(make_whole_round("Spring", asked=3), val)
    gone = kept.basis["asked"][0]["reference"] = "BD-2222-2222"
    kept.save()
    left = [each["reference"] for each in kept_document(kept)["authorities"]]
    assert len(left) == 2
    assert gone not in left
    assert not round_analyses.is_as_kept(kept)


def test_it_says_when_its_figures_are_not_the_same_any_more(val, monkeypatch):
    kept = keep(make_whole_round("Spring", asked=3), val)
    assert round_analyses.is_as_kept(kept)
    monkeypatch.setattr(documents, "FAR_APART", 0)
    monkeypatch.setattr(documents, "RULES", documents.RULES + 1)
    assert not round_analyses.is_as_kept(kept)


def test_nothing_to_keep(val):
    with pytest.raises(Refused, match="nothing to keep"):
        keep(make_whole_round("Empty", asked=2, returned=0), val)
