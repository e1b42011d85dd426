"""Two people write supplements at the same moment: nothing is lost silently."""

import pytest

from assessments.files.catalogue import FORMATS, Format
from assessments.models import (
    FollowUp,
    FollowUpReturn,
    FollowUpScore,
    YoungPeopleScore,
)
from assessments.submission import supplements
from assessments.workflow import downloads, follow_up, submitting
from leavingcare.models import User
from leavingcare.refusals import Refused
from tests.support.builders import complete, make_user, submit
from tests.support.clients import client_of
from tests.support.pages import form_of
from tests.support.racing import at_once
from tests.support.supplements import save_follow_up, save_young_people

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TRIALS = 15


@pytest.fixture
def submitted(assessment, mo):
    submit(assessment, mo)
    assessment.refresh_from_db()
    return assessment


def posts(client, url, fields):
    return lambda: client.post(url, fields).status_code


@pytest.mark.parametrize(
    ("name", "boxes"),
    [
        ("young-people", ["area-1-how_gathered", "area-2-how_gathered"]),
        ("young-people", ["area-1-how_gathered", "area-1-score"]),
        ("follow-up", ["area-1-barriers", "area-1-next_steps"]),
        ("follow-up", ["area-1-barriers", "area-2-stage_two"]),
    ],
)
def test_different_boxes_at_once_are_both_kept(submitted, mo, zoe, name, boxes):
    url = f"/assessments/{submitted.pk}/{name}/"
    clients = [client_of(mo), client_of(zoe)]
    for trial in range(TRIALS):
        values = [str(trial % 10), str((trial + 1) % 10)]
        pages = [form_of(client.get(url)) for client in clients]
        answers = at_once(
            *(
                posts(client, url, page | {box: value})
                for client, page, box, value in zip(
                    clients, pages, boxes, values, strict=True
                )
            )
        )
        assert answers == [302, 302]
        now = form_of(clients[0].get(url))
        assert [now[box] for box in boxes] == [[value] for value in values]


def test_of_two_in_one_box_one_is_told(submitted, mo, zoe):
    url = f"/assessments/{submitted.pk}/young-people/"
    clients = [client_of(mo), client_of(zoe)]
    for trial in range(TRIALS):
        texts = [f"Mo {trial}", f"Zoe {trial}"]
        pages = [form_of(client.get(url)) for client in clients]
        answers = at_once(
            *(
                posts(client, url, page | {"area-1-how_gathered": text})
                for client, page, text in zip(clients, pages, texts, strict=True)
            )
        )
        assert sorted(answers) == [302, 409]
        kept = YoungPeopleScore.objects.get(area__number=1).how_gathered
        assert kept == texts[answers.index(302)]


def test_a_follow_up_is_returned_or_changed_but_never_both_lost(submitted, mo, zoe):
    """What a save says it stored is in what was returned, or is refused."""
    for trial in range(TRIALS):
        save_follow_up(submitted, mo, {1: {"stage_two": 5, "barriers": ""}})
        held = FollowUp.objects.get(assessment=submitted)
        blanks = follow_up.blanks(held)

        def change(trial=trial):
            return save_follow_up(submitted, zoe, {1: {"barriers": f"Rents {trial}"}})

        def submit_it(blanks=blanks):
            return follow_up.submit(assessment=submitted, by=mo, confirmed=blanks)

        saved, returned = at_once(change, submit_it)
        content = returned.content["follow_up"]["areas"]["1"]["barriers"]
        assert content == ("" if isinstance(saved, Refused) else f"Rents {trial}")
        follow_up.reopen(assessment=submitted, by=val_of(submitted), reason="Again.")


def test_a_follow_up_is_returned_once_however_often_it_is_sent(submitted, mo, zoe):
    save_follow_up(submitted, mo, {1: {"stage_two": 5}})
    blanks = follow_up.blanks(FollowUp.objects.get(assessment=submitted))
    at_once(
        *(
            lambda by=by: follow_up.submit(
                assessment=submitted, by=by, confirmed=blanks
            )
            for by in (mo, zoe, mo, zoe)
        )
    )
    assert FollowUpReturn.objects.count() == 1


def test_returning_and_reopening_at_once_leave_it_in_one_state(submitted, mo):
    val = val_of(submitted)
    for _ in range(TRIALS):
        save_follow_up(submitted, mo, {1: {"stage_two": 5}})
        blanks = follow_up.blanks(FollowUp.objects.get(assessment=submitted))
        before = FollowUpReturn.objects.count()
        _, reopened = at_once(
            lambda blanks=blanks: follow_up.submit(
                assessment=submitted, by=mo, confirmed=blanks
            ),
            lambda: follow_up.reopen(assessment=submitted, by=val, reason="Again."),
        )
        held = FollowUp.objects.get(assessment=submitted)
        assert FollowUpReturn.objects.count() == before + 1
        assert held.is_open == (not isinstance(reopened, Refused))
        if not held.is_open:
            follow_up.reopen(assessment=submitted, by=val, reason="Again.")


def val_of(assessment):
    """Return somebody of Coram Voice, the same each time."""
    return User.objects.filter(is_staff=True).first() or make_user("val", is_staff=True)


def test_a_file_that_is_kept_shows_what_is_saved(submitted, mo):
    """Whatever the order of making a file and saving what it shows."""
    submission = submitted.submissions.get()
    format = Format("pdf", "", "", "", FORMATS["json"].make)
    row = YoungPeopleScore.objects.get(area__number=1)
    for trial in range(TRIALS):

        def save(trial=trial):
            save_young_people(submitted, mo, {1: {"how_gathered": f"Way {trial}"}})

        at_once(save, lambda: downloads.file_of(submission=submission, format=format))
        row.refresh_from_db()
        assert row.how_gathered == f"Way {trial}"
        for kept in submission.files.all():
            assert f"Way {trial}".encode() in bytes(kept.content)


def test_rows_are_made_once_however_often_it_is_submitted(assessment, mo):
    complete(assessment, mo)
    confirmed = submitting.unconfirmed_blanks(assessment)
    at_once(
        *[lambda: submitting.submit(assessment=assessment, by=mo, confirmed=confirmed)]
        * 4
    )
    assert assessment.submissions.count() == 1
    assert FollowUpScore.objects.count() == YoungPeopleScore.objects.count() == 10
    assert not any(supplements.of(assessment).values())


def test_who_is_first_to_hear_young_people_may_submit_at_that_moment(
    assessment, mo, zoe
):
    complete(assessment, mo)
    confirmed = submitting.unconfirmed_blanks(assessment)
    at_once(
        lambda: save_young_people(assessment, mo, {1: {"score": 4}}),
        lambda: save_young_people(assessment, zoe, {2: {"score": 5}}),
        lambda: submitting.submit(assessment=assessment, by=mo, confirmed=confirmed),
    )
    assert assessment.submissions.count() == 1
    assert FollowUpScore.objects.count() == YoungPeopleScore.objects.count() == 10
    said = supplements.of(assessment)["young_people_scores"]
    assert {number: each["score"] for number, each in said.items()} == {"1": 4, "2": 5}
