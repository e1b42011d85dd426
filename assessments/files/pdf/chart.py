"""The chart of a submission: one bar per area, divided by the number of each rating.

Values for `templates/submissions/_chart.html`, which draws them as SVG. The shades
run from dark (the scale's highest) to light, so that the chart can be read without
colour; statements without a single rating are white. Every part has its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from assessments.analysis.shades import INK, WHITE, Shade, shades_of
from assessments.submission.shown.content import Framework, ScalePoint
from assessments.submission.shown.document import AgreedShown, AreaShown
from assessments.submission.shown.wording import area_name, labels_of

WIDTH = 482  # points: as wide as the text of a page
LABEL, SUM = 150, 62  # of these, for the areas' names and scores
EDGE = 1  # at the right, without scores
ROW, BAR = 20, 13
BRIEF_ROW, BRIEF_BAR = 16, 11
TOP = 22
SIZE = 8.5  # of text, in points
TITLE = 34  # characters that fit the place of a name


Count = tuple[int, str, int]  # a value of the scale, its label, how many statements


@dataclass(frozen=True)
class KeyBox:
    """A box of the key, and what its colour means."""

    x: float
    text_x: float
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
    """An area: its name, its cumulative score or "", and its bar, `y` from the top."""

    title: str
    sum: str
    text_y: float
    bar_y: int
    parts: list[Part]


@dataclass(frozen=True)
class Chart:
    """Everything the template draws; `text` says the same in words."""

    width: int
    height: int
    bar: int
    size: float
    key: list[KeyBox]
    rows: list[Row]
    text: str


BLANK = Shade(WHITE, INK)


def picture(
    document: AgreedShown, framework: Framework, *, is_brief: bool = False
) -> Chart:
    """Return the chart of a submission, in points.

    A brief one is lower, and without the cumulative scores on the right.
    """
    step, bar = (BRIEF_ROW, BRIEF_BAR) if is_brief else (ROW, BAR)
    counts = document["total"]["counts"]
    shades = shades_of([value for value, _, _ in counts])
    names = {area["number"]: area_name(area) for area in framework["areas"]}
    rows = [
        row_of(area, names[area["number"]], TOP + index * step, shades, bar, is_brief)
        for index, area in enumerate(document["areas"])
    ]
    return Chart(
        width=WIDTH,
        height=TOP + len(rows) * step,
        bar=bar,
        size=SIZE,
        key=key_of(counts, shades),
        rows=rows,
        text=" ".join(area_in_words(area, is_brief) for area in document["areas"]),
    )


def fills_of(scale: Sequence[ScalePoint]) -> dict[str, tuple[str, str]]:
    """Return {label: (fill, colour of text on it)} of a scale."""
    labels = labels_of(scale)
    shades = shades_of(sorted(labels, reverse=True))
    return {labels[value]: (shade.fill, shade.ink) for value, shade in shades.items()}


class Bars(TypedDict):
    """The bars: [(name, how many of each part)], and the parts.

    parts  [(label, fill, colour of the figures on it)]
    """

    rows: list[tuple[str, list[int]]]
    parts: list[tuple[str, str, str]]


def bars_of(document: AgreedShown, framework: Framework) -> Bars:
    """Return the bars of a chart that another program draws."""
    shades = shades_of([value for value, _, _ in document["total"]["counts"]])
    parts = [
        (label, shades[value].fill, shades[value].ink)
        for value, label, _ in document["total"]["counts"]
    ]
    return {
        "rows": [
            (area_name(area), [*(n for _, _, n in shown["counts"]), shown["unrated"]])
            for area, shown in zip(framework["areas"], document["areas"], strict=True)
        ],
        "parts": [*parts, ("No single rating", BLANK.fill, BLANK.ink)],
    }


def css_of(scale: Sequence[ScalePoint]) -> str:
    """Return the style of the ratings of a scale, each class named by its value."""
    shades = shades_of(sorted(labels_of(scale), reverse=True))
    return "".join(
        f".v{value} {{ background: {shade.fill}; color: {shade.ink}; }}\n"
        for value, shade in shades.items()
    )


def key_of(counts: Sequence[Count], shades: dict[int, Shade]) -> list[KeyBox]:
    """Return the boxes of the key, left to right."""
    names = [(label, shades[value].fill) for value, label, _ in counts]
    names.append(("No single rating", WHITE))
    step = WIDTH / len(names)
    return [
        KeyBox(round(index * step + 0.5, 1), round(index * step + 15, 1), label, fill)
        for index, (label, fill) in enumerate(names)
    ]


def row_of(
    area: AreaShown,
    name: str,
    y: int,
    shades: dict[int, Shade],
    bar: int,
    is_brief: bool,
) -> Row:
    """Return the name, bar and cumulative score of an area, `y` from the top."""
    return Row(
        title=name if len(name) <= TITLE else name[: TITLE - 1] + "…",
        sum="" if is_brief else area["cumulative"],
        text_y=y + bar / 2 + 3,
        bar_y=y,
        parts=parts_of(area, shades, WIDTH - LABEL - (EDGE if is_brief else SUM)),
    )


def parts_of(area: AreaShown, shades: dict[int, Shade], across: int) -> list[Part]:
    """Return the parts of an area's bar, left to right, without empty ones."""
    counted = [(count, shades[value]) for value, _, count in area["counts"]]
    parts: list[Part] = []
    x: float = LABEL
    for count, shade in [*counted, (area["unrated"], BLANK)]:
        if count:
            width = round(across * count / area["of"], 1)
            middle = round(x + width / 2, 1)
            parts.append(Part(x, width, middle, count, shade.fill, shade.ink))
            x = round(x + width, 1)
    return parts


def area_in_words(area: AreaShown, is_brief: bool) -> str:
    """Return "2. Being housed: 3 Agree, 1 with no single rating; 13 of 20." """
    counts = [f"{count} {label}" for _, label, count in area["counts"] if count]
    if area["unrated"]:
        counts.append(f"{area['unrated']} with no single rating")
    total = f"; {area['cumulative']}" if area["rated"] and not is_brief else ""
    return f"{area['number']}. {area['title']}: {', '.join(counts)}{total}."
