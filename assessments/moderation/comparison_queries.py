"""Queries for every group's handed-in answers, as far as a person may see them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from frameworks.models import Statement

from ..access import Access
from ..analysis.agreement import Word, describe
from ..analysis.sentences import join_or
from ..models import (
    AgreedArea,
    AgreedResponse,
    Assessment,
    DraftResponse,
)
from .comparison import Comparison, GroupAnswer, GroupDraft
from .comparison_rows import (
    Answer,
    AnswerRow,
    NoRating,
    agreed_in,
    answers_in,
    drafts_in,
    proposals_of,
)
from .late_drafts import came_after_opening

NotRated = DraftResponse.NotRated
REASONS: dict[str, str] = {
    NotRated.UNSAID: "they cannot rate it",
    NotRated.OUTSIDE: "outside their work",
    NotRated.UNKNOWN: "they do not know",
    NotRated.ASKING: "they need to ask somebody",
    NotRated.UNDECIDED: "they could not agree on one rating",
}
NO_REASON = "no reason given"


class HasArea(Protocol):
    """An area, and when its discussion was opened: an AgreedArea or a part of one."""

    @property
    def area_id(self) -> int: ...
    @property
    def discussion_opened_at(self) -> datetime | None: ...


def drafts_by_area(
    access: Access, areas: Iterable[HasArea]
) -> dict[int, list[GroupDraft]]:
    """Return {area id: GroupDrafts by name} of areas the person may see. One query.

    What a draft says stays hidden until its area's discussion is open and the draft
    itself is handed in.
    """
    opened = {area.area_id: area.discussion_opened_at for area in areas}
    found: defaultdict[int, list[GroupDraft]] = defaultdict(list)
    for draft in drafts_in(access.assessment.pk, tuple(opened)):
        at, opened_at = draft.handed_in_at, opened[draft.area_id]
        found[draft.area_id].append(
            GroupDraft(
                group_id=draft.group_id,
                group=draft.group__name,
                area_id=draft.area_id,
                handed_in_at=at,
                is_after_opening=came_after_opening(at, opened_at),
                score=draft.global_score if at and opened_at else None,
            )
        )
    return found


def with_areas(
    responses: Iterable[AgreedResponse], areas: Iterable[AgreedArea]
) -> list[AgreedResponse]:
    """Return the agreed responses, each statement with its area from `areas`.

    An area is not fetched again with each of its statements.
    """
    by_id = {agreed_area.area_id: agreed_area.area for agreed_area in areas}
    for response in responses:
        response.statement.area = by_id[response.statement.area_id]
    return list(responses)


def compare(
    access: Access,
    area: HasArea,
    drafts: list[GroupDraft],
    labels: dict[int, str],
    letter: str | None = None,
) -> list[Comparison]:
    """Return a Comparison for each statement of an open area, or only for one.

    `drafts` are the area's GroupDrafts; see `compare_areas`. Two queries.
    """
    return compare_areas(access, {area.area_id: drafts}, labels, letter)


Given = defaultdict[int, dict[int, AnswerRow]]  # by statement, by group


def compare_areas(
    access: Access,
    drafts: Mapping[int, Sequence[GroupDraft]],
    labels: dict[int, str],
    letter: str | None = None,
    statements: Collection[int] | None = None,
    *,
    to_share: bool = False,
) -> list[Comparison]:
    """Return a Comparison for each statement of open areas, in order. Two queries.

    `drafts` is {area id: GroupDrafts}. Only answers that are handed in and that the
    person may read count. With a letter, or ids of statements, only those. To share
    them, they have no second rating that is hidden from others.
    """
    if statements is not None and not statements:
        return []
    assessment, areas = access.assessment.pk, tuple(drafts)
    only = (() if letter is None else (letter,), tuple(statements or ()))
    given: Given = defaultdict(dict)
    rows = answers_in(
        assessment, areas, *only, access.groups, role=access.role, to_share=to_share
    )
    for answer in rows:
        given[answer.statement_id][answer.group] = answer
    agreed = agreed_in(assessment, areas, *only)
    return _comparisons(agreed, given, drafts, labels)


def _comparisons(
    agreed: Iterable[AgreedResponse],
    given: Given,
    drafts: Mapping[int, Sequence[GroupDraft]],
    labels: dict[int, str],
) -> list[Comparison]:
    return [
        Comparison(
            statement=response.statement,
            agreed=response,
            labels=labels,
            is_alone=len(drafts[response.statement.area_id]) == 1,
            answers=[
                answer_of(given[response.statement_id][draft.group_id], draft, labels)
                for draft in drafts[response.statement.area_id]
                if draft.group_id in given[response.statement_id]
            ],
            waiting=waiting_of(drafts[response.statement.area_id]),
        )
        for response in agreed
    ]


def waiting_of(drafts: Iterable[GroupDraft]) -> list[str]:
    """Return the groups that have not handed in their draft of an area."""
    return [draft.group for draft in drafts if not draft.is_handed_in]


def with_proposals(
    access: Access, comparisons: Sequence[Comparison]
) -> list[Comparison]:
    """Return the comparisons with what is proposed for each, if the person may see it.

    Only moderators do, as they settle. One query.
    """
    if not access.is_moderator:
        return list(comparisons)
    statements = tuple(each.agreed.statement_id for each in comparisons)
    found = proposals_of(access.assessment.pk, statements)
    by_statement = {one.statement_id: one for one in found}
    return [
        replace(each, proposal=by_statement.get(each.agreed.statement_id))
        for each in comparisons
    ]


def word_of(assessment: Assessment, statement: Statement) -> Word:
    """Return the word of a statement, by the ratings that are handed in. Two queries."""
    answers = DraftResponse.objects.filter(
        draft__group__assessment=assessment,
        draft__handed_in_at__isnull=False,
        statement=statement,
        rating__isnull=False,
    )
    ratings = list(answers.values_list("rating__value", flat=True))
    return describe(ratings, list(assessment.labels)).word


def answer_of(answer: Answer, draft: GroupDraft, labels: dict[int, str]) -> GroupAnswer:
    """Return the GroupAnswer of a row or model with the attributes in ANSWER."""
    rating = answer.value
    return GroupAnswer(
        pk=answer.pk,
        group_id=draft.group_id,
        group=draft.group,
        is_after_opening=draft.is_after_opening,
        rating=rating,
        label="" if rating is None else labels[rating],
        reason="" if rating else not_rated_words(answer, labels),
        evidence=answer.evidence,
        ideas=answer.ideas,
        is_carried=bool(answer.carried_from),
        second=answer.second,
        dissent=answer.dissent or "",
        has_reason=NotRated.explains(answer.not_rated_reason),
        labels=labels,
    )


def not_rated_words(answer: NoRating, labels: Mapping[int, str]) -> str:
    """Return why an answer has no rating, as part of a sentence."""
    if answer.candidates:
        return f"undecided, {join_or(labels[value] for value in answer.candidates)}"
    return REASONS.get(answer.not_rated_reason, NO_REASON)
