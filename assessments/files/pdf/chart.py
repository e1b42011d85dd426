"""The picture of a submission: a bar an area, in parts as long as its ratings are many.

Values for `templates/submissions/_chart.html`, which draws them as SVG. The shades
run from dark (the scale's highest) to light, so the picture needs no colour; what
was not rated is left white. Every part carries its number.
"""

WIDTH = 700
ROW = 37
BAR = 16
TOP = 34
TITLE = 100
DARK, LIGHT = 0x1D, 0xD8
WHITE, INK = "#ffffff", "#0b0c0c"


def picture(document):
    """Return "width", "height", "bar", "key", "rows" and "text", the same in words."""
    shades = shades_of([value for value, _, _ in document["total"]["counts"]])
    rows = [
        row_values(area, TOP + place * ROW, shades)
        for place, area in enumerate(document["areas"])
    ]
    return {
        "width": WIDTH,
        "height": TOP + len(rows) * ROW,
        "bar": BAR,
        "key": key_values(document["total"]["counts"], shades),
        "rows": rows,
        "text": " ".join(map(in_words, document["areas"])),
    }


def shades_of(values):
    """Return {scale value: (fill, ink)}, darkest for the first."""
    steps = max(len(values) - 1, 1)
    found = {}
    for place, value in enumerate(values):
        grey = DARK + (LIGHT - DARK) * place // steps
        blue = min(grey + 0x28, 0xFF)
        ink = WHITE if grey < (DARK + LIGHT) // 2 else INK
        found[value] = (f"#{grey:02x}{grey:02x}{blue:02x}", ink)
    return found


def key_values(counts, shades):
    """Return the key's boxes, left to right."""
    names = [(label, *shades[value]) for value, label, _ in counts]
    names.append(("No one rating", WHITE, INK))
    step = WIDTH // len(names)
    return [
        {"x": place * step, "label": label, "fill": fill}
        for place, (label, fill, _) in enumerate(names)
    ]


def row_values(area, y, shades):
    """Return an area's title, bar and cumulative score, `y` from the top."""
    parts, x = [], 0
    counted = [(count, *shades[value]) for value, _, count in area["counts"]]
    for count, fill, ink in [*counted, (area["unrated"], WHITE, INK)]:
        if count:
            width = round(WIDTH * count / area["of"], 1)
            parts.append(
                {
                    "x": x,
                    "width": width,
                    "middle": round(x + width / 2, 1),
                    "count": count,
                    "fill": fill,
                    "ink": ink,
                }
            )
            x = round(x + width, 1)
    title = f"{area['number']}. {area['title']}"
    return {
        "title": title if len(title) <= TITLE else title[: TITLE - 1] + "…",
        "sum": f"{area['cumulative']} of {area['maximum']}",
        "y": y,
        "title_y": y + 10,
        "bar_y": y + 15,
        "count_y": y + 15 + BAR - 4,
        "parts": parts,
    }


def in_words(area):
    """Return "Area 2: 3 Agree, 1 Disagree, 1 with no one rating; 13 of 20." """
    counts = [f"{count} {label}" for _, label, count in area["counts"] if count]
    if area["unrated"]:
        counts.append(f"{area['unrated']} with no one rating")
    return (
        f"Area {area['number']}: {', '.join(counts)}; "
        f"{area['cumulative']} of {area['maximum']}."
    )
