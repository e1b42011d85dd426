"""What is in a ZIP beside its files, and a ZIP that is sent while it is written.

A ZIP that is sent is stored, not compressed, so that its size is known before its
first byte. The same entries give the same bytes, which libraries that write ZIPs for
the web do not: they stamp each file with the moment it is sent.
"""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.text import slugify

from .data.csvs import defused

LONGEST = 60  # characters of a name's part that somebody chose
EARLIEST = (1980, 1, 1, 0, 0, 0)  # a ZIP knows no earlier time
READABLE = 0o644 << 16  # the permissions of a file in a ZIP

# Sizes in bytes, as `zipfile` writes what it cannot go back to.
HEADER, DESCRIPTOR, IN_DIRECTORY, END = 30, 16, 46, 22
FAR_OFFSET, LARGE_END = 12, 76


@dataclass(frozen=True)
class Entry:
    """A file of a ZIP that is sent: its size is known, its content is read last."""

    name: str
    at: datetime
    size: int
    read: Callable  # () -> bytes, of that size


def part(text, spare):
    """A part of a file's name that is safe on every system; `spare` if none is left."""
    return slugify(text)[:LONGEST].strip("-_") or spare


def info(name, at):
    """The header of a file in a ZIP."""
    local = timezone.localtime(at).timetuple()[:6]
    header = zipfile.ZipInfo(name, max(local, EARLIEST))
    header.external_attr = READABLE
    header.create_system = 3  # the permissions are those of Unix
    return header


def cell(value):
    """A value as a cell of a CSV file for spreadsheets; a number stays a number."""
    return defused(value) if isinstance(value, str) else value


def csv_file(header, rows):
    """A CSV file for spreadsheets, as bytes."""
    file = io.StringIO()
    csv.writer(file).writerows(
        [cell(value) for value in row] for row in [header, *rows]
    )
    return file.getvalue().encode("utf-8-sig")


def sums(digests):
    """The file that `sha256sum -c` reads, of {file name: SHA-256}, as bytes."""
    return "".join(f"{each}  {name}\n" for name, each in digests.items()).encode()


def plain_text(text):
    """A text file as every editor shows it, as bytes."""
    return text.replace("\n", "\r\n").encode()


# Sent while it is written


class Outbox:
    """A file that is only written to, and emptied by whoever sends it on."""

    def __init__(self):
        self.pieces = []

    def write(self, data):
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self):
        pass

    def taken(self):
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def stream(entries):
    """Yield the ZIP of the entries in pieces: one file at a time is in memory.

    Raises ValueError if a file has not the size that was promised.
    """
    outbox = Outbox()
    with zipfile.ZipFile(outbox, "w") as archive:
        for entry in entries:
            content = entry.read()
            if len(content) != entry.size:
                raise ValueError("A file of a ZIP has another size than it had.")
            header = info(entry.name, entry.at)
            header.file_size = entry.size
            with archive.open(header, "w") as file:
                file.write(content)
            del content
            yield outbox.taken()
    yield outbox.taken()


def size_of(entries):
    """How many bytes `stream` yields."""
    offset = directory = 0
    for entry in entries:
        name = len(entry.name.encode())
        is_far = offset > zipfile.ZIP64_LIMIT
        directory += IN_DIRECTORY + name + (FAR_OFFSET if is_far else 0)
        offset += HEADER + name + entry.size + DESCRIPTOR
    is_large = (
        len(entries) > zipfile.ZIP_FILECOUNT_LIMIT
        or max(offset, directory) > zipfile.ZIP64_LIMIT
    )
    return offset + directory + END + (LARGE_END if is_large else 0)
