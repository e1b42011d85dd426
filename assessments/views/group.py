"""The page of one working group: its areas, its people, its due date."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from leavingcare.forms import error_list
from leavingcare.refusals import Refused

from .. import progress
from ..access import Access, open_assessment
from ..forms.people import InviteIntoGroupForm
from ..forms.setting_up import GroupForm
from ..models import Assessment, Draft, Role
from ..workflow import inviting, setting_up
from ..workflow.group_membership import NobodyLeft
from .groups import due_of, people_of
from .people import invited_page
from .requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def group(request: SignedInRequest, pk: int, group: int) -> HttpResponse:
    """Show one group (GET), or change it or invite people into it (POST)."""
    assessment, access = open_assessment(request.user, pk, "see_inside")
    page = GroupPage(request, assessment, access, group)
    if request.method != "POST":
        return page.show()
    access.require("manage_groups")
    if request.POST.get("form") == "invite":
        return _invite_into(request, page)
    return _change_group(request, page)


def _change_group(request: SignedInRequest, page: "GroupPage") -> HttpResponse:
    """Change the group's name, areas, members and due date."""
    page.group_form = form = page.make_group_form(request.POST)
    if not form.is_valid():
        return page.show(status=422)
    try:
        setting_up.change_group(
            group=page.group,
            name=form.cleaned_data["name"],
            areas=form.cleaned_data["areas"],
            members=form.cleaned_data.get("members", []),
            due_on=form.cleaned_data["due_on"],
            kind=form.cleaned_data["kind"],
            by=request.user,
        )
    except NobodyLeft as refusal:
        form.add_error("members", str(refusal))
        return page.show(status=409)
    except Refused as refusal:
        form.add_error("areas", str(refusal))
        return page.show(status=409)
    messages.success(request, "The group has been changed.")
    return redirect("groups", pk=page.assessment.pk)


def _invite_into(request: SignedInRequest, page: "GroupPage") -> HttpResponse:
    """Invite people into the group."""
    page.invite_form = form = InviteIntoGroupForm(request.POST)
    if not form.is_valid():
        return page.show(status=422)
    invited = inviting.invite_all(
        authority=page.assessment.authority,
        addresses=form.cleaned_data["emails"].addresses,
        role=Role.CONTRIBUTOR,
        groups=[page.group],
        by=request.user,
    )
    context = {
        "authority": page.assessment.authority,
        "assessment": page.assessment,
        "group": page.group,
    }
    return invited_page(request, invited, form, InviteIntoGroupForm, context)


@require_POST
def remove_group(request: SignedInRequest, pk: int, group: int) -> HttpResponse:
    """Remove a group, if nobody in it has written anything."""
    assessment, access = open_assessment(request.user, pk, "manage_groups")
    page = GroupPage(request, assessment, access, group)
    try:
        setting_up.remove_group(group=page.group, by=request.user)
    except Refused as refusal:
        return page.show(problem=str(refusal), status=409)
    messages.success(request, "The group has been removed.")
    return redirect("groups", pk=assessment.pk)


class GroupPage:
    """The page of one group, with its forms as they were sent."""

    def __init__(
        self, request: SignedInRequest, assessment: Assessment, access: Access, pk: int
    ) -> None:
        self.request, self.assessment, self.access = request, assessment, access
        self.group = get_object_or_404(assessment.groups, pk=pk)
        self.group.assessment = assessment
        seen = access.drafts_seen().filter(pk=OuterRef("pk"))
        self.drafts = list(
            progress.of_drafts(
                Draft.objects.filter(group=self.group)
                .annotate(is_open_to_you=Exists(seen))
                .select_related("area")
                .order_by("area__number")
            )
        )
        self.members = list(self.group.members.order_by("name", "pk"))
        self.invite_form = InviteIntoGroupForm()
        self.group_form: GroupForm | None = None
        if access.can["manage_groups"]:
            self.group_form = self.make_group_form()

    def make_group_form(self, data: QueryDict | None = None) -> GroupForm:
        """Return the form that changes the group."""
        others = self.assessment.groups.exclude(pk=self.group.pk)
        return GroupForm(
            data,
            areas=list(self.assessment.round.framework.areas.all()),
            people=people_of(self.assessment),
            others=list(others.values_list("name", flat=True)),
            assessment=self.assessment,
            initial={
                "name": self.group.name,
                "kind": self.group.kind,
                "due_on": self.group.due_on,
                "areas": [str(draft.area.number) for draft in self.drafts],
                "members": [str(member.pk) for member in self.members],
            },
        )

    def show(self, problem: str = "", status: int = 200) -> HttpResponse:
        """Render the page with the forms as they now are."""
        forms: list[Form] = []
        if self.group_form:
            forms = [self.group_form, self.invite_form]
        context = {
            "assessment": self.assessment,
            "group": self.group,
            "due": due_of(self.group, self.drafts),
            "drafts": self.drafts,
            "members": self.members,
            "can": self.access.can,
            "form": self.group_form,
            "invite_form": self.invite_form,
            "errors": error_list(*forms) + ([("", problem)] if problem else []),
        }
        return render(self.request, "groups/group.html", context, status=status)
