"""The measures that all plots share: their size, their key and their labels."""

WIDTH = 340
SIZE = 12  # of text
ROW = 36  # a label, a mark and the space below
LABEL = 11  # from the top of a row to the base of its label
KEY = 18  # a line of the key
LONGEST = 50  # characters of a label


def shortened(label: str, most: int = LONGEST) -> str:
    """Return a label that fits its line."""
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"
