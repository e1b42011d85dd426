"""The authority's action plan as JSON types, and the ideas it is made from."""

from collections.abc import Collection

from ..models import Action
from .shown import content


def of_many(keys: Collection[int]) -> dict[int, list[content.Action]]:
    """Return {assessment's pk: its actions, in order}. One query."""
    found: dict[int, list[content.Action]] = {}
    rows = Action.objects.listed().filter(assessment__in=keys)
    for row in rows.select_related("area", "statement__area"):
        found.setdefault(row.assessment_id, []).append(document(row))
    return found


def document(row: Action) -> content.Action:
    """Return an action; `row.area` and `row.statement.area` are read.

    A blank measure is left out, so that older versions of the site read the file.
    """
    said: content.Action = {
        "area": row.area.number if row.area else None,
        "code": row.statement.code if row.statement else "",
        "idea": row.idea,
        "text": row.text,
        "owner": row.owner,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "state": row.state,
        "note": row.note,
    }
    if row.measure:
        said["measure"] = row.measure
    return said
