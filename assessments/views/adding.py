"""Coram Voice adds authorities to a round: found in the register, by hand, or many at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from leavingcare.forms import error_list
from leavingcare.refusals import Refused

from ..desk.directory import Candidate, Directory
from ..desk.lines import Check, Choices, Line
from ..forms.authorities import (
    NONE_OF_THESE,
    ByHandForm,
    IsItForm,
    JoinForm,
    SearchForm,
)
from ..forms.pasting import ChoicesForm, LinesForm
from ..models import Assessment, LocalAuthority, RegisterSource, Round
from ..workflow import authorities, taking_part
from ..workflow.common import moderators_of_authority
from ..workflow.inviting import StaffAddress
from .requests import SignedInRequest
from .rounds import staff_round

MOST_FOUND = 20
ROLES = {"contributor", "approver"}


@require_http_methods(["GET", "HEAD", "POST"])
def add_authority(request: SignedInRequest, slug: str) -> HttpResponse:
    """Find an authority (GET), or name one that is not in the register (POST)."""
    round = staff_round(request, slug)
    directory = Directory()
    if request.method != "POST":
        return _search_page(request, round, directory, ByHandForm())
    form = ByHandForm(request.POST)
    if not form.is_valid():
        return _search_page(request, round, directory, form, status=422)
    name = form.cleaned_data["name"]
    if found := directory.exact(name):
        return redirect("add_one", slug=round.slug, key=found.key)
    candidates = directory.alike(name)
    if candidates:
        asked = IsItForm(
            request.POST if "which" in request.POST else None,
            candidates=candidates,
            initial={"name": name},
        )
        if not asked.is_valid():
            return _is_it_page(request, round, name, asked)
        if asked.cleaned_data["which"] != NONE_OF_THESE:
            return redirect("add_one", slug=round.slug, key=asked.cleaned_data["which"])
    made = authorities.new_authority(name)
    messages.success(request, f"{made} is known now. Add it to the round next.")
    return redirect("add_one", slug=round.slug, key=made.slug)


def _search_page(
    request: SignedInRequest,
    round: Round,
    directory: Directory,
    by_hand: ByHandForm,
    status: int = 200,
) -> HttpResponse:
    """Show the search and what it finds; who takes part already cannot be chosen."""
    search = SearchForm(request.GET)
    wanted = search.cleaned_data["q"] if search.is_valid() else ""
    found = directory.search(wanted)
    if request.method != "POST" and wanted:
        by_hand = ByHandForm(initial={"name": wanted})
    taking_part_already = set(
        LocalAuthority.objects.filter(assessments__round=round).values_list(
            "pk", flat=True
        )
    )
    context = {
        "round": round,
        "search": search,
        "wanted": wanted,
        "found": [
            (
                each,
                each.authority is not None and each.authority.pk in taking_part_already,
            )
            for each in found[:MOST_FOUND]
        ],
        "more": max(0, len(found) - MOST_FOUND),
        "form": by_hand,
        "source": RegisterSource.objects.first(),
        "errors": [*error_list(search), *error_list(by_hand)],
    }
    return render(request, "rounds/add.html", context, status=status)


def _is_it_page(
    request: SignedInRequest, round: Round, name: str, form: IsItForm
) -> HttpResponse:
    context = {"round": round, "name": name, "form": form, "errors": error_list(form)}
    status = 422 if form.errors else 200
    return render(request, "rounds/is_it.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add_one(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """Show who moderates for the authority (GET), and add it to the round (POST)."""
    round = staff_round(request, slug)
    candidate = Directory().get(key)
    if candidate is None:
        raise Http404
    page = JoinPage(request, round, candidate)
    if request.method != "POST":
        return page.show(page.form())
    form = page.form(request.POST)
    if not form.is_valid():
        return page.show(form, status=422)
    return page.join(form)


class JoinPage:
    """The page that adds one authority, with those who moderate there already."""

    def __init__(
        self, request: SignedInRequest, round: Round, candidate: Candidate
    ) -> None:
        self.request, self.round, self.candidate = request, round, candidate
        authority = candidate.authority
        self.moderators = list(moderators_of_authority(authority)) if authority else []
        asks = request.POST.get(
            "asks", ""
        )  # the role in which an email address is known
        self.asks = asks if asks in ROLES else ""

    def form(self, data: QueryDict | None = None) -> JoinForm:
        return JoinForm(data, has_moderators=bool(self.moderators), asks=self.asks)

    def join(self, form: JoinForm) -> HttpResponse:
        try:
            joined = taking_part.join(
                round=self.round,
                authority=authorities.authority_of(self.candidate),
                email=form.cleaned_data["email"],
                promotes=form.cleaned_data.get("promotes", False),
                by=self.request.user,
            )
        except taking_part.OtherRole as refusal:
            self.asks = refusal.role
            form = self.form(self.request.POST)
            form.add_error("promotes", str(refusal))
            return self.show(form, status=409)
        except (StaffAddress, Refused) as refusal:
            field = "email" if isinstance(refusal, StaffAddress) else None
            form.add_error(field, str(refusal))
            return self.show(form, status=409)
        context = {"round": self.round, "added": [joined], "left": []}
        return render(self.request, "rounds/added.html", context)

    def show(self, form: JoinForm, status: int = 200) -> HttpResponse:
        authority = self.candidate.authority
        there = (
            Assessment.objects.filter(authority=authority, round=self.round).exists()
            if authority
            else False
        )
        context = {
            "round": self.round,
            "candidate": self.candidate,
            "moderators": self.moderators,
            "form": form,
            "asks": self.asks,
            "is_there": there,
            "errors": error_list(form),
        }
        return render(self.request, "rounds/add_one.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add_many(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show a box to paste lines (GET), check them, then add those that are ready (POST)."""
    round = staff_round(request, slug)
    if request.method != "POST":
        return _paste_page(request, round, LinesForm())
    form = LinesForm(request.POST)
    if not form.is_valid():
        return _paste_page(request, round, form, status=422)
    numbers = range(1, len(form.pasted) + 1)
    is_checked = form.is_as_checked
    choices = ChoicesForm.chosen(request.POST, numbers) if is_checked else Choices()
    lines = Check(round, form.pasted).lines(choices)
    if request.POST.get("do") != "add" or not is_checked:
        return _check_page(request, round, form, lines)
    ready = [line for line in lines if line.is_ready]
    if not ready:
        return _check_page(request, round, form, lines, status=422)
    added, failed = taking_part.join_lines(round=round, lines=ready, by=request.user)
    left = [(line, line.problem) for line in lines if line.problem] + failed
    context = {"round": round, "added": added, "left": left}
    return render(request, "rounds/added.html", context)


def _paste_page(
    request: SignedInRequest, round: Round, form: LinesForm, status: int = 200
) -> HttpResponse:
    context = {"round": round, "form": form, "errors": error_list(form)}
    return render(request, "rounds/add_many.html", context, status=status)


def _check_page(
    request: SignedInRequest,
    round: Round,
    form: LinesForm,
    lines: list[Line],
    status: int = 200,
) -> HttpResponse:
    asked = ChoicesForm(lines=lines)
    ready = sum(line.is_ready for line in lines)
    context = {
        "round": round,
        "form": form,
        "lines": [(line, asked.of(line)) for line in lines],
        "ready": ready,
        "problems": len(lines) - ready,
        "checked": form.cleaned_data["lines"],
        "errors": [("", "No line is ready to add.")] if status == 422 else [],
    }
    return render(request, "rounds/check_many.html", context, status=status)
