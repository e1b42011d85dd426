"""A PDF's structure and content as plain values, for the rules of PDF/UA to look at."""

from io import BytesIO

import pikepdf
from fontTools.ttLib import TTFont

SHOWING = {"Tj", "TJ", "'", '"'}
PAINTING = SHOWING | {
    *("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE")
}
ARTIFACT = "Artifact"


def opened(content):
    return pikepdf.open(BytesIO(content))


def as_list(value):
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def name(value):
    return str(value).removeprefix("/")


class Element:
    """An element of the structure: its kind, what it is in, and what is in it.

    `content` holds (page's object, id of marked content), `objects` the annotations.
    """

    def __init__(self, found, parent):
        self.found, self.parent = found, parent
        self.kind = name(found.get("/S", "/Root"))
        self.children, self.content, self.objects = [], [], []
        for kid in as_list(found.get("/K")):
            if isinstance(kid, int):
                self.content.append((found.Pg.objgen, kid))
            elif kid.get("/Type") == "/MCR":
                self.content.append((kid.Pg.objgen, int(kid.MCID)))
            elif kid.get("/Type") == "/OBJR":
                self.objects.append(kid.Obj)
            else:
                self.children.append(Element(kid, self))

    def all(self):
        yield self
        for child in self.children:
            yield from child.all()

    def of_kind(self, *kinds):
        return [each for each in self.all() if each.kind in kinds]

    @property
    def kinds(self):
        return [child.kind for child in self.children]

    def attribute(self, key):
        for each in as_list(self.found.get("/A")):
            if key in each:
                return each[key]
        return None


def structure(pdf):
    """Return the root of the structure tree, as an Element."""
    return Element(pdf.Root.StructTreeRoot, None)


def marks(pdf):
    """Yield (page, operator, operands, marks around it), a mark being the id of marked
    content, ARTIFACT, or None for one that is neither."""
    for page in pdf.pages:
        around = []
        for operands, operator in pikepdf.parse_content_stream(page):
            word = str(operator)
            if word in {"BMC", "BDC"}:
                around.append(mark(operands))
            yield page, word, operands, tuple(around)
            if word == "EMC":
                around.pop()
        assert around == []


def mark(operands):
    if operands[0] == "/Artifact":
        return ARTIFACT
    return operands[1].get("/MCID") if len(operands) > 1 else None


def shown(pdf):
    """Yield (font, code) of every character that is shown, two bytes per code."""
    font = None
    for page, word, operands, _ in marks(pdf):
        if word == "Tf":
            font = page.Resources.Font[operands[0]]
        if word in SHOWING:
            for each in as_list(operands[0]) if word == "TJ" else [operands[-1]]:
                if isinstance(each, pikepdf.String):
                    data = bytes(each)
                    for place in range(0, len(data), 2):
                        yield font, int.from_bytes(data[place : place + 2], "big")


def fonts(pdf):
    """Return the fonts that are used, each once."""
    found = {}
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            found[font.objgen] = font
    return list(found.values())


def glyphs(font):
    """Return the number of glyphs in the file of a font."""
    descriptor = font.DescendantFonts[0].FontDescriptor
    data = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
    return TTFont(BytesIO(data.read_bytes()))["maxp"].numGlyphs


def outline(pdf):
    """Return the bookmarks as [(level, title)]."""

    def level(items, depth):
        for item in items:
            yield depth, item.title
            yield from level(item.children, depth + 1)

    with pdf.open_outline() as found:
        return list(level(found.root, 1))
