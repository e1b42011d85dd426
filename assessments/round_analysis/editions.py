"""Editions as the arithmetic takes them."""

from collections.abc import Iterable

from frameworks.light import to_plain
from frameworks.models import Area, Framework, ScalePoint, Statement

from ..analysis import returns

# An edition that is in use never changes, and its digest says if it did before that.
_read: dict[tuple[int, str], returns.Edition] = {}


def edition_of(framework: Framework) -> returns.Edition:
    """Return an edition as values."""
    return editions_of([framework])[framework.pk]


def editions_of(frameworks: Iterable[Framework]) -> dict[int, returns.Edition]:
    """Return {key of a framework: it as values}. Two queries at most, however many."""
    every = {each.pk: (each.pk, each.digest) for each in frameworks}
    missing = [pk for pk, key in every.items() if key not in _read]
    fresh = _editions(missing) if missing else {}
    _read.update({every[pk]: edition for pk, edition in fresh.items() if every[pk][1]})
    return {pk: fresh[pk] if pk in fresh else _read[key] for pk, key in every.items()}


def _editions(keys: list[int]) -> dict[int, returns.Edition]:
    statements: dict[Area, list[returns.Statement]] = {}
    rows = Statement.objects.filter(area__framework__in=keys)
    for each in rows.select_related("area").order_by("area__number", "letter"):
        row = returns.Statement(each.code, to_plain(each.text_md))
        statements.setdefault(each.area, []).append(row)
    scales: dict[Framework, dict[int, str]] = {}
    points = ScalePoint.objects.filter(framework__in=keys)
    for point in points.select_related("framework"):
        scales.setdefault(point.framework, {})[point.value] = point.label
    return {
        framework.pk: returns.Edition(
            name=framework.edition,
            areas=tuple(
                returns.Area(area.number, area.theme, area.title, tuple(rows))
                for area, rows in statements.items()
                if area.framework_id == framework.pk
            ),
            scale=scale,
        )
        for framework, scale in scales.items()
    }
