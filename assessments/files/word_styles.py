"""The look and the properties that all our Word files share.

Runs in the child process that writes a file, so it imports no Django.
"""

from datetime import datetime

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.text.font import CT_RPr
from docx.section import Section
from docx.shared import Length

FONT = "Arial"
SCRIPTS = ("ascii", "hAnsi", "cs", "eastAsia")  # as Word tells fonts apart
PAGE_OF_PAGES = [("Page ", "PAGE"), (" of ", "NUMPAGES")]  # words before a field's code
LANGUAGE = "en-GB"
LONGEST_TITLE = 255  # characters that the format allows
BLANK = ("author", "last_modified_by", "comments", "keywords", "subject")


def set_paper(section: Section, paper: tuple[Length, Length], margin: Length) -> None:
    """Set the width and height of the paper, and the margin on all four sides."""
    section.page_width, section.page_height = paper
    section.left_margin = section.right_margin = margin
    section.top_margin = section.bottom_margin = margin


def set_font(properties: CT_RPr) -> None:
    """Set our font for every script, in place of the theme's."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for script in SCRIPTS:
        fonts.set(qn(f"w:{script}"), FONT)


def describe(document: Document, title: str, at: datetime) -> None:
    """Set the title, the language and the time; leave out who made the file.

    Call it once the styles are there. `at` is when the file was made.
    """
    properties = document.core_properties
    for name in BLANK:
        setattr(properties, name, "")
    properties.title = title[:LONGEST_TITLE]
    properties.language = LANGUAGE
    properties.created = properties.modified = at
    theme = document.settings.element.iter(qn("w:themeFontLang"))
    for language in (*document.styles.element.iter(qn("w:lang")), *theme):
        language.set(qn("w:val"), LANGUAGE)
