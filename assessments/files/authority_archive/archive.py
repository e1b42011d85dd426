"""Writing the archive: pages, tables, a JSON of everything, and stored files."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, NamedTuple

from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone

from assessments.models import LocalAuthority, Submission, SubmissionFile
from assessments.submission import supplements
from assessments.submission.snapshot import framework_document
from frameworks.models import Framework

from .. import catalogue
from ..data import zips
from .contents import NAMED, TABLES
from .pages import first, pages
from .site import Site
from .table import ArchiveTable, Row, plain

FORMAT = "leavingcare.everything"
VERSION = 1
LINES = 200  # written at once
STYLESHEET = settings.BASE_DIR / "static" / "css" / "archive.css"
MANIFEST = ["file", "size in bytes", "SHA-256", "what it is"]
BEGIN = {
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "sqlite": "BEGIN",
}
LEVEL = 4  # of compression: text gets little smaller above it, and takes longer


class Archive:
    """A ZIP being written, and the list of what has been written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)
        self.at = timezone.now()
        self.written: list[tuple[str, int, str, str]] = []  # as MANIFEST has them

    def add(self, name: str, about: str, pieces: Iterable[bytes]) -> None:
        """Write a file, given as pieces of bytes; `about` says what it is."""
        digest, size = hashlib.sha256(), 0
        header = zips.info(name, self.at)
        header.compress_type = zipfile.ZIP_DEFLATED
        with self.zip.open(header, "w", force_zip64=True) as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        self.written.append((name, size, digest.hexdigest(), about))

    def close(self) -> None:
        """Write the list and the digests of all files, and end the ZIP."""
        manifest = zips.csv_file(MANIFEST, self.written)
        self.add("manifest.csv", "This list", [manifest])
        sums = zips.sums({name: digest for name, _, digest, _ in self.written})
        self.add("SHA256SUMS", "The digests of all files", [sums])
        self.zip.close()


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it is at one moment, without making anybody wait."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


@one_moment()
def write(authority: LocalAuthority, file: IO[bytes]) -> None:
    """Write everything the authority has as a ZIP to a seekable file."""
    archive = Archive(file)
    site = Site(authority)
    listed = []
    context = {"authority": authority, "at": archive.at}
    readme = render_to_string("authority_archive/archive/README.txt", context)
    archive.add("README.txt", "What is in here", [zips.plain_text(readme)])
    archive.add("style.css", "How the pages look", [STYLESHEET.read_bytes()])
    for page in pages(site):
        archive.add(page.name, page.about, [page.html.encode()])
    for each in files(authority, site):
        archive.add(each.name, each.about, each.pieces)
        listed.append((each.name, each.about))
    index = first(site, listed)
    archive.add(index.name, index.about, [index.html.encode()])
    archive.close()


class ArchiveFile(NamedTuple):
    """A file of the archive that is not a page; its pieces are made when read."""

    name: str
    about: str
    pieces: Iterable[bytes]


def files(authority: LocalAuthority, site: Site) -> Iterator[ArchiveFile]:
    """Yield every file that is not a page."""
    for table in TABLES:
        pieces = csv_pieces(table, authority)
        yield ArchiveFile(f"tables/{table.name}.csv", table.title, pieces)
    about = "All tables, for other programs"
    yield ArchiveFile("everything.json", about, json_pieces(authority))
    submissions = Submission.objects.filter(assessment__authority=authority)
    submissions = submissions.select_related("assessment__round").order_by(
        "assessment", "number"
    )
    for submission in submissions.iterator(chunk_size=1):
        folder = site.folders[submission.assessment.round.slug]
        name = f"{folder}/submissions/{submission.reference}.json"
        recorded = supplements.of(submission.assessment)
        content = catalogue.as_json(submission, recorded)
        yield ArchiveFile(name, "A submission as data", [content])
    for row in NAMED["submission_files"].rows(authority):
        folder = f"{site.folders[str(row['round'])]}/submissions"
        name = f"{folder}/{row['reference']}.{row['format']}"
        yield ArchiveFile(name, "A submission as a file", stored_pieces(row["_file"]))


def stored_pieces(pk: int) -> Iterator[bytes]:
    """Yield the content of a stored file, read when it is written."""
    yield bytes(SubmissionFile.objects.values_list("content", flat=True).get(pk=pk))


def csv_pieces(table: ArchiveTable, authority: LocalAuthority) -> Iterator[bytes]:
    """Yield a table as a CSV file for spreadsheets, with LINES rows in memory."""
    yield zips.csv_file(table.header, [])
    rows = table.rows(authority)
    while some := list(islice(rows, LINES)):
        lines = io.StringIO()
        csv.writer(lines).writerows(
            [zips.cell(table.shown(name, row[name])) for name in table.header]
            for row in some
        )
        yield lines.getvalue().encode()


def json_pieces(authority: LocalAuthority) -> Iterator[bytes]:
    """Yield everything in one document, with `chunk` rows in memory.

    {"format", "version", "authority", "at", "editions": {edition: the framework as
    submissions hold it}, "tables": {name: [{column: value}]}}
    """
    head = {
        "format": FORMAT,
        "version": VERSION,
        "authority": authority.name,
        "at": plain(timezone.now()),
        "editions": editions(authority),
    }
    yield dumped(head).removesuffix("}").encode() + b', "tables": {'
    for number, table in enumerate(TABLES):
        yield b"%s\n%s: [" % (b"," if number else b"", dumped(table.name).encode())
        rows = table.rows(authority, with_large=True)
        start = "\n"
        while some := list(islice(rows, table.chunk)):
            yield (start + ",\n".join(dumped(public(row)) for row in some)).encode()
            start = ",\n"
        yield b"]"
    yield b"\n}}\n"


def editions(authority: LocalAuthority) -> dict[str, object]:
    """Return {edition: framework} of the authority's assessments."""
    used = Framework.objects.filter(rounds__assessments__authority=authority)
    return {each.edition: framework_document(each) for each in used.distinct()}


def public(row: Row) -> Row:
    """Return the columns of a row that are for reading."""
    return {name: value for name, value in row.items() if not name.startswith("_")}


def dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=plain)
