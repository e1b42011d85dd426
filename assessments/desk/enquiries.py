"""The questions that were asked of several authorities of a round. Reads only."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from ..models import Assessment, Cluster, Enquiry, Question, Reply, Round, Submission
from .reached import has_moderator


@dataclass(frozen=True)
class Answers:
    """The threads of an enquiry, by authority: those with a reply, and the others."""

    replied: list[Question]
    waiting: list[Question]
    not_asked: list[Assessment]

    @property
    def first(self) -> Question | None:
        """Return one of the threads, for what is the same in all."""
        return next(iter([*self.replied, *self.waiting]), None)

    @property
    def asked(self) -> int:
        """Return how many authorities were asked."""
        return len(self.replied) + len(self.waiting)


def in_scope(round: Round, cluster: Cluster | None) -> QuerySet[Assessment]:
    """Return those that take part in a round, or those of them in a cluster."""
    found = Assessment.objects.filter(round=round, withdrawn_at=None)
    return found.filter(authority__clusters=cluster) if cluster else found


def asked_of(round: Round, cluster: Cluster | None) -> QuerySet[Assessment]:
    """Return those of them that can be asked, as they have submitted."""
    submitted = Submission.objects.filter(assessment=OuterRef("pk"))
    return in_scope(round, cluster).filter(Exists(submitted))


def clusters_asked(round: Round) -> list[Cluster]:
    """Return the current clusters of which any authority can be asked. One query."""
    assessments = asked_of(round, None).values("pk")
    found = Cluster.objects.current().filter(authorities__assessments__in=assessments)
    return list(found.distinct())


def enquiries_of(round: Round) -> QuerySet[Enquiry]:
    """Return them, the latest first, each with its text, area and counts. One query."""
    threads = Question.objects.filter(enquiry=OuterRef("pk"))
    is_replied = Q(questions__replies__by__is_staff=False)
    return (
        Enquiry.objects.filter(round=round)
        .select_related("by", "cluster")
        .annotate(
            text=Subquery(threads.values("text")[:1]),
            area=Subquery(threads.values("area__number")[:1]),
            asked=Count("questions", distinct=True),
            replied=Count("questions", filter=is_replied, distinct=True),
        )
    )


def answers_of(enquiry: Enquiry) -> Answers:
    """Return its threads with their replies, by authority. Three queries."""
    threads = list(
        enquiry.questions.select_related("area", "submission__assessment__authority")
        .annotate(has_moderator=has_moderator("submission__assessment__authority"))
        .defer("submission__content")
        .prefetch_related(Prefetch("replies", Reply.objects.select_related("by")))
        .order_by("submission__assessment__authority__name")
    )
    replied = [
        each
        for each in threads
        if any(not reply.by.is_staff for reply in each.replies.all())
    ]
    others = in_scope(enquiry.round, enquiry.cluster).exclude(
        submissions__questions__enquiry=enquiry
    )
    return Answers(
        replied=replied,
        waiting=[each for each in threads if each not in replied],
        not_asked=list(others.select_related("authority").order_by("authority__name")),
    )
