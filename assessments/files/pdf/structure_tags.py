"""The structure of a PDF, as PDF/UA-1 wants it: what is a heading, a list, a table.

Replaces WeasyPrint's own module, which starts a new element on every page that an
element spans, makes two items of a term and its text, and knows neither the scope of a
header nor the foot of a page. Here an element of the HTML is one element of the PDF.
Runs in a child process (see `child_process`), so it imports none of our modules.
"""

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from pydyf import PDF, Array, Dictionary, String
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream

SVG = "{http://www.w3.org/2000/svg}"
POINTS = 0.75  # of a CSS pixel
KINDS = {
    "section": "Sect",
    "p": "P",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "nav": "TOC",
    "dl": "L",
    "ul": "L",
    "ol": "L",
    "table": "Table",
    "caption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "a": "Link",
    f"{SVG}svg": "Figure",
}
SCOPES = {"col": "Column", "row": "Row"}
NUMBERING = {"disc": "Disc", "decimal": "Decimal"}
PAGINATION = {"Type": "/Pagination"}
# Scripts whose letters join, change order or may have no glyph: there a reader cannot
# tell the characters from the glyphs.
NOT_PLAIN = re.compile(r"[^\u0000-\u02ff\u2000-\u22ff]")

Attributes = Mapping[str, object]


def add_tags(
    pdf: PDF, document: Document, pdf_version: str, page_streams: Sequence[Stream]
) -> None:
    """Write the structure of the document's pages, once they have been drawn.

    Called by WeasyPrint, in place of its own function of this name.
    """
    tree = Tree(pdf)
    for number, (page, stream) in enumerate(
        zip(document.pages, page_streams, strict=True)
    ):
        tree.begin_page(number, page.height, stream)
        tree.add(page._page_box, tree.document, None)
        tree.end_page()
    tree.end()
    pdf.catalog["ViewerPreferences"] = Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = Dictionary({"Marked": "true"})


