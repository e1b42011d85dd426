"""The page that settles one statement: its evidence, the ratings, then the choice."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frameworks.models import Statement
from leavingcare.forms import error_list
from leavingcare.refusals import Refused

from ..access import open_assessment
from ..forms.moderation import (
    SettleForm,
    boxes_after_clash,
    sides,
    typed_in,
)
from ..moderation import comparison_queries, overview, quoting
from ..moderation.comparison import in_words
from ..moderation.navigation import place_of
from ..submission.previous_answers import look_back_at
from ..workflow import moderating
from ..workflow.meeting import mark_to_come_back
from .return_links import from_check, return_or_redirect


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request, pk, number, letter):
    """One statement: the evidence, the ratings, and what is settled."""
    writing = request.method == "POST"
    assessment, access = open_assessment(
        request.user, pk, "moderate" if writing else "see_inside"
    )
    navigation = open_navigation(access, number, letter)
    if not navigation.area.discussion_opened_at:
        return not_open(request, access, number, letter)
    page = statement_page(access, navigation, letter)
    comparison = page["comparison"]
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
    answer = in_words(*form.settled(), comparison.labels)
    messages.success(request, f"{comparison.statement.code} is settled: {answer}.")
    return onward(request, page)


def onward(request, page):
    """Redirect from a statement that is settled, as the pressed button says."""
    pk, statement, navigation = (
        page["assessment"].pk,
        page["statement"],
        page["navigation"],
    )
    go = request.POST.get("go")
    if go == "agenda":
        url = reverse("next_on_agenda", args=[pk])
        return redirect(f"{url}?after={statement.code}")
    if go == "next" and navigation.next:
        return redirect("settle", pk, *navigation.next)
    return return_or_redirect(
        request, pk, "settle", pk, statement.area.number, statement.letter
    )


def statement_of(access, number, letter):
    """A statement of the assessment's edition; Http404 if it has none such."""
    statements = Statement.objects.select_related("area")
    return get_object_or_404(
        statements,
        area__framework=access.assessment.round.framework_id,
        area__number=number,
        letter=letter,
    )


def open_navigation(access, number, letter):
    """The Place of the statement, if the person may see it."""
    navigation = place_of(access, number, letter)
    if navigation is None:
        statement_of(access, number, letter)
        raise PermissionDenied
    return navigation


def not_open(request, access, number, letter):
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


def statement_page(access, navigation, letter):
    """What the page of one statement shows, without its form."""
    framework = access.assessment.round.framework
    drafts = comparison_queries.drafts_by_area(access, [navigation.area])[
        navigation.area.area_id
    ]
    labels = comparison_queries.labels_of(framework)
    [comparison] = comparison_queries.compare(
        access, navigation.area, drafts, labels, letter
    )
    previous_answers = look_back_at(comparison.statement, access.assessment)
    return {
        "assessment": access.assessment,
        "access": access,
        "area": comparison.statement.area,
        "comparison": comparison,
        "statement": comparison.statement,
        "waiting": [draft.group for draft in drafts if not draft.is_handed_in],
        "is_alone": len(drafts) == 1,
        "evidence": quoting.sourced(comparison, "evidence"),
        "ideas": quoting.sourced(comparison, "ideas"),
        "navigation": navigation,
        "related": [
            (*key, labels.get(rating, "")) for *key, rating in navigation.family
        ],
        "history": history_of(comparison.agreed, labels),
        "previous_answers": previous_answers,
        "previous": previous_answers and previous_answers.by_letter[letter],
    }


def history_of(agreed, labels):
    """How the statement has been settled; without asking where it never has."""
    return overview.history_of(agreed, labels) if agreed.way else []


def settle_page(request, page, form, *, status=200, **more):
    errors = error_list(form) if form else []
    context = page | {"form": form, "errors": errors, "from_check": from_check(request)}
    return render(request, "moderation/settle.html", context | more, status=status)


def add_to_text(request, page, command):
    """Show the page again with a piece taken over into what was typed. Stores nothing.

    A command that means nothing is passed over: what was typed stays.
    """
    shown = typed_in(request.POST)
    taken = quoting.take(page["comparison"], command, shown)
    if taken:
        shown[taken.field] = taken.text
    form = SettleForm(
        page["comparison"], page["assessment"].round.framework, shown=shown
    )
    return settle_page(request, page, form, notice=taken.notice if taken else "")


def come_back(request, page, mark):
    """Note that the statement is to be come back to, or no longer, and nothing else."""
    response = page["comparison"].agreed
    response.assessment = page["assessment"]
    mark_to_come_back(response=response, come_back=mark)
    response.come_back = mark
    form = SettleForm(
        page["comparison"],
        page["assessment"].round.framework,
        shown=typed_in(request.POST),
    )
    done = "is on" if mark else "is off"
    notice = f"{page['statement'].code} {done} the list to come back to."
    return settle_page(request, page, form, notice=notice)


def settle_clash(request, access, form, merged):
    """Show what somebody else settled beside what was sent, and keep both."""
    statement = form.comparison.statement
    navigation = open_navigation(access, statement.area.number, statement.letter)
    page = statement_page(access, navigation, statement.letter)
    comparison = page["comparison"]
    again = SettleForm(
        comparison,
        access.assessment.round.framework,
        shown=boxes_after_clash(form, merged, comparison.agreed),
    )
    return settle_page(
        request, page, again, status=409, sides=sides(form, merged.clashes)
    )
