"""What stands beside a submission, outside its digest, as JSON types.

Young people's scores and the follow-up come after a submission and belong to its
assessment; every file of its submissions shows them as they are now.
"""

from ..models import FollowUpScore, Submission, YoungPeopleScore

COMMENTS = ["what_helped", "barriers", "next_steps"]


def of(assessment):
    """What stands beside the assessment's submissions. Three queries.

    {"young_people_scores": {area number, as text: {"score": 0 to 10 or None,
    "how_gathered"}}, of the areas that say anything;
    "follow_up": {} as long as there is none, else {"completed_on": ISO date or
    None, "areas": {area number, as text: {"stage_one": 0 to 10 or None,
    "stage_two", "what_helped", "barriers", "next_steps"}}, of every area,
    "ideas": {statement code: "done", "under_way" or "not_yet"}}}
    """
    return of_many([assessment])[assessment.pk]


def of_many(assessments):
    """{assessment's pk: what `of` gives}, in three queries however many they are."""
    keys = [assessment.pk for assessment in assessments]
    young = _young_people(keys)
    later = _follow_ups(keys)
    return {
        key: {
            "young_people_scores": young.get(key, {}),
            "follow_up": later.get(key, {}),
        }
        for key in keys
    }


def submitted_scores(keys):
    """{assessment's pk: {area number, as text: global score or None}} of each one's
    last submission. One query."""
    return dict(
        Submission.objects.filter(assessment__in=keys)
        .order_by("assessment", "number")
        .values_list("assessment", "content__global_scores")
    )


def _young_people(keys):
    found = {}
    for row in YoungPeopleScore.objects.filter(assessment__in=keys).select_related(
        "area"
    ):
        if row.score is not None or row.how_gathered:
            found.setdefault(row.assessment_id, {})[str(row.area.number)] = {
                "score": row.score,
                "how_gathered": row.how_gathered,
            }
    return found


def _follow_ups(keys):
    rows = {}
    for row in FollowUpScore.objects.filter(
        follow_up__assessment__in=keys
    ).select_related("follow_up", "area"):
        rows.setdefault(row.follow_up.assessment_id, []).append(row)
    begun = {key: found for key, found in rows.items() if _is_begun(found)}
    submitted = submitted_scores(begun) if begun else {}
    return {
        key: _follow_up(found[0].follow_up, found, submitted.get(key, {}))
        for key, found in begun.items()
    }


def _is_begun(rows):
    """Whether anybody has written anything in a follow-up's rows."""
    follow_up = rows[0].follow_up
    return bool(
        follow_up.completed_on
        or follow_up.ideas
        or any(
            row.stage_one is not None
            or row.stage_two is not None
            or any(getattr(row, name) for name in COMMENTS)
            for row in rows
        )
    )


def _follow_up(follow_up, rows, submitted):
    day = follow_up.completed_on
    return {
        "completed_on": day and day.isoformat(),
        "areas": {
            str(row.area.number): {
                "stage_one": stage_one(row, submitted),
                "stage_two": row.stage_two,
            }
            | {name: getattr(row, name) for name in COMMENTS}
            for row in rows
        },
        "ideas": follow_up.ideas,
    }


def stage_one(row, submitted):
    """A FollowUpScore's stage one: what was submitted, else what was filled in."""
    score = submitted.get(str(row.area.number))
    return row.stage_one if score is None else score
