"""The results of one authority as Coram Voice released them, and in plain words."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from ..access import Access, open_assessment
from ..files.bounded import jobs
from ..files.round_analysis import results as files
from ..files.word_form.writer.forms import KIND
from ..models import Assessment
from ..round_analysis.beside_others import Results, latest, results_of
from ..round_analysis.scores_by_name import ScoresByName
from ..submission.for_young_people import told
from ..workflow import benchmarks as workflow
from ..workflow.seeing_by_name import scores_seen_by
from ..workflow.supplements import last_submission
from .files import download, not_made
from .requests import SignedInRequest

FORMATS = {"pdf": (files.pdf, "application/pdf"), "docx": (files.word, KIND)}


@dataclass(frozen=True)
class Opened:
    """The results of an assessment, if any were released to it."""

    access: Access
    assessment: Assessment
    results: Results | None


def _open(request: SignedInRequest, pk: int) -> Opened:
    """Return the results, and record that a member has opened them."""
    assessment, access = open_assessment(request.user, pk, "read_results")
    found = latest(assessment)
    if found is None:
        return Opened(access, assessment, None)
    benchmark, reference = found
    if access.role is not None:
        workflow.note_opening(
            benchmark=benchmark, assessment=assessment, by=request.user
        )
    return Opened(access, assessment, results_of(assessment, benchmark, reference))


@require_safe
def results(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an authority its own answers beside those of everybody that submitted."""
    opened = _open(request, pk)
    context = {
        "assessment": opened.assessment,
        "access": opened.access,
        "results": opened.results,
        "cluster": _by_name(opened),
    }
    return render(request, "results/results.html", context)


def _by_name(opened: Opened) -> ScoresByName | None:
    """Return the others of its clusters, for members alone."""
    if opened.access.role is None or opened.results is None:
        return None
    return scores_seen_by(opened.assessment)


@require_safe
def results_file(request: SignedInRequest, pk: int, format: str) -> HttpResponse:
    """Download the results as a file; it has nobody's name but the authority's own."""
    opened = _open(request, pk)
    if opened.results is None or format not in FORMATS:
        raise Http404
    make, kind = FORMATS[format]
    name = str(opened.assessment.authority)
    try:
        with jobs.turn_of(request.user):
            content = make(opened.results, name, str(opened.assessment.round))
    except jobs.NotMade as failure:
        return not_made(request, failure, back=reverse("results", args=[pk]))
    return download(content, f"{slugify(name)}-results.{format}", kind)


@require_safe
def results_in_plain_words(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one page for young people: both scores, and what the authority will do.

    It has nothing of a release, so it is there from the submission on.
    """
    assessment, _ = open_assessment(request.user, pk, "read_results")
    context = {
        "assessment": assessment,
        "told": told(assessment, last_submission(assessment)),
    }
    return render(request, "results/plain.html", context)
