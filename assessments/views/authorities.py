"""Coram Voice's pages of authorities: all of them, one of them, and what is put right."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from leavingcare.forms import as_error, error_list
from leavingcare.refusals import Refused

from ..access import open_desk_authority, require_officer
from ..analysis.authority_names import search
from ..desk import authority_page
from ..desk.directory import Candidate, Directory
from ..desk.merging import plan
from ..field_merge import seen_token
from ..forms.authorities import (
    DetailsForm,
    HandOverForm,
    ListForm,
    NoteForm,
    SearchForm,
    WhichForm,
)
from ..forms.common import show_clashes
from ..models import LocalAuthority, Membership, RegisterSource
from ..workflow import authorities as workflow
from ..workflow import members, merging, register
from .requests import SignedInRequest

A_PAGE = 50


@require_safe
def authorities(request: SignedInRequest) -> HttpResponse:
    """List the authorities that are here, or those that a search finds."""
    require_officer(request.user)
    form = ListForm(request.GET)
    form.is_valid()
    wanted = form.cleaned_data.get("q", "")
    rows = list(authority_page.listed())
    only_unmatched = request.GET.get("unmatched") == "1"
    if only_unmatched:
        rows = [row for row in rows if not row.code]
    if wanted:
        names = {row.pk: [row.name, *row.other_names, row.code] for row in rows}
        of = {row.pk: row for row in rows}
        rows = [of[pk] for pk in search(wanted, names)]
    if form.cleaned_data.get("sort") == "next":
        rows.sort(key=lambda row: row.next_on or date.max)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "wanted": wanted,
        "only_unmatched": only_unmatched,
        "page": page,
        "unmatched": LocalAuthority.objects.standing().filter(code="").count(),
        "source": RegisterSource.objects.first(),
        "errors": error_list(form),
    }
    return render(request, "authorities/authorities.html", context)


def _authority(request: SignedInRequest, slug: str) -> LocalAuthority:
    """Return the authority, for programme officers; raises as `access` does."""
    require_officer(request.user)
    return open_desk_authority(request.user, slug)


@require_http_methods(["GET", "HEAD", "POST"])
def authority(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show everything about one authority (GET), or add a note of a contact (POST)."""
    found = open_desk_authority(request.user, slug)
    if found.merged_into:
        messages.info(request, f"{found} has been merged into {found.merged_into}.")
        return redirect("authority", slug=found.merged_into.slug)
    form = NoteForm(initial={"on": timezone.localdate()})
    if request.method == "POST":
        form = NoteForm(request.POST)
        if form.is_valid():
            workflow.add_note(authority=found, by=request.user, **form.cleaned_data)
            messages.success(request, "The note has been added.")
            return redirect("authority", slug=found.slug)
    errors = error_list(form)
    context = {
        "page": authority_page.of(found),
        "may_change": request.user.is_officer,
        "form": form,
        "errors": errors,
    }
    status = 422 if errors else 200
    return render(request, "authorities/authority.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change_authority(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change an authority's name, and what the register does not know of it."""
    found = _authority(request, slug)
    shown = workflow.details_of(found)
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        authority=found,
        initial={**shown, "seen": seen_token("", shown)},
    )
    status = 422
    if form.is_valid():
        said = {"region": "", "kind": ""} | form.cleaned_data
        try:
            merged = workflow.change_details(authority=found, by=request.user, **said)
        except Refused as refusal:
            form.add_error("name", as_error(refusal))
            status = 409
        else:
            if merged.clashes:
                found.refresh_from_db()
                show_clashes(form, merged, seen_token("", workflow.details_of(found)))
                return _details_page(request, found, form, 409)
            messages.success(request, "The details have been changed.")
            return redirect("authority", slug=found.slug)
    return _details_page(request, found, form, status)


