"""What the forms we write print beside the words of their edition.

The writer takes its words from here, and so the reader knows them for printed.
"""

import re

NUMBER, STATEMENT = "Number", "Statement"
AREA, SCORE = "Area", "Score out of 10"
MARK = "X"
HOW_TO = "How to fill in this form"
GUIDE = "When to choose which rating"
ONE_MARK = (
    f"Put one {MARK} in each row, under the rating you choose. Leave the first two "
    "columns as they are."
)
TYPE_IDEAS = (
    "Type your evidence and your ideas in the last two columns. The boxes grow as you "
    "type."
)
TYPE_EVIDENCE = "Type your evidence in the last column. The boxes grow as you type."
BLANK_ROWS = "A row you leave blank changes nothing."
SEND_BACK = (
    "When you are done, save this form as a Word document (.docx) and upload it on "
    "the page you downloaded it from. Nothing on the site is replaced without asking "
    "you."
)
REFERENCE = "Reference"
TEXTS = [
    NUMBER,
    STATEMENT,
    AREA,
    SCORE,
    HOW_TO,
    GUIDE,
    ONE_MARK,
    TYPE_IDEAS,
    TYPE_EVIDENCE,
    BLANK_ROWS,
    SEND_BACK,
]
A_REFERENCE = re.compile(r"\bF(?:-[2-9A-Z]{4}){3}\b")


def guide_line(point):
    """How the guide gives one point of a scale: "Agree: everybody gets this"."""
    return f"{point['label']}: {point.get('guide', '')}".rstrip(": ")


def reference_in(text):
    """The reference of one of our forms that a text gives, or ""."""
    found = A_REFERENCE.search(text)
    return found[0] if found else ""
