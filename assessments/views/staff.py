"""The people of Coram Voice: who has access, in which role."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from leavingcare.forms import as_error, error_list
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..access import require_officer
from ..desk import clusters as desk
from ..field_merge import seen_token
from ..forms.clusters import ChangeStaffForm, InviteStaffForm
from ..forms.common import CHOICES_CLASH
from ..models import Cluster
from ..workflow import staff as workflow
from .requests import SignedInRequest


@require_safe
def staff(request: SignedInRequest) -> HttpResponse:
    """List everybody at Coram Voice, with their roles."""
    require_officer(request.user)
    return render(request, "staff/staff.html", {"people": list(desk.staff())})


@require_http_methods(["GET", "HEAD", "POST"])
def invite_staff(request: SignedInRequest) -> HttpResponse:
    """Give somebody access in a role."""
    require_officer(request.user)
    data = request.POST if request.method == "POST" else None
    form = InviteStaffForm(data, clusters=Cluster.objects.current())
    status = 200 if data is None else 422
    if form.is_valid():
        try:
            person = workflow.invite(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                role=form.cleaned_data["role"],
                clusters=form.chosen,
                by=request.user,
            )
        except Refused as refusal:
            form.add_error("email", as_error(refusal))
            status = 409
        else:
            messages.success(request, f"We have emailed {person.email}.")
            return redirect("staff")
    context = {"form": form, "errors": error_list(form)}
    return render(request, "staff/invite.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def staff_member(request: SignedInRequest, person: int) -> HttpResponse:
    """Change somebody's role and clusters, or end their access."""
    require_officer(request.user)
    found = get_object_or_404(desk.staff(), pk=person)
    data = request.POST if request.method == "POST" else None
    is_ending = data is not None and data.get("form") == "withdraw"
    form = _form_of(found, None if is_ending else data)
    errors = error_list(form)
    status = 422 if errors else 200
    if data is not None and not errors:
        try:
            if is_ending:
                workflow.withdraw(person=found, by=request.user)
                messages.success(request, f"{found} has no access any more.")
                return redirect("staff")
            merged = workflow.change(
                person=found,
                role=form.cleaned_data["role"],
                clusters=form.chosen,
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
            if not merged.clashes:
                messages.success(request, "The role has been changed.")
                return redirect("staff")
            found = desk.staff().get(pk=person)
            form = _form_of(found)
            errors, status = [(form["role"].auto_id, CHOICES_CLASH)], 409
        except Refused as refusal:
            errors, status = [("", as_error(refusal))], 409
    context = {
        "person": found,
        "form": form,
        "errors": errors,
        "events": list(found.desk_events.select_related("by")[:50]),
    }
    return render(request, "staff/member.html", context, status=status)


def _form_of(person: User, data: QueryDict | None = None) -> ChangeStaffForm:
    shown = workflow.access_of(person)
    return ChangeStaffForm(
        data,
        initial={**shown, "seen": seen_token("", shown)},
        clusters=Cluster.objects.current(),
    )
