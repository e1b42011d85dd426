"""Two people write supplements at the same moment: nothing is lost silently."""

import pytest

from assessments.files.catalogue import FORMATS, Format
from assessments.models import FollowUp, FollowUpScore, YoungPeopleScore
from assessments.submission import supplements
from assessments.workflow import downloads
from assessments.workflow import supplements as saving
from tests.support.builders import submit
from tests.support.clients import client_of
from tests.support.pages import form_of
from tests.support.racing import at_once

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


def test_ideas_ticked_off_at_once_are_both_kept(submitted, mo, zoe):
    follow_up = FollowUp.objects.get(assessment=submitted)
    codes = list(submitted.submissions.get().content["responses"])
    seen = saving.token_of(follow_up, saving.idea_values(follow_up, codes))

    def tick(code, by):
        return lambda: saving.save_ideas(
            assessment=submitted, token=seen, codes=codes, ideas={code: "done"}, by=by
        )

    at_once(
        *(tick(code, by) for code, by in zip(codes[:8], [mo, zoe] * 4, strict=True))
    )
    follow_up.refresh_from_db()
    assert follow_up.ideas == dict.fromkeys(codes[:8], "done")


def test_a_file_that_is_kept_shows_what_is_saved(submitted, mo):
    """Whatever the order of making a file and saving what it shows."""
    submission = submitted.submissions.get()
    format = Format("pdf", "", "", "", FORMATS["json"].make)
    row = YoungPeopleScore.objects.get(area__number=1)
    for trial in range(TRIALS):

        def save(trial=trial):
            token = saving.token_of(row, saving.young_people_values(row))
            saving.save_young_people(
                assessment=submitted,
                answers={1: (token, {"how_gathered": f"Way {trial}"})},
                by=mo,
            )

        at_once(save, lambda: downloads.file_of(submission=submission, format=format))
        row.refresh_from_db()
        assert row.how_gathered == f"Way {trial}"
        for kept in submission.files.all():
            assert f"Way {trial}".encode() in bytes(kept.content)


def test_rows_are_made_once_however_often_it_is_submitted(assessment, mo):
    at_once(*[lambda: submit(assessment, mo)] * 4)
    assert assessment.submissions.count() == 1
    assert FollowUpScore.objects.count() == YoungPeopleScore.objects.count() == 10
    assert supplements.of(assessment) == {"young_people_scores": {}, "follow_up": {}}
