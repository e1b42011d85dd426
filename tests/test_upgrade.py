"""The database that landed first comes up to date, and loses nothing.

A migration that moves something on purpose says so here, where it is looked for.
"""

import json
from collections import Counter

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from assessments.models import Draft, DraftRevision, Submission
from assessments.submission import digests
from leavingcare import checks
from leavingcare.models import User

from .support.clients import client_of
from .support.landed import landed_database

pytestmark = pytest.mark.django_db

# What Django itself notes of the models and migrations there are.
GROWING = {"auth_permission", "django_content_type", "django_migrations"}


@pytest.fixture(scope="module", autouse=True)
def landed(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return the landed database's old rows, and put it in place of the tests' database.

    It has been brought up to date as `scripts/prepare` does it.
    """
    folder = tmp_path_factory.mktemp("landed")
    with django_db_blocker.unblock(), landed_database(folder):
        ContentType.objects.clear_cache()
        before = tables()
        for command in ("migrate", "createcachetable", "load_frameworks"):
            call_command(command, verbosity=0)
        with django_db_blocker.block():
            yield before
        ContentType.objects.clear_cache()


def tables():
    """Return {table: its column names} and {table: its rows, counted}."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        columns = {name: columns_of(cursor, name) for name in names}
    return columns, {name: rows(name, columns[name]) for name in names}


def columns_of(cursor, table):
    return [
        column.name
        for column in connection.introspection.get_table_description(cursor, table)
    ]


def rows(table, columns):
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {quote(table)}")
        return Counter(tuple(map(plain, row)) for row in cursor.fetchall())


def plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def test_every_row_of_every_table_is_as_it_was(landed):
    columns, before = landed
    assert len(before) > 45
    for table, was in before.items():
        now = rows(table, columns[table])
        assert was - now == Counter(), f"{table} lost rows, or something of them"
        assert table in GROWING or now == was, f"{table} has rows it did not have"


def test_every_submission_is_the_one_that_was_submitted(landed):
    columns, before = landed
    place = columns["assessments_submission"].index("digest")
    was = {row[place] for row in before["assessments_submission"]}
    now = {digests.digest(each.content) for each in Submission.objects.all()}
    assert len(was) == 2
    assert now == was


def test_a_server_starts_on_it():
    assert checks.database(None, databases=["default"]) == []


def test_everybody_can_come_home():
    people = User.objects.all()
    answers = {user.email: client_of(user).get("/").status_code for user in people}
    assert answers == dict.fromkeys(answers, 200)
    assert len(answers) == 18


def test_a_draft_opens_and_takes_another_word():
    draft = Draft.objects.filter(
        group__assessment__authority__name="Eastvale", handed_in_at=None
    ).first()
    client = client_of(draft.group.members.first())
    url = (
        f"/assessments/{draft.group.assessment_id}/groups/{draft.group_id}"
        f"/areas/{draft.area.number}/"
    )
    page = client.get(url).context[-1]["page"]
    forms = [*(row.form for row in page.rows), page.score_form]
    fields = {field.html_name: field.value() or "" for form in forms for field in form}
    before = DraftRevision.objects.count()
    saved = client.post(url, fields | {"a-evidence": "Written after the upgrade."})
    assert saved.status_code == 302
    assert DraftRevision.objects.count() == before + 1
    assert "Written after the upgrade." in client.get(url).content.decode()


def test_every_submission_opens():
    staff = client_of(User.objects.get(is_staff=True))
    for submission in Submission.objects.all():
        url = f"/submissions/{submission.reference}"
        assert submission.digest in staff.get(f"{url}/").content.decode()
        document = json.loads(b"".join(staff.get(f"{url}.json")))
        assert document["reference"] == submission.reference
