"""One assessment at a glance, its cover sheet, and its history."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from leavingcare.compiled import compiled
from leavingcare.forms import error_list
from leavingcare.unsaved import wants_json

from .. import progress
from ..access import Access, events_seen, open_assessment
from ..forms.cover import CoverForm
from ..models import Assessment
from ..moderation.later import later_by_assessment
from ..round_analysis.beside_others import released_to
from ..stages import Stage
from ..submission.agreed import agreed_of
from ..submission.approval import standing
from ..submission.supplement_counts import (
    scored_by_young_people,
    supplement_counts,
)
from ..workflow import cover_sheet
from .cover_autosave import questions_of, save_json, token_of
from .glance import glance_at
from .reopening import add_requests
from .requests import SignedInRequest
from .return_links import from_check, return_or_redirect

EVENTS_A_PAGE = 50
CLASH = "This answer was changed somewhere else while you were writing"


@require_safe
def assessment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what to do at this stage, and the progress of everything."""
    found, access = open_assessment(request.user, pk)
    [counted] = progress.in_stages(_counted(found.pk, timezone.localdate()))
    if access.can["moderate"]:
        add_later([counted])
    keys = [question["key"] for question in questions_of(found)]
    submissions = list(found.submissions.defer("content"))
    context: dict[str, object] = {
        "assessment": counted,
        "access": access,
        "can": access.can,
        "is_progress_only": access.is_coram_voice and access.role is None,
        "glance": (glance := glance_at(access, request.user)),
        "shows_discussions": found.is_open or counted.group_count,
        "shows_scores": glance.is_whole and access.can["see_inside"],
        "cover_count": len(keys),
        "cover_answered": sum(bool(getattr(found, key)) for key in keys),
        "submissions": submissions,
    }
    if not found.is_open and (access.can["ask_to_reopen"] or access.can["reopen"]):
        add_requests([counted])
    if submissions:
        context["supplements"] = counts = supplement_counts(found)
        counted.unanswered = counts.unanswered  # type: ignore[attr-defined]  # for the page
        context["is_owed"] = access.can["check"] and is_owed(counted)
        context["has_results"] = found.pk in released_to([found])
    elif access.can["read_young_people"] and found.is_open:
        context["young_people"] = scored_by_young_people(found)
    if access.can["read_sign_off"] and counted.stage == Stage.READY:
        context["approval"] = standing(agreed_of(found))
    return render(request, "overview/assessment.html", context)


def is_owed(assessment: "progress.CountedAssessment") -> bool:
    """Return whether Coram Voice waits for a follow-up or, by `unanswered`, a reply."""
    unanswered: int = assessment.unanswered  # type: ignore[attr-defined]  # of a page
    return assessment.is_follow_up_owed or unanswered > 0


@compiled
def _counted(assessment: int, today: date) -> QuerySet[Assessment]:
    found = Assessment.objects.filter(pk=assessment)
    return progress.counted(
        found.select_related("authority", "round__framework"), today
    )


def add_later(assessments: Sequence[Assessment]) -> None:
    """Give each assessment `later`, its settled statements to review.

    By code. As many queries as for one.
    """
    found = later_by_assessment(assessments) if assessments else {}
    for each in assessments:
        each.later = sorted(  # type: ignore[attr-defined]  # for the page
            found[each.pk].values(), key=lambda one: (one.number, one.letter)
        )


@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the cover sheet (GET), or save it while the assessment is open (POST)."""
    found, access = open_assessment(request.user, pk, "see_inside")
    if request.method != "POST":
        return _cover_page(request, found, access)
    access.require("edit_cover")
    if wants_json(request):
        return save_json(request, found)
    form = CoverForm(request.POST, questions=questions_of(found))
    token = request.POST.get("seen", "")
    if not form.is_valid():
        return _cover_page(request, found, access, form=form, token=token, status=422)
    merged = cover_sheet.save_cover(
        assessment=found, token=token, values=form.cleaned_data, by=request.user
    )
    if merged.clashes:
        found.refresh_from_db()
        return _cover_page(
            request, found, access, form=form, clashes=merged.clashes, status=409
        )
    messages.success(request, "The cover sheet has been saved.")
    return return_or_redirect(request, found.pk, "assessment", found.pk)


def _cover_page(
    request: SignedInRequest,
    found: Assessment,
    access: Access,
    *,
    form: CoverForm | None = None,
    token: str | None = None,
    clashes: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Show the cover sheet; `clashes` are the fields that somebody else changed."""
    questions = questions_of(found)
    keys = [question["key"] for question in questions]
    if form is None:
        stored = {key: getattr(found, key) for key in keys}
        form = CoverForm(initial=stored, questions=questions)
    if token is None:
        token = token_of(found, questions)
    context = {
        "assessment": found,
        "can": access.can,
        "form": form,
        "token": token,
        "parts": "|".join(keys),
        "from_check": from_check(request),
        "answers": [
            (question["question"], getattr(found, question["key"]))
            for question in questions
        ],
        "clashes": [
            (form[key], getattr(found, key), form.cleaned_data[key]) for key in clashes
        ],
        "errors": error_list(form) + [(form[key].auto_id, CLASH) for key in clashes],
    }
    return render(request, "overview/cover.html", context, status=status)


@require_safe
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show who did what and when, newest first."""
    found, access = open_assessment(request.user, pk, "see_inside")
    events = events_seen(access).select_related("by")
    page = Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "assessment": found,
        "can": access.can,
        "page": page,
        "events": list(page),
    }
    return render(request, "overview/history.html", context)
