"""Fetches every group's handed-in answers, as far as a person may know of them."""

from collections import defaultdict

from django.db.models import F, OuterRef, Q, Subquery

from ..models import (
    AgreedResponse,
    AgreedRevision,
    Dissent,
    Draft,
    DraftResponse,
    SecondRating,
)
from .comparison import Comparison, GroupDraft, Voice

NotRated = DraftResponse.NotRated
REASONS = {
    NotRated.OUTSIDE: "outside their work",
    NotRated.UNKNOWN: "they do not know",
    NotRated.ASKING: "they need to ask somebody",
    NotRated.UNDECIDED: "they could not agree on one rating",
}
NO_REASON = "no reason given"
TEXTS = ["evidence", "ideas"]
# What is read of an answer. Rows, and not models: there may be hundreds on a page.
ANSWER = [
    "pk",
    "statement_id",
    "group",
    "value",
    "not_rated_reason",
    "candidates",
    *TEXTS,
    "carried_from",
    "second",
    "dissent",
]


def labels_of(framework):
    """{value: label} of the edition's scale, highest first. One query."""
    return {point.value: point.label for point in framework.scale.all()}


def drafts_by_area(access, areas):
    """{area id: GroupDrafts by name} of AgreedAreas the person may see. One query.

    Nothing of what a draft says is told before its area's discussion is open, and
    nothing of a draft that is not handed in.
    """
    opened = {area.area_id: area.discussion_opened_at for area in areas}
    found = defaultdict(list)
    for draft in (
        Draft.objects.filter(group__assessment=access.assessment, area__in=opened)
        .order_by("group__name")
        .values_list(
            "group_id",
            "group__name",
            "area_id",
            "handed_in_at",
            "global_score",
            named=True,
        )
    ):
        at, opened_at = draft.handed_in_at, opened[draft.area_id]
        found[draft.area_id].append(
            GroupDraft(
                group_id=draft.group_id,
                group=draft.group__name,
                area_id=draft.area_id,
                handed_in_at=at,
                is_late=bool(at and opened_at and at > opened_at),
                score=draft.global_score if at and opened_at else None,
            )
        )
    return found


def with_areas(responses, areas):
    """The agreed responses, each statement with its area, of AgreedAreas that have it.

    So the rows of an area are not fetched again with each of its statements.
    """
    by_id = {agreed_area.area_id: agreed_area.area for agreed_area in areas}
    for response in responses:
        response.statement.area = by_id[response.statement.area_id]
    return list(responses)


def compare(access, area, drafts, labels, letter=None):
    """A Comparison for each statement of an open area, or only for one. Two queries.

    `drafts` are the area's GroupDrafts; see `compare_areas`.
    """
    return compare_areas(access, {area.area_id: drafts}, labels, letter)


def compare_areas(access, drafts, labels, letter=None):
    """A Comparison for each statement of open areas, in order. Two queries.

    `drafts` is {area id: GroupDrafts}. Only what the person may read and what has
    been handed in counts.
    """
    agreed = AgreedResponse.objects.filter(
        assessment=access.assessment, statement__area__in=drafts
    ).select_related("statement__area", "rating", "settled_by")
    agreed = agreed.annotate(way=last_way())
    answers = DraftResponse.objects.filter(
        draft__in=access.drafts_seen(),
        draft__area__in=drafts,
        draft__handed_in_at__isnull=False,
    ).annotate(
        group=F("draft__group"),
        value=F("rating__value"),
        second=second_rating(access),
        dissent=dissent(access.assessment),
    )
    if letter is not None:
        agreed = agreed.filter(statement__letter=letter)
        answers = answers.filter(statement__letter=letter)
    voices = defaultdict(dict)
    for answer in answers.order_by().values_list(*ANSWER, named=True):
        voices[answer.statement_id][answer.group] = answer
    return [
        Comparison(
            statement=response.statement,
            agreed=response,
            labels=labels,
            voices=[
                voice_of(voices[response.statement_id][draft.group_id], draft, labels)
                for draft in drafts[response.statement.area_id]
                if draft.group_id in voices[response.statement_id]
            ],
        )
        for response in agreed
    ]


def last_way():
    """How an agreed response was settled last, of AgreedRevision.Way."""
    revisions = AgreedRevision.objects.filter(response=OuterRef("pk"))
    return Subquery(revisions.order_by("-pk").values("way")[:1])


def second_rating(access):
    """The latest second rating of an answer that the person may know, or None.

    One that is not revealed yet is known to the group alone.
    """
    rows = SecondRating.objects.filter(
        Q(revealed_at__isnull=False) | Q(response__draft__group__in=access.group_ids),
        response=OuterRef("pk"),
    )
    return Subquery(rows.order_by("-pk").values("rating__value")[:1])


def dissent(assessment):
    """The note that the group of an answer keeps its view, if one stands, or None."""
    notes = Dissent.objects.filter(
        response__assessment=assessment,
        response__statement=OuterRef("statement"),
        group=OuterRef("draft__group"),
        withdrawn_at=None,
    )
    return Subquery(notes.values("text"))


def voice_of(answer, draft, labels):
    """The Voice of an answer, which has every attribute in ANSWER."""
    rating = answer.value
    return Voice(
        pk=answer.pk,
        group_id=draft.group_id,
        group=draft.group,
        is_late=draft.is_late,
        rating=rating,
        label=labels.get(rating, ""),
        reason="" if rating else reason_in_words(answer, labels),
        evidence=answer.evidence,
        ideas=answer.ideas,
        is_carried=bool(answer.carried_from),
        second=answer.second,
        dissent=answer.dissent or "",
        has_reason=bool(answer.not_rated_reason),
        labels=labels,
    )


def reason_in_words(answer, labels):
    if answer.candidates:
        choices = " or ".join(labels[value] for value in answer.candidates)
        return f"undecided, {choices}"
    return REASONS.get(answer.not_rated_reason, NO_REASON)
