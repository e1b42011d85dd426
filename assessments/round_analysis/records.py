"""The small records of submissions, which hold everything that is calculated with."""

from collections.abc import Iterable, Sequence

from ..analysis.returns import Discussion, Figures, discussion_of, figures_of
from ..models import Submission

Record = tuple[Figures, Discussion | None]


def records_of(
    references: Sequence[str], *, with_discussion: bool = False
) -> dict[str, Record]:
    """Return {reference: (figures, discussion if wanted)}, made again where missing.

    One record is read at a time, and what is kept of a discussion are tuples: thousands
    of lists at once would have the whole process searched for garbage.
    """
    names = ["reference", "figures__figures"]
    if with_discussion:
        names.append("figures__discussion")
    found: dict[str, Record] = {}
    missing: list[str] = []
    rows: Iterable[tuple[str, Figures | None, Discussion | None]] = (
        (row[0], row[1], row[2] if with_discussion else None)
        for row in Submission.objects.filter(reference__in=references)
        .values_list(*names)
        .iterator()
    )
    for reference, figures, discussion in rows:
        if figures is None:
            missing.append(reference)
        else:
            found[reference] = figures, _light(discussion)
    return found | _made_again(missing)


def _light(discussion: Discussion | None) -> Discussion | None:
    if discussion is None:
        return None
    return {
        code: (tuple(first), tuple(second), outcome, changes)
        for code, (first, second, outcome, changes) in discussion.items()
    }


def _made_again(references: list[str]) -> dict[str, Record]:
    """Return the records of submissions older than the records; see `check_submissions`."""
    if not references:
        return {}
    return {
        each.reference: (
            figures_of(each.content["responses"], each.content["global_scores"]),
            _light(discussion_of(each.content["responses"])),
        )
        for each in Submission.objects.filter(reference__in=references)
    }
