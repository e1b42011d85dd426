"""Merging, taking out and submitting at the same moment: one of the two, and never both."""

import json
from functools import partial

import pytest

from assessments.models import Assessment, LocalAuthority
from assessments.workflow import (
    merging,
    new_edition,
    past_import_batch,
    past_import_undo,
    reopening,
    rounds,
    setting_up,
    staff,
    submitting,
    taking_part,
)
from leavingcare.models import User
from leavingcare.refusals import Refused
from tests.support.builders import (
    complete,
    make_assessment,
    make_authority,
    make_member,
    make_round,
    make_user,
)
from tests.support.framework_files import next_edition
from tests.support.past_files import past_json
from tests.support.racing import at_once
from tests.support.supplements import save_consent

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TRIALS = 6


def test_taken_out_while_it_submits(northmoor, mo, val):
    for _ in range(TRIALS):
        assessment = make_assessment(northmoor, mo)
        complete(assessment, mo)
        blanks = submitting.unconfirmed_blanks(assessment)
        submitted, taken_out = at_once(
            partial(submitting.submit, assessment=assessment, by=mo, confirmed=blanks),
            partial(
                rounds.take_out,
                assessment=assessment,
                because="x",
                is_counted=True,
                by=val,
            ),
        )
        assert isinstance(submitted, Refused) != isinstance(taken_out, Refused)
        assessment.refresh_from_db()
        assert assessment.is_withdrawn == isinstance(submitted, Refused)
        assert assessment.submissions.exists() != assessment.is_withdrawn


def test_merged_into_each_other(val):
    for trial in range(TRIALS):
        one, other = make_authority(f"One {trial}"), make_authority(f"Two {trial}")
        outcomes = at_once(
            partial(merging.merge, kept=one, double=other, by=val),
            partial(merging.merge, kept=other, double=one, by=val),
        )
        assert sorted(isinstance(each, Refused) for each in outcomes) == [False, True]
        assert (
            LocalAuthority.objects.standing().filter(pk__in=[one.pk, other.pk]).count()
            == 1
        )


def test_merged_while_it_joins_a_round(val):
    for trial in range(TRIALS):
        kept, double = make_authority(f"Kept {trial}"), make_authority(f"Dbl {trial}")
        make_member(double, "moderator")
        round = make_round()
        merged, joined = at_once(
            partial(merging.merge, kept=kept, double=double, by=val),
            partial(taking_part.join, round=round, authority=double, by=val),
        )
        assert not isinstance(merged, Refused)
        there = Assessment.objects.filter(round=round)
        if isinstance(joined, Refused):
            assert not there.exists()
        else:
            assert there.get().authority == kept


def test_added_by_two_at_once(northmoor, mo, val):
    for _ in range(TRIALS):
        round = make_round()
        outcomes = at_once(
            *[partial(taking_part.join, round=round, authority=northmoor, by=val)] * 2
        )
        assert sorted(isinstance(each, Refused) for each in outcomes) == [False, True]
        assert round.assessments.count() == 1


def test_closed_while_an_authority_is_added(northmoor, mo, val):
    for _ in range(TRIALS):
        round = make_round()
        joined, closed = at_once(
            partial(taking_part.join, round=round, authority=northmoor, by=val),
            partial(rounds.close_round, round=round, by=val),
        )
        assert closed is None
        assert round.assessments.exists() != isinstance(joined, Refused)
        assert setting_up.Assessment.objects.filter(round=round).count() <= 1


def imported(val):
    """Return a batch whose one file made an assessment and its submission."""
    batch = past_import_batch.receive(
        files=[("a.json", past_json())], round=None, new_round="", by=val
    )
    pks = list(batch.files.values_list("pk", flat=True))
    assert past_import_batch.import_files(batch=batch, files=pks, by=val) == 1
    return batch, batch.files.get().submission.assessment


@pytest.mark.parametrize("build", ["reopen", "consent"])
def test_undone_while_somebody_builds_on_it(val, mo, read_here, build):
    """One of the two, and nothing is left of an import that was undone."""
    for _ in range(TRIALS):
        batch, assessment = imported(val)
        built, undone = at_once(
            partial(reopening.reopen, assessment=assessment, by=val, reason="Again.")
            if build == "reopen"
            else partial(save_consent, assessment, mo, "quotes_named"),
            partial(past_import_undo.undo, file=batch.files.get(), by=val),
        )
        assert isinstance(built, Refused) != isinstance(undone, Refused)
        is_undone = undone is None
        assert batch.files.get().submission is None or not is_undone
        assert Assessment.objects.filter(pk=assessment.pk).exists() != is_undone
        if not is_undone:
            clear(batch, assessment)


def clear(batch, assessment):
    """Delete an import that somebody built on, so that the next trial can import it."""
    batch.files.update(submission=None, brought_in_at=None, brought_in_by=None)
    past_import_undo._delete(Assessment.objects.filter(pk=assessment.pk))


def test_undone_by_two_at_once(val, read_here):
    for _ in range(TRIALS):
        batch, _ = imported(val)
        file = batch.files.get()
        outcomes = at_once(*[partial(past_import_undo.undo, file=file, by=val)] * 2)
        assert sorted(isinstance(each, Refused) for each in outcomes) == [False, True]


def test_imported_again_while_it_is_undone(val, read_here):
    for _ in range(TRIALS):
        batch, _ = imported(val)
        file = batch.files.get()
        undone, count = at_once(
            partial(past_import_undo.undo, file=file, by=val),
            partial(
                past_import_batch.import_files, batch=batch, files=[file.pk], by=val
            ),
        )
        assert undone is None
        file.refresh_from_db()
        assert (file.submission is not None) == (count == 1)
        if count:
            past_import_undo.undo(file=file, by=val)


def test_two_programme_officers_end_each_others_access(val):
    for _ in range(TRIALS):
        one, other = (make_user(is_staff=True) for _ in range(2))
        User.objects.filter(pk=val.pk).update(is_active=False)
        outcomes = at_once(
            partial(staff.withdraw, person=one, by=other),
            partial(staff.withdraw, person=other, by=one),
        )
        assert sorted(isinstance(each, Refused) for each in outcomes) == [False, True]
        left = User.objects.filter(pk__in=[one.pk, other.pk], is_active=True)
        assert left.count() == 1
        left.update(is_active=False)


def test_two_decide_one_statement_differently(val):
    """One of the two is recorded; the other is told, and may decide again."""
    kit = make_user("kit", is_staff=True)
    data = json.dumps(next_edition()).encode()
    kept = new_edition.keep(
        name="a.json", data=data, later="2021", earlier="2020", by=val
    )
    link = {"earlier": "1a", "kind": "same", "change": "", "note": ""}
    for place in ("1a", "1b", "1c", "1d", "2a", "2b"):
        decide = partial(new_edition.decide, file=kept, place=place, seen=0)
        outcomes = at_once(
            partial(decide, links=[], by=val), partial(decide, links=[link], by=kit)
        )
        recorded = [each for each in outcomes if each]
        assert recorded == [kept.decisions.get(place=place)]


def test_two_keep_one_file(val):
    kit = make_user("kit", is_staff=True)
    keep = partial(
        new_edition.keep,
        name="a.json",
        data=json.dumps(next_edition()).encode(),
        later="2021",
        earlier="2020",
    )
    first, second = at_once(partial(keep, by=val), partial(keep, by=kit))
    assert first == second
