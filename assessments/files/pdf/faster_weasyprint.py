"""The parts of WeasyPrint that can be faster for pages such as ours.

Nothing here changes what is printed. It needs private parts of WeasyPrint, so
`tests/files/pdf/test_weasyprint.py` holds each of them to what it was; see
docs/decisions/20-faster-pdfs.md. Runs in a child process, so it imports no Django.
"""

import copy
import re
from collections.abc import Callable
from contextlib import suppress
from typing import cast
from xml.etree import ElementTree

import pydyf
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.formatting_structure.boxes import Box
from weasyprint.html import UA
from weasyprint.layout import LayoutContext, inline, percent
from weasyprint.pdf import fonts
from weasyprint.text import ffi, line_break
from weasyprint.urls import URLFetcher

# Styles of notes that no page of ours has; each would be worked out for every element.
NOTES = re.compile(r"^::(?:footnote|note)-.*\n", re.MULTILINE)
MARKERS = ("\n::marker ", "\nli::marker ")
OPEN_ENDED = re.compile(r"(<meta\s[^>]*[^>/])>")  # in HTML; XML wants it closed
TYPES = (
    "FcChar8 **",
    "FcResult *",
    "PangoFcFontMap *",
    "PangoLogAttr[]",
    "PangoRectangle *",
    "char[4]",
    "char[]",
    "hb_codepoint_t[]",
    "hb_tag_t[100]",
    "unsigned int *",
)
LENGTH = re.compile(r"\[\d+\]$")

ENDS = re.compile("[\n\r\u2029]")  # of paragraphs

BROWSER = CSS(string=NOTES.sub("", UA).replace(*MARKERS), counter_style=CounterStyle())


class Page(HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A page that is XML as well as HTML, so that a parser in C can read it."""

    def __init__(self, root: ElementTree.Element, fetcher: URLFetcher) -> None:
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(
            root, content_language=None
        )
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [BROWSER]


MOST_KEPT = 200_000  # letters; if each has a direction of its own, 105 MB

FIRSTS: dict[int, tuple["Layout", object]] = {}


def copied(layout: object) -> object:
    """Return a copy of a PangoLayout."""
    new = ffi.pango.pango_layout_copy(layout)
    return ffi.ffi.gc(new, ffi.gobject.g_object_unref)


class Layout(line_break.Layout):  # type: ignore[misc]
    """A line of text that is shaped once, to be measured and then to be drawn."""

    layout: object
    kept = 0  # letters of all lines

    def setup(self, style: object) -> None:
        """Begin as the first line of this style did."""
        first = FIRSTS.get(id(style))
        if first is None:
            super().setup(style)
            FIRSTS[id(style)] = copy.copy(self), style
            self.layout = copied(self.layout)
        else:
            self.__dict__.update(first[0].__dict__)
            self.layout = copied(self.layout)

    def set_text(self, text: str, justify: bool = False) -> None:
        """Set the text, as one that is drawn is set."""
        super().set_text(text, justify)
        ffi.pango.pango_layout_set_single_paragraph_mode(
            self.layout, not ENDS.search(self.text)
        )

    def deactivate(self) -> None:
        """Keep the shapes of the letters, unless those of too many are kept."""
        if Layout.kept < MOST_KEPT:
            Layout.kept += len(self.text)
        else:
            super().deactivate()

    def reactivate(self, style: object) -> None:
        """Use the shapes that are kept, in as much room as they need."""
        if self.justification_spacing or not hasattr(self, "layout"):
            super().reactivate(style)
        else:
            ffi.pango.pango_layout_set_width(self.layout, -1)


line_break.Layout = Layout


def page_of(text: str, fetcher: URLFetcher) -> HTML:
    """Return a page of HTML; what is not XML as well is read as slowly as any other."""
    try:
        root = ElementTree.fromstring(OPEN_ENDED.sub(r"\1/>", text))
    except ElementTree.ParseError:
        return HTML(string=text, url_fetcher=fetcher)
    return Page(root, fetcher)


class Types:
    """The library of types, which has one type for arrays of all lengths."""

    def __getattr__(self, name: str) -> object:
        return getattr(ffi.ffi, name)

    def new(self, kind: str, values: object = None) -> object:
        """Return a new value; an array has the length of its values."""
        return ffi.ffi.new(LENGTH.sub("[]", kind) if values else kind, values)


def resolve_one_percentage(box: Box, name: str, whole: float) -> None:
    """Set a length of a box, at once unless it is a part of a whole."""
    length = box.style[name]
    if getattr(length, "unit", None) == "px":
        setattr(box, name, length.value)
    else:
        resolve_any(box, name, whole)


def place_line(
    context: LayoutContext, line: Box, around: Box, outer: bool = True
) -> tuple[float, float, float]:
    """Return where a line may begin and how wide it may be; nothing floats by most."""
    if context.excluded_shapes or around.style["direction"] != "ltr":
        place: tuple[float, float, float] = place_by_floats(
            context, line, around, outer
        )
        return place
    left = around.content_box_x()
    return left, line.position_y, left + around.width - left


def to_bytes(item: object) -> bytes:
    """Return an item as a PDF has it, the most frequent kinds first."""
    kind = type(item)
    if kind is bytes:
        return cast("bytes", item)
    if kind is str or kind is int:
        return str(item).encode("ascii")
    return any_to_bytes(item)


any_to_bytes: Callable[[object], bytes] = pydyf._to_bytes
pydyf._to_bytes = to_bytes
place_by_floats = inline.avoid_collisions
inline.avoid_collisions = place_line
resolve_any = percent.resolve_one_percentage
percent.resolve_one_percentage = resolve_one_percentage
fonts.ffi = Types()


def read_types() -> None:
    """Read the types of the libraries that draw text, once for all children."""
    ffi.ffi.cdef("PangoLayout * pango_layout_copy (PangoLayout * src);")
    for kind in TYPES:
        ffi.ffi.typeof(kind)
    for library in (ffi.fontconfig, ffi.gobject, ffi.harfbuzz, ffi.pango, ffi.pangoft2):
        for name in dir(library):
            with suppress(AttributeError):  # of a newer version than this server has
                getattr(library, name)
