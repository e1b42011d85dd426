"""Two people import the same past files at the same moment."""

import json

import pytest

from assessments.models import LocalAuthority, PastFile, Round, Submission
from assessments.workflow import past_import, past_import_batch, past_import_reading
from tests.support.builders import make_user
from tests.support.past_files import past_json
from tests.support.racing import at_once

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("read_here"),
]


@pytest.fixture
def vic(db):
    return make_user("vic", is_staff=True)


def batch_of(by, *authorities, **changes):
    files = [
        (f"{name}.json", past_json(authority={"name": name}, **changes))
        for name in authorities
    ]
    return past_import_batch.receive(files=files, round=None, new_round="", by=by)


def bring(batch, by):
    files = list(batch.files.values_list("pk", flat=True))
    return lambda: past_import_batch.import_files(batch=batch, files=files, by=by)


def test_confirmed_eight_times_at_once_each_file_comes_in_once(val, vic):
    batch = batch_of(val, "Oldmoor", "Newmoor", "Midmoor")
    brought = at_once(*[bring(batch, person) for person in (val, vic) * 4])
    assert sum(brought) == 3
    assert Submission.objects.count() == LocalAuthority.objects.count() == 3
    assert Round.objects.count() == 1
    assert not batch.files.filter(submission=None).exists()


def test_one_authority_from_two_batches_comes_in_once(val, vic):
    """Both would make the authority and the round."""
    first = batch_of(val, "Oldmoor")
    second = batch_of(vic, "Oldmoor", number=2)
    assert sorted(at_once(bring(first, val), bring(second, vic))) == [0, 1]
    assert Submission.objects.count() == Round.objects.count() == 1


def test_the_same_file_under_two_names_comes_in_once(val, vic):
    found = past_import_reading.read(past_json())
    found = json.loads(json.dumps(found))

    def act(authority, slug):
        return lambda: past_import.import_submission(
            found=found, authority=authority, slug=slug, by=val
        )

    outcomes = at_once(act("Oldmoor", "a"), act("Newmoor", "b"))
    assert sum(isinstance(outcome, tuple) for outcome in outcomes) == 1
    assert Submission.objects.count() == LocalAuthority.objects.count() == 1


def test_what_is_thrown_away_while_it_comes_in_is_one_or_the_other(val, vic):
    batch = batch_of(val, "Oldmoor", "Newmoor")
    brought, _ = at_once(
        bring(batch, val), lambda: past_import_batch.discard(batch=batch)
    )
    assert Submission.objects.count() == brought
    assert PastFile.objects.count() == brought
    assert not PastFile.objects.filter(submission=None).exists()
