"""Opens a Word file that nobody vouches for.

A .docx is a ZIP of XML parts. Everything that can be known without unpacking is
looked at first; then each XML part is scanned as a stream, with limits, and only
after that is any part parsed. Nothing is written to disk and nothing is fetched:
links to other places in the file are never followed.
"""

import io
import posixpath
import re
import stat
import zipfile
import zlib
from xml.parsers import expat

from lxml import etree

MEGABYTE = 1024 * 1024
MAX_FILE = 10 * MEGABYTE
MAX_PARTS = 1_000
MAX_UNPACKED = 100 * MEGABYTE
MAX_XML = 20 * MEGABYTE
MAX_ELEMENTS = 300_000
MAX_DEPTH = 200
MAX_RATIO = 200
SMALL = MEGABYTE  # A part this small may be packed as tightly as it likes.
MAIN_PART = "word/document.xml"
PROPERTIES = "docProps/core.xml"
XML_ENDINGS = (".xml", ".rels", ".vml")
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # The two Word writes.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
FETCHED = ("http:", "https:", "ftp:")

NOT_WORD = (
    "This is not a Word document. Open the form in Word, choose ‘Save As’, then "
    "‘Word Document (.docx)’."
)
OLDER_WORD = (
    "This is an older kind of Word document (.doc). Open it in Word, choose ‘Save "
    "As’, then ‘Word Document (.docx)’."
)
PASSWORD = (
    "This file is protected with a password. Open it in Word, take the password "
    "off, save it and try again."
)
MACROS = (
    "This document contains macros. Open it in Word, choose ‘Save As’, then ‘Word "
    "Document (.docx)’, which leaves them out."
)
TOO_LARGE = "This file is larger than 10 MB. Take pictures out of it and try again."
UNPACKS_TOO_LARGE = (
    "This file unpacks to far more than a form could hold, so it was not opened."
)
DAMAGED = (
    "This file is damaged or not complete, so it cannot be read. Open it in Word, "
    "save it again and try once more."
)
UNSAFE = (
    "This file contains something no form needs and that can do harm ({what}), so "
    "it was not opened. Copy the answers into a fresh form and try again."
)


class UnreadableForm(Exception):
    """The file cannot be read as a completed form; `message` tells a person why.

    `faults` are sentences that name each place that is wrong, where that is known.
    """

    def __init__(self, message, faults=()):
        super().__init__(message)
        self.message = message
        self.faults = list(faults)


class WordFile:
    """The parts of a Word file, once all have been found harmless.

    Raises UnreadableForm with the reason if they have not.
    """

    def __init__(self, data):
        refuse_other_kinds(data)
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
            refuse_by_listing(self.archive.infolist(), len(data))
            for info in self.archive.infolist():
                if info.filename.lower().endswith(XML_ENDINGS):
                    scan(self._read(info.filename))
            self._refuse_macros_and_templates()
            self.main = self._main_part()
        except BROKEN as error:
            raise UnreadableForm(DAMAGED) from error

    def document(self):
        """The root element of the text itself."""
        return self._parse(self.main)

    def others(self, kind):
        """The root elements of parts beside the text: "comments", "header", ..."""
        folder = posixpath.dirname(self.main)
        return [
            self._parse(name)
            for name in sorted(self.archive.namelist())
            if posixpath.dirname(name) == folder
            and re.fullmatch(rf"{kind}\d*\.xml", posixpath.basename(name))
        ]

    def identifier(self):
        """What the file's own properties say identifies it, or ""."""
        if PROPERTIES not in self.archive.namelist():
            return ""
        return self._parse(PROPERTIES).findtext("{*}identifier", "")

    def _read(self, name):
        # Never more than the listing says, which has been checked.
        return self.archive.read(name)

    def _parse(self, name):
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

    def _relationships(self):
        for name in self.archive.namelist():
            if name.endswith(".rels"):
                for element in self._parse(name).iter("{*}Relationship"):
                    yield name, element

    def _refuse_macros_and_templates(self):
        names = {name.lower() for name in self.archive.namelist()}
        types = self._read("[Content_Types].xml") if self._has_types() else b""
        if b"macroenabled" in types.lower().replace(b"\0", b"") or any(
            posixpath.basename(name) == "vbaproject.bin" for name in names
        ):
            raise UnreadableForm(MACROS)
        for _, element in self._relationships():
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            target = element.get("Target", "").strip().lower()
            if kind == "attachedTemplate" and target.startswith(FETCHED):
                raise UnreadableForm(UNSAFE.format(what="a template from elsewhere"))

    def _has_types(self):
        return "[Content_Types].xml" in self.archive.namelist()

    def _main_part(self):
        names = self.archive.namelist()
        for source, element in self._relationships():
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            target = element.get("Target", "").lstrip("/")
            if (source, kind) == ("_rels/.rels", "officeDocument") and target in names:
                if target.startswith("word/") and target.endswith(".xml"):
                    return target
                raise UnreadableForm(NOT_WORD)
        if MAIN_PART in names:
            return MAIN_PART
        raise UnreadableForm(NOT_WORD)


def refuse_other_kinds(data):
    """Raise UnreadableForm unless `data` begins like a ZIP of reasonable size."""
    if len(data) > MAX_FILE:
        raise UnreadableForm(TOO_LARGE)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):  # an OLE container
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableForm(PASSWORD)
        raise UnreadableForm(OLDER_WORD)
    if not data.startswith(b"PK"):
        raise UnreadableForm(NOT_WORD)


def refuse_by_listing(parts, size):
    """Raise UnreadableForm for what a ZIP's own listing gives away."""
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
        or sum(part.file_size for part in parts) > MAX_UNPACKED
        or sum(part.file_size for part in xml) > MAX_XML
        or sum(part.compress_size for part in parts) > size
        or any(expands_too_far(part) for part in parts)
    ):
        raise UnreadableForm(UNPACKS_TOO_LARGE)


def expands_too_far(part):
    return part.file_size > max(SMALL, MAX_RATIO * part.compress_size)


def scan(xml):
    """Raise UnreadableForm unless `xml` is XML without a DTD and not too large."""
    elements = depth = 0

    def enter(name, attributes):
        nonlocal elements, depth
        elements, depth = elements + 1, depth + 1
        if elements > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise UnreadableForm(UNPACKS_TOO_LARGE)

    def leave(name):
        nonlocal depth
        depth -= 1

    def refuse(*declaration):
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
