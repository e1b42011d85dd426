"""The database that landed first comes up to date, and loses nothing.

A migration that moves something on purpose says so here, where it is looked for.
"""

import json
from collections import Counter

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from assessments.models import Action, Draft, DraftRevision, Submission
from assessments.submission import digests
from leavingcare import checks
from leavingcare.models import User

from .support.clients import client_of
from .support.landed import landed_database

pytestmark = pytest.mark.django_db

OURS = ("assessments_", "frameworks_", "leavingcare_")
# What Django itself notes of the models and migrations there are.
GROWING = {"auth_permission", "django_content_type", "django_migrations"}
# {table: columns} whose values are somewhere else now, as tests below check.
MOVED = {"assessments_followup": {"ideas"}}
# Who had a page open within the last minute: dropped and created again.
PASSING = {"assessments_presence"}


@pytest.fixture(scope="module", autouse=True)
def landed(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return the landed database's old rows, and put it in place of the tests' database.

    It has been brought up to date as `scripts/prepare` does it. Its old rows are
    returned as `tables` does, after the shape of the tests' database.
    """
    folder = tmp_path_factory.mktemp("landed")
    with django_db_blocker.unblock():
        new = shape()
    with django_db_blocker.unblock(), landed_database(folder):
        ContentType.objects.clear_cache()
        before = tables()
        for command in ("migrate", "createcachetable", "load_frameworks"):
            call_command(command, verbosity=0)
        with django_db_blocker.block():
            yield new, *before
        ContentType.objects.clear_cache()


def shape():
    """Return {table of ours: its columns with types, its constraints without names}."""
    inspect = connection.introspection
    with connection.cursor() as cursor:
        return {
            name: (
                sorted(
                    (column.name, column.type_code, column.null_ok)
                    for column in inspect.get_table_description(cursor, name)
                ),
                Counter(
                    str(sorted(constraint.items()))
                    for constraint in inspect.get_constraints(cursor, name).values()
                ),
            )
            for name in inspect.table_names(cursor)
            if name.startswith(OURS)
        }


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


def test_migrations_lead_to_what_the_tests_make_of_the_models(landed):
    new, *_ = landed
    assert len(new) > 30
    assert shape() == new


def test_every_row_of_every_table_is_as_it_was(landed):
    _, columns, before = landed
    assert len(before) > 45
    for table in before.keys() - PASSING:
        was = before[table]
        stay = [name for name in columns[table] if name not in MOVED.get(table, ())]
        places = [columns[table].index(name) for name in stay]
        was = Counter(tuple(row[place] for place in places) for row in was.elements())
        now = rows(table, stay)
        assert was - now == Counter(), f"{table} lost rows, or something of them"
        assert table in GROWING or now == was, f"{table} has rows it did not have"


def test_the_progress_on_every_idea_is_that_of_an_action(landed):
    _, columns, before = landed
    names = columns["assessments_followup"]
    was = {
        (row[names.index("assessment_id")], code, state)
        for row in before["assessments_followup"]
        for code, state in json.loads(row[names.index("ideas")]).items()
    }
    now = {
        (action.assessment_id, action.statement.code, action.state)
        for action in Action.objects.select_related("statement__area")
    }
    assert len(was) > 5
    assert now == was
    assert all(action.text == action.idea for action in Action.objects.all())


def test_every_submission_is_the_one_that_was_submitted(landed):
    _, columns, before = landed
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
