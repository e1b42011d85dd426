"""No text becomes a formula, a link or a number in a spreadsheet."""

import re

# What makes a spreadsheet calculate, also behind what it does not show.
FORMULA = re.compile("[\\s\ufeff\u200b-\u200f\u2060]*[=+\\-@＝＋－＠]|[\t\r\n]")
# The options of XlsxWriter that keep every text a text.
TEXT_ONLY = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def defused(text: str) -> str:
    """Return the text, after an apostrophe where a spreadsheet would calculate it."""
    return f"'{text}" if FORMULA.match(text) else text
