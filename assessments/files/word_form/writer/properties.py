"""What every Word file we make says of itself: its title, its language, nobody's name.

Runs in the child process that writes it, so it imports nothing of ours.
"""

from docx.oxml.ns import qn

LANGUAGE = "en-GB"
LONGEST_TITLE = 255  # characters that the format allows
BLANK = ("author", "last_modified_by", "comments", "keywords", "subject")


def describe(document, title, at):
    """Set the properties and the language; call it once the styles are there.

    `at` is when the file was made.
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
