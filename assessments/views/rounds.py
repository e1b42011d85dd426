"""Coram Voice's pages of rounds and their progress. They show nothing anybody wrote."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from frameworks.models import Framework
from leavingcare.forms import as_error, error_list
from leavingcare.programs import for_programs
from leavingcare.refusals import Refused

from ..access import require_officer
from ..analysis.due import day_in_words
from ..analysis.sentences import join_and
from ..desk import round_list_file, round_rows
from ..desk.rounds import counted as counted_rounds
from ..field_merge import seen_token
from ..files.data import zips
from ..forms.common import show_clashes
from ..forms.rounds import ChangeRoundForm, FiltersForm, RoundForm
from ..models import Assessment, Round
from ..stages import Stage
from ..workflow import rounds as workflow
from .files import download
from .requests import SignedInRequest

CSV = "text/csv; charset=utf-8"
A_PAGE = 50
MOST_NAMED = 3  # authorities in one sentence


@require_safe
def rounds(request: SignedInRequest) -> HttpResponse:
    """List every round, the newest first, with how many authorities have submitted."""
    require_officer(request.user)
    every = counted_rounds(Round.objects.select_related("framework"))
    return render(request, "rounds/rounds.html", {"rounds": list(every)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: SignedInRequest) -> HttpResponse:
    """Open a round of an edition."""
    require_officer(request.user)
    frameworks = list(Framework.objects.all())
    if request.method != "POST":
        return _new_round_page(request, RoundForm(frameworks=frameworks))
    form = RoundForm(request.POST, frameworks=frameworks)
    if not form.is_valid():
        return _new_round_page(request, form, status=422)
    opened = workflow.open_round(
        name=form.cleaned_data["name"],
        framework=form.cleaned_data["edition"],
        opens_on=form.cleaned_data["opens_on"],
        closes_on=form.cleaned_data["closes_on"],
        by=request.user,
    )
    messages.success(request, f"{_opened(opened)} Now add its authorities.")
    return redirect("round", slug=opened.slug)


def _opened(round: Round) -> str:
    """Return that a round is open, or that it opens later, as a sentence."""
    if not round.opens_later:
        return "The round is open."
    day = day_in_words(round.opens_on)
    return f"The round opens on {day}. Authorities can begin as soon as you add them."


def _new_round_page(
    request: SignedInRequest, form: RoundForm, status: int = 200
) -> HttpResponse:
    """Show the form that opens a round, as it was sent."""
    context = {"form": form, "errors": error_list(form)}
    return render(request, "rounds/new_round.html", context, status=status)


def staff_round(request: SignedInRequest, slug: str) -> Round:
    """Return the round, for Coram Voice staff. Raises PermissionDenied or Http404."""
    require_officer(request.user)
    return get_object_or_404(Round.objects.select_related("framework"), slug=slug)


@require_safe
def round(request: SignedInRequest, slug: str) -> HttpResponse:
    """List a round's authorities with what is next, what needs doing first."""
    found = staff_round(request, slug)
    rows = round_rows.of_round(found)
    form = FiltersForm(request.GET, rows=rows)
    shown = form.apply(rows)
    context = {
        "round": found,
        "page": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
        "total": len(rows),
        "asked": sum(row.assessment.is_counted for row in rows),
        "returned": sum(
            row.assessment.is_counted and row.assessment.submitted_on is not None
            for row in rows
        ),
        "stages": _stage_counts(rows),
        "without_moderator": sum(row.lacks_moderator for row in rows),
        "form": form,
        "errors": error_list(form),
        "is_filtered": form.is_filtered,
        "query": _query(request.GET, form),
    }
    return render(request, "rounds/round.html", context)


def _stage_counts(rows: list[round_rows.RoundRow]) -> list[tuple[Stage, int]]:
    counts = [(stage, sum(1 for row in rows if row.stage == stage)) for stage in Stage]
    return [(stage, number) for stage, number in counts if number]


def _query(sent: QueryDict, form: FiltersForm) -> str:
    """Return the part of the URL that narrows the file as the page is narrowed."""
    query = QueryDict(mutable=True)
    query.update({name: str(sent[name]) for name in form.fields if sent.get(name)})
    return query.urlencode()


@for_programs
@require_safe
def round_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    """Download the list of a round's authorities, narrowed as on its page."""
    found = staff_round(request, slug)
    rows = round_rows.of_round(found)
    shown = FiltersForm(request.GET, rows=rows).apply(rows)
    content = zips.csv_file(
        round_list_file.HEADER, [round_list_file.cells(row) for row in shown]
    )
    day = timezone.localdate().isoformat()
    return download(content, f"{found.slug}-authorities-{day}.csv", CSV)


@require_http_methods(["GET", "HEAD", "POST"])
def change_round(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change a round's name and dates, or close it or open it again."""
    found = staff_round(request, slug)
    if request.method != "POST":
        return _change_page(request, found, _change_form(found))
    if request.POST.get("form") in {"close", "reopen"}:
        return _close_or_reopen(request, found)
    form = ChangeRoundForm(request.POST, round=found)
    if not form.is_valid():
        return _change_page(request, found, form, status=422)
    try:
        merged, told = workflow.change_round(
            round=found, by=request.user, **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error("name", as_error(refusal))
        return _change_page(request, found, form, status=409)
    if merged.clashes:
        found.refresh_from_db()
        token = seen_token("", workflow.round_values(found))
        show_clashes(form, merged, token)
        return _change_page(request, found, form, status=409)
    messages.success(request, f"The round has been changed. {emailed(told)}")
    return redirect("round", slug=found.slug)


def emailed(told: Sequence[Assessment]) -> str:
    """Return whose moderators were emailed, as a sentence."""
    if not told:
        return "Nobody was emailed."
    many = f"{len(told)} authorities"
    names = [str(each.authority) for each in told]
    whose = join_and(names) if len(told) <= MOST_NAMED else many
    return f"We have emailed the moderators of {whose}."


def _change_form(found: Round) -> ChangeRoundForm:
    return ChangeRoundForm(
        round=found,
        initial={
            "name": found.name,
            "opens_on": found.opens_on,
            "closes_on": found.closes_on,
            "tell": True,
            "seen": seen_token("", workflow.round_values(found)),
        },
    )


def _close_or_reopen(request: SignedInRequest, found: Round) -> HttpResponse:
    if request.POST["form"] == "close":
        workflow.close_round(round=found, by=request.user)
        messages.success(request, "The round is closed. Nothing has been deleted.")
    else:
        workflow.reopen_round(round=found, by=request.user)
        messages.success(request, "The round is open again.")
    return redirect("round", slug=found.slug)


def _change_page(
    request: SignedInRequest, found: Round, form: ChangeRoundForm, status: int = 200
) -> HttpResponse:
    context = {
        "round": found,
        "form": form,
        "errors": error_list(form),
        "events": list(found.desk_events.select_related("by", "authority")[:100]),
    }
    return render(request, "rounds/change_round.html", context, status=status)
