"""The agenda with every group's evidence, to read before a meeting or to print."""

from dataclasses import replace
from datetime import datetime
from typing import TypedDict

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from ..access import Access, open_assessment
from ..files.bounded import jobs
from ..files.pdf import printing
from ..files.pdf.line_breaking import lines_of
from ..models import Assessment, PlannedMeeting
from ..moderation.comparison import Comparison
from ..moderation.contradictions import Contradiction, contradictions
from ..moderation.meeting_pack import texts_of, with_answers
from ..moderation.sections import Left, Section
from ..moderation.young_people import Heard, findings_in, heard
from .agenda import Listed
from .files import download, not_made
from .requests import SignedInRequest


class Pack(TypedDict, total=False):
    """The values that the pages of the pack show."""

    assessment: Assessment
    access: Access
    now: datetime
    asked: str  # what the filter asks for, in words
    query: str  # the filter as a query string
    meeting: PlannedMeeting | None  # that the filter asks for
    sections: list[tuple[Section, list[Comparison]]]
    clashes: list[Contradiction]
    heard: list[Heard]  # for moderators
    left: Left
    prepared: int  # of the statements to settle
    lines: int | None  # of the pack's PDF


@require_safe
def pack(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the agenda with every group's evidence, to read or to print."""
    _, access = open_assessment(request.user, pk, "see_inside")
    shown = pack_of(Listed(access, request.GET))
    return render(request, "moderation/meeting_pack.html", {**shown})


@require_safe
def pack_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Download the agenda with every group's evidence as a PDF."""
    assessment, access = open_assessment(request.user, pk, "see_inside")
    try:
        with jobs.turn_of(request.user):
            listed = Listed(access, request.GET)
            context = pack_of(listed, to_hand_out=True)
            context["lines"] = lines_of(
                [*texts_of(context["sections"]), *findings_in(context["heard"])]
            )
            page = render_to_string("moderation/meeting_pack_print.html", {**context})
            content = printing.render_pdf(page, f"the pack of assessment {pk}")
    except jobs.NotMade as failure:
        return not_made(request, failure, back=reverse("agenda_pack", args=[pk]))
    name = slugify(f"{assessment.authority.name} agenda {listed.about}")
    return download(content, f"{name}.pdf", "application/pdf")


def pack_of(listed: Listed, *, to_hand_out: bool = False) -> Pack:
    """Return what both packs show: the filtered agenda with each group's answers.

    The file is to hand out to people who may not see proposals, so it has none.
    """
    assessment = listed.access.assessment
    shown = listed.shown
    if to_hand_out:
        shown = [replace(item, proposed=None) for item in shown]
    sections = with_answers(listed.access, shown, listed.context)
    return {
        "assessment": assessment,
        "access": listed.access,
        "now": timezone.now(),
        "asked": listed.in_words,
        "query": listed.asked.query,
        "meeting": listed.meeting,
        "sections": sections,
        "clashes": contradictions(
            listed.found, listed.shown, assessment.round.framework.families
        ),
        "heard": heard(
            listed.access,
            {
                comparison.statement.area_id
                for _, comparisons in sections
                for comparison in comparisons
            },
        ),
        "left": Left([section for section, _ in sections]),
        "prepared": sum(section.prepared for section, _ in sections),
    }