def _details_page(
    request: SignedInRequest, found: LocalAuthority, form: DetailsForm, status: int
) -> HttpResponse:
    errors = error_list(form)
    context = {"authority": found, "form": form, "errors": errors}
    return render(
        request, "authorities/change.html", context, status=status if errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def match_authority(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say which authority of the register this is."""
    found = _authority(request, slug)
    directory = Directory()
    page = ChoicePage(request, found, _in_register(directory, request, found))
    if request.method != "POST":
        return page.show("authorities/match.html")
    if not page.form.is_valid():
        return page.show("authorities/match.html", status=422)
    chosen = directory.get(page.form.cleaned_data["which"])
    try:
        assert chosen is not None  # a choice of the form
        register.match(authority=found, candidate=chosen, by=request.user)
    except Refused as refusal:
        page.form.add_error("which", as_error(refusal))
        return page.show("authorities/match.html", status=409)
    messages.success(request, "It is matched with the register.")
    return redirect("authority", slug=found.slug)


def _in_register(
    directory: Directory, request: SignedInRequest, found: LocalAuthority
) -> list[Candidate]:
    """Return those of the register that a search, or else the name, may mean."""
    wanted = request.GET.get("q", "").strip()[:100]
    near = directory.search(wanted) if wanted else directory.alike(found.name)
    return [each for each in near if each.entry][:20]


class ChoicePage:
    """A page that asks which authority is meant, with a search of its own."""

    def __init__(
        self,
        request: SignedInRequest,
        authority: LocalAuthority,
        candidates: list[Candidate],
    ) -> None:
        self.request, self.authority = request, authority
        self.candidates = candidates
        self.search = SearchForm(request.GET or None)
        self.form = WhichForm(
            request.POST if request.method == "POST" else None, candidates=candidates
        )

    def show(self, template: str, status: int = 200, **more: object) -> HttpResponse:
        context = {
            "authority": self.authority,
            "candidates": self.candidates,
            "search": self.search,
            "form": self.form,
            "source": RegisterSource.objects.first(),
            "errors": error_list(self.form),
            **more,
        }
        return render(self.request, template, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_authority(request: SignedInRequest, slug: str) -> HttpResponse:
    """Choose the double of an authority, see what would happen, then merge it."""
    kept = _authority(request, slug)
    double = _double(request, kept)
    if double and double.merged_into:
        messages.info(request, f"{double} has been merged into {double.merged_into}.")
        return redirect("authority", slug=double.merged_into.slug)
    if double is None:
        directory = Directory()
        wanted = request.GET.get("q", "").strip()[:100]
        near = directory.search(wanted) if wanted else directory.alike(kept.name)
        others = [
            each for each in near if each.authority and each.authority.pk != kept.pk
        ]
        return ChoicePage(request, kept, others).show("authorities/merge.html")
    if request.method != "POST":
        return _plan_page(request, kept, double)
    try:
        merging.merge(kept=kept, double=double, by=request.user)
    except Refused as refusal:
        return _plan_page(request, kept, double, [("", as_error(refusal))], status=409)
    messages.success(request, f"{double} has been merged into {kept}.")
    return redirect("authority", slug=kept.slug)


def _double(request: SignedInRequest, kept: LocalAuthority) -> LocalAuthority | None:
    """Return the authority that the URL names as the double, or None.

    It may have been merged since.
    """
    slug = request.GET.get("double", "")
    others = LocalAuthority.objects.exclude(pk=kept.pk).select_related("merged_into")
    return others.filter(slug=slug).first() if slug else None


def _plan_page(
    request: SignedInRequest,
    kept: LocalAuthority,
    double: LocalAuthority,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"plan": plan(kept, double), "errors": errors or []}
    return render(request, "authorities/merge_check.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest, slug: str, member: int) -> HttpResponse:
    """Hand the part of somebody who has left to another person."""
    found = _authority(request, slug)
    membership = get_object_or_404(
        Membership.objects.select_related("user", "authority"),
        authority=found,
        pk=member,
    )
    form = HandOverForm(
        request.POST if request.method == "POST" else None, membership=membership
    )
    status = 422
    if form.is_valid():
        try:
            done = members.hand_over(
                membership=membership, email=form.cleaned_data["email"], by=request.user
            )
        except Refused as refusal:
            form.add_error("email", as_error(refusal))
            status = 409
        else:
            _say_handed_over(request, membership, done)
            return redirect("authority", slug=found.slug)
    errors = error_list(form)
    context = {
        "authority": found,
        "membership": membership,
        "groups": authority_page.open_groups(membership),
        "form": form,
        "errors": errors,
    }
    return render(
        request,
        "authorities/hand_over.html",
        context,
        status=status if errors else 200,
    )


def _say_handed_over(
    request: SignedInRequest, membership: Membership, done: members.HandedOver
) -> None:
    role = membership.get_role_display().lower()
    if done.person:
        messages.success(
            request, f"{done.person} has taken over the part of {membership.user}."
        )
    elif done.invitation:
        messages.success(
            request, f"{done.invitation.email} has been invited as {role}."
        )
    if done.ended:
        messages.warning(
            request,
            f"Invitations that {membership.user} sent can no longer be used: "
            f"{', '.join(done.ended)}.",
        )
