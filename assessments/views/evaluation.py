"""The pages of an evaluator: submissions passed on, with codes instead of names."""

from itertools import groupby

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..access import open_passed_on, passed_on
from ..files.bounded import jobs
from ..files.catalogue import ROUND_FORMATS
from ..submission.shown import document
from ..workflow import evaluation as workflow
from .files import download, not_made
from .requests import SignedInRequest


@require_safe
def evaluation(request: SignedInRequest) -> HttpResponse:
    """List the submissions that are passed on, by round and code."""
    submissions = passed_on(request.user).select_related(None)
    ordered = (
        submissions.select_related("assessment__authority")
        .prefetch_related("assessment__round__framework")  # few, each read once
        .only(
            "dated_on",
            "is_imported",
            "assessment__round",
            "assessment__authority__number",
        )
        .order_by(
            "-assessment__round__opens_on",
            "assessment__round",
            "assessment__authority__number",
        )
    )
    asked = workflow.asked_counts(ordered)
    rounds = [
        (round, workflow.round_label(round, asked[round.pk]), list(found))
        for round, found in groupby(ordered, lambda each: each.assessment.round)
    ]
    context = {"rounds": rounds, "formats": list(ROUND_FORMATS.values())}
    return render(request, "evaluation/evaluation.html", context)


@require_safe
def passed_on_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one submission with a code instead of its authority's name."""
    found = open_passed_on(request.user, pk)
    workflow.record_reading([found], request.user)
    context = {
        "alias": found.assessment.authority.alias,
        "document": document.shape(workflow.document_of(found)),
    }
    return render(request, "evaluation/submission.html", context)


@require_safe
def evaluation_file(request: SignedInRequest, pk: int, format: str) -> HttpResponse:
    """Download the data of a round's submissions that are passed on.

    With "text" in the query it contains what people wrote too.
    """
    chosen = ROUND_FORMATS.get(format)
    submissions = list(passed_on(request.user).filter(assessment__round=pk))
    if chosen is None or not submissions:
        raise Http404
    with_words = "text" in request.GET
    submissions.sort(key=lambda each: each.assessment.authority.number)
    try:
        with jobs.turn_of(request.user):
            content = workflow.data_file(
                round=submissions[0].assessment.round,
                submissions=submissions,
                format=chosen,
                with_words=with_words,
            )
    except jobs.NotMade as failure:
        return not_made(request, failure, back=reverse("evaluation"))
    said = f"{format} with text" if with_words else format
    workflow.record_reading(submissions, request.user, format=said)
    ending = "-with-text" if with_words else ""
    return download(content, f"evaluation-{pk}{ending}.{chosen.name}", chosen.kind)
