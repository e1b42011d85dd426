"""The pages of moderation: the agenda, an area's discussion, its statements, scores."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from leavingcare.forms import error_list
from leavingcare.refusals import Refused

from ..access import open_assessment
from ..forms.moderation import (
    SettleForm,
    boxes_after_clash,
    sides,
    typed_in,
)
from ..forms.scores import ScoreForm, score_boxes_after_clash
from ..moderation import agenda, comparing, pieces
from ..moderation.comparison import in_words
from ..moderation.scores import score_rows
from ..workflow import moderating
from ..workflow.meeting import mark_to_come_back

pages = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def moderation(request, pk):
    """Where each area stands."""
    assessment, access = open_assessment(request.user, pk, "see_inside")
    context = {
        "assessment": assessment,
        "access": access,
        "agenda": agenda.agenda(access),
    }
    return render(request, "moderation/moderation.html", context)


def open_area(access, number):
    """The AgreedAreas the person may see, and the one with that number."""
    areas = list(access.areas_revealed().select_related("area", "discussion_opened_by"))
    for agreed_area in areas:
        if agreed_area.area.number == number:
            return areas, agreed_area
    get_object_or_404(access.assessment.round.framework.areas, number=number)
    raise PermissionDenied


@pages
def discussion(request, pk, number):
    """An area: who has handed in, and once it is open every statement."""
    writing = request.method == "POST"
    assessment, access = open_assessment(
        request.user, pk, "moderate" if writing else "see_inside"
    )
    _, agreed_area = open_area(access, number)
    if writing:
        agreed_area.assessment = assessment
        moderating.open_discussion(agreed_area=agreed_area, by=request.user)
        messages.success(request, f"The discussion of area {number} is open.")
        return redirect("discussion", pk, number)
    drafts = comparing.drafts_by_area(access, [agreed_area])[agreed_area.area_id]
    context = {
        "assessment": assessment,
        "access": access,
        "agreed_area": agreed_area,
        "area": agreed_area.area,
        "drafts": drafts,
        "is_alone": len(drafts) == 1,
    }
    if not agreed_area.discussion_opened_at:
        return render(request, "moderation/unopened.html", context)
    context["comparisons"] = comparing.compare(
        access, agreed_area, drafts, comparing.labels_of(assessment.round.framework)
    )
    return render(request, "moderation/discussion.html", context)


@pages
def settle(request, pk, number, letter):
    """One statement: the evidence, the ratings, and what is settled."""
    writing = request.method == "POST"
    assessment, access = open_assessment(
        request.user, pk, "moderate" if writing else "see_inside"
    )
    areas, agreed_area = open_area(access, number)
    if not agreed_area.discussion_opened_at:
        return not_open(request, access, agreed_area, letter)
    page = statement_page(access, areas, agreed_area, letter)
    comparison = page["comparison"]
    if not writing:
        form = None
        if access.can["moderate"]:
            form = SettleForm(comparison, assessment.round.framework)
        return settle_page(request, page, form)
    if command := request.POST.get("use"):
        return use(request, page, command)
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
        return settle_clash(request, access, areas, agreed_area, form, merged)
    answer = in_words(*form.settled(), comparison.labels)
    messages.success(request, f"{comparison.statement.code} is settled: {answer}.")
    onward = page["place"].next if request.POST.get("go") == "next" else None
    if onward:
        return redirect("settle", pk, *onward)
    return redirect("settle", pk, number, letter)


def not_open(request, access, agreed_area, letter):
    """Say that the area's discussion is not open yet."""
    statement = get_object_or_404(agreed_area.area.statements, letter=letter)
    if request.method == "POST":
        raise Refused(moderating.NOT_OPEN)
    context = {
        "assessment": access.assessment,
        "area": agreed_area.area,
        "statement": statement,
    }
    return render(request, "moderation/not_open.html", context)


