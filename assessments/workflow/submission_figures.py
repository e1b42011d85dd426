"""The small record of a submission's ratings and scores, kept when it is submitted."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from ..analysis.returns import discussion_of, figures_of
from ..models import Submission, SubmissionFigures
from ..submission.wrong_digests import has_its_digest

AT_ONCE = 20  # submissions read from the database together


def figures_from(submission: Submission) -> SubmissionFigures:
    """Return the record of a submission, made from its content and not stored."""
    content = submission.content
    return SubmissionFigures(
        submission=submission,
        figures=figures_of(content["responses"], content["global_scores"]),
        discussion=discussion_of(content["responses"]),
    )


def keep_figures(submission: Submission) -> None:
    """Store the record of a submission, in place of an earlier one."""
    made = figures_from(submission)
    SubmissionFigures.objects.update_or_create(
        submission=submission,
        defaults={"figures": made.figures, "discussion": made.discussion},
    )


@dataclass(frozen=True)
class Fault:
    """Something that is wrong with a submission or with its record."""

    reference: str
    words: str
    is_mended: bool


def check_figures(*, rebuild: bool) -> Iterator[Fault]:
    """Check every submission against its digest and its record against both.

    With `rebuild`, a record that is missing or differs is made again, but not from a
    submission that does not have its digest. One that was withdrawn lost words on
    purpose, so only its record is checked.
    """
    every = Submission.objects.select_related("figures").order_by("pk")
    for submission in every.iterator(chunk_size=AT_ONCE):
        if not has_its_digest(submission):
            yield Fault(submission.reference, "does not match its digest", False)
        elif fault := _fault_of(submission):
            if rebuild:
                with transaction.atomic():
                    keep_figures(submission)
            yield Fault(submission.reference, fault, rebuild)


def _fault_of(submission: Submission) -> str:
    """Return what is wrong with the record of a submission, or ""."""
    stored: SubmissionFigures | None = getattr(submission, "figures", None)
    if stored is None:
        return "has no record of its figures"
    made = figures_from(submission)  # from here on it is `submission.figures`
    same = (stored.figures, _listed(stored.discussion)) == (
        made.figures,
        _listed(made.discussion),
    )
    return "" if same else "has a record of other figures"


def _listed(discussion: dict[str, list[object]]) -> dict[str, list[object]]:
    """Return the discussion as JSON has it, with lists for tuples."""
    return {code: list(parts) for code, parts in discussion.items()}
