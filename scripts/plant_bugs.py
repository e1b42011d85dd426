"""Plant small bugs one by one and see whether the tests catch them: `make bugs`.

The bugs are those of `planted_bugs.toml`. Each is planted in a copy of the checkout,
never in the checkout itself, and the tests named with it are run until one fails.
Exits with 1 if fewer than 95 in 100 are caught, or if the list is out of date.

    make bugs                      all of them, on as many cores as there are
    make bugs ARGS="-k snapshot"   those whose file or description has the word
    make bugs ARGS="--jobs 1"      one after the other
"""

import argparse
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "scripts" / "planted_bugs.toml"
LEAST = 0.95  # share of the bugs that the tests must catch
SECONDS = 20 * 60  # for the tests of one bug; one that takes longer is not caught
PASSED, FAILED = 0, 1  # what pytest exits with
FOREIGN = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_ADDOPTS"}
OUTPUT = "output.txt"
FAILURES = Path(".pytest_cache", "v", "cache", "lastfailed")


class OutOfDate(Exception):
    """A bug of the list cannot be planted; the message says why."""


@dataclass(frozen=True)
class Bug:
    """One entry of the list; see the head of `planted_bugs.toml`."""

    what: str
    file: str
    old: str
    new: str
    tests: list
    on: str = "sqlite"

    def planted(self, text):
        """Return the text of its file with the bug; raise OutOfDate if it has no place."""
        count = text.count(self.old)
        if count != 1:
            raise OutOfDate(f"{self.file} has {count} times, not once: {self.old!r}")
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class Result:
    """The outcome of a bug: whether it was caught, and the tests that failed."""

    bug: Bug
    is_caught: bool
    failed: list

    def __str__(self):
        by = f" ({self.failed[0]})" if self.is_caught else ""
        word = "caught" if self.is_caught else "MISSED"
        return f"{word}  {self.bug.file}: {self.bug.what}{by}"


def listed(word=""):
    """Return the Bugs of the list whose file or description has the word."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["bug"]
    bugs = [Bug(**row) for row in rows]
    return [bug for bug in bugs if word.lower() in f"{bug.file} {bug.what}".lower()]


def faults(bugs, root=ROOT):
    """Return why bugs cannot be planted, or their tests not be run, as sentences."""
    found = []
    for bug in bugs:
        missing = [
            name
            for name in [bug.file, *bug.tests]
            if not (root / name.partition("::")[0]).is_file()
        ]
        found += [f"There is no {name}: {bug.what}" for name in missing]
        if bug.file not in missing:
            try:
                bug.planted((root / bug.file).read_text(encoding="utf-8"))
            except OutOfDate as error:
                found.append(str(error))
    return found


def copy_checkout(to):
    """Copy what git has or would take of the checkout; share its .venv."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in filter(None, names.split("\0")):
        source, target = ROOT / name, to / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    (to / ".venv").symlink_to((ROOT / ".venv").resolve())


def write(path, text):
    """Write a file of a copy, and forget its bytecode.

    That would be taken for current where a bug has as many letters as what it takes
    the place of.
    """
    path.write_text(text, encoding="utf-8")
    Path(cache_from_source(path)).unlink(missing_ok=True)


def run_tests(tree, tests, on, *options):
    """Run tests in a copy; return what pytest exits with, None if it took too long."""
    shutil.rmtree(tree / ".pytest_cache", ignore_errors=True)
    command = [sys.executable, "-m", "pytest", "-q", "--tb=short", *options, *tests]
    if not any("/browser/" in test for test in tests):  # a server asks for migrations
        command.append("--nomigrations")
    if on == "postgresql":
        command.insert(0, "scripts/with-postgres")
    else:
        command += ["-m", "not race"]
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    with (tree / OUTPUT).open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=tree,
            env=env | {"DEMO": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            return process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            return None
        finally:
            with suppress(ProcessLookupError):  # everything it started has ended
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def failures(tree):
    """Return the tests that failed in a copy when it last ran any."""
    path = tree / FAILURES
    return sorted(json.loads(path.read_text())) if path.exists() else []


def try_bug(bug, trees):
    """Plant the bug in a free copy, run its tests, remove it and return the Result."""
    tree = trees.get()
    path = tree / bug.file
    sound = path.read_text(encoding="utf-8")
    try:
        write(path, bug.planted(sound))
        code = run_tests(tree, bug.tests, bug.on, "-x")
        failed = failures(tree)
        if code not in {PASSED, FAILED, None} or (code == FAILED) != bool(failed):
            output = (tree / OUTPUT).read_text(errors="replace")
            raise OutOfDate(
                f"The tests of {bug.file} do not run ({bug.what}):\n{output}"
            )
        return Result(bug, code == FAILED, failed)
    finally:
        write(path, sound)
        trees.put(tree)


def try_all(bugs, trees):
    """Yield the Result of each bug, as soon as it is known."""
    with ThreadPoolExecutor(trees.qsize()) as pool:
        waiting = [pool.submit(try_bug, bug, trees) for bug in bugs]
        try:
            for done in as_completed(waiting):
                yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def always_failing(results, tree):
    """Return the tests that fail without any bug, so that they caught nothing."""
    found = []
    for on in ("sqlite", "postgresql"):
        tests = sorted(
            {test for each in results if each.bug.on == on for test in each.failed}
        )
        if tests and run_tests(tree, tests, on) != PASSED:
            found += failures(tree)
    return found


def report(results, failing):
    """Print what was missed, and the share caught; return whether that is enough."""
    caught = [
        each for each in results if each.is_caught and not {*each.failed} & {*failing}
    ]
    for test in failing:
        print(f"FAILS   without any bug, too: {test}")
    for each in results:
        if not each.is_caught:
            print(each)
    share = len(caught) / len(results)
    print(f"{len(caught)} of {len(results)} bugs caught ({share:.1%}).")
    return share >= LEAST and not failing


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-k", default="", dest="word", help="only those with this word")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    bugs = listed(options.word)
    if found := faults(bugs):
        sys.exit("\n".join(found))
    if not bugs:
        sys.exit(f"No bug of the list has the word {options.word!r}.")
    with tempfile.TemporaryDirectory(prefix="leavingcare-bugs-") as folder:
        trees = queue.Queue()
        for number in range(min(options.jobs, len(bugs))):
            tree = Path(folder, str(number))
            copy_checkout(tree)
            trees.put(tree)
        results = []
        for result in try_all(bugs, trees):
            print(result, flush=True)
            results.append(result)
        print()
        is_enough = report(results, always_failing(results, trees.get()))
    sys.exit(0 if is_enough else 1)


if __name__ == "__main__":
    main()
