"""The counts of each supplement of an assessment's submissions."""

from dataclasses import dataclass

from django.db.models import Count, Q

from ..models import Action, Assessment, Consent, Question

State = Action.State


@dataclass(frozen=True)
class SupplementCounts:
    """The areas with each kind of score, the actions done, and what is agreed to."""

    young_people: int
    follow_up: int
    actions: int
    actions_done: int
    reviews: int
    questions: int
    unanswered: int
    clusters: int
    consents: int
    consent_choices: int


def supplement_counts(assessment: Assessment) -> SupplementCounts:
    """Return the counts of an assessment. Two queries."""
    questions = Question.objects.filter(submission__assessment=assessment)
    asked = questions.aggregate(
        all=Count("pk"),
        unanswered=Count("pk", filter=Q(pk__in=questions.unanswered().values("pk"))),
    )
    listed = Q(actions__removed_at=None)
    counts = Assessment.objects.filter(pk=assessment.pk).aggregate(
        scored=_count(
            "young_people_scores", Q(young_people_scores__score__isnull=False)
        ),
        followed=_count(
            "follow_up__scores", Q(follow_up__scores__stage_two__isnull=False)
        ),
        planned=_count("actions", listed),
        done=_count("actions", listed & Q(actions__state=State.DONE)),
        reviews=_count("submissions__peer_reviews", Q()),
        clusters=_count("authority__clusters", Q(authority__clusters__ended_at=None)),
        **{
            name: _count("consent", Q(**{f"consent__{name}": True}))
            for name in Consent.CHOICES
        },
    )
    return SupplementCounts(
        young_people=counts["scored"],
        follow_up=counts["followed"],
        actions=counts["planned"],
        actions_done=counts["done"],
        reviews=counts["reviews"],
        questions=asked["all"],
        unanswered=asked["unanswered"],
        clusters=counts["clusters"],
        consents=sum(counts[name] for name in Consent.CHOICES),
        consent_choices=len(Consent.CHOICES),
    )


def scored_by_young_people(assessment: Assessment) -> int:
    """Return the number of areas that young people have scored. One query."""
    return assessment.young_people_scores.filter(score__isnull=False).count()


def _count(rows: str, which: Q) -> Count:
    return Count(rows, filter=which, distinct=True)
