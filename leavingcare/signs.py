"""Signs that only one font or none can show, as characters of any font.

Word draws bullets and ticks with fonts that have signs in place of letters. It keeps
such a sign as an element of its own, as a letter in that font, or as a private
character (U+F0xx); each has the same code. Codes are those of Microsoft's fonts, and
only the signs people put into forms are known. What is copied out of a PDF has private
characters too, and the soft hyphens and ligatures of its typesetting.
"""

import re

TICKED, EMPTY_BOX, UNKNOWN = "☒", "☐", "�"
WINGDINGS = {
    0x4A: "☺",
    0x4B: "😐",
    0x4C: "☹",
    0x6C: "●",
    0x6E: "■",
    0x6F: EMPTY_BOX,
    0x71: EMPTY_BOX,
    0x72: EMPTY_BOX,
    0x76: "❖",
    0x78: TICKED,
    0x9F: "•",
    0xA7: "▪",
    0xA8: EMPTY_BOX,
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE8: "→",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: TICKED,
    0xFE: "☑",
}
WINGDINGS_2 = {
    0x4F: "✗",
    0x50: "✓",
    0x51: TICKED,
    0x52: "☑",
    0x53: TICKED,
    0x54: TICKED,
    0x97: "●",
    0xA2: "■",
    0xA3: EMPTY_BOX,
}
WEBDINGS = {0x61: "✓", 0x63: EMPTY_BOX, 0x67: "■", 0x72: "✗"}
SYMBOL = {0xB7: "•", 0xAE: "→", 0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB0: "°", 0xD6: "✓"}
FONTS = {
    "wingdings": WINGDINGS,
    "wingdings 2": WINGDINGS_2,
    "webdings": WEBDINGS,
    "symbol": SYMBOL,
}
PRIVATE = range(0xF000, 0xF100)
LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
USUAL = SYMBOL | WINGDINGS  # if the font is not known
PRIVATE_SIGNS = {PRIVATE.start + code: shown for code, shown in USUAL.items()}
PLAIN = PRIVATE_SIGNS | LIGATURES
# At the end of a line of a PDF, within a word, it is the line's end that is not meant.
SOFT_HYPHEN = re.compile("\u00ad(?:[ \t]*\n(?=[^\\W\\d_]))?")


def plain(text: str) -> str:
    """Return a text without soft hyphens, ligatures and private signs that are known.

    No letter is lost. A private character that is not known stays.
    """
    if text.isascii():
        return text
    return SOFT_HYPHEN.sub("", text.translate(PLAIN))


def sign(code: int, font: str) -> str:
    """Return the character that a code draws in a font, U+FFFD if it is not known."""
    return FONTS.get(font.casefold(), USUAL).get(code & 0xFF, UNKNOWN)


def readable(text: str, font: str) -> str:
    """Return a run's text with its signs as characters of any font.

    In a font of letters, a private character that is not known stays, as in `plain`.
    """
    if font.casefold() in FONTS:
        return "".join(_of_signs(letter, font) for letter in text)
    return text.translate(PRIVATE_SIGNS)


def _of_signs(letter: str, font: str) -> str:
    """Return the character that a letter draws in a font of signs."""
    code = ord(letter)
    if code in PRIVATE or (code < 0x100 and not letter.isspace()):
        # Greek letters and the like keep the letter they are typed with.
        known = sign(code, font)
        letter = chr(code & 0xFF)
        return letter if known == UNKNOWN and font.casefold() == "symbol" else known
    return letter
