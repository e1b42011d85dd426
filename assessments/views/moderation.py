"""The pages of moderation: where it stands, an area's discussion, scores."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from leavingcare.forms import error_list

from ..access import open_assessment
from ..forms.scores import ScoreForm, score_boxes_after_clash
from ..moderation import comparison_queries, overview
from ..moderation.scores import score_rows
from ..workflow import moderating
from .return_links import from_check, return_or_redirect

pages = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def moderation(request, pk):
    """Where each area stands."""
    assessment, access = open_assessment(request.user, pk, "see_inside")
    context = {
        "assessment": assessment,
        "access": access,
        "agenda": overview.agenda(access),
    }
    return render(request, "moderation/moderation.html", context)


def open_area(access, number):
    """The AgreedArea of that number, if the person may see it."""
    areas = access.areas_revealed().select_related("area", "discussion_opened_by")
    for agreed_area in areas.filter(area__number=number):
        return agreed_area
    get_object_or_404(access.assessment.round.framework.areas, number=number)
    raise PermissionDenied


@pages
def discussion(request, pk, number):
    """An area: who has handed in, and once it is open every statement."""
    writing = request.method == "POST"
    assessment, access = open_assessment(
        request.user, pk, "moderate" if writing else "see_inside"
    )
    agreed_area = open_area(access, number)
    if writing:
        agreed_area.assessment = assessment
        moderating.open_discussion(agreed_area=agreed_area, by=request.user)
        messages.success(request, f"The discussion of area {number} is open.")
        return redirect("discussion", pk, number)
    drafts = comparison_queries.drafts_by_area(access, [agreed_area])[
        agreed_area.area_id
    ]
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
    context["comparisons"] = comparison_queries.compare(
        access,
        agreed_area,
        drafts,
        comparison_queries.labels_of(assessment.round.framework),
    )
    return render(request, "moderation/discussion.html", context)


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
    return return_or_redirect(request, pk, "scores", pk)


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
        "from_check": from_check(request),
    }
    return render(request, "moderation/scores.html", context, status=status)
