"""Young people's views, as JSON types: see `submission.supplements`."""

from collections.abc import Collection

from ..models import SurveyFinding, YoungPeopleRecord, YoungPeopleScore
from .shown import content


def scores_of(
    keys: Collection[int],
) -> dict[int, dict[str, content.YoungPeopleScore]]:
    """Return {assessment's pk: {area number: what was said}}. One query."""
    found: dict[int, dict[str, content.YoungPeopleScore]] = {}
    for row in YoungPeopleScore.objects.filter(assessment__in=keys).select_related(
        "area"
    ):
        if row.score is not None or row.pick or row.how_gathered:
            said: content.YoungPeopleScore = {
                "score": row.score,
                "how_gathered": row.how_gathered,
            }
            if row.pick:
                said["pick"] = row.pick
            found.setdefault(row.assessment_id, {})[str(row.area.number)] = said
    return found


def records_of(keys: Collection[int]) -> dict[int, content.YoungPeople]:
    """Return {assessment's pk: how the scores were gathered, and findings}.

    Those of which nothing is said are left out. Two queries.
    """
    findings = findings_of(keys)
    found: dict[int, content.YoungPeople] = {}
    for row in YoungPeopleRecord.objects.filter(assessment__in=keys):
        own = findings.get(row.assessment_id, {})
        day = row.gathered_on
        said = [row.how_gathered, row.how_many is not None, day, row.gathered_by, own]
        if any(said):
            found[row.assessment_id] = {
                "how_gathered": row.how_gathered,
                "how_many": row.how_many,
                "gathered_on": day.isoformat() if day else None,
                "gathered_by": row.gathered_by,
                "findings": own,
            }
    return found


def findings_of(
    keys: Collection[int],
) -> dict[int, dict[str, list[content.SurveyFinding]]]:
    """Return {assessment's pk: {area number: its findings}}. One query."""
    found: dict[int, dict[str, list[content.SurveyFinding]]] = {}
    rows = SurveyFinding.objects.listed().filter(assessment__in=keys)
    for row in rows.select_related("area"):
        of_area = found.setdefault(row.assessment_id, {})
        of_area.setdefault(str(row.area.number), []).append(
            {
                "text": row.text,
                "asked": row.asked,
                "answered": row.answered,
                "source": row.source,
            }
        )
    return found
