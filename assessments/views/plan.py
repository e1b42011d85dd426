"""The page that plans the meetings, and who settles which area."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from leavingcare.forms import error_list

from ..access import Access, open_assessment
from ..forms.agenda import GivenForm, MeetingForm, MinutesForm, ShareOutForm
from ..models import StaleVersion
from ..moderation.meetings import TO_DISCUSS, plans, share_out
from ..moderation.minutes import minutes_by_word
from ..moderation.times_taken import times_taken
from ..workflow import planning
from ..workflow.common import moderators_of
from .agenda import Listed
from .requests import SignedInRequest

CHANGED = "This meeting was changed after you opened it. Your version is still below"
pages = require_http_methods(["GET", "HEAD", "POST"])


@dataclass
class PlanPage:
    """The page of the plan, with its forms as they were sent."""

    request: SignedInRequest
    access: Access
    status: int = 200
    bound: dict[str, Form] = field(default_factory=dict)  # by the form's name

    def show(self) -> HttpResponse:
        """Render the page with the forms as they now are."""
        assessment = self.access.assessment
        listed = Listed(self.access, {})
        minutes = minutes_by_word(assessment.meeting.minutes)
        forms = {
            "minutes": MinutesForm(assessment.meeting),
            "share": ShareOutForm(assessment.meeting),
            "given": self.given_form(),
            **self.bound,
        }
        context = {
            "assessment": assessment,
            "access": self.access,
            "plans": plans(listed.found, listed.meetings, minutes),
            "taken": times_taken(assessment),
            "forms": forms,
            "errors": error_list(*forms.values()),
        }
        return render(self.request, "moderation/plan.html", context, status=self.status)

    def again(self, name: str, form: Form) -> HttpResponse:
        """Show the page with a form that could not be stored."""
        self.bound[name], self.status = form, 422
        return self.show()

    def given_form(self) -> GivenForm:
        """Return the form of who settles which area, as stored or as sent."""
        assessment = self.access.assessment
        areas = assessment.agreed_areas.select_related("area").order_by("area__number")
        data = self.request.POST if self.request.POST.get("form") == "given" else None
        return GivenForm(
            [(each.area, each.moderator_id) for each in areas],
            list(moderators_of(assessment).order_by("name", "pk")),
            data,
        )


@pages
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the planned meetings and what each takes (GET), or plan them (POST)."""
    writing = request.method == "POST"
    assessment, access = open_assessment(
        request.user, pk, "moderate" if writing else "see_inside"
    )
    page = PlanPage(request, access)
    if not writing:
        return page.show()
    if request.POST.get("form") == "share":
        return _share(request, page)
    if request.POST.get("form") == "given":
        return _give(request, page)
    form = MinutesForm(assessment.meeting, request.POST)
    if not form.is_valid():
        return page.again("minutes", form)
    planning.set_minutes(assessment=assessment, minutes=form.minutes)
    messages.success(request, "The minutes have been saved.")
    return redirect("plan", pk)


def _share(request: SignedInRequest, page: PlanPage) -> HttpResponse:
    """Create a meeting on each date, and share the statements to settle among them."""
    assessment = page.access.assessment
    form = ShareOutForm(assessment.meeting, request.POST)
    if not form.is_valid():
        return page.again("share", form)
    days = form.cleaned_data["dates"]
    listed = Listed(page.access, {})
    minutes = minutes_by_word(assessment.meeting.minutes)
    found = plans(listed.found, listed.meetings, minutes)
    items = [item for each in found if each.meeting is None for item in each.items]
    planned = planning.plan_meetings(
        assessment=assessment,
        days=days,
        areas=share_out(items, len(days), minutes),
        words=[word.value for word in TO_DISCUSS],
        length=form.cleaned_data["length"],
    )
    many = len(planned)
    messages.success(request, f"{many} meeting{'s' if many > 1 else ''} planned.")
    return redirect("plan", assessment.pk)


def _give(request: SignedInRequest, page: PlanPage) -> HttpResponse:
    """Give areas to the moderators who will settle them."""
    form = page.given_form()
    if not form.is_valid():
        return page.again("given", form)
    left = planning.give_areas(assessment=page.access.assessment, given=form.given)
    if len(form.given) > len(left):
        messages.success(request, "The areas have been given out.")
    for sentence in left:
        messages.warning(request, sentence)
    return redirect("plan", page.access.assessment.pk)


@pages
def planned_meeting(request: SignedInRequest, pk: int, meeting: int) -> HttpResponse:
    """Show one planned meeting (GET), or change or remove it (POST)."""
    assessment, access = open_assessment(request.user, pk, "moderate")
    found = get_object_or_404(assessment.planned_meetings, pk=meeting)
    found.assessment = assessment
    areas = list(assessment.round.framework.areas.all())
    if request.method != "POST":
        return _meeting_page(request, access, MeetingForm(found, areas))
    if "remove" in request.POST:
        planning.remove_meeting(meeting=found)
        messages.success(request, "The meeting has been removed from the plan.")
        return redirect("plan", pk)
    form = MeetingForm(found, areas, request.POST)
    if not form.is_valid():
        return _meeting_page(request, access, form, status=422)
    values = {name: form.cleaned_data[name] for name in MEETING}
    try:
        planning.change_meeting(meeting=found, seen=form.version, **values)
    except StaleVersion:
        data = request.POST.copy()
        data["seen"] = str(found.version)
        form = MeetingForm(found, areas, data)
        form.add_error(None, CHANGED)
        return _meeting_page(request, access, form, status=409)
    messages.success(request, "The meeting has been saved.")
    return redirect("plan", pk)


MEETING = ["held_on", "length", "areas", "words"]


def _meeting_page(
    request: SignedInRequest, access: Access, form: MeetingForm, *, status: int = 200
) -> HttpResponse:
    """Show the form of a planned meeting, with what is stored if it has changed."""
    context = {
        "assessment": access.assessment,
        "access": access,
        "meeting": form.meeting,
        "is_past": form.meeting.held_on < timezone.localdate(),
        "form": form,
        "errors": error_list(form),
    }
    return render(request, "moderation/planned_meeting.html", context, status=status)
