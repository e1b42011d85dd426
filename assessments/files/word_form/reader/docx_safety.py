"""Opens an untrusted Word file.

A .docx is a ZIP of XML parts. Everything that can be checked
without unpacking is checked first. Then each XML part is scanned as a stream, within
limits. Only after that is any part parsed. Nothing is written to disk or fetched, and
external links are never followed. Pictures, embedded workbooks and macros are never
opened, so they are not a reason to refuse a file.
"""

import io
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from xml.parsers import expat

from lxml import etree

Element: TypeAlias = etree._Element
MEGABYTE = 1024 * 1024
MAX_FILE = 10 * MEGABYTE
MAX_PARTS = 1_000
MAX_XML = 20 * MEGABYTE
MAX_CHUNK = 2 * MEGABYTE  # of a document embedded in the text
MAX_ELEMENTS = 300_000
MAX_DEPTH = 200
MAX_RATIO = 200
SMALL = MEGABYTE  # A part this small may have any compression ratio.
MAIN_PART = "word/document.xml"
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
OPEN_SPREADSHEET = b"opendocument.spreadsheet"
RICH_TEXT = b"{\\rtf"
PROPERTIES = "docProps/core.xml"
XML_ENDINGS = (".xml", ".rels", ".vml")
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # The two Word writes.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # also for what zipfile cannot unpack, or not without a password
    ValueError,
)

NOT_WORD = (
    "This is not a Word document. Open the form in Word, choose ‘Save As’, then "
    "‘Word Document (.docx)’."
)
SPREADSHEET = (
    "This is a spreadsheet, not a Word document. Copy its answers into the Word form, "
    "then use that."
)
OLDER_WORD = (
    "This is an older kind of Word document (.doc). Open it in Word, choose ‘Save "
    "As’, then ‘Word Document (.docx)’."
)
PASSWORD = (
    "This file is protected with a password. Open it in Word, remove the password, "
    "save it, and use the saved file."
)
SAVED_ELSEWHERE = (
    "This form was saved as {kind}. Open it in the program it was filled in with, "
    "choose ‘Save As’, then ‘Word (.docx)’, and use the saved file."
)
TOO_LARGE = (
    "This file is larger than 10 MB. Remove pictures from it, save it, and use the saved "
    "file."
)
UNPACKS_TOO_LARGE = (
    "This file unpacks to far more than a form could hold, so it was not opened."
)
DAMAGED = (
    "This file is damaged or not complete, so it cannot be read. Open it in Word, "
    "save it, and use the saved file. If Word cannot open it either, ask the sender "
    "for another copy."
)
UNSAFE = (
    "This file contains something no form needs and that can do harm ({what}), so "
    "it was not opened. Copy the answers into a fresh form, and use that."
)


