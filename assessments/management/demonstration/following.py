"""The work after a submission in a demonstration."""

from datetime import timedelta

from assessments.models import FollowUp
from assessments.workflow import action_plan, young_people
from assessments.workflow import follow_up as following
from assessments.workflow.action_plan import ChosenIdea
from assessments.workflow.supplements import hold_submitted, token_of

PLANNED = 8  # ideas that become actions


def hear_young_people(assessment, texts, by, *, day):
    """Give every area except the last the score of young people, and add findings.

    The three best areas are those of the highest scores.
    """
    record = young_people.record_of(assessment)
    values = young_people.record_values(record)
    rows = list(young_people.score_rows(assessment).values())
    scores = {row.area.number: 3 + row.area.number * 3 % 5 for row in rows[:-1]}
    order = sorted(scores, key=scores.__getitem__)
    picks = dict.fromkeys(order[:3], "worst") | dict.fromkeys(order[-3:], "best")
    young_people.save_young_people(
        assessment=assessment,
        gathered=(
            token_of(record, values),
            texts["gathered"] | {"gathered_on": day.isoformat()},
        ),
        answers={
            row.area.number: (
                token_of(row, young_people.score_values(row)),
                {"score": score, "pick": picks.get(row.area.number, "")},
            )
            for row, score in zip(rows[:-1], scores.values(), strict=True)
        },
        by=by,
    )
    areas = {row.area.theme: row.area for row in rows}
    for theme, finding in texts["findings"].items():
        young_people.add_finding(
            assessment=assessment, area=areas[theme], values=finding, by=by
        )


def follow_up(assessment, texts, by, *, areas=None, completed_on=None):
    """Score the first `areas` areas again, or all."""
    held = FollowUp.objects.get(assessment=assessment)
    rows = list(following.score_rows(held).values())[:areas]
    day = {"completed_on": completed_on.isoformat() if completed_on else None}
    following.save_follow_up(
        assessment=assessment,
        completed_on=(token_of(held, following.date_values(held)), day),
        answers={
            row.area.number: (
                token_of(row, following.score_values(row)),
                {"stage_two": 5 + row.area.number * 2 % 4}
                | {
                    name: said[row.area.number % len(said)]
                    for name, said in texts.items()
                },
            )
            for row in rows
        },
        by=by,
    )


def hand_over(assessment, at):
    """Return a follow-up to Coram Voice, as it was done at that time."""
    held = hold_submitted(assessment)
    follow_up = FollowUp.objects.get(assessment=held)
    following.freeze(held, follow_up, by=None, at=at, on_paper=False)


def plan(assessment, texts, by, *, today):
    """Make a plan of the first ideas, most of it with a role, a date and a measure."""
    responses = assessment.submissions.first().content["responses"]
    ideas = [
        ChosenIdea(code, response["ideas"].split("\n")[0])
        for code, response in responses.items()
        if response["ideas"]
    ]
    actions = action_plan.add_ideas(
        assessment=assessment, chosen=ideas[: PLANNED * 4 : 4], by=by
    )
    for place, action in enumerate(actions[:-1]):
        values = action_plan.content_of(action)
        action_plan.save_action(
            action=action,
            token=token_of(action, values),
            values=values
            | {
                "owner": texts["owners"][place % len(texts["owners"])],
                "due_on": (today + timedelta(days=60 + 30 * place)).isoformat(),
                "state": ["done", "under_way", "not_yet"][place % 3],
                "note": texts["notes"][place % len(texts["notes"])],
                "measure": texts["measures"][place % len(texts["measures"])],
            },
            by=by,
        )
