"""The content of a returned follow-up: a document complete in itself."""

from datetime import datetime

from leavingcare.models import User

from ..models import FollowUp, Submission
from . import action_plan
from .discussion import time_document
from .follow_ups import follow_up_document
from .shown import content
from .shown.follow_up_content import FollowUpAreaNamed, FollowUpDocument

FORMAT = "leavingcare.follow_up"
VERSION = 1


def of(
    follow_up: FollowUp,
    last: Submission,
    *,
    reference: str,
    number: int,
    submitted_at: datetime,
    submitted_by: User | None,
    on_paper: bool,
) -> FollowUpDocument:
    """Return the current follow-up, as JSON types only, with its action plan.

    `last` is the submission it follows up, and `on_paper` whether Coram Voice typed it
    in. Two queries.
    """
    framework = last.content["framework"]
    rows = list(follow_up.scores.select_related("follow_up", "area"))
    key = follow_up.assessment_id
    plan = action_plan.of_many([key]).get(key, [])
    said = last.content
    now = follow_up_document(rows, said["global_scores"], said["responses"], plan)
    return {
        "format": FORMAT,
        "version": VERSION,
        "reference": reference,
        "number": number,
        "submitted_at": time_document(submitted_at),
        "submitted_by": submitted_by.name if submitted_by else "",
        "on_paper": on_paper,
        "reopened_because": follow_up.reopened_because,
        "submission": {"reference": last.reference, "digest": last.digest},
        "edition": last.content["edition"],
        "title": framework.get("title_printed") or framework["title"],
        "authority": last.content["authority"],
        "round": last.content["round"],
        "areas": [_named(area) for area in framework["areas"]],
        "follow_up": {**now, "actions": plan},
    }


def _named(area: content.Area) -> FollowUpAreaNamed:
    """Return an area with what names it."""
    return {
        "number": area["number"],
        "theme": area.get("theme", ""),
        "title": area["title"],
    }
