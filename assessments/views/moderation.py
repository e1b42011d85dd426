"""The page that opens an area's discussion, and the page of scores out of ten."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from leavingcare.forms import error_list
from leavingcare.models import User
from leavingcare.moments import moment

from ..access import Access, open_assessment
from ..field_merge import Merge
from ..forms.scores import ScoreForm, score_boxes_after_clash
from ..models import AgreedArea, Assessment, Proposal
from ..moderation import comparison_queries
from ..moderation.scores import ScoreRow, score_rows
from ..workflow import moderating
from ..workflow.proposals import discard, proposals_of
from ..workflow.scores import settle_score
from .draft_clashes import Clash
from .proposal_entries import ScoreEntry, keep
from .requests import Errors, SignedInRequest
from .return_links import from_check, return_or_redirect

pages = require_http_methods(["GET", "HEAD", "POST"])
Clashes: TypeAlias = dict[int, tuple[ScoreForm, Merge]]  # by area number


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
    """Show an area that is not open yet (GET), or open its discussion (POST).

    An open area is on the agenda.
    """
    writing = request.method == "POST"
    assessment, access = open_assessment(
        request.user, pk, "moderate" if writing else "see_inside"
    )
    agreed_area = open_area(access, number)
    if writing:
        agreed_area.assessment = assessment
        _open(request, agreed_area)
    if writing or agreed_area.is_open:
        return redirect(f"{reverse('agenda', args=[pk])}?area={number}")
    drafts = comparison_queries.drafts_by_area(access, [agreed_area])[
        agreed_area.area_id
    ]
    context = {
        "assessment": assessment,
        "access": access,
        "area": agreed_area.area,
        "drafts": drafts,
        "handed_in": [draft for draft in drafts if draft.is_handed_in],
    }
    return render(request, "moderation/unopened.html", context)


def _open(request: SignedInRequest, agreed_area: AgreedArea) -> None:
    """Open the discussion of an area, or say who has opened it."""
    number = agreed_area.area.number
    opened = moderating.open_discussion(agreed_area=agreed_area, by=request.user)
    if opened.discussion_opened_by in (None, request.user):
        messages.success(request, f"The discussion of area {number} is open.")
    elif opened.discussion_opened_at and opened.discussion_opened_by:
        who, at = opened.discussion_opened_by.name, opened.discussion_opened_at
        messages.info(
            request, f"{who} opened the discussion of area {number} at {moment(at)}."
        )


@pages
def scores(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show every area's score out of ten (GET), or save them (POST)."""
    writing = request.method == "POST"
    assessment, access = open_assessment(
        request.user, pk, "moderate" if writing else "see_inside"
    )
    rows = score_rows(access)
    proposed = proposed_scores(access)
    if not writing:
        return scores_page(request, access, rows, score_forms(rows, proposed))
    if "discard" in request.POST or request.POST.get("save", "all") != "all":
        return keep_score(request, access, rows, proposed)
    forms = score_forms(rows, proposed, request.POST)
    if not all(form.is_valid() for form in forms):
        return scores_page(request, access, rows, forms, error_list(*forms), status=422)
    if not any(form.is_answered for form in forms):
        errors = [(forms[0]["score"].auto_id, "Enter a score for at least one area")]
        return scores_page(request, access, rows, forms, errors, status=422)
    clashes = save_scores(forms, assessment, request.user)
    if clashes:
        return scores_clash(request, access, clashes)
    messages.success(request, "The global scores have been saved.")
    return return_or_redirect(request, pk, "scores", pk)


def keep_score(
    request: SignedInRequest,
    access: Access,
    rows: Sequence[ScoreRow],
    proposed: Mapping[int, Proposal],
) -> HttpResponse:
    """Keep one score as a proposal, or discard a proposal."""
    post = request.POST
    for row in rows:
        row.agreed.assessment = access.assessment
        entry = ScoreEntry(row.agreed, proposed.get(row.agreed.area_id))
        if post.get("discard") == entry.name:
            discard(kind=entry.kind, row=row.agreed, by=request.user)
        elif post.get("save") == entry.name:
            keep(entry, post, request.user)
    return redirect("scores", access.assessment.pk)


def proposed_scores(access: Access) -> dict[int, Proposal]:
    """Return {area id: what is proposed for its score}, for those who settle it."""
    if not access.is_moderator:
        return {}
    return proposals_of(access.assessment, Proposal.Kind.SCORE)


def score_forms(
    rows: Sequence[ScoreRow],
    proposed: Mapping[int, Proposal],
    data: QueryDict | None = None,
) -> list[ScoreForm]:
    """Return the form of each area's score."""
    return [
        ScoreForm(row.agreed, data, proposal=proposed.get(row.agreed.area_id))
        for row in rows
    ]


def save_scores(
    forms: Sequence[ScoreForm], assessment: Assessment, user: User
) -> Clashes:
    """Save each area's score, and return the forms that clash, by area number."""
    clashes: Clashes = {}
    for form in forms:
        if not form.is_news:
            continue
        form.agreed_area.assessment = assessment
        merged = settle_score(
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
    """Show what somebody else settled with what was sent; the rest has been saved."""
    rows = score_rows(access)
    forms = score_forms(rows, proposed_scores(access))
    found: dict[int, Clash] = {}
    for row, form in zip(rows, forms, strict=True):
        if form.number in clashes:
            sent, merged = clashes[form.number]
            form.initial = score_boxes_after_clash(sent, merged, form.shown)
            entry = ScoreEntry(row.agreed, form.shown.proposal)
            found[form.number] = entry.clash(sent, merged)
    return scores_page(request, access, rows, forms, status=409, clashes=found)


def scores_page(
    request: SignedInRequest,
    access: Access,
    rows: Sequence[ScoreRow],
    forms: Sequence[ScoreForm],
    errors: Errors | None = None,
    *,
    status: int = 200,
    clashes: Mapping[int, Clash] | None = None,
) -> HttpResponse:
    """Show the scores; `clashes` are by number of the area."""
    found = clashes or {}
    context = {
        "assessment": access.assessment,
        "access": access,
        "framework": access.assessment.round.framework,
        "rows": [
            (
                row,
                form,
                found.get(row.area.number),
                ScoreEntry(row.agreed, form.shown.proposal),
            )
            for row, form in zip(rows, forms, strict=True)
        ],
        "clashes": sorted(found),
        "errors": errors or [],
        "from_check": from_check(request),
    }
    return render(request, "moderation/scores.html", context, status=status)
