"""A search for what somebody who reads releases can tell about another one.

It proves that nobody can by finding, for each value a reader does not know, a second set
of values with another one in its place from which everything the reader has would have
come out the same. It looks among exchanges and single changes; where it finds none, it
says that there is a leak.
"""

from assessments.analysis.benchmark import spreads

SCALE = (1, 2, 3, 4)


def read_by_all(values, releases, known, *, scale, show=spreads):
    """Return everything that is read of one question in these releases, in order."""
    return [
        show(values, release, releases[:place], known=known, scale=scale)
        for place, release in enumerate(releases)
    ]


def leaks(values, releases, seen, known, *, scale=SCALE, show=spreads):
    """Return the items whose value somebody can tell who knows those of `seen`."""
    read = read_by_all(values, releases, known, scale=scale, show=show)
    released = {item for release in releases for item in release.everybody}
    hidden = [item for item in values if item in released and item not in seen]

    def fits(other):
        return read_by_all(other, releases, known, scale=scale, show=show) == read

    return [
        item
        for item in hidden
        if not any(map(fits, _others(values, item, hidden, scale or range(11))))
    ]


def _others(values, item, hidden, points):
    """Yield sets of values in which the item has another one."""
    for other in hidden:
        if values[other] != values[item]:
            yield values | {item: values[other], other: values[item]}
    for point in points:
        if point != values[item]:
            yield values | {item: point}
