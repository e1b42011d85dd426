"""The work after a submission in a demonstration."""

from assessments.models import FollowUp
from assessments.workflow import supplements


def hear_young_people(assessment, texts, by):
    """Give every area except the last the score of young people."""
    *rows, _ = supplements.young_people_rows(assessment).values()
    supplements.save_young_people(
        assessment=assessment,
        answers={
            row.area.number: (
                supplements.token_of(row, supplements.young_people_values(row)),
                {
                    "score": 3 + row.area.number * 3 % 5,
                    "how_gathered": texts[row.area.number % len(texts)],
                },
            )
            for row in rows
        },
        by=by,
    )


def follow_up(assessment, texts, by, *, areas=None, completed_on=None):
    """Score the first `areas` areas again, or all, and begin most ideas."""
    held = FollowUp.objects.get(assessment=assessment)
    rows = list(supplements.follow_up_rows(held).values())[:areas]
    supplements.save_follow_up(
        assessment=assessment,
        completed_on=(
            supplements.token_of(held, supplements.date_values(held)),
            completed_on,
        ),
        answers={
            row.area.number: (
                supplements.token_of(row, supplements.score_values(row)),
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
    tick_off(assessment, rows, by)


def tick_off(assessment, rows, by):
    """Record progress on the areas' ideas, except every fourth."""
    held = FollowUp.objects.get(assessment=assessment)
    content = assessment.submissions.first().content
    numbers = {row.area.number for row in rows}
    with_ideas = [
        statement["code"]
        for area in content["framework"]["areas"]
        for statement in area["statements"]
        if area["number"] in numbers
        and content["responses"][statement["code"]]["ideas"]
    ]
    codes = list(content["responses"])
    supplements.save_ideas(
        assessment=assessment,
        token=supplements.token_of(held, supplements.idea_values(held, codes)),
        codes=codes,
        ideas={
            code: FollowUp.Idea.values[at % 3]
            for at, code in enumerate(with_ideas)
            if at % 4
        },
        by=by,
    )
