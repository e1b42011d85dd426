"""The groups' ratings, dissent and the approvers' changes, for a submission's document."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from ..models import (
    AgreedRevision,
    Assessment,
    Dissent,
    DraftResponse,
    SecondRating,
)
from ..moderation.comparison_queries import not_rated_words
from ..moderation.later import later_ratings
from .agreed import Agreed
from .shown import content

ANSWER = [
    "statement",
    "draft__group__name",
    "draft__group__kind",
    "rating__value",
    "not_rated_reason",
    "candidates",
    "second",
]


def time_document(moment: datetime) -> str:
    """Return a time in ISO 8601, to the second, in the site's zone."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def ratings_document(
    assessment: Assessment, statement: int | None = None
) -> dict[int, list[content.GroupRating]]:
    """Return {statement id: what each group rated, groups by name}.

    Only what was handed in, and only for `statement` (its key) if that is given.
    "second" is the last rating after the discussion that was shown.
    """
    labels = assessment.labels
    seconds = SecondRating.objects.revealed().filter(response=OuterRef("pk"))
    last = Subquery(seconds.order_by("-pk").values("rating__value")[:1])
    answers = DraftResponse.objects.filter(
        draft__group__assessment=assessment, draft__handed_in_at__isnull=False
    )
    if statement is not None:
        answers = answers.filter(statement=statement)
    answers = answers.annotate(second=last).order_by("draft__group__name")
    found: defaultdict[int, list[content.GroupRating]] = defaultdict(list)
    for each in answers.values_list(*ANSWER, named=True):
        first = each.rating__value
        rating: content.GroupRating = {
            "group": each.draft__group__name,
            "first": first,
            "reason": "" if first else not_rated_words(each, labels),
            "second": each.second,
        }
        if each.draft__group__kind:
            rating["kind"] = each.draft__group__kind
        found[each.statement].append(rating)
    return found


def dissents_document(assessment: Assessment) -> dict[int, list[content.Dissent]]:
    """Return {agreed response's id: its notes of dissent}, without those withdrawn."""
    found: defaultdict[int, list[content.Dissent]] = defaultdict(list)
    for response, group, text in Dissent.objects.filter(
        response__assessment=assessment, withdrawn_at=None
    ).values_list("response", "group__name", "text"):
        found[response].append({"group": group, "text": text})
    return found


def reported_revisions(assessment: Assessment) -> list[AgreedRevision]:
    """Return the revisions that a document reports, in order. One query.

    They are the changes by approvers, and the reviews of later ratings after which
    nobody settled the statement again.
    """
    way = AgreedRevision.Way
    settled_since = AgreedRevision.objects.filter(
        response=OuterRef("response"), pk__gt=OuterRef("pk")
    ).exclude(way=way.KEPT)
    told = AgreedRevision.objects.filter(
        Q(way=way.SIGN_OFF) | Q(way=way.KEPT) & ~Exists(settled_since),
        response__assessment=assessment,
    )
    return list(told.select_related("by").order_by("pk"))


def changes_document(
    revisions: Iterable[AgreedRevision],
) -> dict[int, list[content.Change]]:
    """Return {agreed response's id: the changes by approvers, in order}."""
    found: defaultdict[int, list[content.Change]] = defaultdict(list)
    for revision in revisions:
        if revision.way != AgreedRevision.Way.SIGN_OFF:
            continue
        settled = revision.content
        found[revision.response_id].append(
            {
                "from": _outcome(settled["before"]),
                "to": _outcome(settled),
                "why": settled["rationale"],
                "by": revision.by.name if revision.by else "",
                "at": time_document(revision.at),
            }
        )
    return found


def later_document(
    agreed: Agreed, revisions: Iterable[AgreedRevision]
) -> dict[int, list[content.LaterRatings]]:
    """Return {agreed response's id: the ratings since it was settled}, in order.

    First the ratings that somebody reviewed, then those that nobody has reviewed.
    """
    found: defaultdict[int, list[content.LaterRatings]] = defaultdict(list)
    for revision in revisions:
        if revision.way != AgreedRevision.Way.KEPT:
            continue
        later = cast("content.LaterRatings", revision.content["later"])
        by = revision.by.name if revision.by else ""
        found[revision.response_id].append(
            {**later, "looked_by": by, "looked_at": time_document(revision.at)}
        )
    pending = later_ratings(agreed.assessment)
    for response in agreed.responses:
        if one := pending.get(response.statement_id):
            found[response.pk].append(
                {
                    "groups": one.groups,
                    "before": str(one.before),
                    "after": str(one.after),
                }
            )
    return found


def _outcome(settled: content.Outcome) -> content.Outcome:
    return {
        "outcome": settled["outcome"],
        "rating": settled["rating"],
        "candidates": settled["candidates"],
    }
