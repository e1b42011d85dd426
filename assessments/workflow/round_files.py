"""The ZIP file of a round, with the PDF of each authority's latest submission."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256

from django.db import transaction
from django.db.models import FilteredRelation, Q
from django.db.models.functions import Length

from leavingcare.models import User

from ..files.catalogue import Format
from ..files.data import zips
from ..models import AuditEvent, Round, SubmissionFile
from .common import Kind
from .prebuilt_files import not_made
from .round_data import latest

MANIFEST = [
    "file",
    "authority",
    "reference",
    "submission number",
    "submitted or completed on",
    "imported by Coram Voice",
    "edition",
    "status of the assessment",
    "size in bytes",
    "SHA-256 of the file",
    "SHA-256 of the submission",
]
MISSING = "missing: no PDF has been made yet"
README = """{round}
{line}

The self-assessments that local authorities have submitted to Coram Voice in this
round: the latest submission of each authority, as PDF.

{count}
manifest.csv   a list of the files; it opens in Excel
SHA256SUMS     the digest of each file; "sha256sum -c SHA256SUMS" checks them all
"""


@dataclass(frozen=True)
class Latest:
    """The latest submission of one assessment, and its PDF if that has been made."""

    pk: int
    assessment_id: int
    authority: str
    reference: str
    number: int
    dated_on: date
    is_imported: bool
    edition: str
    is_open: bool  # reopened since it was submitted
    digest: str
    file: int | None
    size: int | None
    file_digest: str | None

    @property
    def name(self) -> str:
        """Return the name of its file, unique, with the authority and the reference."""
        return f"{zips.part(self.authority, 'authority')}-{self.reference}.pdf"


def rows(round: Round, format: Format) -> list[Latest]:
    """Return the round's latest submissions, with their files in a format. One query."""
    found = (
        latest(round)
        .annotate(
            kept=FilteredRelation("files", condition=Q(files__format=format.name)),
            size=Length("kept__content"),
        )
        .order_by("assessment__authority__name", "pk")
        .values_list(
            "pk",
            "assessment",
            "assessment__authority__name",
            "reference",
            "number",
            "dated_on",
            "is_imported",
            "assessment__round__framework__edition",
            "assessment__status",
            "digest",
            "kept",
            "size",
            "kept__digest",
        )
    )
    return [Latest(*row[:8], row[8] == "open", *row[9:]) for row in found]


def unmakeable(rows: Iterable[Latest], format: Format) -> list[Latest]:
    """Return the rows whose file could not be made within the last day."""
    failed = not_made([row.pk for row in rows if row.file is None], format)
    return [row for row in rows if row.pk in failed]


@transaction.atomic
def record_downloads(rows: Iterable[Latest], format: Format, by: User) -> None:
    """Record a download of many submissions, before they are sent."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            assessment_id=row.assessment_id,
            kind=Kind.DOWNLOADED,
            by=by,
            detail=f"{row.reference}, {format.name}, with others of its round",
        )
        for row in rows
    )


def entries(round: Round, rows: Sequence[Latest]) -> list[zips.Entry]:
    """Return the entries of the ZIP file: its lists, then each PDF made so far."""
    made = [row for row in rows if row.file is not None]
    texts = {
        "README.txt": zips.plain_text(_readme(round, len(made), len(rows))),
        "manifest.csv": zips.csv_file(MANIFEST, [_manifest_row(row) for row in rows]),
    }
    digests = {name: sha256(text).hexdigest() for name, text in texts.items()}
    digests |= {row.name: row.file_digest or "" for row in made}
    texts["SHA256SUMS"] = zips.sums(digests)
    return [
        *(
            zips.Entry(name, len(text), partial(bytes, text))
            for name, text in texts.items()
        ),
        *(
            zips.Entry(row.name, row.size or 0, _reader(row.file))
            for row in made
            if row.file is not None
        ),
    ]


def _reader(pk: int) -> Callable[[], bytes]:
    """Return a function that reads a stored file, or fails if it has been deleted."""
    content = SubmissionFile.objects.values_list("content", flat=True)
    return lambda: bytes(content.get(pk=pk))


def _manifest_row(row: Latest) -> list[str | int | None]:
    return [
        row.name if row.file else MISSING,
        row.authority,
        row.reference,
        row.number,
        row.dated_on.isoformat(),
        "yes" if row.is_imported else "no",
        row.edition,
        "reopened since" if row.is_open else "submitted",
        row.size,
        row.file_digest,
        row.digest,
    ]


def _readme(round: Round, made: int, of: int) -> str:
    count = f"There {'is 1 PDF' if made == 1 else f'are {made} PDFs'}."
    if of > made:
        count += f" {of - made} more had not been made; manifest.csv says which."
    return README.format(round=round.name, line="=" * len(round.name), count=count)
