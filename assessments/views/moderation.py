"""The pages of moderation: its overview, an area's discussion, and the scores."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from leavingcare.forms import error_list
from leavingcare.models import User

from ..access import Access, open_assessment
from ..field_merge import Merge, Value
from ..forms.scores import ScoreForm, score_boxes_after_clash
from ..models import AgreedArea, Assessment
from ..moderation import comparison_queries, overview
from ..moderation.scores import ScoreRow, score_rows
from ..workflow import moderating
from .requests import Errors, SignedInRequest
from .return_links import from_check, return_or_redirect

pages = require_http_methods(["GET", "HEAD", "POST"])
Clashes: TypeAlias = dict[int, tuple[ScoreForm, Merge]]  # by area number


@require_safe
def moderation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the progress of moderation, area by area."""
    assessment, access = open_assessment(request.user, pk, "see_inside")
    context = {
        "assessment": assessment,
        "access": access,
        "agenda": overview.overview_of(access),
    }
    return render(request, "moderation/moderation.html", context)


def open_area(access: Access, number: int) -> AgreedArea:
    """Return the agreed area with that number, if the person may see it.

    Raises PermissionDenied, or Http404 if the edition has no such area.
    """
    areas = access.areas_revealed().select_related("area", "discussion_opened_by")
    for agreed_area in areas.filter(area__number=number):
        return agreed_area
    get_object_or_404(access.assessment.round.framework.areas, number=number)
    raise PermissionDenied


@pages
def discussion(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Show an area's drafts and statements (GET), or open its discussion (POST)."""
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
    context: dict[str, object] = {
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
def scores(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show every area's score out of ten (GET), or save them (POST)."""
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


def save_scores(
    forms: Sequence[ScoreForm], assessment: Assessment, user: User
) -> Clashes:
    """Save each area's score, and return the forms that clash, by area number."""
    clashes: Clashes = {}
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


def scores_clash(
    request: SignedInRequest, access: Access, clashes: Clashes
) -> HttpResponse:
    """Show what somebody else settled and what was sent; the rest has been saved."""
    rows = score_rows(access)
    forms = []
    for row in rows:
        shown = None
        if row.area.number in clashes:
            shown = score_boxes_after_clash(*clashes[row.area.number], row.agreed)
        forms.append(ScoreForm(row.agreed, shown=shown))
    sent = {number: form.values() for number, (form, _) in clashes.items()}
    return scores_page(request, access, rows, forms, status=409, sent=sent)


def scores_page(
    request: SignedInRequest,
    access: Access,
    rows: Sequence[ScoreRow],
    forms: Sequence[ScoreForm],
    errors: Errors | None = None,
    *,
    status: int = 200,
    sent: Mapping[int, Mapping[str, Value]] | None = None,
) -> HttpResponse:
    """Show the scores; `sent` is what was sent for areas that clash, by number."""
    context = {
        "assessment": access.assessment,
        "access": access,
        "framework": access.assessment.round.framework,
        "rows": [
            (row, form, (sent or {}).get(row.area.number))
            for row, form in zip(rows, forms, strict=True)
        ],
        "clashes": sorted(sent or {}),
        "errors": errors or [],
        "from_check": from_check(request),
    }
    return render(request, "moderation/scores.html", context, status=status)
