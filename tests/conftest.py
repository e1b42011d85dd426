"""The people of the tests, and the framework editions, loaded once.

Mo moderates Northmoor's assessment, as Zoe may too; Ann approves it. Cass is in its
Housing group, Dee belongs to Northmoor but to none of its groups. Oli moderates
Eastvale's and may see nothing of Northmoor's. Val is a programme officer of Coram
Voice, Fay and Gus are facilitators, Eve evaluates. Places, people and texts are invented.
"""

import gc
import pickle
import pkgutil
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from hypothesis import settings

from assessments.files.bounded import child_process, slots
from assessments.files.pdf.printing import RENDER

from .support.clients import FormClient, client_of
from .support.flushing import keep_rows
from .support.remembered import Remembered
from .support.world import make_world

PAGES = Path(__file__).parent / "views"
settings.register_profile("untimed", parent=settings(), deadline=None)
settings.load_profile("untimed")
EDITION_2026 = Path(__file__).parent / "fixtures" / "framework_2026.json"


def pytest_addoption(parser):
    parser.addoption(
        "--with-database",
        action="store_true",
        help="run only the tests for which it matters which database it is",
    )


def pytest_collection_modifyitems(config, items):
    """Leave out what was not asked for, and have a browser's test tried twice.

    A browser may be late on a busy machine. The summary names what passed only then.
    The longest tests and the browser's come first, so that at the end no process works
    on one of them while the others have nothing left.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    items.sort(
        key=lambda item: (
            item.get_closest_marker("long") is None,
            item.get_closest_marker("browser") is None,
        )
    )
    if config.getoption("with_database"):
        left_out = [item for item in items if not depends_on_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = filter(depends_on_database, items)


def pytest_collection_finish():
    """Leave what is loaded by now out of collecting garbage, which is done more seldom.

    It took a quarter of the time of a page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def depends_on_database(item):
    """Return whether what a test checks depends on which database it runs on.

    On both, `test_permissions.py` asks for every page in every state, as everybody, and
    `workflow/` changes rows. What pages show of them is then the same.
    """
    if item.get_closest_marker("any_database") or PAGES in item.path.parents:
        return False
    fixtures = {"db", "transactional_db"} & set(item.fixturenames)
    return bool(fixtures or item.get_closest_marker("django_db"))


def load_editions():
    call_command("load_frameworks", verbosity=0)
    call_command("load_frameworks", str(EDITION_2026), verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def runs_beside_each_other():
    """Let the tests of several runs on this machine wait for each other's files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "WAITING", 50)
        yield


def note_migrations():
    """Note all migrations as run: the tables are made as the models are now.

    `test_upgrade.py` compares them with what the migrations make.
    """
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    names = MigrationLoader(None).disk_migrations
    recorder.migration_qs.bulk_create(
        recorder.Migration(app=app, name=name) for app, name in names
    )


@pytest.fixture(scope="session")
def remembered():
    """Return what the fixtures of people and of their assessment put back."""
    return Remembered()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, remembered):
    with django_db_blocker.unblock():
        note_migrations()
        load_editions()
        call_command("load_register", verbosity=0)
        remembered.make()
    with pytest.MonkeyPatch.context() as patch:
        with django_db_blocker.unblock():
            keep_rows(patch)
        yield
    with django_db_blocker.unblock():
        end_other_sessions()


def end_other_sessions():
    """Let nobody keep PostgreSQL from dropping the database of the tests."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.close()


@pytest.fixture(scope="session", autouse=True)
def own_temporary_files(tmp_path_factory):
    """Temporary files and locks of these tests alone, whatever else the machine does."""
    folder = str(tmp_path_factory.mktemp("own"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield


@pytest.fixture(scope="session", autouse=True)
def printed_once():
    """Print a page once in all tests: the same page makes the same PDF, in a second."""
    print_page, made = child_process.run, {}

    def run(work, args, **limits):
        if work != RENDER:
            return print_page(work, args, **limits)
        key = sha256(repr((args, limits)).encode("utf-8", "surrogatepass")).digest()
        if key not in made:
            made[key] = print_page(work, args, **limits)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assessments.files.bounded.child_process.run", run)
        yield


@pytest.fixture
def client():
    return FormClient()


@pytest.fixture
def faulty(settings):
    """Views that fail in every way."""
    settings.ROOT_URLCONF = "tests.support.faulty"


@pytest.fixture
def patient(val):
    """Val's client, which gets the page for an error, not the error."""
    client = client_of(val)
    client.raise_request_exception = False
    return client


@pytest.fixture
def read_here(monkeypatch):
    """Read files in this process: what children are for has tests of its own."""

    def run(work, args, **limits):
        return pkgutil.resolve_name(work)(*args)

    monkeypatch.setattr("assessments.files.bounded.child_process.run", run)


@pytest.fixture
def put_back(db, remembered):
    """Give a function that puts back the rows of a name, and returns what it is of."""
    objects = pickle.loads(remembered.objects)

    def put(name):
        remembered.put_back(name)
        return objects[name]

    return put


@pytest.fixture
def northmoor(put_back):
    return put_back("northmoor")


@pytest.fixture
def mo(put_back, northmoor):
    return put_back("mo")


@pytest.fixture
def cass(put_back, northmoor):
    return put_back("cass")


@pytest.fixture
def dee(put_back, northmoor):
    return put_back("dee")


@pytest.fixture
def ann(put_back, northmoor):
    return put_back("ann")


@pytest.fixture
def zoe(put_back, northmoor):
    return put_back("zoe")


@pytest.fixture
def oli(put_back):
    return put_back("oli")


@pytest.fixture
def val(put_back):
    return put_back("val")


@pytest.fixture
def fay(put_back):
    return put_back("fay")


@pytest.fixture
def gus(put_back):
    return put_back("gus")


@pytest.fixture
def eve(put_back):
    return put_back("eve")


@pytest.fixture
def assessment(put_back, northmoor, mo):
    return put_back("assessment")


@pytest.fixture
def housing(put_back, assessment, mo, cass):
    return put_back("housing")


@pytest.fixture
def world(assessment, housing, mo, cass, dee, ann, oli, val, fay, gus, eve):
    """The assessment, and everybody with a client of their own; see tests/support/world.py."""
    people = (mo, cass, dee, ann, oli, val, fay, gus, eve)
    return make_world(
        assessment, housing, {person.name.lower(): person for person in people}
    )