class UnreadableForm(Exception):
    """The file cannot be read as a completed form; `message` is the reason for people.

    `faults` are sentences that name each place that is wrong, where that is known.
    """

    def __init__(self, message: str, faults: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.faults = list(faults)


@dataclass(frozen=True)
class Relationship:
    """A pointer from one part of the package to another part, or to a URL."""

    kind: str
    target: str
    is_external: bool

    @classmethod
    def of(cls, element: Element, folder: str) -> "Relationship":
        target = element.get("Target", "").strip()
        is_external = element.get("TargetMode") == "External"
        if not is_external:
            path = posixpath.join("/", folder, target)
            target = posixpath.normpath(path).lstrip("/")
        kind = element.get("Type", "").rsplit("/", 1)[-1]
        return cls(kind, target, is_external)


class WordFile:
    """The parts of a Word file, once those that are opened have been found harmless.

    Raises UnreadableForm with the reason if they have not.
    """

    def __init__(self, data: bytes) -> None:
        refuse_other_kinds(data)
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
            self.names = set(self.archive.namelist())
            refuse_by_listing(self.archive.infolist(), len(data))
            for info in self.archive.infolist():
                if info.filename.lower().endswith(XML_ENDINGS):
                    scan(self._read(info.filename))
            self.main = self._main_part()
            self.related = self._relationships(self.main)
        except BROKEN as error:
            raise UnreadableForm(DAMAGED) from error

    def document(self) -> Element:
        """Return the root element of the text itself."""
        return self._parse(self.main)

    def others(self, kind: str) -> list[Element]:
        """Return the roots of the main part's parts of one kind, such as "comments"."""
        names = {each.target for each in self.related.values() if each.kind == kind}
        return [self._parse(name) for name in sorted(names & self.names)]

    def addresses(self) -> dict[str, str]:
        """Return {relationship: URL} of the links in the text."""
        return {
            name: each.target
            for name, each in self.related.items()
            if each.kind == "hyperlink" and each.is_external
        }

    def embedded(self) -> dict[str, str]:
        """Return {relationship: name} of the documents embedded in the text."""
        return {
            name: each.target
            for name, each in self.related.items()
            if each.kind == "aFChunk" and each.target in self.names
        }

    def chunk(self, name: str) -> bytes:
        """Return an embedded document's bytes, b"" if it unpacks to far too much."""
        info = self.archive.getinfo(name)
        if info.file_size > MAX_CHUNK or expands_too_far(info):
            return b""
        try:
            return self._read(name)
        except BROKEN:
            return b""

    def identifier(self) -> str:
        """Return the identifier in the file's properties, or ""."""
        if PROPERTIES not in self.names:
            return ""
        return str(self._parse(PROPERTIES).findtext("{*}identifier", ""))

    def _read(self, name: str) -> bytes:
        # Never more than the size in the listing, which has been checked.
        return self.archive.read(name)

    def _parse(self, name: str) -> Element:
        parser = etree.XMLParser(
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(self._read(name), parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableForm(DAMAGED) from error

    def _relationships(self, source: str) -> dict[str, Relationship]:
        """Return {id: Relationship} of a part, or of the package for ""."""
        folder, name = posixpath.split(source)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self.names:
            return {}
        return {
            each.get("Id", ""): Relationship.of(each, folder)
            for each in self._parse(path).iter("{*}Relationship")
        }

    def _main_part(self) -> str:
        mains = [
            each.target
            for each in self._relationships("").values()
            if each.kind == "officeDocument" and each.target in self.names
        ]
        for name in [*mains, MAIN_PART][:1]:
            if name in self.names and name.lower().endswith(".xml"):
                root = etree.QName(self._parse(name)).localname
                if root == "document":
                    return name
                if root == "workbook":
                    raise UnreadableForm(SPREADSHEET)
        raise UnreadableForm(NOT_WORD)


def refuse_other_kinds(data: bytes) -> None:
    """Raise UnreadableForm unless `data` begins like a ZIP of reasonable size."""
    if len(data) > MAX_FILE:
        raise UnreadableForm(TOO_LARGE)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):  # an OLE container
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableForm(PASSWORD)
        is_text = "WordDocument".encode("utf-16-le") in data
        if not is_text and "Workbook".encode("utf-16-le") in data:
            raise UnreadableForm(SPREADSHEET)
        raise UnreadableForm(OLDER_WORD)
    if data.startswith(RICH_TEXT):
        raise UnreadableForm(SAVED_ELSEWHERE.format(kind="rich text (.rtf)"))
    if not data.startswith(b"PK"):
        raise UnreadableForm(NOT_WORD)
    # Such a file names its kind in its first, unpacked part.
    if OPEN_SPREADSHEET in data[:200]:
        raise UnreadableForm(SPREADSHEET)
    if OPEN_DOCUMENT in data[:200]:
        raise UnreadableForm(SAVED_ELSEWHERE.format(kind="OpenDocument text (.odt)"))


def refuse_by_listing(parts: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Raise UnreadableForm if the ZIP's listing shows something unsafe."""
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableForm(PASSWORD)
    if any(part.compress_type not in PACKINGS for part in parts):
        raise UnreadableForm(DAMAGED)
    names = [part.filename for part in parts]
    if len(set(names)) < len(names):
        raise UnreadableForm(UNSAFE.format(what="two parts of one name"))
    for part in parts:
        path = part.filename.replace("\\", "/")
        if path.startswith("/") or ":" in path or ".." in path.split("/"):
            raise UnreadableForm(UNSAFE.format(what="a path out of the file"))
        if stat.S_ISLNK(part.external_attr >> 16):
            raise UnreadableForm(UNSAFE.format(what="a link to another file"))
    xml = [part for part in parts if part.filename.lower().endswith(XML_ENDINGS)]
    if (
        len(parts) > MAX_PARTS
        or sum(part.file_size for part in xml) > MAX_XML
        or sum(part.compress_size for part in parts) > size
        or any(expands_too_far(part) for part in xml)
    ):
        raise UnreadableForm(UNPACKS_TOO_LARGE)


def expands_too_far(part: zipfile.ZipInfo) -> bool:
    return part.file_size > max(SMALL, MAX_RATIO * part.compress_size)


def scan(xml: bytes) -> None:
    """Raise UnreadableForm unless `xml` is XML without a DTD and not too large."""
    elements = depth = 0

    def enter(name: str, attributes: dict[str, str]) -> None:
        nonlocal elements, depth
        elements, depth = elements + 1, depth + 1
        if elements > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise UnreadableForm(UNPACKS_TOO_LARGE)

    def leave(name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*declaration: object) -> None:
        raise UnreadableForm(UNSAFE.format(what="a document type declaration"))

    parser = expat.ParserCreate()
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise UnreadableForm(DAMAGED) from error
