"""The meeting on the drafts: its plan, and settling statements without discussion."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import transaction

from frameworks.models import ScalePoint
from leavingcare.models import User
from leavingcare.refusals import Refused
from leavingcare.text import length_of

from ..access import Access
from ..field_merge import Value
from ..models import AgreedResponse, AgreedRevision, Assessment, Meeting
from ..moderation import agenda, quoting
from ..moderation.comparison import Comparison
from ..moderation.comparison_queries import TEXTS, compare, drafts_by_area, labels_of
from .common import Kind, lock, record, tell_room
from .moderating import store

NOTHING = "Select at least one statement that all groups rated the same."


@transaction.atomic
def plan(*, assessment: Assessment, length: int, minutes: dict[str, int]) -> None:
    """Store the length of the meeting and the minutes per statement, by its word."""
    held = lock(assessment)
    Meeting.objects.filter(assessment=held).update(length=length, minutes=minutes)


@transaction.atomic
def accept_together(
    *, access: Access, statements: Iterable[int], by: User
) -> tuple[list[str], list[str]]:
    """Settle statements on the rating all their groups gave, without discussion.

    `statements` are primary keys. Each gets every group's evidence and ideas, with
    their sources. A statement is left as it is if it has been settled since, if the
    ratings are no longer the same, or if a text would be too long. Returns (codes
    settled, codes left).
    """
    assessment = lock(access.assessment)
    opened = access.areas_revealed().opened()
    areas = {area.area_id: area for area in opened}
    wanted = list(
        AgreedResponse.objects.filter(
            assessment=assessment, statement__in=statements, statement__area__in=areas
        ).select_related("statement__area")
    )
    if not wanted:
        raise Refused(NOTHING)
    framework = assessment.round.framework
    labels = labels_of(framework)
    points = {point.value: point for point in framework.scale.all()}
    settled: list[str] = []
    left: list[str] = []
    for area in dict.fromkeys(row.statement.area_id for row in wanted):
        drafts = drafts_by_area(access, [areas[area]])[area]
        chosen = {row.statement_id for row in wanted if row.statement.area_id == area}
        for found in compare(access, areas[area], drafts, labels):
            if found.statement.pk not in chosen:
                continue
            code = found.statement.code
            (settled if _accept(found, points, by) else left).append(code)
    if settled:
        record(assessment, Kind.SETTLED, by, f"together: {', '.join(settled)}")
        tell_room(assessment)
    return settled, left


def _accept(comparison: Comparison, points: Mapping[int, ScalePoint], by: User) -> bool:
    """Settle one statement on the rating all its groups gave, or return False."""
    ratings = comparison.ratings
    texts = {
        name: "\n\n".join(line for _, line in quoting.sourced(comparison, name))
        for name in TEXTS
    }
    if (
        comparison.is_settled
        or len(ratings) < agenda.FEWEST_TO_ACCEPT
        or len(set(ratings)) != 1
        or any(length_of(text) > settings.TEXT_LIMIT for text in texts.values())
    ):
        return False
    answer: Value = [AgreedResponse.Outcome.AGREED.value, ratings[0], []]
    final: dict[str, Value] = {"answer": answer, "rationale": "", **texts}
    store(comparison.agreed, final, points[ratings[0]], by, AgreedRevision.Way.TOGETHER)
    return True


@transaction.atomic
def mark_to_come_back(*, response: AgreedResponse, come_back: bool) -> None:
    """Put a statement on the 'come back to' list, or remove it."""
    lock(response.assessment)
    AgreedResponse.objects.filter(pk=response.pk).update(come_back=come_back)
