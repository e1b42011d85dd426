"""The people of an authority: who is in it, who is invited, and joining."""

from functools import partial

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from leavingcare.forms import error_list
from leavingcare.refusals import Refused

from ..access import may_belong, open_authority
from ..forms.people import InviteForm, NewAccountForm, RoleForm
from ..models import Assessment, Role, WorkingGroup
from ..workflow import joining
from ..workflow import people as workflow
from ..workflow.group_membership import NobodyLeft


@require_safe
def people(request, slug):
    """Who belongs to the authority and, for those who invite, who is invited."""
    authority, may_change = open_authority(request.user, slug)
    return _people_page(request, authority, may_change)


def _people_page(
    request, authority, may_change, *, form=None, problem="", problems=(), status=200
):
    """`problems` are (address where it is put right, or "", message)."""
    groups = _open_groups(authority)
    members = list(
        authority.memberships.select_related("user")
        .prefetch_related(Prefetch("user__working_groups", groups, to_attr="groups"))
        .order_by("user__name", "pk")
    )
    invitations = authority.invitations.filter(
        accepted_at=None, withdrawn_at=None
    ).select_related("invited_by")
    if may_change:
        form = form or InviteForm(groups=list(groups))
        invitations = list(invitations.prefetch_related("groups"))
    errors = error_list(form) if may_change else []
    errors += [*problems, *([("", problem)] if problem else [])]
    context = {
        "authority": authority,
        "may_change": may_change,
        "may_take_away": any(
            each.user_id == request.user.pk and each.role == Role.MODERATOR
            for each in members
        ),
        "members": members,
        "invitations": invitations if may_change else [],
        "roles": Role.choices,
        "form": form,
        "errors": errors,
    }
    return render(request, "people/people.html", context, status=status)


def _open_groups(authority):
    return (
        WorkingGroup.objects.filter(
            assessment__authority=authority, assessment__status=Assessment.Status.OPEN
        )
        .select_related("assessment__round")
        .order_by("assessment__round", "name")
    )


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
    make_form = partial(InviteForm, groups=list(_open_groups(authority)))
    form = make_form(request.POST)
    if not form.is_valid():
        return _people_page(request, authority, True, form=form, status=422)
    invited = workflow.invite_all(
        authority=authority,
        addresses=form.cleaned_data["emails"].addresses,
        role=form.cleaned_data["role"],
        groups=form.cleaned_data.get("groups", []),
        by=request.user,
    )
    context = {"authority": authority}
    return invited_page(request, invited, form, make_form, context)


def invited_page(request, invited, form, make_form, context):
    """What became of each address. The links are in the mails and on no page.

    What could not be read is in the form again, made by `make_form` of what was sent.
    """
    context["invited"] = invited
    if unreadable := form.cleaned_data["emails"].unreadable:
        left = request.POST.copy()
        left["emails"] = "\n".join(text for text, _ in unreadable)
        context["form"] = make_form(left)
        context["errors"] = error_list(context["form"])
    return render(request, "people/invited.html", context)


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
        ended = workflow.change_role(
            membership=membership, role=form.cleaned_data["role"], by=request.user
        )
    except Refused as refusal:
        return _people_page(request, authority, True, problem=str(refusal), status=409)
    messages.success(request, f"The role has been changed.{_with_ended(ended)}")
    return redirect("people", slug=authority.slug)


@require_POST
def remove_member(request, slug, member):
    """End a membership. What the person wrote stays."""
    authority = _managed(request, slug)
    membership = get_object_or_404(
        authority.memberships.select_related("user"), pk=member
    )
    try:
        ended = workflow.remove_member(membership=membership, by=request.user)
    except NobodyLeft as refusal:
        problems = _with_addresses(request.user, refusal.left)
        return _people_page(request, authority, True, problems=problems, status=409)
    except Refused as refusal:
        return _people_page(request, authority, True, problem=str(refusal), status=409)
    messages.success(request, f"The person has been removed.{_with_ended(ended)}")
    if membership.user == request.user and not request.user.is_staff:
        return redirect("home")
    return redirect("people", slug=authority.slug)


def _with_ended(addresses):
    """What to know of invitations that ended with their sender's part, or ""."""
    if not addresses:
        return ""
    return (
        " Invitations they had sent can no longer be used. Invite again whoever should "
        f"still join: {', '.join(addresses)}."
    )


def _with_addresses(user, left):
    """Groups' problems with the groups' addresses, which are not for Coram Voice."""
    if user.is_staff:
        return [("", words) for _, words in left]
    return [
        (reverse("group", args=[group.assessment_id, group.pk]), words)
        for group, words in left
    ]


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request, token):
    """Join by the link of an invitation, with a new account or one's own."""
    invitation = joining.usable(token)
    if invitation is None:
        return _gone(request)
    context = {"invitation": invitation}
    if request.user.is_authenticated:
        if request.user.email != invitation.email:
            return render(request, "people/not_yours.html", status=403)
        if not may_belong(request.user):
            return render(request, "people/staff.html", status=403)
        if request.method == "POST":
            return _join(request, token, user=request.user)
        return render(request, "people/accept.html", context)
    if joining.has_account(invitation.email):
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
        user = joining.accept(token=token, **person)
    except joining.HasAccount:  # made in the same moment, by another invitation
        return redirect("accept_invitation", token)
    except Refused:  # somebody else used the link while this page was open
        return _gone(request)
    if not request.user.is_authenticated:
        login(request, user)
    messages.success(request, "You have joined.")
    return redirect("home")


def _gone(request):
    """The one page for every link that opens nothing, whatever the reason."""
    return render(request, "people/gone.html", status=404)
