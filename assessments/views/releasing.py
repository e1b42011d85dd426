"""Coram Voice's page that releases a benchmark, and shows who has opened the results."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from leavingcare.forms import as_error, error_list
from leavingcare.refusals import Refused

from ..analysis.disclosure import FEWEST_NEW
from ..desk.directory import names_in
from ..desk.reached import reached_by
from ..desk.results_opened import ReleasedResults, results_opened
from ..forms.releasing import BenchmarkForm, CoveringNoteForm
from ..models import Round
from ..round_analysis.benchmarking import largest_cluster, plan
from ..round_analysis.rules import RELEASING
from ..workflow import benchmarks as workflow
from .requests import SignedInRequest
from .rounds import staff_round


@require_http_methods(["GET", "HEAD", "POST"])
def round_results(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show what a benchmark would have (GET), or release it with a note (POST)."""
    round = staff_round(request, slug)
    released = results_opened(round)
    names = names_in(round)
    usual = largest_cluster()
    asked = request.POST if request.method == "POST" else request.GET
    form = BenchmarkForm(
        asked or {"by_name": str(usual)}, usual=usual, is_first=not released
    )
    if request.method != "POST":
        note_form = CoveringNoteForm(names=names)
        return _page(request, round, released, form, note_form)
    note_form = CoveringNoteForm(request.POST, names=names)
    if not note_form.is_valid():
        return _page(request, round, released, form, note_form, status=422)
    grouping, by_name = form.wanted
    try:
        made = workflow.release(
            round=round,
            grouping=grouping,
            by_name=by_name,
            note=note_form.cleaned_data["note"],
            by=request.user,
        )
    except Refused as refusal:
        note_form.add_error(None, as_error(refusal))
        return _page(request, round, released, form, note_form, status=409)
    messages.success(
        request,
        f"Release {made.number} went to {len(made.basis)} authorities. "
        f"{reached_by(made.basis).in_words}",
    )
    return redirect("round_results", slug=slug)


def _page(
    request: SignedInRequest,
    round: Round,
    released: list[ReleasedResults],
    form: BenchmarkForm,
    note_form: CoveringNoteForm,
    status: int = 200,
) -> HttpResponse:
    planned = plan(round, *form.wanted)
    context = {
        "round": round,
        "released": released,
        "form": form,
        "note_form": note_form,
        "errors": error_list(note_form),
        "plan": planned,
        "reached": reached_by(planned.groups),
        "fewest_new": FEWEST_NEW,
        "rules": RELEASING,
    }
    return render(request, "results/release.html", context, status=status)
