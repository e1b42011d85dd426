"""The people of Coram Voice: who has access, in which role."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from leavingcare.forms import as_error, error_list
from leavingcare.refusals import Refused

from ..access import require_officer
from ..desk import clusters as desk
from ..forms.clusters import InviteStaffForm, StaffRoleForm
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
    form = StaffRoleForm(
        None if is_ending else data,
        initial={
            "role": found.staff_role,
            "clusters": [each.pk for each in found.clusters.all()],
        },
        clusters=Cluster.objects.current(),
    )
    errors = error_list(form)
    status = 422 if errors else 200
    if data is not None and not errors:
        try:
            if is_ending:
                workflow.withdraw(person=found, by=request.user)
                messages.success(request, f"{found} has no access any more.")
            else:
                workflow.change(
                    person=found,
                    role=form.cleaned_data["role"],
                    clusters=form.chosen,
                    by=request.user,
                )
                messages.success(request, "The role has been changed.")
            return redirect("staff")
        except Refused as refusal:
            errors, status = [("", as_error(refusal))], 409
    context = {
        "person": found,
        "form": form,
        "errors": errors,
        "events": list(found.desk_events.select_related("by")[:50]),
    }
    return render(request, "staff/member.html", context, status=status)
