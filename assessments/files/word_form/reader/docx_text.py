"""The text of a paragraph or cell as a value: the words, and how they look.

Text that was struck through, is hidden or is only a placeholder is kept apart. Tracked
deletions are left out and insertions kept. Fields and controls give what they show.
"""

import re
from dataclasses import replace

from leavingcare.signs import EMPTY_BOX, TICKED, readable, sign

from .docx_lists import BULLET, counts_points
from .docx_safety import Element
from .docx_styles import PLAIN, Look
from .docx_values import CHUNK, PICTURE, Source, Text
from .elements import (
    child,
    children,
    in_text_box,
    is_on,
    local_name,
    value,
    with_words,
)
from .form_fields import Field, chosen_in, is_checked, linked_in

LEFT_OUT = {"del", "moveFrom", "rPr", "pPr", "delText", "Fallback", "tblPr", "tcPr"}
LEFT_OUT |= {"trPr", "tblGrid", "sdtPr", "sectPr"}
HYPHENS = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
DRAWN = {"drawing", "pict", "object"}
NOTES = {"commentReference": "comments", "footnoteReference": "footnotes"}
NOTES |= {"endnoteReference": "endnotes"}
PROMPT = re.compile(r"\W*(?:click|choose|select|enter|tap|type)\b", re.IGNORECASE)
MAX_ADDRESS = 2_000


