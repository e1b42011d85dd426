"""The page that settles one statement: its evidence, the ratings, then the choice."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frameworks.models import Area, Statement
from leavingcare.forms import error_list
from leavingcare.refusals import Refused

from ..access import Access, open_assessment
from ..analysis.sentences import settled_as
from ..field_merge import Merge
from ..forms.moderation import (
    SettleForm,
    boxes_after_clash,
    sides,
    typed_in,
)
from ..models import AgreedResponse, Assessment
from ..moderation import comparison_queries, overview, quoting
from ..moderation.comparison import Comparison, GroupAnswer
from ..moderation.navigation import Navigation, navigation_of
from ..submission.previous_answers import (
    PreviousAnswers,
    PreviousSubmission,
    look_back_at,
)
from ..workflow import moderating
from ..workflow.meeting import mark_to_come_back
from .requests import SignedInRequest
from .return_links import from_check, return_or_redirect


@dataclass
class StatementPage:
    """The values that the page of one statement shows, without its form."""

    assessment: Assessment
    access: Access
    area: Area
    comparison: Comparison
    statement: Statement
    waiting: list[str]  # groups that have not handed in
    is_alone: bool  # only one group rates the area
    evidence: list[tuple[GroupAnswer, str]]
    ideas: list[tuple[GroupAnswer, str]]
    navigation: Navigation
    related: list[tuple[int, str, str]]  # (area number, letter, rating in words)
    history: list[overview.Settlement]
    previous_answers: PreviousSubmission | None
    previous: PreviousAnswers | None  # the previous answers to this statement


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: SignedInRequest, pk: int, number: int, letter: str) -> HttpResponse:
    """Show one statement with its evidence and ratings (GET), or settle it (POST)."""
    writing = request.method == "POST"
    assessment, access = open_assessment(
        request.user, pk, "moderate" if writing else "see_inside"
    )
    navigation = open_navigation(access, number, letter)
    if not navigation.area.discussion_opened_at:
        return not_open(request, access, number, letter)
    page = statement_page(access, navigation, letter)
    comparison = page.comparison
    if not writing:
        form = None
        if access.can["moderate"]:
            form = SettleForm(comparison, assessment.round.framework)
        return settle_page(request, page, form)
    if command := request.POST.get("use"):
        return add_to_text(request, page, command)
    if mark := request.POST.get("come_back"):
        return come_back(request, page, mark == "yes")
    form = SettleForm(comparison, assessment.round.framework, request.POST)
    if not form.is_valid():
        return settle_page(request, page, form, status=422)
    response = comparison.agreed
    response.assessment = assessment
    merged = moderating.settle(
        response=response,
        token=form.token,
        values=form.values(),
        by=request.user,
    )
    if merged.clashes:
        return settle_clash(request, access, form, merged)
    answer = settled_as(*form.settled(), comparison.labels)
    messages.success(request, f"{comparison.statement.code} is settled: {answer}.")
    return onward(request, page)


def onward(request: SignedInRequest, page: StatementPage) -> HttpResponse:
    """Redirect from a settled statement to where the pressed button leads."""
    pk, statement, navigation = page.assessment.pk, page.statement, page.navigation
    go = request.POST.get("go")
    if go == "agenda":
        url = reverse("next_on_agenda", args=[pk])
        return redirect(f"{url}?after={statement.code}")
    if go == "next" and navigation.next:
        return redirect("settle", pk, *navigation.next)
    return return_or_redirect(
        request, pk, "settle", pk, statement.area.number, statement.letter
    )


def statement_of(access: Access, number: int, letter: str) -> Statement:
    """Return a statement of the assessment's edition; Http404 if there is none."""
    statements = Statement.objects.select_related("area")
    return get_object_or_404(
        statements,
        area__framework=access.assessment.round.framework_id,
        area__number=number,
        letter=letter,
    )


def open_navigation(access: Access, number: int, letter: str) -> Navigation:
    """Return the navigation of the statement, if the person may see it.

    Raises PermissionDenied, or Http404 if the edition has no such statement.
    """
    navigation = navigation_of(access, number, letter)
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
        raise Refused(moderating.NOT_OPEN)
    context = {
        "assessment": access.assessment,
        "area": statement.area,
        "statement": statement,
    }
    return render(request, "moderation/not_open.html", context)