class Tree:
    """The structure tree while it grows, page by page."""

    def __init__(self, pdf: PDF) -> None:
        self.pdf = pdf
        self.elements: dict[tuple[int, str], Dictionary] = {}  # by HTML element, part
        self.parents = Array()  # what each page's content belongs to
        self.links: list[tuple[Dictionary, Dictionary]] = []  # with annotations
        self.link_texts: dict[int, str] = {}  # by the id of a link's Dictionary
        self.notes = 0
        self.page_references = pdf.page_references
        self.root = Dictionary({"Type": "/StructTreeRoot"})
        pdf.add_object(self.root)
        pdf.catalog["StructTreeRoot"] = self.root.reference
        self.document = self.new("Document", self.root)

    # Pages

    def begin_page(self, number: int, height: float, stream: Stream) -> None:
        self.number, self.height, self.stream = number, height, stream
        self.page = self.page_references[number]
        self.owners: dict[int, bytes] = {}  # references, by the id of marked content
        self.artifacts: dict[int, Attributes] = {}  # likewise, with what they are
        self.texts: dict[int, str] = {}  # likewise, the characters

    def end_page(self) -> None:
        last = max([*self.owners, *self.artifacts], default=-1)
        owners = [self.owners.get(mcid, b"null") for mcid in range(last + 1)]
        self.parents.extend([self.number, Array(owners)])
        self.mark()

    def end(self) -> None:
        """Number the links after the pages, and close the tree."""
        for key, (link, annotation) in enumerate(self.links, self.number + 1):
            annotation["StructParent"] = key
            self.parents.extend([key, link.reference])
        numbers = Dictionary({"Nums": self.parents})
        self.pdf.add_object(numbers)
        self.root["ParentTree"] = numbers.reference
        self.root["ParentTreeNextKey"] = len(self.parents) // 2

    # Elements

    def new(self, kind: str, parent: Dictionary, **more: object) -> Dictionary:
        """Return a new element of that kind, the last child of `parent`."""
        element = Dictionary({"Type": "/StructElem", "S": f"/{kind}"} | more)
        element["P"] = parent.reference
        element["K"] = Array()
        self.pdf.add_object(element)
        parent.setdefault("K", Array()).append(element.reference)
        return element

    def once(
        self,
        element: Element,
        part: str,
        kind: str,
        parent: Dictionary,
        **more: object,
    ) -> Dictionary:
        """Return the only PDF element for (a part of) an element of the HTML."""
        key = id(element), part
        if key not in self.elements:
            self.elements[key] = self.new(kind, parent, **more)
        return self.elements[key]

    def add(self, box: Box, parent: Dictionary, within: Element | None) -> None:
        """Add the content of a box to its own element or, without one, to `parent`.

        `within` is the element of the HTML whose box it is in.
        """
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.MarginBox):
            kind = "Header" if box.at_keyword.startswith("@top") else "Footer"
            self.set_apart(box, PAGINATION | {"Subtype": f"/{kind}"})
            return
        if is_repeated(box, self.elements):
            self.set_apart(box, PAGINATION)
            return
        is_same = box.element in (None, within) and box.element_tag != "li::marker"
        owner = parent if is_same else self.owner(box, parent)
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            self.add_content(box, owner)
        else:
            for child in box.children:
                self.add(child, owner, box.element)
        if box.link_annotation:
            self.add_link(box, owner)

    def owner(self, box: Box, parent: Dictionary) -> Dictionary:
        """Return the element that a box belongs to."""
        element, tag = box.element, box.element_tag
        if tag == "li::marker":
            item = self.item(element, parent)
            label = self.once(element, "label", "Lbl", item)
            item["K"].sort(key=lambda kid: kid != label.reference)
            return label
        if tag == "li":
            item = self.item(element, parent)
            return item if is_kind(item, "TOCI") else self.body(element, item)
        if tag == "dt":
            item = self.item(element, parent)
            self.elements[id(parent), "last"] = item
            return self.once(element, "label", "Lbl", item)
        if tag == "dd":
            return self.body(element, self.elements[id(parent), "last"])
        kind = KINDS.get(element.tag)
        if kind is None or is_kind(parent, "TOC"):
            return parent
        if element.get("role") == "doc-footnote":
            kind = "Note"
        owner = self.once(element, "", kind, parent, **self.details(kind, box))
        if kind == "Link":
            self.link_texts[id(owner)] = " ".join("".join(element.itertext()).split())
        return owner

    def item(self, element: Element, parent: Dictionary) -> Dictionary:
        """Return the item of a list, or of a table of contents, for an element."""
        kind = "TOCI" if is_kind(parent, "TOC") else "LI"
        return self.once(element, "item", kind, parent)

    def body(self, element: Element, item: Dictionary) -> Dictionary:
        return self.once(element, "body", "LBody", item)

    def details(self, kind: str, box: Box) -> Attributes:
        """Return the entries that an element of that kind needs besides."""
        if kind == "L":
            style = NUMBERING.get(box.style["list_style_type"], "None")
            if box.element_tag == "dl":
                style = "None"
            return {"A": attributes("List", ListNumbering=f"/{style}")}
        if kind == "TH":
            scope = SCOPES[box.element.get("scope")]
            return {"A": attributes("Table", Scope=f"/{scope}")}
        if kind == "Figure":
            title = box.element.find(f"{SVG}title").text
            return {
                "Alt": String(title),
                "A": attributes("Layout", BBox=self.area(box)),
            }
        if kind == "Note":
            self.notes += 1
            return {"ID": String(f"note-{self.notes}")}
        return {}

    def area(self, box: Box) -> Array:
        """Return the rectangle of a box on its page, in points from the lower left."""
        x, y = box.content_box_x(), box.content_box_y()
        corners = x, self.height - y - box.height, x + box.width, self.height - y
        return Array([corner * POINTS for corner in corners])

    # What is on the page

    def marked(self, box: Box) -> int:
        """Return the id of the marked content that was drawn for the box."""
        number: int = self.stream._tags.pop(box)["mcid"]
        return number

    def add_content(self, box: Box, owner: Dictionary) -> None:
        if box not in self.stream._tags:
            return  # it was not drawn
        mcid = self.marked(box)
        self.owners[mcid] = owner.reference
        if isinstance(box, boxes.TextBox) and NOT_PLAIN.search(box.text):
            self.texts[mcid] = box.text.replace("\u200b", "")
        if owner.setdefault("Pg", self.page) == self.page:
            owner["K"].append(mcid)
        else:
            owner["K"].append(
                Dictionary({"Type": "/MCR", "Pg": self.page, "MCID": mcid})
            )

    def add_link(self, box: Box, owner: Dictionary) -> None:
        annotation = box.link_annotation
        annotation["Contents"] = String(self.link_texts[id(owner)])
        owner["K"].append(
            Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": self.page})
        )
        self.links.append((owner, annotation))

    def set_apart(self, box: Box, kind: Attributes) -> None:
        """Mark the content of a box as a pagination artifact, outside the structure."""
        for each in box.descendants():
            if each in self.stream._tags:
                self.artifacts[self.marked(each)] = kind

    def mark(self) -> None:
        """Mark artifacts and write ActualText in the content of the page."""
        stream = self.stream.stream
        for index, item in enumerate(stream):
            if isinstance(item, Dictionary) and "MCID" in item:
                if item["MCID"] in self.artifacts:
                    stream[index - 1] = "/Artifact"
                    stream[index] = Dictionary(self.artifacts[item["MCID"]])
                elif item["MCID"] in self.texts:
                    item["ActualText"] = String(self.texts[item["MCID"]])


def attributes(owner: str, **values: object) -> Dictionary:
    return Dictionary({"O": f"/{owner}"} | values)


def is_kind(element: Dictionary, kind: str) -> bool:
    return bool(element["S"] == f"/{kind}")


def is_repeated(box: Box, elements: Mapping[tuple[int, str], Dictionary]) -> bool:
    """Return whether it repeats a table's head on a page where the table continues."""
    return box.element_tag == "thead" and (id(box.element), "") in elements


def complete(document: Document, pdf: PDF) -> None:
    """Give every glyph a character, also those within a cluster, which have none.

    Called by WeasyPrint before it writes the file.
    """
    for font in pdf.objects:
        if isinstance(font, Dictionary) and "ToUnicode" in font:
            lines = pdf.objects[int(font["ToUnicode"].split()[0])].stream
            for index, line in enumerate(lines):
                if line.endswith(b" <>"):
                    lines[index] = line.replace(b"<>", b"<200b>")