class Collector:
    """Gathers the text of one paragraph or cell, element by element."""

    def __init__(self, source: Source, *, with_tables: bool = True) -> None:
        self.source = source
        self.with_tables = with_tables
        self.pieces: list[str] = []
        self.bare: list[str] = []
        self.apart: dict[str, list[str]] = {}
        self.notes: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.looks: set[tuple[bool, bool]] = set()
        self.fields: list[Field] = []
        self.bullets: list[list[int]] = []  # of each list, where among the pieces
        self.list: tuple[str, int] | None = None  # that the bullet above is in
        self.placeholder = self.is_embedded = False
        self.worded: set[Element] | None = None  # of the drawing being read

    def result(self) -> Text:
        """Return the text gathered."""
        points = self.bullets[0] if len(self.bullets) == 1 else []
        is_counted = counts_points("".join(self.pieces), len(points))
        for count, place in enumerate(points if is_counted else [], 1):
            self.pieces[place] = f"{count}. "
        apart = {how: "".join(said).strip() for how, said in self.apart.items()}
        return Text(
            text="".join(self.pieces).strip(),
            bare="".join(self.bare).strip(),
            apart=tuple((how, said) for how, said in apart.items() if said),
            notes=tuple(self.notes),
            tags=tuple(self.tags),
            is_highlighted=bool(self.looks) and all(each for each, _ in self.looks),
            is_bold=bool(self.looks) and all(each for _, each in self.looks),
            is_counted=is_counted,
            is_embedded=self.is_embedded,
        )

    def read(self, element: Element, look: Look = PLAIN) -> None:
        """Add the text of an element and of everything in it."""
        name = local_name(element)
        if name in LEFT_OUT:
            return
        if name == "p":
            self._paragraph(element)
        elif name == "r":
            self._run(element, look)
        elif name == "hyperlink":
            self._link(element, look)
        elif name == "fldSimple":
            self._simple_field(element, look)
        elif name == "sdt":
            self._control(element, look)
        elif name == "tbl":
            if self.with_tables:
                self._table(element)
        elif name == "altChunk":
            self._chunk(element)
        elif name in DRAWN:
            self._drawing(element, look)
        else:
            self._character(element, name, look)
            self._within(element, look)

    def _within(self, element: Element, look: Look) -> None:
        for each in element:
            self.read(each, look)

    def _line(self, text: str) -> None:
        for pieces in (self.pieces, self.bare):
            pieces.append(f"\n{text}" if pieces else text)

    def _paragraph(self, element: Element) -> None:
        if self.pieces:
            self._line("")
        properties = child(element, "pPr")
        style = None if properties is None else child(properties, "pStyle")
        name = "" if style is None else value(style)
        own = None if properties is None else child(properties, "numPr")
        listed = self.source.styles.list_of(name, own)
        label = self.source.numbering.label(element, *listed)
        start = len(self.pieces)
        self.pieces.append("")
        self._within(element, self.source.styles.look(name))
        if "".join(self.pieces[start:]).strip():
            self._listed(label, listed, start)
        if in_text_box(element):
            self._line("")

    def _listed(self, label: str, listed: tuple[str, int], start: int) -> None:
        """Put a list's number before the text since `start`, or note its bullet."""
        if label != BULLET:
            self.list = None
            self.pieces[start] = f"{label} " if label else ""
            return
        if listed != self.list:
            self.bullets.append([])
        self.list = listed
        self.bullets[-1].append(start)

    def _chunk(self, element: Element) -> None:
        """Add the words of an embedded document, or a note that there is one."""
        chunk = self.source.chunk(element)
        self.is_embedded = True
        if chunk is None:
            self._line(CHUNK)
            return
        source, notes, self.notes = self.source, self.notes, []
        self.source = chunk.source
        self._within(chunk.body, PLAIN)
        # Its notes have numbers of their own.
        self.source, self.notes = source, notes

    def _drawing(self, element: Element, look: Look) -> None:
        """Add the words of a drawing, or a note that there is a picture."""
        outer = self.worded
        if outer is None:
            self.worded = with_words(element)
        if self.worded and element in self.worded:
            self._within(element, look)
        else:
            self._add(PICTURE, look)
        self.worded = outer

    def _run(self, element: Element, look: Look) -> None:
        properties = child(element, "rPr")
        if properties is not None:
            style = child(properties, "rStyle")
            if style is not None:
                named = self.source.styles.look(value(style))
                look = replace(
                    look,
                    is_struck=look.is_struck or named.is_struck,
                    is_hidden=look.is_hidden or named.is_hidden,
                    font=named.font or look.font,
                )
            look = look.with_properties(properties)
        self._within(element, look)

    def _add(self, text: str, look: Look, *, is_typed: bool = True) -> None:
        """Add characters to the text, or to the texts kept apart from it."""
        if not text or self._is_told_already():
            return
        how = look.kept_apart or ("a placeholder" if self.placeholder else "")
        if how:
            self.apart.setdefault(how, []).append(text)
            return
        self.pieces.append(text)
        if is_typed:
            self.bare.append(text)
        if text.strip():
            self.looks.add((look.is_highlighted, look.is_bold))

    def _is_told_already(self) -> bool:
        """Return whether this is the text of a drop-down that was already read."""
        return any(each.has_result and each.is_drop_down for each in self.fields)

    def _character(self, element: Element, name: str, look: Look) -> None:
        """Add what one element contributes, without its children."""
        if name == "t":
            self._add(readable(element.text or "", look.font), look)
        elif name == "instrText" and self.fields:
            self.fields[-1].code += element.text or ""
        elif name == "fldChar":
            self._field(value(element, "fldCharType"), look)
        elif name in {"br", "cr"}:
            self._add("\n", look)
        elif name in {"tab", "ptab"}:
            self._add("\t", look)
        elif name in HYPHENS:
            self._add(HYPHENS[name], look)
        elif name == "sym":
            code = value(element, "char")
            code_point = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else 0
            self._add(sign(code_point, value(element, "font")), look)
        elif name in NOTES:
            self.notes.append((NOTES[name], value(element, "id")))
        elif name == "checkBox":
            self._add(TICKED if is_checked(element) else EMPTY_BOX, look)
        elif name == "ddList":
            self._add(chosen_in(element), look)

    def _field(self, kind: str, look: Look) -> None:
        if kind == "begin":
            self.fields.append(Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].has_result = True
            self.fields[-1].start = len(self.pieces)
        elif kind == "end" and self.fields:
            ended = self.fields.pop()
            if ended.has_result:
                self._address(linked_in(ended.code), ended.start, look)

    def _simple_field(self, element: Element, look: Look) -> None:
        start = len(self.pieces)
        self._within(element, look)
        self._address(linked_in(value(element, "instr")), start, look)

    def _link(self, element: Element, look: Look) -> None:
        start = len(self.pieces)
        self._within(element, look)
        self._address(self.source.addresses.get(value(element, "id"), ""), start, look)

    def _address(self, address: str, start: int, look: Look) -> None:
        """Add the URL behind the text since `start`, unless the text shows it."""
        shown = "".join(self.pieces[start:])
        address = address.removeprefix("mailto:").strip()[:MAX_ADDRESS]
        if shown.strip() and address.rstrip("/") not in shown:
            self._add(f" ({address})", look, is_typed=False)

    def _control(self, element: Element, look: Look) -> None:
        properties = child(element, "sdtPr")
        parts = {} if properties is None else {local_name(p): p for p in properties}
        if "tag" in parts:
            self.tags.append(value(parts["tag"]))
        if "checkbox" in parts:
            checked = child(parts["checkbox"], "checked")
            is_ticked = checked is not None and is_on(checked)
            self._add(TICKED if is_ticked else EMPTY_BOX, look)
            return
        before = self.placeholder
        if "showingPlcHdr" in parts and is_on(parts["showingPlcHdr"]):
            shown = "".join(part.text or "" for part in element.iter("{*}t"))
            if PROMPT.match(shown) or not shown.strip():
                return
            self.placeholder = True
        self._within(element, look)
        self.placeholder = before

    def _table(self, element: Element) -> None:
        """Add a table in a cell: a line for each row, with tabs between cells."""
        for row in children(element, "tr"):
            cells = [collect(cell, self.source) for cell in children(row, "tc")]
            self._line(
                "\t".join(" ".join(each.text.split("\n")) for each in cells).strip()
            )
            for each in cells:
                self.notes += each.notes
                self.looks.add((each.is_highlighted, each.is_bold))
                for how, said in each.apart:
                    self.apart.setdefault(how, []).append(f"{said} ")


def collect(element: Element, source: Source, *, with_tables: bool = True) -> Text:
    """Return the text of a paragraph or cell, with or without its nested tables."""
    collector = Collector(source, with_tables=with_tables)
    if local_name(element) == "tc":
        collector._within(element, PLAIN)
    else:
        collector.read(element)
    return collector.result()
