"""The people of the tests, and the framework editions, loaded once.

Mo moderates Northmoor's assessment, as Zoe may too; Ann approves it. Cass is in its
Housing group, Dee belongs to Northmoor but to none of its groups. Oli moderates
Eastvale's and may see nothing of Northmoor's. Val works for Coram Voice. Places,
people and texts are invented.
"""

import pkgutil
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import call_command

from assessments.files.bounded import child_process, slots
from assessments.files.pdf.printing import RENDER

from .support.builders import (
    make_assessment,
    make_authority,
    make_group,
    make_member,
    make_user,
)
from .support.clients import FormClient, client_of
from .support.flushing import keep_rows
from .support.world import make_world

EDITION_2026 = Path(__file__).parent / "fixtures" / "framework_2026.json"


def pytest_addoption(parser):
    parser.addoption(
        "--with-database",
        action="store_true",
        help="run only the tests for which it matters which database it is",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("with_database"):
        left_out = [item for item in items if not depends_on_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = filter(depends_on_database, items)


def depends_on_database(item):
    """Return whether what a test checks depends on which database it runs on."""
    if item.get_closest_marker("any_database"):
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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_editions()
        keep_rows("frameworks")


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
def northmoor(db):
    return make_authority("Northmoor")


@pytest.fixture
def mo(northmoor):
    return make_member(northmoor, "moderator", "mo")


@pytest.fixture
def cass(northmoor):
    return make_member(northmoor, "contributor", "cass")


@pytest.fixture
def dee(northmoor):
    return make_member(northmoor, "contributor", "dee")


@pytest.fixture
def ann(northmoor):
    return make_member(northmoor, "approver", "ann")


@pytest.fixture
def zoe(northmoor):
    return make_member(northmoor, "moderator", "zoe")


@pytest.fixture
def oli(db):
    return make_member(make_authority("Eastvale"), "moderator", "oli")


@pytest.fixture
def val(db):
    return make_user("val", is_staff=True)


@pytest.fixture
def assessment(northmoor, mo):
    return make_assessment(northmoor, mo)


@pytest.fixture
def housing(assessment, mo, cass):
    return make_group(assessment, mo, cass, areas=[7, 9], name="Housing")


@pytest.fixture
def world(assessment, housing, mo, cass, dee, ann, oli, val):
    """The assessment, and everybody with a client of their own; see tests/support/world.py."""
    people = (mo, cass, dee, ann, oli, val)
    return make_world(
        assessment, housing, {person.name.lower(): person for person in people}
    )
