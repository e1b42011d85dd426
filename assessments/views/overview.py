"""One assessment at a glance, its cover sheet, and its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from leavingcare.forms import error_list

from .. import progress
from ..access import Access, open_assessment
from ..analysis import due
from ..field_merge import seen_token
from ..forms.cover import CoverForm
from ..models import AgreedArea, Assessment, AuditEvent, Draft, WorkingGroup
from ..submission import supplements
from ..submission.agreed import agreed_of
from ..submission.approval import standing
from ..workflow import cover_sheet
from .requests import SignedInRequest
from .return_links import from_check, return_or_redirect

if TYPE_CHECKING:

    class AreaDraft(Draft):
        """A draft from `areas_with_drafts`."""

        is_open_to_you: bool
        is_yours: bool

        class Meta:
            abstract = True

    class CountedGroup(WorkingGroup):
        """A group with the counts of `progress.of_groups`."""

        draft_count: int
        handed_in_count: int

        class Meta:
            abstract = True


AreasWithDrafts: TypeAlias = "list[tuple[AgreedArea, list[AreaDraft]]]"
EVENTS_A_PAGE = 50
CLASH = "Somebody else changed this answer while you were writing."


@require_safe
def assessment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what there is to do at this stage, and the progress of everything."""
    found, access = open_assessment(request.user, pk)
    [counted] = progress.of_assessments(
        Assessment.objects.filter(pk=found.pk).select_related(
            "authority", "round__framework"
        )
    )
    keys = [question["key"] for question in cover_questions(found)]
    areas = areas_with_drafts(found, access)
    submissions = list(found.submissions.defer("content"))
    context: dict[str, object] = {
        "assessment": counted,
        "access": access,
        "can": access.can,
        "is_progress_only": access.is_coram_voice and access.role is None,
        "areas": areas,
        "groups": groups_with_drafts(found, areas),
        "cover_count": len(keys),
        "cover_answered": sum(bool(getattr(found, key)) for key in keys),
        "submissions": submissions,
    }
    if submissions:
        context["supplements"] = supplement_counts(found)
    if access.can["read_sign_off"] and counted.stage == progress.Stage.READY:
        context["approval"] = standing(agreed_of(found))
    return render(request, "overview/assessment.html", context)


@dataclass
class SupplementCounts:
    """The number of areas with each kind of score, and the date of the follow-up."""

    young_people: int
    follow_up: int
    completed_on: date | None


def supplement_counts(assessment: Assessment) -> SupplementCounts:
    """Return how many areas have a score in each supplement."""
    said = supplements.of(assessment)
    young, later = said["young_people_scores"], said["follow_up"]
    areas = later.get("areas", {})
    day = later.get("completed_on")
    return SupplementCounts(
        young_people=sum(each["score"] is not None for each in young.values()),
        follow_up=sum(each["stage_two"] is not None for each in areas.values()),
        completed_on=date.fromisoformat(day) if day else None,
    )


def areas_with_drafts(assessment: Assessment, access: Access) -> AreasWithDrafts:
    """Return [(agreed area, its drafts)], each with its counts.

    A draft has `is_open_to_you`, for whether the person may read it, and `is_yours`.
    """
    seen = access.drafts_seen().filter(pk=OuterRef("pk"))
    drafts = progress.of_drafts(
        Draft.objects.filter(group__assessment=assessment)
        .annotate(is_open_to_you=Exists(seen))
        .select_related("group", "area")
        .order_by("group__name")
    )
    of_area: dict[int, list[AreaDraft]] = {}
    for draft in cast("Iterable[AreaDraft]", drafts):
        draft.is_yours = draft.group_id in access.group_ids
        of_area.setdefault(draft.area_id, []).append(draft)
    agreed_areas = progress.of_areas(
        AgreedArea.objects.filter(assessment=assessment)
        .select_related("area")
        .order_by("area__number")
    )
    return [(agreed, of_area.get(agreed.area_id, [])) for agreed in agreed_areas]


class GroupRow(NamedTuple):
    """A group with its counts, its due date and the drafts handed back to it."""

    group: "CountedGroup"
    due: str  # in words, or ""
    is_late: bool
    handed_back: "list[AreaDraft]"  # those the person may read


def groups_with_drafts(
    assessment: Assessment, areas: AreasWithDrafts
) -> list[GroupRow]:
    """Return the assessment's groups, given `areas_with_drafts`."""
    today = timezone.localdate()
    handed_back: dict[int, list[AreaDraft]] = {}
    for _, drafts in areas:
        for draft in drafts:
            if draft.handed_back_because and draft.is_open_to_you:
                handed_back.setdefault(draft.group_id, []).append(draft)
    return [
        GroupRow(
            group,
            due.due_words(group.due, today) if has_work_left(group) else "",
            has_work_left(group) and due.is_late(group.due, today),
            handed_back.get(group.pk, []),
        )
        for group in cast(
            "Iterable[CountedGroup]", progress.of_groups(assessment.groups.all())
        )
    ]


def has_work_left(group: "CountedGroup") -> bool:
    """Return whether a group from `of_groups` has a draft still to hand in."""
    return group.handed_in_count < group.draft_count


def cover_questions(assessment: Assessment) -> list[dict[str, str]]:
    """Return the edition's cover questions that somebody answers."""
    return [
        question
        for question in assessment.round.framework.cover_questions
        if question["key"] in Assessment.COVER_FIELDS
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the cover sheet (GET), or save it while the assessment is open (POST)."""
    found, access = open_assessment(request.user, pk, "see_inside")
    if request.method != "POST":
        return _cover_page(request, found, access)
    access.require("edit_cover")
    form = CoverForm(request.POST, questions=cover_questions(found))
    token = request.POST.get("token", "")
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
    questions = cover_questions(found)
    keys = [question["key"] for question in questions]
    if form is None:
        stored = {key: getattr(found, key) for key in keys}
        form = CoverForm(initial=stored, questions=questions)
    if token is None:
        token = seen_token(found.version, cover_sheet.stored_answers(found, keys))
    context = {
        "assessment": found,
        "can": access.can,
        "form": form,
        "token": token,
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
    events = AuditEvent.objects.filter(assessment=found).select_related("by")
    page = Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "assessment": found,
        "can": access.can,
        "page": page,
        "events": list(page),
    }
    return render(request, "overview/history.html", context)