def statement_page(
    access: Access, navigation: Navigation, letter: str
) -> StatementPage:
    """Return what the page of one statement shows, without its form."""
    framework = access.assessment.round.framework
    drafts = comparison_queries.drafts_by_area(access, [navigation.area])[
        navigation.area.area_id
    ]
    labels = comparison_queries.labels_of(framework)
    [comparison] = comparison_queries.compare(
        access, navigation.area, drafts, labels, letter
    )
    previous_answers = look_back_at(comparison.statement, access.assessment)
    return StatementPage(
        assessment=access.assessment,
        access=access,
        area=comparison.statement.area,
        comparison=comparison,
        statement=comparison.statement,
        waiting=[draft.group for draft in drafts if not draft.is_handed_in],
        is_alone=len(drafts) == 1,
        evidence=quoting.sourced(comparison, "evidence"),
        ideas=quoting.sourced(comparison, "ideas"),
        navigation=navigation,
        related=[
            (number, letter, labels[rating] if rating else "")
            for number, letter, rating in navigation.related
        ],
        history=history_of(comparison.agreed, labels),
        previous_answers=previous_answers,
        previous=previous_answers.by_letter[letter] if previous_answers else None,
    )


def history_of(
    agreed: AgreedResponse, labels: dict[int, str]
) -> list[overview.Settlement]:
    """Return how the statement has been settled; no query if it never has been."""
    if not agreed.way:  # type: ignore[attr-defined]  # annotated by `compare`
        return []
    return overview.history_of(agreed, labels)


def settle_page(
    request: SignedInRequest,
    page: StatementPage,
    form: SettleForm | None,
    *,
    status: int = 200,
    notice: str = "",
    sides: Iterable[tuple[str, str, str]] = (),
) -> HttpResponse:
    """Show the page with its form; `sides` are the fields that clash."""
    context = {
        **vars(page),
        "form": form,
        "errors": error_list(form) if form else [],
        "from_check": from_check(request),
        "notice": notice,
        "sides": sides,
    }
    return render(request, "moderation/settle.html", context, status=status)


def add_to_text(
    request: SignedInRequest, page: StatementPage, command: str
) -> HttpResponse:
    """Show the page again with a group's text added to what was typed. Nothing is saved.

    An unknown command changes nothing.
    """
    shown = typed_in(request.POST)
    taken = quoting.quote(page.comparison, command, shown)
    if taken:
        shown[taken.field] = taken.text
    form = SettleForm(page.comparison, page.assessment.round.framework, shown=shown)
    return settle_page(request, page, form, notice=taken.notice if taken else "")


def come_back(
    request: SignedInRequest, page: StatementPage, mark: bool
) -> HttpResponse:
    """Put the statement on the come-back list or take it off, and save nothing else."""
    response = page.comparison.agreed
    response.assessment = page.assessment
    mark_to_come_back(response=response, come_back=mark)
    response.come_back = mark
    form = SettleForm(
        page.comparison,
        page.assessment.round.framework,
        shown=typed_in(request.POST),
    )
    done = "is on" if mark else "has been removed from"
    notice = (
        f"{page.statement.code} {done} the come-back list. "
        "Nothing you typed has been saved."
    )
    return settle_page(request, page, form, notice=notice)


def settle_clash(
    request: SignedInRequest, access: Access, form: SettleForm, merged: Merge
) -> HttpResponse:
    """Show what somebody else settled and what was sent, to choose between them."""
    statement = form.comparison.statement
    navigation = open_navigation(access, statement.area.number, statement.letter)
    page = statement_page(access, navigation, statement.letter)
    comparison = page.comparison
    again = SettleForm(
        comparison,
        access.assessment.round.framework,
        shown=boxes_after_clash(form, merged, comparison.agreed),
    )
    return settle_page(
        request, page, again, status=409, sides=sides(form, merged.clashes)
    )
