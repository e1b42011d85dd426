"""The line of people whose requests found no free slot and who will ask again.

Each place in it is a file. A person who has not asked for a while has left the line.
"""

import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

GONE = 30  # seconds without asking; a page asks every five (static/js/waiting.js)

_who: ContextVar[str] = ContextVar("who", default="")


@contextmanager
def waiting_as(who: int) -> Iterator[None]:
    """Have what asks for a slot meanwhile wait as the person with that number."""
    token = _who.set(str(who))
    try:
        yield
    finally:
        _who.reset(token)


class Line:
    """The line for one kind of slot, as the person who asks for one sees it.

    What asks for nobody, as the server itself does, has no place and comes last.
    """

    def __init__(self, name: str) -> None:
        self.folder = folder(f"{name}-line")
        self.who = _who.get()

    def before(self) -> int:
        """Return how many others come first."""
        places = self._places()
        ours = (number for number, path in enumerate(places) if self._is_ours(path))
        return next(ours, len(places))

    def join(self) -> None:
        """Take the last place, or keep the one there is."""
        if self.who:
            ours = filter(self._is_ours, self._places())
            new = self.folder / f"{time.time_ns():020} {self.who}"
            next(ours, new).touch(mode=0o600)

    def leave(self) -> None:
        for path in filter(self._is_ours, self._places()):
            path.unlink(missing_ok=True)

    def _places(self) -> list[Path]:
        """Return the places, first come first, without those of who has gone."""
        found = []
        for path in sorted(self.folder.iterdir()):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < time.time() - GONE:
                    path.unlink()
                else:
                    found.append(path)
        return found

    def _is_ours(self, path: Path) -> bool:
        return bool(self.who) and path.name.split()[1] == self.who


def place_in_words(before: int) -> str:
    """Return "next", "second in line" and so on; `before` is how many come first."""
    if not before:
        return "next"
    places = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
    number = before + 1
    return f"{places.get(number, f'number {number}')} in line"


def folder(name: str) -> Path:
    """Return a folder for lock files that only this user can read and write.

    Raises PermissionError if somebody else has made one of that name.
    """
    path = Path(tempfile.gettempdir()) / f"{name}-{os.getuid()}"
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    found = path.lstat()
    private = found.st_uid == os.getuid() and not found.st_mode & 0o077
    if not stat.S_ISDIR(found.st_mode) or not private:
        raise PermissionError(f"{path} is not a private folder of this user.")
    return path
