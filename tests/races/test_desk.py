"""Merging, taking out and submitting at the same moment: one of the two, and never both."""

import json
from functools import partial

import pytest

from assessments.desk.new_edition import work_on
from assessments.models import (
    Assessment,
    FollowUpReturn,
    LocalAuthority,
)
from assessments.workflow import (
    accepting_invitations,
    clusters,
    inviting,
    merging,
    new_edition,
    past_import_batch,
    past_import_undo,
    redacting,
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
    submit,
)
from tests.support.framework_files import next_edition
from tests.support.past_files import past_json
from tests.support.racing import at_once
from tests.support.supplements import (
    return_follow_up,
    save_consent,
    save_follow_up,
)

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


def test_merged_while_it_submits(val):
    """What is submitted belongs to the authority that stays, whichever came first."""
    for trial in range(TRIALS):
        kept, double = make_authority(f"Kept {trial}"), make_authority(f"Dbl {trial}")
        dan = make_member(double, "moderator")
        assessment = make_assessment(double, dan)
        complete(assessment, dan)
        blanks = submitting.unconfirmed_blanks(assessment)
        merged, submitted = at_once(
            partial(merging.merge, kept=kept, double=double, by=val),
            partial(submitting.submit, assessment=assessment, by=dan, confirmed=blanks),
        )
        assert not isinstance(merged, Refused)
        assert not isinstance(submitted, Refused)
        assert assessment.submissions.get() == submitted
        assessment.refresh_from_db()
        assert assessment.authority == kept


def test_merged_while_its_follow_up_is_submitted(val):
    for trial in range(TRIALS):
        kept, double = make_authority(f"Kept {trial}"), make_authority(f"Dbl {trial}")
        dan = make_member(double, "moderator")
        assessment = make_assessment(double, dan)
        submit(assessment, dan)
        save_follow_up(assessment, dan, {1: {"stage_two": 5}})
        merged, returned = at_once(
            partial(merging.merge, kept=kept, double=double, by=val),
            partial(return_follow_up, assessment, dan),
        )
        assert not isinstance(merged, Refused)
        assert FollowUpReturn.objects.get(follow_up__assessment=assessment) == returned
        assessment.refresh_from_db()
        assert assessment.authority == kept


def test_merged_while_somebody_joins(val):
    """Nobody is left in an authority that is no more."""
    for trial in range(TRIALS):
        kept, double = make_authority(f"Kept {trial}"), make_authority(f"Dbl {trial}")
        dan = make_member(double, "moderator")
        pat = make_user()
        _, token = inviting.invite(
            authority=double, email=pat.email, role="contributor", by=dan
        )
        merged, joined = at_once(
            partial(merging.merge, kept=kept, double=double, by=val),
            partial(accepting_invitations.accept, token=token, user=pat),
        )
        assert not isinstance(merged, Refused)
        assert joined == pat
        assert not double.memberships.exists()
        assert {each.user for each in kept.memberships.all()} == {dan, pat}


def test_merged_while_its_import_is_undone(val, read_here):
    for trial in range(TRIALS):
        batch, assessment = imported(val)
        kept = make_authority(f"Kept {trial}")
        merged, undone = at_once(
            partial(merging.merge, kept=kept, double=assessment.authority, by=val),
            partial(past_import_undo.undo, file=batch.files.get(), by=val),
        )
        assert not isinstance(merged, Refused)
        assert undone is None
        assert not Assessment.objects.filter(pk=assessment.pk).exists()
        LocalAuthority.objects.filter(merged_into=kept).update(merged_into=None)
        LocalAuthority.objects.filter(pk=kept.pk).update(other_names=[])


def test_put_back_while_it_is_merged(val):
    """It takes part again with the authority that stays, or not at all."""
    for trial in range(TRIALS):
        kept, double = make_authority(f"Kept {trial}"), make_authority(f"Dbl {trial}")
        assessment = make_assessment(double, make_member(double, "moderator"))
        setting_up.start(authority=kept, round=assessment.round, by=val)
        rounds.take_out(assessment=assessment, because="x", is_counted=True, by=val)
        merged, put_back = at_once(
            partial(merging.merge, kept=kept, double=double, by=val),
            partial(rounds.put_back, assessment=assessment, by=val),
        )
        assert not isinstance(merged, Refused)
        there = Assessment.objects.filter(round=assessment.round)
        taking_part = there.filter(withdrawn_at=None)
        assert [each.authority for each in taking_part] == [kept], put_back


