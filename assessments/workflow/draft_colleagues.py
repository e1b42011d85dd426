"""The colleagues on a working group's draft: who is here, and who wrote what."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from leavingcare.compiled import compiled
from leavingcare.models import User

from ..field_merge import Value
from ..models import Draft, DraftResponse, Presence
from .draft_history import content_of
from .presence import HERE, place_of

LOOKED_THROUGH = 20  # revisions


def colleagues(draft: Draft) -> list[User]:
    """Return the group's members by name, with `is_here`: whether they are on its page."""
    since = timezone.now() - HERE
    group = draft.group
    members = _members(group.pk, group.assessment_id, place_of(draft))
    for member in members:
        last: datetime | None = member.last_here  # type: ignore[attr-defined]  # annotated
        member.is_here = last is not None and last > since  # type: ignore[attr-defined]
    return members


@compiled
def _members(group: int, assessment: int, place: str) -> QuerySet[User]:
    here = Presence.objects.filter(
        assessment=assessment, place=place, user=OuterRef("pk")
    )
    return (
        User.objects.filter(working_groups=group)
        .annotate(last_here=Subquery(here.values("seen_at")))
        .order_by("name")
    )


def authors(response: DraftResponse) -> dict[str, tuple[User | None, datetime | None]]:
    """Return {part: (who, when)} of the current answer, evidence and ideas.

    They come from the newest entries of the response's history. If those do not go
    back far enough, the last person to change the response is given.
    """
    now = _parts(content_of(response))
    found = dict.fromkeys(now, (response.updated_by, response.updated_at))
    unsettled = set(now)
    for revision in response.revisions.select_related("by")[:LOOKED_THROUGH]:
        then = _parts(revision.content)
        unsettled = {name for name in unsettled if then[name] == now[name]}
        found |= dict.fromkeys(unsettled, (revision.by, revision.at))
    return found


def _parts(content: Mapping[str, Value]) -> dict[str, object]:
    return {
        "answer": (content["rating"], content["not_rated_reason"]),
        "evidence": content["evidence"],
        "ideas": content["ideas"],
    }
