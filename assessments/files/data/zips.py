"""The parts of a ZIP other than its files, and a ZIP that is streamed.

A streamed ZIP is not compressed, so that its size is known before its first byte.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.text import slugify
from zipstream import ZipStream

from .formulas import defused

LONGEST = 60  # characters of a name's part that somebody chose
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest time a ZIP can hold
READABLE = 0o644 << 16  # the permissions of a file in a ZIP


@dataclass(frozen=True)
class Entry:
    """A file of a streamed ZIP: its size is known, its content is read last."""

    name: str
    size: int
    read: Callable[[], bytes]  # of that size


def part(text: str, spare: str) -> str:
    """Return a part of a file's name that is safe on every system; `spare` if none is left."""
    return slugify(text)[:LONGEST].strip("-_") or spare


def info(name: str, at: datetime) -> zipfile.ZipInfo:
    """Return the header of a file in a ZIP."""
    local = timezone.localtime(at).timetuple()
    header = zipfile.ZipInfo(name, max(local[:6], EARLIEST))
    header.external_attr = READABLE
    header.create_system = 3  # the permissions are those of Unix
    return header


def cell(value: object) -> object:
    """Return a value as a cell of a CSV file for spreadsheets; a number stays a number."""
    return defused(value) if isinstance(value, str) else value


def csv_file(header: Iterable[object], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a CSV file for spreadsheets, as bytes."""
    file = io.StringIO()
    csv.writer(file).writerows(
        [cell(value) for value in row] for row in [header, *rows]
    )
    return file.getvalue().encode("utf-8-sig")


def sums(digests: Mapping[str, str]) -> bytes:
    """Return the file that `sha256sum -c` reads, of {file name: SHA-256}, as bytes."""
    return "".join(f"{each}  {name}\n" for name, each in digests.items()).encode()


def plain_text(text: str) -> bytes:
    """Return a text file that every editor shows correctly, as bytes."""
    return text.replace("\n", "\r\n").encode()


def zipped(entries: Iterable[Entry]) -> ZipStream:
    """Return the ZIP of the entries, an iterable of bytes whose len() is its size.

    One file at a time is in memory. Raises RuntimeError during sending if a file does
    not have the size that was given.
    """
    archive = ZipStream(sized=True)
    for entry in entries:
        archive.add(_content(entry), entry.name, size=entry.size)
    return archive


def _content(entry: Entry) -> Iterator[bytes]:
    """Read an entry only when its turn has come."""
    yield entry.read()
