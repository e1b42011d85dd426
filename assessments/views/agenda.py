"""The agenda of a meeting: what to talk about, in which order, and for how long."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from frameworks.models import Area
from leavingcare.forms import error_list
from leavingcare.refusals import Refused

from ..access import Access, open_assessment
from ..files.bounded import jobs
from ..files.pdf import printing
from ..files.pdf.line_breaking import lines_of
from ..forms.agenda import FilterForm, PlanForm
from ..models import Assessment
from ..moderation import agenda as agenda_items
from ..moderation.agenda import Section
from ..moderation.comparison import Comparison
from ..moderation.context import context_of
from ..moderation.contradictions import contradictions
from ..moderation.meeting_pack import texts_of, with_answers
from ..workflow import meeting as workflow
from .files import download, not_made
from .requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the statements to discuss (GET), or plan or settle some together (POST)."""
    writing = request.method == "POST"
    _, access = open_assessment(
        request.user, pk, "moderate" if writing else "see_inside"
    )
    if not writing:
        return _page(request, access)
    if "accept" in request.POST:
        return _accept(request, access)
    return _plan(request, access)


def _page(
    request: SignedInRequest,
    access: Access,
    *,
    plan: PlanForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the agenda as it is filtered, with what was wrong."""
    assessment = access.assessment
    found = agenda_items.items_of(access)
    filters = FilterForm(_areas_in(found), request.GET)
    shown = filters.keep(found)
    sections = agenda_items.sections(shown, assessment.meeting.minutes)
    minutes = sum(section.minutes for section in sections)
    plan = plan or PlanForm(assessment.meeting)
    context = {
        "assessment": assessment,
        "access": access,
        "filters": filters,
        "query": request.GET.urlencode(),
        "found": found,
        "shown": shown,
        "sections": sections,
        "checks": agenda_items.checks(shown),
        "rated_by_one": [item for item in shown if item.is_alone],
        "sound": [item for item in shown if item.is_alone and not item.concerns],
        "clashes": contradictions(found, shown, assessment.round.framework.families),
        "to_settle": [item for item in shown if not item.is_settled],
        "minutes": minutes,
        "over": minutes - assessment.meeting.length,
        "spare": assessment.meeting.length - minutes,
        "plan": plan,
        "errors": _errors(plan, shown, problem),
    }
    return render(request, "moderation/agenda.html", context, status=status)


def _errors(
    plan: PlanForm, shown: Iterable[agenda_items.Item], problem: str
) -> list[tuple[str, str]]:
    """Return the plan's errors and a problem with the statements that are listed.

    [(id of the field, error)]; a problem leads to the first that may be accepted.
    """
    errors = error_list(plan)
    if problem:
        listed = [item for item in shown if item.may_be_accepted]
        anchor = f"accept-{listed[0].statement.pk}" if listed else ""
        errors.append((anchor, problem))
    return errors


def _areas_in(found: Iterable[agenda_items.Item]) -> list[Area]:
    """Return the areas of the items, in order."""
    return list(dict.fromkeys(item.statement.area for item in found))


def _plan(request: SignedInRequest, access: Access) -> HttpResponse:
    """Save the length of the meeting and the minutes for each kind of statement."""
    form = PlanForm(access.assessment.meeting, request.POST)
    if not form.is_valid():
        return _page(request, access, plan=form, status=422)
    workflow.plan(
        assessment=access.assessment,
        length=form.cleaned_data["length"],
        minutes=form.minutes,
    )
    messages.success(request, "The minutes are saved.")
    return redirect("agenda", access.assessment.pk)


def _accept(request: SignedInRequest, access: Access) -> HttpResponse:
    """Settle the selected statements, or all listed, on the rating all groups gave."""
    statements = [item.statement.pk for item in agenda_items.items_of(access)]
    known = {str(pk): pk for pk in statements}
    name = "listed" if request.POST["accept"] == "all" else "statement"
    chosen = [known[pk] for pk in request.POST.getlist(name) if pk in known]
    try:
        settled, left = workflow.accept_together(
            access=access, statements=chosen, by=request.user
        )
    except Refused as refusal:
        return _page(request, access, problem=str(refusal), status=422)
    if settled:
        messages.success(
            request, f"Settled on the rating all groups gave: {', '.join(settled)}."
        )
    if left:
        messages.warning(
            request,
            f"Not settled: {', '.join(left)}. Settle each on its own page.",
        )
    return redirect("agenda", access.assessment.pk)


@require_safe
def next_on_agenda(request: SignedInRequest, pk: int) -> HttpResponse:
    """Redirect to the next statement to settle, or to the agenda if there is none."""
    _, access = open_assessment(request.user, pk, "see_inside")
    found = agenda_items.items_of(access)
    item = agenda_items.next_to_settle(found, request.GET.get("after", ""))
    if item is None:
        return redirect("agenda", pk)
    return redirect("settle", pk, item.statement.area.number, item.statement.letter)


@require_safe
def pack(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the agenda with every group's evidence, to read or to print."""
    _, access = open_assessment(request.user, pk, "see_inside")
    context = _pack(request, access)
    context["query"] = request.GET.urlencode()
    return render(request, "moderation/meeting_pack.html", {**context})


@require_safe
def pack_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Download the agenda with every group's evidence as a PDF."""
    assessment, access = open_assessment(request.user, pk, "see_inside")
    try:
        with jobs.turn_of(request.user):
            context = _pack(request, access)
            context["lines"] = lines_of(texts_of(context["sections"]))
            page = render_to_string("moderation/meeting_pack_print.html", {**context})
            content = printing.render_pdf(page, f"the pack of assessment {pk}")
    except jobs.NotMade as failure:
        return not_made(request, failure, back=reverse("agenda_pack", args=[pk]))
    name = f"{slugify(assessment.authority.name)}-agenda.pdf"
    return download(content, name, "application/pdf")


class Pack(TypedDict, total=False):
    """The values that the pages of the pack show."""

    assessment: Assessment
    access: Access
    now: datetime
    is_filtering: bool
    sections: list[tuple[Section, list[Comparison]]]
    to_settle: int
    minutes: int
    query: str  # of the pack's page
    lines: int | None  # of the pack's PDF


def _pack(request: SignedInRequest, access: Access) -> Pack:
    """Return what both packs show: the filtered agenda with each group's answers."""
    grounds = context_of(access)
    found = agenda_items.items_of(access, grounds)
    filters = FilterForm(_areas_in(found), request.GET)
    sections = with_answers(access, filters.keep(found), grounds)
    return {
        "assessment": access.assessment,
        "access": access,
        "now": timezone.now(),
        "is_filtering": filters.is_filtering,
        "sections": sections,
        "to_settle": sum(len(section.to_settle) for section, _ in sections),
        "minutes": sum(section.minutes for section, _ in sections),
    }