def test_taken_out_and_put_back_at_once(northmoor, mo, val):
    assessment = make_assessment(northmoor, mo)
    for _ in range(TRIALS):
        taken_out, put_back = at_once(
            partial(
                rounds.take_out,
                assessment=assessment,
                because="x",
                is_counted=False,
                by=val,
            ),
            partial(rounds.put_back, assessment=assessment, by=val),
        )
        assert taken_out is None
        assessment.refresh_from_db()
        assert assessment.is_withdrawn == isinstance(put_back, Refused)
        assert assessment.is_withdrawn == (assessment.withdrawn_at is not None)
        if assessment.is_withdrawn:
            rounds.put_back(assessment=assessment, by=val)


def test_words_removed_from_a_submission_while_it_is_reopened(northmoor, mo, val):
    """Nothing that was submitted or can be submitted again has the words."""
    for _ in range(TRIALS):
        assessment = make_assessment(northmoor, mo)
        submission = submit(assessment, mo)
        removed, reopened = at_once(
            partial(
                redacting.redact_submission,
                submission=submission,
                words="What we agreed",
                reason="A name.",
                by=val,
            ),
            partial(
                reopening.reopen, assessment=assessment, by=val, reason="To correct."
            ),
        )
        assert reopened is None
        assert not isinstance(removed, Refused)
        texts = [str(each.content) for each in assessment.submissions.all()]
        texts += assessment.agreed_responses.values_list("evidence", flat=True)
        assert not [text for text in texts if "What we agreed" in text]


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


BUILD = {
    "reopen": lambda assessment, by: reopening.reopen(
        assessment=assessment, by=by, reason="Again."
    ),
    "consent": lambda assessment, by: save_consent(assessment, by, "quotes_named"),
    "follow-up": lambda assessment, by: save_follow_up(
        assessment, by, {1: {"stage_two": 5}}
    ),
}


@pytest.mark.parametrize("build", BUILD)
def test_undone_while_somebody_builds_on_it(val, mo, read_here, build):
    """One of the two, and nothing is left of an import that was undone."""
    for _ in range(TRIALS):
        batch, assessment = imported(val)
        built, undone = at_once(
            partial(BUILD[build], assessment, val if build == "reopen" else mo),
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


def test_two_officers_add_to_one_cluster(northmoor, val):
    """Both authorities are in it."""
    for trial in range(TRIALS):
        cluster = clusters.make(
            name=f"North {trial}", authorities=[northmoor], facilitators=[], by=val
        )
        places = [make_authority(f"A {trial}"), make_authority(f"B {trial}")]
        at_once(
            *(
                partial(
                    clusters.change,
                    cluster=cluster,
                    name=cluster.name,
                    authorities=[northmoor, place],
                    facilitators=[],
                    shown_authorities={northmoor.pk},
                    shown_facilitators=set(),
                    by=val,
                )
                for place in places
            )
        )
        assert set(cluster.authorities.all()) == {northmoor, *places}


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


def test_two_accept_the_same_words_while_one_is_decided_otherwise(val):
    """Each statement has one first decision, of one of the people."""
    kit = make_user("kit", is_staff=True)
    data = json.dumps(next_edition()).encode()
    kept = new_edition.keep(
        name="a.json", data=data, later="2021", earlier="2020", by=val
    )
    pairs = {item.pair for item in work_on(kept).word_for_word}
    for _ in range(TRIALS):
        accept = partial(new_edition.accept_word_for_word, file=kept, pairs=pairs)
        first, second, decided = at_once(
            partial(accept, by=val),
            partial(accept, by=kit),
            partial(
                new_edition.decide, file=kept, place="2a", links=[], seen=0, by=kit
            ),
        )
        assert len(first) + len(second) + bool(decided) == len(pairs)
        assert kept.decisions.filter(number=1).count() == len(pairs)
        assert kept.decisions.count() == len(pairs)
        kept.decisions.all().delete()


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
