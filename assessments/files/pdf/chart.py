"""The chart of a submission: one bar per area, divided by the number of each rating.

Values for `templates/submissions/_chart.html`, which draws them as SVG. The shades
run from dark (the scale's highest) to light, so that the chart can be read without
colour; statements without a single rating are white. Every part has its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.submission.shown.document import AgreedShown, AreaShown

WIDTH = 700
ROW = 37
BAR = 16
TOP = 34
TITLE = 100
DARK, LIGHT = 0x1D, 0xD8
WHITE, INK = "#ffffff", "#0b0c0c"


Count = tuple[int, str, int]  # a value of the scale, its label, how many statements


@dataclass(frozen=True)
class Shade:
    """The colour of a part, and that of the number in it."""

    fill: str
    ink: str


@dataclass(frozen=True)
class KeyBox:
    """A box of the key, and what its colour means."""

    x: int
    label: str
    fill: str


@dataclass(frozen=True)
class Part:
    """A part of a bar: where it is, and how many statements it stands for."""

    x: float
    width: float
    middle: float
    count: int
    fill: str
    ink: str


@dataclass(frozen=True)
class Row:
    """An area: its title, its cumulative score and its bar, `y` from the top."""

    title: str
    sum: str
    title_y: int
    bar_y: int
    count_y: int
    parts: list[Part]


@dataclass(frozen=True)
class Chart:
    """Everything the template draws; `text` says the same in words."""

    width: int
    height: int
    bar: int
    key: list[KeyBox]
    rows: list[Row]
    text: str


BLANK = Shade(WHITE, INK)


def picture(document: AgreedShown) -> Chart:
    """Return the chart of a submission, in pixels."""
    counts = document["total"]["counts"]
    shades = shades_of([value for value, _, _ in counts])
    rows = [
        row_of(area, TOP + index * ROW, shades)
        for index, area in enumerate(document["areas"])
    ]
    return Chart(
        width=WIDTH,
        height=TOP + len(rows) * ROW,
        bar=BAR,
        key=key_of(counts, shades),
        rows=rows,
        text=" ".join(map(area_in_words, document["areas"])),
    )


def shades_of(values: Sequence[int]) -> dict[int, Shade]:
    """Return {scale value: shade}, darkest for the first."""
    steps = max(len(values) - 1, 1)
    found = {}
    for index, value in enumerate(values):
        grey = DARK + (LIGHT - DARK) * index // steps
        blue = min(grey + 0x28, 0xFF)
        ink = WHITE if grey < (DARK + LIGHT) // 2 else INK
        found[value] = Shade(f"#{grey:02x}{grey:02x}{blue:02x}", ink)
    return found


def key_of(counts: Sequence[Count], shades: dict[int, Shade]) -> list[KeyBox]:
    """Return the boxes of the key, left to right."""
    names = [(label, shades[value].fill) for value, label, _ in counts]
    names.append(("No single rating", WHITE))
    step = WIDTH // len(names)
    return [
        KeyBox(index * step, label, fill) for index, (label, fill) in enumerate(names)
    ]


def row_of(area: AreaShown, y: int, shades: dict[int, Shade]) -> Row:
    """Return the title, bar and cumulative score of an area, `y` from the top."""
    title = f"{area['number']}. {area['title']}"
    return Row(
        title=title if len(title) <= TITLE else title[: TITLE - 1] + "…",
        sum=f"{area['cumulative']} of {area['maximum']}",
        title_y=y + 10,
        bar_y=y + 15,
        count_y=y + 15 + BAR - 4,
        parts=parts_of(area, shades),
    )


def parts_of(area: AreaShown, shades: dict[int, Shade]) -> list[Part]:
    """Return the parts of an area's bar, left to right, without empty ones."""
    counted = [(count, shades[value]) for value, _, count in area["counts"]]
    parts: list[Part] = []
    x: float = 0
    for count, shade in [*counted, (area["unrated"], BLANK)]:
        if count:
            width = round(WIDTH * count / area["of"], 1)
            middle = round(x + width / 2, 1)
            parts.append(Part(x, width, middle, count, shade.fill, shade.ink))
            x = round(x + width, 1)
    return parts


def area_in_words(area: AreaShown) -> str:
    """Return "Area 2: 3 Agree, 1 Disagree, 1 with no single rating; 13 of 20." """
    counts = [f"{count} {label}" for _, label, count in area["counts"] if count]
    if area["unrated"]:
        counts.append(f"{area['unrated']} with no single rating")
    return (
        f"Area {area['number']}: {', '.join(counts)}; "
        f"{area['cumulative']} of {area['maximum']}."
    )
