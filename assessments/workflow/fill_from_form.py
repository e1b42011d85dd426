"""Importing a completed Word form into a group's drafts.

Blanks are filled. Existing answers are never replaced unless somebody chooses that,
and everything without a place is reported with its text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from django.db import transaction

from frameworks.models import Framework, ScalePoint
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..files.incoming import differences
from ..files.incoming.decisions import rating_chosen
from ..files.incoming.differences import Difference
from ..files.word_form.reader.values import (
    Form,
    Question,
)
from ..models import Assessment, Draft, DraftResponse, WorkingGroup
from ..submission import snapshot
from ..submission.shown import content as shown
from .common import Kind, lock, numbers, record
from .drafting import rewrite
from .form_comparison import Comparison, Places, compare, where

FORM, BOTH = "form", "both"  # what to do with a difference; else it is left


@dataclass
class Report:
    """The outcome of importing a form.

    filled     codes of the statements that had blanks filled
    counts     how many ratings, texts and scores
    unrated    codes of the statements that have no rating now
    clashes    what the form says where there is something else, which stays
    questions  anything in doubt, whose answers were not taken
    unplaced   everything without a place
    before     of a past submission, the assessment it completed; see `past_import_undo`
    """

    filled: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    unrated: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    clashes: Places = field(default_factory=list)
    unplaced: Places = field(default_factory=list)
    before: Mapping[str, object] = field(default_factory=dict)


def editions() -> list[shown.Form]:
    """Return the editions as `files.word_form.reader.form.read_form` needs them."""
    return [snapshot.form_document(each) for each in Framework.objects.all()]


def edition_refusal(edition: str, assessment: Assessment) -> str:
    """Return why a form of an edition does not fit the assessment, or ""."""
    used = assessment.round.framework.edition
    if edition == used:
        return ""
    return (
        f"This is a form of the {edition} edition. {assessment.round} uses the "
        f"{used} edition."
    )


def apply(
    comparison: Comparison, choices: Mapping[str, str], by: User | None
) -> list[Difference]:
    """Store what is chosen of the differences, {key: choice}; return these.

    A choice is FORM, BOTH, or a rating ("rating-3"). The drafts must be held. A
    revision is kept of each response that changes.
    """
    chosen = [one for one in comparison.differences if one.key in choices]
    changes: dict[str, dict[str, object]] = {}
    for one in chosen:
        if one.is_score:
            comparison.drafts[one.place].save_version(global_score=one.said)
        else:
            values = _values(one, choices[one.key], comparison.points)
            changes[one.place] = changes.get(one.place, {}) | values
    responses = comparison.responses
    rewrite([(responses[code], values) for code, values in changes.items()], by)
    return chosen


def _values(
    one: Difference, choice: str, points: Mapping[int, ScalePoint]
) -> dict[str, object]:
    """Return the columns of a response that a choice changes."""
    rating = rating_chosen(choice)
    if rating is not None:
        return {"rating": points[rating], "not_rated_reason": "", "candidates": []}
    if one.name == "answer":
        value, reason = cast("tuple[int | None, str]", one.said)
        return {
            "rating": points[value] if value else None,
            "not_rated_reason": reason,
            "candidates": list(one.candidates),
        }
    values: dict[str, object] = {one.name: one.both if choice == BOTH else one.said}
    return values | (DraftResponse.OWN_EVIDENCE if one.name == "evidence" else {})


def hold_drafts(group: WorkingGroup) -> Assessment:
    """Lock the assessment, which must be open, and all the group's drafts."""
    assessment = lock(group.assessment)
    list(Draft.objects.select_for_update().filter(group=group).order_by("pk"))
    return assessment


def record_import(
    group: WorkingGroup,
    comparison: Comparison,
    taken: Iterable[Difference],
    by: User | None,
) -> None:
    """Write the audit event of an import, with the areas it changed."""
    areas = {
        comparison.drafts[one.place].area
        if one.is_score
        else comparison.responses[one.place].statement.area
        for one in taken
    }
    what = numbers(areas) if areas else "nothing new"
    record(group.assessment, Kind.IMPORTED, by, f"{group.name}, {what}")


@transaction.atomic
def fill_drafts(*, group: WorkingGroup, form: Form, by: User | None) -> Report:
    """Fill the blanks of the group's drafts from a completed form."""
    hold_drafts(group)
    if refusal := edition_refusal(form.edition, group.assessment):
        raise Refused(refusal)
    found = compare(group, form.content, base={})
    asked = {one.key for each in found.questions for one in each.differences}
    clashes = [one for one in found.differences if one.is_clash]
    wanted = {one.key: FORM for one in found.differences if not one.is_clash}
    taken = apply(found, wanted, by)
    record_import(group, found, taken, by)
    codes = [one.place for one in taken if not one.is_score]
    return Report(
        filled=list(dict.fromkeys(codes)),
        counts=differences.counted(taken),
        unrated=[
            code
            for code, response in found.responses.items()
            if response.rating_id is None
        ],
        clashes=[
            (where(one), found.words(one)) for one in clashes if one.key not in asked
        ],
        questions=[each.question for each in found.questions],
        unplaced=found.unplaced,
    )
