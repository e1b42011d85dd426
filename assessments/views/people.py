"""The people of an authority: who is in it, who is invited, and joining."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from leavingcare.forms import error_list
from leavingcare.refusals import Refused

from ..access import open_authority
from ..emails import invitation_link
from ..forms.people import InviteForm, NewAccountForm, RoleForm
from ..models import Assessment, Role, WorkingGroup
from ..workflow import people as workflow


@require_safe
def people(request, slug):
    """Who belongs to the authority and, for those who invite, who is invited."""
    authority, may_change = open_authority(request.user, slug)
    return _people_page(request, authority, may_change)


def _people_page(request, authority, may_change, *, form=None, problem="", status=200):
    groups = _open_groups(authority)
    members = list(
        authority.memberships.select_related("user")
        .prefetch_related(Prefetch("user__working_groups", groups, to_attr="groups"))
        .order_by("user__name", "pk")
    )
    invitations = authority.invitations.filter(
        accepted_at=None, withdrawn_at=None
    ).select_related("invited_by", "group")
    form = form or InviteForm()
    errors = error_list(form) + ([("", problem)] if problem else [])
    context = {
        "authority": authority,
        "may_change": may_change,
        "members": members,
        "invitations": list(invitations) if may_change else [],
        "roles": Role.choices,
        "form": form,
        "errors": errors,
    }
    return render(request, "people/people.html", context, status=status)


def _open_groups(authority):
    return WorkingGroup.objects.filter(
        assessment__authority=authority, assessment__status=Assessment.Status.OPEN
    ).order_by("name")


def _managed(request, slug):
    """The authority, if the person may change who is in it."""
    authority, may_change = open_authority(request.user, slug)
    if not may_change:
        raise PermissionDenied
    return authority


@require_POST
def invite(request, slug):
    """Invite people, or somebody again: then the older link stops working."""
    authority = _managed(request, slug)
    form = InviteForm(request.POST, groups=_open_groups(authority))
    if not form.is_valid():
        return _people_page(request, authority, True, form=form, status=422)
    try:
        invited = workflow.invite_all(
            authority=authority,
            addresses=form.cleaned_data["emails"],
            role=form.cleaned_data["role"],
            group=form.cleaned_data["group"],
            by=request.user,
        )
    except Refused as refusal:
        form.add_error("emails", str(refusal))
        return _people_page(request, authority, True, form=form, status=409)
    return render(
        request,
        "people/invited.html",
        {"authority": authority, "invited": with_links(invited)},
    )


def with_links(invited):
    """[(invitation, token)] as [(invitation, link)], to be shown once."""
    return [(invitation, invitation_link(token)) for invitation, token in invited]


@require_POST
def withdraw_invitation(request, slug, invitation):
    """Make an invitation's link useless."""
    authority = _managed(request, slug)
    found = get_object_or_404(authority.invitations, pk=invitation)
    workflow.withdraw(invitation=found, by=request.user)
    messages.success(request, "The invitation has been withdrawn.")
    return redirect("people", slug=authority.slug)


@require_POST
def change_role(request, slug, member):
    """Give a member another role."""
    authority = _managed(request, slug)
    membership = get_object_or_404(authority.memberships, pk=member)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _people_page(
            request, authority, True, problem="Choose a role.", status=422
        )
    try:
        workflow.change_role(
            membership=membership, role=form.cleaned_data["role"], by=request.user
        )
    except Refused as refusal:
        return _people_page(request, authority, True, problem=str(refusal), status=409)
    messages.success(request, "The role has been changed.")
    return redirect("people", slug=authority.slug)


@require_POST
def remove_member(request, slug, member):
    """End a membership. What the person wrote stays."""
    authority = _managed(request, slug)
    membership = get_object_or_404(
        authority.memberships.select_related("user"), pk=member
    )
    try:
        workflow.remove_member(membership=membership, by=request.user)
    except Refused as refusal:
        return _people_page(request, authority, True, problem=str(refusal), status=409)
    messages.success(request, "The person has been removed.")
    if membership.user == request.user and not request.user.is_staff:
        return redirect("home")
    return redirect("people", slug=authority.slug)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request, token):
    """Join by the link of an invitation, with a new account or one's own."""
    invitation = workflow.usable(token)
    if invitation is None:
        return _gone(request)
    context = {"invitation": invitation}
    if request.user.is_authenticated:
        if request.user.email != invitation.email:
            return render(request, "people/not_yours.html", status=403)
        if request.method == "POST":
            return _join(request, token, user=request.user)
        return render(request, "people/accept.html", context)
    if workflow.has_account(invitation.email):
        return render(request, "people/sign_in_first.html", context)
    form = NewAccountForm(email=invitation.email)
    if request.method == "POST":
        form = NewAccountForm(request.POST, email=invitation.email)
        if form.is_valid():
            return _join(request, token, **form.cleaned_data)
    context |= {"form": form, "errors": error_list(form)}
    status = 422 if form.errors else 200
    return render(request, "people/accept.html", context, status=status)


def _join(request, token, **person):
    try:
        user = workflow.accept(token=token, **person)
    except Refused:  # somebody else used the link while this page was open
        return _gone(request)
    if not request.user.is_authenticated:
        login(request, user)
    messages.success(request, "You have joined.")
    return redirect("home")


def _gone(request):
    """The one page for every link that opens nothing, whatever the reason."""
    return render(request, "people/gone.html", status=404)
