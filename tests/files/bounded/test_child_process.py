"""Work in a child process keeps to its limits, and no more run than there are places."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from multiprocessing import spawn
from pathlib import Path
from types import ModuleType

import pytest

from assessments.files.bounded import child_process, limits, slots
from assessments.files.pdf.render import render
from tests.support.production import gunicorn_settings

LIMITS = {"seconds": 20, "megabytes": 1024}
HERE = "tests.files.bounded.test_child_process"
SITE_WAITING = slots.WAITING  # read before the tests let more wait


def echo(text):
    return text.encode()


def fail(text):
    raise ValueError(text)


def spin():
    while True:
        pass


def sleep():
    time.sleep(60)


def swallow():
    return bytes(2048 * child_process.MEGABYTE)


def leave():
    os._exit(3)


def write(path, is_printing):
    if is_printing:
        render("<title>A</title><p>A", "")
    Path(path).write_text("The machine has no fonts.")
    return b"written"


def not_imported(modules):
    return "\n".join(each for each in modules if each not in sys.modules).encode()


SERVED = f"""
import django
django.setup()
import leavingcare.urls
from assessments.files.bounded import child_process
wanted = sorted(set(child_process.preloaded))
assert len(wanted) > 5
print(child_process.run("{HERE}:not_imported", [wanted], seconds=20, megabytes=1024))
"""


def test_what_children_need_is_imported_before_they_are_forked(settings):
    """Python is silent about a module that it could not import beforehand."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    done = subprocess.run(
        [sys.executable, "-c", SERVED],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout == "b''\n"


def test_the_result_comes_back():
    assert child_process.run(f"{HERE}:echo", ["Grüße"], **LIMITS) == "Grüße".encode()


@pytest.mark.parametrize(
    ("work", "args", "limits", "why"),
    [
        ("fail", ["secret"], {}, "raised an error"),
        ("swallow", [], {"megabytes": 512}, "raised an error"),
        ("sleep", [], {"seconds": 1}, "too long"),
        ("spin", [], {"seconds": 1}, "too long|killed"),
        ("leave", [], {}, "killed"),
    ],
)
def test_what_goes_wrong_is_said_without_what_it_was_given(work, args, limits, why):
    with pytest.raises(child_process.Failed, match=why) as failure:
        child_process.run(f"{HERE}:{work}", args, **(LIMITS | limits))
    assert "secret" not in str(failure.value)


def test_who_prints_can_note_nothing_down_about_the_fonts(tmp_path):
    path = str(tmp_path / "fonts")
    assert child_process.run(f"{HERE}:write", [path, False], **LIMITS) == b"written"
    with pytest.raises(child_process.Failed, match="raised an error"):
        child_process.run(f"{HERE}:write", [path, True], **LIMITS)


def test_no_child_is_left_after_a_failure():
    with pytest.raises(child_process.Failed):
        child_process.run(f"{HERE}:sleep", [], seconds=1, megabytes=1024)
    assert not child_process.context.active_children()


def test_places_are_as_many_as_they_are():
    with (
        slots.hold_slot("leavingcare-test", 2, 0),
        slots.hold_slot("leavingcare-test", 2, 0),
        pytest.raises(slots.NoFreeSlot),
    ):
        slots.hold_slot("leavingcare-test", 2, 0.1).__enter__()
    with slots.hold_slot("leavingcare-test", 2, 0):
        pass


def test_only_so_many_wait_and_others_hear_at_once(monkeypatch):
    monkeypatch.setattr(slots, "WAITERS", "leavingcare-test-waiting")
    monkeypatch.setattr(slots, "WAITING", 1)
    slept = []

    def look_again(seconds):
        slept.append(seconds)
        with pytest.raises(slots.NoFreeSlot):
            slots.hold_slot("leavingcare-test-forms", 1, 60).__enter__()
        held.close()

    monkeypatch.setattr(slots.time, "sleep", look_again)
    with ExitStack() as held, slots.hold_slot("leavingcare-test-forms", 1, 0):
        held.enter_context(slots.hold_slot("leavingcare-test-files", 1, 0))
        with slots.hold_slot("leavingcare-test-files", 1, 60):
            pass
    assert len(slept) == 1


def test_each_server_process_has_threads_left_when_all_places_are_taken(
    monkeypatch, tmp_path
):
    served = gunicorn_settings(monkeypatch, tmp_path)
    held = [
        limits.MAKING.at_once,
        limits.READING.at_once,
        1,
        1,
    ]  # archives, runs: one each
    assert served["threads"] > sum(held) + SITE_WAITING


def test_a_child_does_not_import_the_server_again(monkeypatch, tmp_path):
    main = ModuleType("__main__")
    main.__file__ = "/usr/bin/gunicorn"
    monkeypatch.setitem(sys.modules, "__main__", main)
    assert "init_main_from_path" in spawn.get_preparation_data("a child")
    served = gunicorn_settings(monkeypatch, tmp_path)
    on_starting = served["on_starting"]
    monkeypatch.setitem(on_starting.__globals__, "refuse_unsafe", lambda: None)
    on_starting(None)
    assert "init_main_from_path" not in spawn.get_preparation_data("a child")


def test_a_place_is_freed_when_its_process_is_killed():
    holder = (
        "import time; from assessments.files.bounded import slots\n"
        "with slots.hold_slot('leavingcare-test-killed', 1, 0):\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout.readline() == "held\n"
        with pytest.raises(slots.NoFreeSlot):
            slots.hold_slot("leavingcare-test-killed", 1, 0).__enter__()
        child.kill()
    with slots.hold_slot("leavingcare-test-killed", 1, 5):
        pass


def test_a_folder_others_may_open_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    open_to_all = tmp_path / f"shared-{os.getuid()}"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    with pytest.raises(PermissionError):
        slots.folder("shared")
