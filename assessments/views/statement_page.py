"""The content of a statement's page: its area, its answers, its neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from frameworks.models import Area, Framework, Statement
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..access import Access
from ..forms.moderation import SettleForm, agreed_in_words
from ..models import AgreedResponse, Assessment
from ..moderation import comparison_queries, overview
from ..moderation.comparison import Comparison
from ..moderation.comparison_rows import TEXTS
from ..moderation.later import Later, later_ratings
from ..moderation.navigation import Key, Navigation, navigation_of
from ..moderation.young_people import Heard, heard
from ..submission.approval import StatementApproval, approval_of
from ..submission.previous_answers import (
    PreviousAnswers,
    PreviousSubmission,
    look_back_at,
)
from ..workflow import proposals
from .agenda import walk_of
from .proposal_entries import StatementEntry
from .requests import SignedInRequest


@dataclass(frozen=True)
class Earlier:
    """An earlier proposal, in words."""

    by: User
    at: datetime
    answer: str
    texts: list[tuple[str, str]]  # (label, text)


@dataclass
class StatementPage:
    """The values that the page of one statement shows, without its form."""

    assessment: Assessment
    access: Access
    area: Area
    comparison: Comparison
    statement: Statement
    entry: StatementEntry
    waiting: list[str]  # groups that have not handed in
    is_alone: bool  # only one group rates the area
    navigation: Navigation
    related: list[tuple[int, str, str]]  # (area number, letter, rating in words)
    history: list[overview.Settlement]
    earlier: list[Earlier]
    later: Later | None  # ratings that came in after it was settled, for moderators
    approval: StatementApproval | None  # for moderators
    heard: list[Heard]  # young people's findings about the area, for moderators
    previous_answers: PreviousSubmission | None
    previous: PreviousAnswers | None  # the previous answers to this statement

    @property
    def framework(self) -> Framework:
        return self.assessment.round.framework

    @property
    def url_args(self) -> tuple[int, int, str]:
        """The arguments of the page's URL."""
        return self.assessment.pk, self.area.number, self.statement.letter

    @property
    def url(self) -> str:
        """The page's URL, which keeps to the walk it is on."""
        return self.url_to(Key(self.area.number, self.statement.letter))

    def url_to(self, key: Key) -> str:
        """Return the URL of the page of another statement on the same walk."""
        return url_of(self.access, self.navigation, *key)

    def form(self, data: QueryDict | None = None) -> SettleForm:
        """Return the form that settles the statement, as stored or as sent."""
        return SettleForm(self.comparison, self.framework, data, prefix=self.entry.name)


def url_of(access: Access, navigation: Navigation, number: int, letter: str) -> str:
    """Return the URL of the page of a statement, which keeps to the walk."""
    url = reverse("settle", args=[access.assessment.pk, number, letter])
    return f"{url}?{navigation.query}" if navigation.query else url


def statement_of(access: Access, number: int, letter: str) -> Statement:
    """Return a statement of the assessment's edition; Http404 if there is none."""
    statements = Statement.objects.select_related("area")
    return get_object_or_404(
        statements,
        area__framework=access.assessment.round.framework_id,
        area__number=number,
        letter=letter,
    )


def open_navigation(
    access: Access, number: int, letter: str, query: Mapping[str, str]
) -> Navigation:
    """Return the navigation of the statement, if the person may see it.

    It keeps to the walk through the agenda that the query string of the page names.
    Raises PermissionDenied, or Http404 if the edition has no such statement.
    """
    navigation = navigation_of(access, number, letter, walk_of(access, query))
    if navigation is None:
        statement_of(access, number, letter)
        raise PermissionDenied
    return navigation


def not_open(
    request: SignedInRequest, access: Access, number: int, letter: str
) -> HttpResponse:
    """Say that the area's discussion is not open yet."""
    statement = statement_of(access, number, letter)
    if request.method == "POST":
        raise Refused(
            proposals.NOT_OPEN,
            link=(
                reverse("discussion", args=[access.assessment.pk, number]),
                f"Go to area {number}",
            ),
        )
    context = {
        "assessment": access.assessment,
        "area": statement.area,
        "statement": statement,
    }
    return render(request, "moderation/not_open.html", context)


def statement_page(
    access: Access, navigation: Navigation, letter: str
) -> StatementPage:
    """Return the content of a statement's page, without its form."""
    framework = access.assessment.round.framework
    drafts = comparison_queries.drafts_by_area(access, [navigation.area])[
        navigation.area.area_id
    ]
    labels = access.assessment.labels
    [comparison] = comparison_queries.with_proposals(
        access,
        comparison_queries.compare(access, navigation.area, drafts, labels, letter),
    )
    previous_answers = look_back_at(comparison.statement, access.assessment)
    return StatementPage(
        assessment=access.assessment,
        access=access,
        area=comparison.statement.area,
        comparison=comparison,
        statement=comparison.statement,
        entry=StatementEntry(comparison, framework),
        waiting=[draft.group for draft in drafts if not draft.is_handed_in],
        is_alone=len(drafts) == 1,
        navigation=navigation,
        related=[
            (number, letter, labels[rating] if rating else "")
            for number, letter, rating in navigation.related
        ],
        history=history_of(comparison.agreed, labels),
        earlier=earlier_of(comparison),
        later=later_of(access, comparison),
        approval=approval_on(access, comparison),
        heard=heard(access, [comparison.statement.area_id]),
        previous_answers=previous_answers,
        previous=previous_answers.by_letter[letter] if previous_answers else None,
    )


def later_of(access: Access, comparison: Comparison) -> Later | None:
    """Return the ratings that came in after the statement was settled, if any.

    Only a moderator is told. No query unless it is settled.
    """
    if not access.is_moderator or not comparison.is_settled:
        return None
    statement = comparison.statement.pk
    return later_ratings(access.assessment, statement=statement).get(statement)


def approval_on(access: Access, comparison: Comparison) -> StatementApproval | None:
    """Return the approvers' comments on the statement, for a moderator.

    No query unless it is settled.
    """
    if not access.is_moderator or not comparison.is_settled:
        return None
    return approval_of(comparison.agreed)


def history_of(
    agreed: AgreedResponse, labels: dict[int, str]
) -> list[overview.Settlement]:
    """Return how the statement has been settled; no query if it never has been."""
    if not agreed.way:  # type: ignore[attr-defined]  # annotated by `compare`
        return []
    return overview.history_of(agreed, labels)


def earlier_of(comparison: Comparison) -> list[Earlier]:
    """Return what was proposed for the statement before, newest first."""
    texts = {name: StatementEntry.labels[name] for name in ("rationale", *TEXTS)}
    return [
        Earlier(
            one.by,
            one.at,
            agreed_in_words("answer", one.values["answer"], comparison.labels),
            [
                (label, one.values[name])
                for name, label in texts.items()
                if one.values[name]
            ],
        )
        for one in proposals.earlier_of(comparison.proposal)
    ]
