"""The ratings and texts of a demonstration's groups, and its agreed answers."""

from datetime import timedelta
from itertools import groupby

from assessments.models import AgreedResponse, DraftResponse, DraftRevision
from assessments.workflow import draft_history, moderating
from assessments.workflow.common import Kind, record

# Steps down the scale, by group: who differs and how far. None does not rate.
DIFFERENCES = [
    (0, 0, 0, 0),
    (0, 0, 1, 0),
    (0, 2, 0, 1),
    (0, 0, 0, 2),
    (0, 1, 2, 3),
    (0, 0, 0, 0),
    (0, None, 0, 1),
    (1, 2, 0, 1),
]
STARTS = (0, 1, 1, 2, 1, 0)  # steps down the scale of a statement
WRITTEN = [
    "rating",
    "not_rated_reason",
    "evidence",
    "ideas",
    "updated_at",
    "updated_by",
    "version",
]
Outcome = AgreedResponse.Outcome
NotRated = DraftResponse.NotRated


class Writer:
    """Rates and writes the same every time, from the demonstration's texts."""

    def __init__(self, texts, framework, now):
        self.texts, self.now = texts, now
        self.points = list(framework.scale.order_by("-value"))

    def pick(self, kind, seed):
        return self.texts[kind][seed % len(self.texts[kind])]

    def answer(self, group, members, *, share=1.0, place=0):
        """Answer the first part of each of the group's drafts; `place` sets its views.

        The members take turns, over the last days.
        """
        responses = group_by_draft(group)
        written = [
            (number, response)
            for rows in responses
            for number, response in enumerate(rows[: int(len(rows) * share)])
        ]
        for number, response in written:
            seed = response.statement.area.number * 3 + number * 5
            self.write(response, seed, place)
            response.updated_by = members[number % len(members)]
            response.updated_at = self.now - timedelta(
                days=1 + seed % 9, minutes=seed * 37 % 300
            )
            response.version = 1
        answered = [response for _, response in written]
        DraftResponse.objects.bulk_update(answered, WRITTEN)
        DraftRevision.objects.bulk_create(
            DraftRevision(
                response=response,
                by=response.updated_by,
                at=response.updated_at,
                content=draft_history.content_of(response),
            )
            for response in answered
        )

    def write(self, response, seed, place):
        step = DIFFERENCES[seed % len(DIFFERENCES)][place % 4]
        if step is None:
            response.not_rated_reason = (
                NotRated.OUTSIDE if seed % 2 else NotRated.ASKING
            )
            return
        start = STARTS[seed // len(DIFFERENCES) % len(STARTS)]
        response.rating = self.points[min(start + step, len(self.points) - 1)]
        if (seed + place) % 6:
            response.evidence = self.pick("evidence", seed + place * 7)
        if (seed + place) % 3 == 0:
            response.ideas = self.pick("ideas", seed + place)

    def settle(self, assessment, responses, by):
        """Settle agreed responses of the assessment on what the groups said."""
        said = answers_of(assessment)
        responses = responses.select_related("assessment", "statement__area")
        for number, response in enumerate(responses):
            self.settle_one(response, said[response.statement_id], number, by)

    def settle_one(self, response, answers, number, by):
        points = sorted(
            (one.rating for one in answers if one.rating), key=lambda one: one.value
        )
        middle, values = points[len(points) // 2], [one.value for one in points]
        outcome = [Outcome.AGREED, middle.value, []]
        if len(set(values)) == len(self.points):
            between = sorted(set(values), reverse=True)[1:3]
            outcome, middle = [Outcome.NOT_AGREED, None, between], None
        differs = len(set(values)) > 1
        final = {
            "answer": outcome,
            "rationale": self.reason(middle, values, number) if differs else "",
            "evidence": "\n".join(
                f"{one.draft.group}: {one.evidence}" for one in answers if one.evidence
            ),
            "ideas": "\n".join({one.ideas: None for one in answers if one.ideas}),
        }
        moderating.store(response, final, middle, by)
        record(response.assessment, Kind.SETTLED, by, response.statement.code)

    def reason(self, settled, values, number):
        """Return a reason that fits what was settled, where the ratings differ."""
        if settled is None:
            return self.pick("reasons_of_two_views", number)
        lowest = min(point.value for point in self.points)
        is_lower = lowest < settled.value < max(values)
        if is_lower and number % 3 == 2:
            return self.pick("reasons_of_a_lower_rating", number)
        return self.pick("reasons", number)


def group_by_draft(group):
    """Return a group's blank responses as a list of lists, one per area, in order."""
    rows = (
        DraftResponse.objects.filter(draft__group=group)
        .select_related("statement__area")
        .order_by("statement__area__number", "statement__letter")
    )
    return [list(found) for _, found in groupby(rows, key=lambda row: row.draft_id)]


def answers_of(assessment):
    """Return {statement id: the answers of each group}."""
    found = {}
    for response in (
        DraftResponse.objects.filter(draft__group__assessment=assessment)
        .select_related("rating", "draft__group")
        .order_by("draft__group__name")
    ):
        found.setdefault(response.statement_id, []).append(response)
    return found