def statement_page(access, areas, agreed_area, letter):
    """What the page of one statement shows, without its form."""
    framework = access.assessment.round.framework
    drafts = comparing.drafts_by_area(access, [agreed_area])[agreed_area.area_id]
    labels = comparing.labels_of(framework)
    found = comparing.compare(access, agreed_area, drafts, labels, letter)
    if not found:
        raise Http404
    [comparison] = found
    number = agreed_area.area.number
    place = agenda.place_of(access.assessment, areas, number, letter)
    return {
        "assessment": access.assessment,
        "access": access,
        "area": agreed_area.area,
        "comparison": comparison,
        "statement": comparison.statement,
        "waiting": [draft.group for draft in drafts if not draft.is_handed_in],
        "is_alone": len(drafts) == 1,
        "evidence": pieces.sourced(comparison, "evidence"),
        "ideas": pieces.sourced(comparison, "ideas"),
        "place": place,
        "family": [(*key, labels.get(rating, "")) for *key, rating in place.family],
        "history": agenda.history_of(comparison.agreed, labels),
        "dissents": list(
            comparison.agreed.dissents.filter(withdrawn_at=None).select_related("group")
        ),
    }


def settle_page(request, page, form, *, status=200, **more):
    errors = error_list(form) if form else []
    context = page | {"form": form, "errors": errors, **more}
    return render(request, "moderation/settle.html", context, status=status)


def use(request, page, command):
    """Show the page again with a piece taken over into what was typed. Stores nothing.

    A command that means nothing is passed over: what was typed stays.
    """
    shown = typed_in(request.POST)
    taken = pieces.take(page["comparison"], command, shown)
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


def settle_clash(request, access, areas, agreed_area, form, merged):
    """Show what somebody else settled beside what was sent, and keep both."""
    letter = form.comparison.statement.letter
    page = statement_page(access, areas, agreed_area, letter)
    comparison = page["comparison"]
    again = SettleForm(
        comparison,
        access.assessment.round.framework,
        shown=boxes_after_clash(form, merged, comparison.agreed),
    )
    return settle_page(
        request, page, again, status=409, sides=sides(form, merged.clashes)
    )


@pages
def scores(request, pk):
    """Every area's score out of ten."""
    writing = request.method == "POST"
    assessment, access = open_assessment(
        request.user, pk, "moderate" if writing else "see_inside"
    )
    rows = score_rows(access)
    if not writing:
        return scores_page(request, access, rows, [ScoreForm(r.agreed) for r in rows])
    forms = [ScoreForm(row.agreed, request.POST) for row in rows]
    if not all(form.is_valid() for form in forms):
        return scores_page(request, access, rows, forms, error_list(*forms), status=422)
    if not any(form.is_answered for form in forms):
        errors = [(forms[0]["score"].auto_id, "Enter a score for at least one area")]
        return scores_page(request, access, rows, forms, errors, status=422)
    clashes = save_scores(forms, assessment, request.user)
    if clashes:
        return scores_clash(request, access, clashes)
    messages.success(request, "The global scores are saved.")
    return redirect("scores", pk)


def save_scores(forms, assessment, user):
    """Save each area's score; return {area number: (form, Merge)} of those that clash."""
    clashes = {}
    for form in forms:
        if not form.is_news:
            continue
        form.agreed_area.assessment = assessment
        merged = moderating.settle_score(
            agreed_area=form.agreed_area,
            token=form.token,
            values=form.values(),
            by=user,
        )
        if merged.clashes:
            clashes[form.number] = (form, merged)
    return clashes


def scores_clash(request, access, clashes):
    """Show what somebody else settled beside what was sent; the rest is saved."""
    rows = score_rows(access)
    forms = []
    for row in rows:
        shown = None
        if row.area.number in clashes:
            shown = score_boxes_after_clash(*clashes[row.area.number], row.agreed)
        forms.append(ScoreForm(row.agreed, shown=shown))
    sent = {number: form.values() for number, (form, _) in clashes.items()}
    return scores_page(request, access, rows, forms, status=409, sent=sent)


def scores_page(request, access, rows, forms, errors=(), *, status=200, sent=None):
    context = {
        "assessment": access.assessment,
        "access": access,
        "framework": access.assessment.round.framework,
        "rows": [
            (row, form, (sent or {}).get(row.area.number))
            for row, form in zip(rows, forms, strict=True)
        ],
        "clashes": sorted(sent or {}),
        "errors": errors,
    }
    return render(request, "moderation/scores.html", context, status=status)
