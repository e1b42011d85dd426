"""The look and the properties that all our Word files share.

Runs in the child process that writes a file, so it imports no Django.
"""

import re
from datetime import datetime

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.font import CT_RPr
from docx.section import Section
from docx.shared import Length

FONT = "Arial"
SCRIPTS = ("ascii", "hAnsi", "cs", "eastAsia")  # as Word tells fonts apart
PAGE_OF_PAGES = [("Page ", "PAGE"), (" of ", "NUMPAGES")]  # words before a field's code
LANGUAGE = "en-GB"
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NO_CHARACTER = "\ufffd"
LONGEST_TITLE = 255  # characters that the format allows
COMPATIBILITY = {
    "name": "compatibilityMode",
    "uri": "http://schemas.microsoft.com/office/word",
    "val": "15",  # of Word 2013 and all later ones
}
AFTER_COMPAT = ("w:rsids", "m:mathPr", "w:themeFontLang", "w:clrSchemeMapping")
# Parts of the template: a picture of an empty page, and what is not true of this file
# (the program that wrote it, how many pages and words it has).
NOT_OURS = ("/metadata/thumbnail", "/extended-properties")
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


def characters_of(text: str) -> str:
    """Return a text with a sign in place of what no XML file can hold."""
    return NO_XML.sub(NO_CHARACTER, text)


def describe(document: Document, title: str, at: datetime) -> None:
    """Set the title, the language and the time; leave out who made the file.

    Call it once the styles are there. `at` is when the file was made.
    """
    properties = document.core_properties
    for name in BLANK:
        setattr(properties, name, "")
    properties.title = characters_of(title)[:LONGEST_TITLE]
    properties.language = LANGUAGE
    properties.created = properties.modified = at
    theme = document.settings.element.iter(qn("w:themeFontLang"))
    set_compatibility(document)
    leave_out_parts(document)
    for language in (*document.styles.element.iter(qn("w:lang")), *theme):
        language.set(qn("w:val"), LANGUAGE)


def set_compatibility(document: Document) -> None:
    """Have Word lay the file out as it does new ones, without its compatibility mode."""
    settings = document.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    compat, mode = OxmlElement("w:compat"), OxmlElement("w:compatSetting")
    for name, value in COMPATIBILITY.items():
        mode.set(qn(f"w:{name}"), value)
    compat.append(mode)
    before = next(iter(settings.iter(*map(qn, AFTER_COMPAT))), None)
    if before is None:
        settings.append(compat)
    else:
        before.addprevious(compat)


def leave_out_parts(document: Document) -> None:
    """Remove the parts of the template that are not about this file."""
    relations = document.part.package.rels
    kinds = {key: each.reltype for key, each in relations.items()}
    for key in [key for key, kind in kinds.items() if kind.endswith(NOT_OURS)]:
        del relations[key]
