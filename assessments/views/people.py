"""The people of an authority: its members, invitations, and joining."""

from collections.abc import Callable, Mapping
from functools import partial

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from leavingcare.forms import as_error, error_list
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..access import may_belong, open_authority
from ..analysis.sentences import join_and
from ..forms.people import InviteForm, InviteIntoGroupForm, NewAccountForm, RoleForm
from ..models import Assessment, Invitation, LocalAuthority, Role, WorkingGroup
from ..workflow import accepting_invitations, members
from ..workflow import inviting as workflow
from ..workflow.accepting_invitations import HasAccount
from ..workflow.group_membership import NobodyLeft
from .requests import Errors, SignedInRequest
from .to_do import drafts_of, outstanding


@require_safe
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show the authority's members and, to those who invite, its invitations."""
    authority, may_change = open_authority(request.user, slug)
    return _people_page(request, authority, may_change)


def _people_page(
    request: SignedInRequest,
    authority: LocalAuthority,
    may_change: bool,
    *,
    form: InviteForm | None = None,
    problem: str = "",
    problems: Errors | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page; `problems` are (URL of the page to correct it on or "", message)."""
    groups = _open_groups(authority)
    members = list(
        authority.memberships.select_related("user")
        .prefetch_related(Prefetch("user__working_groups", groups, to_attr="groups"))
        .order_by("user__name", "pk")
    )
    invitations: list[Invitation] = []
    errors: Errors = []
    if may_change:
        roles = {each.role for each in members if each.user.is_active}
        wanted = Role.CONTRIBUTOR if Role.MODERATOR in roles else Role.MODERATOR
        form = form or InviteForm(groups=list(groups), initial={"role": wanted})
        invitations = _open_invitations(authority)
        errors = error_list(form)
    errors += [*(problems or []), *([("", problem)] if problem else [])]
    context = {
        "authority": authority,
        "may_change": may_change,
        "may_take_away": any(
            each.user_id == request.user.pk and each.role == Role.MODERATOR
            for each in members
        ),
        "members": members,
        "invitations": invitations,
        "roles": Role.choices,
        "form": form,
        "errors": errors,
    }
    return render(request, "people/people.html", context, status=status)


def _open_invitations(authority: LocalAuthority) -> list[Invitation]:
    """Return the invitations that are neither accepted nor withdrawn."""
    return list(
        authority.invitations.open()
        .select_related("invited_by")
        .prefetch_related("groups")
    )


def _open_groups(authority: LocalAuthority) -> QuerySet[WorkingGroup]:
    """Return the working groups of the authority's open assessments."""
    return (
        WorkingGroup.objects.filter(
            assessment__authority=authority, assessment__status=Assessment.Status.OPEN
        )
        .select_related("assessment__round")
        .order_by("assessment__round", "name")
    )


def _managed(request: SignedInRequest, slug: str) -> LocalAuthority:
    """Return the authority, if the person may change who is in it.

    Raises PermissionDenied or Http404.
    """
    authority, may_change = open_authority(request.user, slug)
    if not may_change:
        raise PermissionDenied
    return authority


@require_POST
def invite(request: SignedInRequest, slug: str) -> HttpResponse:
    """Invite people. The older link of anyone invited again stops working."""
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
        changes_roles=bool(request.POST.get("changes_roles")),
        by=request.user,
    )
    context = {"authority": authority}
    return invited_page(request, invited, form, make_form, context)


def invited_page(
    request: SignedInRequest,
    invited: workflow.Invited,
    form: InviteIntoGroupForm,
    make_form: Callable[[QueryDict], InviteIntoGroupForm],
    context: Mapping[str, object],
) -> HttpResponse:
    """Show the outcome for each email address; the links are only in the emails.

    What could not be read is in the form again, which `make_form` makes.
    """
    context = {**context, "invited": invited}
    if unreadable := form.cleaned_data["emails"].unreadable:
        left = request.POST.copy()
        left["emails"] = "\n".join(text for text, _ in unreadable)
        form = make_form(left)
        context |= {"form": form, "errors": error_list(form)}
    return render(request, "people/invited.html", context)


@require_POST
def withdraw_invitation(
    request: SignedInRequest, slug: str, invitation: int
) -> HttpResponse:
    """Withdraw an invitation, so that its link stops working."""
    authority = _managed(request, slug)
    found = get_object_or_404(authority.invitations, pk=invitation)
    workflow.withdraw(invitation=found, by=request.user)
    messages.success(request, "The invitation has been withdrawn.")
    return redirect("people", slug=authority.slug)


