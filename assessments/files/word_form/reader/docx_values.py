"""The text of a paragraph or cell as a value, and the parts of the file it needs."""

from dataclasses import dataclass, field

from .docx_lists import Numbering
from .docx_safety import Element
from .docx_styles import Styles
from .elements import value

PICTURE = "[picture]"
CHUNK = "[another document, which cannot be read]"


@dataclass(frozen=True)
class Text:
    """The text of a paragraph or cell.

    text     as it is read, with the numbers of lists and the URLs behind links
    bare     without these two, as typed
    apart    [(how, text)] of texts that are not taken: "struck through", "hidden", ...
    notes    [(kind of part, number)] of comments and notes that belong here
    tags     of the content controls
    is_highlighted, is_bold   whether all visible text is
    is_counted  whether bullets were given numbers, as the text refers to them by number
    is_embedded whether another document is embedded here
    """

    text: str = ""
    bare: str = ""
    apart: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    is_highlighted: bool = False
    is_bold: bool = False
    is_counted: bool = False
    is_embedded: bool = False


@dataclass
class Source:
    """The parts of a file that are needed to read its text."""

    styles: Styles = field(default_factory=Styles)
    numbering: Numbering = field(default_factory=lambda: Numbering([]))
    addresses: dict[str, str] = field(default_factory=dict)
    chunks: dict[str, "Embedded"] = field(default_factory=dict)

    def chunk(self, element: Element) -> "Embedded | None":
        """Return the document embedded at an element, if it can be read."""
        return self.chunks.get(value(element, "id"))


@dataclass(frozen=True)
class Embedded:
    """A document embedded in the text: its body, and the parts needed to read it."""

    body: Element
    source: Source
