"""The page of all working groups: the grid of who rates which area, and presets."""

from collections.abc import Container, Iterable, Sequence

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from frameworks.models import Area
from leavingcare.forms import as_error, error_list
from leavingcare.models import User
from leavingcare.refusals import Refused

from .. import progress
from ..access import Access, open_assessment
from ..analysis import due
from ..forms.setting_up import CoverageForm, DueForAllForm, GroupForm, PresetForm
from ..models import Assessment, Draft, WorkingGroup
from ..workflow import group_due_dates, presets, setting_up
from .requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the coverage grid (GET), or share out areas and add groups (POST)."""
    assessment, access = open_assessment(request.user, pk)
    page = GroupsPage(request, assessment, access)
    if request.method != "POST":
        return page.show()
    access.require("manage_groups")
    if request.POST.get("form") == "preset":
        return _apply_preset(request, page)
    if request.POST.get("form") == "grid":
        return _share_out(request, page)
    if request.POST.get("form") == "due":
        return _set_due_date(request, page)
    return _add_group(request, page)


def _apply_preset(request: SignedInRequest, page: "GroupsPage") -> HttpResponse:
    """Share out the areas as the chosen preset does."""
    page.preset_form = form = PresetForm(request.POST)
    if not form.is_valid():
        return page.show(status=422)
    try:
        presets.apply_preset(
            assessment=page.assessment,
            preset=form.cleaned_data["preset"],
            names=form.cleaned_data["names"],
            by=request.user,
        )
    except Refused as refusal:
        form.add_error("names", as_error(refusal))
        return page.show(status=409)
    messages.success(request, "The areas have been shared out.")
    return redirect("groups", pk=page.assessment.pk)


def _share_out(request: SignedInRequest, page: "GroupsPage") -> HttpResponse:
    """Give and take areas as the boxes of the grid say."""
    page.coverage_form = form = CoverageForm(page.cells, request.POST)
    if not form.is_valid():
        return page.show(status=422)
    given, taken = form.changes()
    try:
        setting_up.share_out(
            assessment=page.assessment,
            given=[page.cells[cell] for cell in given],
            taken=[page.cells[cell] for cell in taken],
            by=request.user,
        )
    except Refused as refusal:
        form.add_error(None, as_error(refusal))
        return page.show(status=409)
    messages.success(request, "Who rates what has been saved.")
    return redirect("groups", pk=page.assessment.pk)


def _set_due_date(request: SignedInRequest, page: "GroupsPage") -> HttpResponse:
    """Give all groups one due date."""
    page.due_form = form = DueForAllForm(request.POST, assessment=page.assessment)
    if not form.is_valid():
        return page.show(status=422)
    group_due_dates.set_for_all(
        assessment=page.assessment, due_on=form.cleaned_data["due_on"], by=request.user
    )
    messages.success(request, "All groups now have this due date.")
    return redirect("groups", pk=page.assessment.pk)


def _add_group(request: SignedInRequest, page: "GroupsPage") -> HttpResponse:
    """Add a group with its areas, members and due date."""
    page.group_form = form = page.make_group_form(request.POST)
    if not form.is_valid():
        return page.show(status=422)
    try:
        setting_up.add_group(
            assessment=page.assessment, by=request.user, **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error("name", as_error(refusal))
        return page.show(status=409)
    messages.success(request, "The group has been added.")
    return redirect("groups", pk=page.assessment.pk)


class GroupsPage:
    """The page of all groups, with its forms as they were sent."""

    def __init__(
        self, request: SignedInRequest, assessment: Assessment, access: Access
    ) -> None:
        self.request, self.assessment, self.access = request, assessment, access
        self.areas = list(assessment.round.framework.areas.all())
        self.groups = list(
            progress.of_groups(assessment.groups.all()).prefetch_related(
                "members", "drafts"
            )
        )
        self.people = people_of(assessment)
        self.cells = {
            cell_of(group, area): (group, area)
            for group in self.groups
            for area in self.areas
        }
        self.coverage_form = CoverageForm(self.cells)
        self.preset_form = PresetForm()
        self.due_form = DueForAllForm(assessment=assessment)
        self.group_form = self.make_group_form()

    def make_group_form(self, data: QueryDict | None = None) -> GroupForm:
        """Return the form for a new group."""
        return GroupForm(
            data,
            areas=self.areas,
            people=self.people,
            others=[group.name for group in self.groups],
            assessment=self.assessment,
        )

    def was(self) -> list[str]:
        """Return the boxes of the grid that are stored as ticked."""
        return [
            f"{group.pk}-{draft.area_id}"
            for group in self.groups
            for draft in group.drafts.all()
        ]

    def ticked(self) -> set[str]:
        """Return the boxes of the grid to show as ticked: as sent, or as stored."""
        sent = self.request.POST.getlist("rates")
        return set(sent if self.coverage_form.is_bound else self.was())

    def coverage_problems(self) -> list[str]:
        """Return what is wrong with the grid as it was sent."""
        return [
            str(each) for found in self.coverage_form.errors.values() for each in found
        ]

    def show(self, status: int = 200) -> HttpResponse:
        """Render the page with the forms as they now are."""
        context = {
            "assessment": self.assessment,
            "can": self.access.can,
            "groups": [
                (group, due_of(group, group.drafts.all())) for group in self.groups
            ],
            "grid": coverage(self.areas, self.groups, self.ticked()),
            "was": " ".join(self.was()),
            "preset_form": self.preset_form,
            "form": self.group_form,
            "due_form": self.due_form,
            "errors": [
                *(("coverage", each) for each in self.coverage_problems()),
                *error_list(self.preset_form, self.due_form, self.group_form),
            ],
        }
        return render(self.request, "groups/groups.html", context, status=status)


def due_of(group: WorkingGroup, drafts: Iterable[Draft]) -> str:
    """Return the group's due date in words, or "" if it has none or is finished."""
    has_work_left = any(not draft.is_handed_in for draft in drafts)
    return due.due_words(group.due, timezone.localdate()) if has_work_left else ""


def cell_of(group: WorkingGroup, area: Area) -> str:
    """Return the value of the box of a group and an area in the grid."""
    return f"{group.pk}-{area.pk}"


def coverage(
    areas: Iterable[Area], groups: Sequence[WorkingGroup], ticked: Container[str]
) -> list[tuple[Area, list[tuple[WorkingGroup, str, bool]], int]]:
    """Return [(area, [(group, its box, whether it is ticked)], how many rate it)]."""
    rows = []
    for area in areas:
        boxes = [(group, cell_of(group, area)) for group in groups]
        cells = [(group, box, box in ticked) for group, box in boxes]
        rows.append((area, cells, sum(is_ticked for *_, is_ticked in cells)))
    return rows


def people_of(assessment: Assessment) -> list[User]:
    """Return everybody in the assessment's authority, by name."""
    return list(
        User.objects.filter(memberships__authority=assessment.authority_id).order_by(
            "name", "pk"
        )
    )