@require_POST
def change_role(request: SignedInRequest, slug: str, member: int) -> HttpResponse:
    """Give a member another role."""
    authority = _managed(request, slug)
    membership = get_object_or_404(authority.memberships, pk=member)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _people_page(
            request, authority, True, problem="Choose a role.", status=422
        )
    try:
        ended = members.change_role(
            membership=membership, role=form.cleaned_data["role"], by=request.user
        )
    except Refused as refusal:
        return _people_page(
            request, authority, True, problem=as_error(refusal), status=409
        )
    messages.success(request, f"The role has been changed.{_with_ended(ended)}")
    return redirect("people", slug=authority.slug)


@require_POST
def remove_member(request: SignedInRequest, slug: str, member: int) -> HttpResponse:
    """End a membership. What the person wrote stays."""
    authority = _managed(request, slug)
    membership = get_object_or_404(
        authority.memberships.select_related("user"), pk=member
    )
    try:
        removed = members.remove_member(membership=membership, by=request.user)
    except NobodyLeft as refusal:
        problems = _with_urls(request.user, refusal.left)
        return _people_page(request, authority, True, problems=problems, status=409)
    except Refused as refusal:
        return _people_page(
            request, authority, True, problem=as_error(refusal), status=409
        )
    said = f"{membership.user.name} has been removed."
    if removed.without_people:
        said += f" Nobody is in {join_and(map(str, removed.without_people))} now."
    messages.success(request, f"{said}{_with_ended(removed.ended)}")
    if membership.user == request.user and not request.user.is_staff:
        return redirect("home")
    return redirect("people", slug=authority.slug)


def _with_ended(addresses: list[str]) -> str:
    """Return the sentence about invitations that ended with their sender's role, or ""."""
    if not addresses:
        return ""
    return (
        " The invitations they sent can no longer be used. Invite these people again "
        f"if they should still join: {', '.join(addresses)}."
    )


def _with_urls(user: User, left: list[tuple[WorkingGroup, str]]) -> Errors:
    """Return the groups' problems with the groups' URLs, "" for Coram Voice staff."""
    if user.is_staff:
        return [("", words) for _, words in left]
    return [
        (reverse("group", args=[group.assessment_id, group.pk]), words)
        for group, words in left
    ]


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Join with the link of an invitation, with a new account or one's own."""
    invitation = accepting_invitations.usable(token)
    if invitation is None:
        return _gone(request)
    context: dict[str, object] = {"invitation": invitation}
    if request.user.is_authenticated:
        if request.user.email != invitation.email:
            return render(request, "people/not_yours.html", status=403)
        if not may_belong(request.user):
            return render(request, "people/staff.html", status=403)
        if request.method == "POST":
            return _join(request, invitation, token, user=request.user)
        return render(request, "people/accept.html", context)
    if accepting_invitations.has_account(invitation.email):
        return render(request, "people/sign_in_first.html", context)
    form = NewAccountForm(email=invitation.email)
    if request.method == "POST":
        form = NewAccountForm(request.POST, email=invitation.email)
        if form.is_valid():
            return _join(request, invitation, token, **form.cleaned_data)
    context |= {"form": form, "errors": error_list(form)}
    status = 422 if form.errors else 200
    return render(request, "people/accept.html", context, status=status)


def _join(
    request: HttpRequest,
    invitation: Invitation,
    token: str,
    *,
    user: User | None = None,
    name: str = "",
    password: str = "",
) -> HttpResponse:
    """Accept the invitation for an account that exists or a new one, and sign in."""
    try:
        joined = accepting_invitations.accept(
            token=token, user=user, name=name, password=password
        )
    except HasAccount:  # made in the same moment, by another invitation
        return redirect("accept_invitation", token)
    except Refused:  # somebody else used the link while this page was open
        return _gone(request)
    if not request.user.is_authenticated:
        login(request, joined)
    messages.success(request, _joined_words(invitation, joined))
    return redirect("home")


def _joined_words(invitation: Invitation, joined: User) -> str:
    """Return that somebody has joined, and with which area to start."""
    words = f"You have joined {invitation.authority}’s self-assessment."
    to_do = outstanding(drafts_of(joined))
    here = (one for one in to_do if one.assessment.authority == invitation.authority)
    if first := next(here, None):
        return f"{words} Start with area {first.draft.area.number}."
    return words


def _gone(request: HttpRequest) -> HttpResponse:
    """Show the one page for every link that does not work, whatever the reason."""
    return render(request, "people/gone.html", status=404)
