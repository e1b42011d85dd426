"""Documents embedded in a Word file (`w:altChunk`), each as the body of a document.

Word merges such a part into the text when it opens the file. Another Word file is read
like the file itself, within the same limits. A page of HTML and plain text become
paragraphs and tables. Anything else, and anything too large, is not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from .docx_safety import MEGABYTE, Element, UnreadableForm, WordFile

MAX_CHUNKS = 20
MAX_PART = MEGABYTE  # of HTML or text
MAX_DEPTH = 100  # of elements of HTML
MAX_STEPS = 100_000  # two for each element
NEAR_THE_START = 2_000
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|body|p|div|table)\b")
OTHERS = re.compile(rb"\s*(?:\{\\rtf|MIME-Version:|From:|<)", re.IGNORECASE)
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
BREAKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dt", "dd"}
BREAKS |= {"blockquote", "pre", "section", "article", "header", "footer", "tr"}
UNSEEN = {"script", "style", "head", "title", "template", "noscript"}
STRUCK = {"s", "strike", "del"}
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
THROUGH = re.compile(r"line-through", re.IGNORECASE)


@dataclass(frozen=True)
class Chunk:
    """An embedded document: the body to read, and its file if it is a Word file."""

    body: Element
    file: WordFile | None = None


def chunks_of(file: WordFile) -> dict[str, Chunk]:
    """Return {relationship: Chunk} of the embedded documents that can be read."""
    found = {}
    for name, part in list(file.embedded().items())[:MAX_CHUNKS]:
        chunk = chunk_of(file.chunk(part))
        if chunk:
            found[name] = chunk
    return found


def chunk_of(data: bytes) -> Chunk | None:
    """Return an embedded document, or None if it cannot be read."""
    if data.startswith(b"PK"):
        try:
            file = WordFile(data)
            body = file.document()
        except UnreadableForm:
            return None
        return Chunk(body, file)
    if not data or len(data) > MAX_PART:
        return None
    if HTML.match(data.lower()):
        return of_html(data)
    text = None if OTHERS.match(data) else decoded(data)
    return None if text is None else Chunk(body_of(text.splitlines()))


def decoded(data: bytes) -> str | None:
    """Return plain text, or None if it is not text."""
    is_wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16" if is_wide else "utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        is_plain = not CONTROLS.search(text) and not text.lstrip().startswith("<")
        return text if is_plain else None
    return None


def body_of(lines: list[str]) -> Element:
    body = made("body")
    for line in lines:
        add_text(etree.SubElement(body, f"{{{W}}}p"), line)
    return body


def made(name: str) -> Element:
    return etree.Element(f"{{{W}}}{name}", nsmap={"w": W})


def add_text(paragraph: Element, text: str, *properties: str) -> None:
    """Add a run of text with properties such as "strike" to a paragraph."""
    run = etree.SubElement(paragraph, f"{{{W}}}r")
    look = etree.SubElement(run, f"{{{W}}}rPr")
    for name in properties:
        etree.SubElement(look, f"{{{W}}}{name}")
    etree.SubElement(run, f"{{{W}}}t").text = CONTROLS.sub("", text)


def of_html(data: bytes) -> Chunk | None:
    """Return a page of HTML as a body, or None if it is too deep or too large."""
    parser = etree.HTMLParser(
        encoding=None if b"charset" in data[:NEAR_THE_START].lower() else "utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    page = Page()
    return Chunk(page.body) if page.read(root) else None


class Page:
    """A page of HTML that is being turned into the body of a document."""

    def __init__(self) -> None:
        self.body = made("body")
        self.places = [self.body]  # the body, or the cells that are open
        self.paragraph: Element | None = None

    def read(self, root: Element) -> bool:
        """Add all visible text; return whether the page is within the limits."""
        for count, (kind, element, depth) in enumerate(walked(root)):
            if depth > MAX_DEPTH or count > MAX_STEPS:
                return False
            self._step(kind, element)
        return True

    def _step(self, kind: str, element: Element) -> None:
        name = str(element.tag).lower()
        if kind == "start":
            self._opened(name)
            self._add(element.text, element)
            return
        self._closed(name)
        parent = element.getparent()
        if parent is not None:
            self._add(element.tail, parent)

    def _opened(self, name: str) -> None:
        if name in BREAKS or name in {"table", "td", "th"}:
            self.paragraph = None
        if name == "table":
            self._open("tbl")
        elif name == "tr" and self._is_in("tbl"):
            self._open("tr")
        elif name in {"td", "th"} and self._is_in("tr"):
            self._open("tc")
        elif name == "br" and self.paragraph is not None:
            run = etree.SubElement(self.paragraph, f"{{{W}}}r")
            etree.SubElement(run, f"{{{W}}}br")

    def _closed(self, name: str) -> None:
        if name in BREAKS or name in {"table", "td", "th"}:
            self.paragraph = None
        wanted = {"table": "tbl", "tr": "tr", "td": "tc", "th": "tc"}.get(name)
        if wanted and self._is_in(wanted):
            self.places.pop()

    def _open(self, name: str) -> None:
        self.places.append(etree.SubElement(self.places[-1], f"{{{W}}}{name}"))

    def _is_in(self, name: str) -> bool:
        return bool(etree.QName(self.places[-1]).localname == name)

    def _add(self, text: str | None, element: Element) -> None:
        """Add the text of an element, formatted like the elements around it."""
        said = re.sub(r"[ \t\r\n]+", " ", text or "")
        around = [element, *element.iterancestors()]
        if not said.strip(" ") and self.paragraph is None:
            return
        if not said or any(str(each.tag).lower() in UNSEEN for each in around):
            return
        if self.paragraph is None:
            # Text between the cells of a table is in no cell; it is kept in order.
            place = next(
                each
                for each in reversed(self.places)
                if etree.QName(each).localname in {"tc", "body"}
            )
            self.paragraph = etree.SubElement(place, f"{{{W}}}p")
        add_text(self.paragraph, said, *looks(around))


def walked(root: Element) -> Iterator[tuple[str, Element, int]]:
    """Yield ("start" or "end", element, depth) of all elements in order."""
    depth = 0
    for kind, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if kind == "start" else 0
        if isinstance(element.tag, str):
            yield kind, element, depth
        depth -= 1 if kind == "end" else 0


def looks(around: list[Element]) -> list[str]:
    """Return the properties of a run that match how its elements look."""
    styles = [each.get("style") or "" for each in around]
    is_struck = any(str(each.tag).lower() in STRUCK for each in around) or any(
        THROUGH.search(style) for style in styles
    )
    is_hidden = any(HIDDEN.search(style) for style in styles) or any(
        each.get("hidden") is not None for each in around
    )
    return ["strike"] * is_struck + ["vanish"] * is_hidden
