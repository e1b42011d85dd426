"""Writing the archive: pages, tables, a JSON of everything, and the files kept."""

import csv
import hashlib
import io
import json
import zipfile
from contextlib import contextmanager
from itertools import islice

from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone

from assessments.models import SubmissionFile
from assessments.submission import supplements
from assessments.submission.snapshot import framework_document
from frameworks.models import Framework

from .. import catalogue
from ..data import zips
from .contents import NAMED, TABLES
from .pages import first, pages
from .site import Site
from .table import plain

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

    def __init__(self, file):
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)
        self.at = timezone.now()
        self.files = []  # (name, size, SHA-256, what it is)

    def add(self, name, about, pieces):
        """Write a file given as pieces of bytes."""
        digest, size = hashlib.sha256(), 0
        header = zips.info(name, self.at)
        header.compress_type = zipfile.ZIP_DEFLATED
        with self.zip.open(header, "w", force_zip64=True) as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        self.files.append((name, size, digest.hexdigest(), about))

    def close(self):
        """Write the list and the digests of all files, and end the ZIP."""
        manifest = zips.csv_file(MANIFEST, self.files)
        self.add("manifest.csv", "This list", [manifest])
        sums = zips.sums({name: digest for name, _, digest, _ in self.files})
        self.add("SHA256SUMS", "The digests of all files", [sums])
        self.zip.close()


@contextmanager
def one_moment():
    """Read everything as it is at one moment, however long it takes; nobody waits."""
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
def write(authority, file):
    """Write everything of the authority as a ZIP to a file that can be read back."""
    archive = Archive(file)
    site = Site(authority)
    kept = []
    context = {"authority": authority, "at": archive.at}
    readme = render_to_string("authority_archive/archive/README.txt", context)
    archive.add("README.txt", "What is in here", [zips.plain_text(readme)])
    archive.add("style.css", "How the pages look", [STYLESHEET.read_bytes()])
    for page in pages(site):
        archive.add(page.name, page.about, [page.html.encode()])
    for name, about, pieces in files(authority, site):
        archive.add(name, about, pieces)
        kept.append((name, about))
    index = first(site, kept)
    archive.add(index.name, index.about, [index.html.encode()])
    archive.close()


def files(authority, site):
    """Yield (name, what it is, pieces) of every file that is not a page."""
    for table in TABLES:
        yield f"tables/{table.name}.csv", table.title, csv_pieces(table, authority)
    yield "everything.json", "All tables, for programs", json_pieces(authority)
    submissions = (
        NAMED["submissions"].all(authority).select_related("assessment__round")
    )
    for submission in submissions.iterator(chunk_size=1):
        folder = site.folders[submission.assessment.round.slug]
        name = f"{folder}/submissions/{submission.reference}.json"
        shown = supplements.of(submission.assessment)
        yield name, "A submission as data", [catalogue.as_json(submission, shown)]
    for row in NAMED["submission_files"].rows(authority):
        folder = f"{site.folders[row['round']]}/submissions"
        name = f"{folder}/{row['reference']}.{row['format']}"
        yield name, "A submission as a file", kept_pieces(row["_file"])


def kept_pieces(pk):
    """The content of a kept file, read when it is written."""
    yield bytes(SubmissionFile.objects.values_list("content", flat=True).get(pk=pk))


def csv_pieces(table, authority):
    """A table as a CSV file for spreadsheets, a few lines in memory at once."""
    yield zips.csv_file(table.header, [])
    rows = table.rows(authority)
    while some := list(islice(rows, LINES)):
        lines = io.StringIO()
        csv.writer(lines).writerows(
            [zips.cell(table.in_words(name, row[name])) for name in table.header]
            for row in some
        )
        yield lines.getvalue().encode()


def json_pieces(authority):
    """Everything in one document, a few rows in memory at once.

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
        rows = table.rows(authority, with_apart=True)
        start = "\n"
        while some := list(islice(rows, table.chunk)):
            yield (start + ",\n".join(dumped(public(row)) for row in some)).encode()
            start = ",\n"
        yield b"]"
    yield b"\n}}\n"


def editions(authority):
    """{edition: framework} of the authority's assessments."""
    used = Framework.objects.filter(rounds__assessments__authority=authority)
    return {each.edition: framework_document(each) for each in used.distinct()}


def public(row):
    """The columns of a row that are for reading."""
    return {name: value for name, value in row.items() if not name.startswith("_")}


def dumped(value):
    return json.dumps(value, ensure_ascii=False, default=plain)
