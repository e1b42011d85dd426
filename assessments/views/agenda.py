"""The list of what to discuss: filtered, walked through, printed, settled together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from leavingcare.forms import as_error
from leavingcare.refusals import Refused

from ..access import Access, open_assessment
from ..forms.agenda import FilterForm
from ..models import AgreedArea, PlannedMeeting
from ..moderation import agenda as agenda_items
from ..moderation.agenda import Item
from ..moderation.context import AgendaContext, context_of
from ..moderation.contradictions import contradictions
from ..moderation.filters import Filter
from ..moderation.meetings import planned_meetings, plans
from ..moderation.minutes import minutes_by_word
from ..moderation.navigation import Key, Walk
from ..moderation.sections import ALONE, Left, Section, checks, sections
from ..moderation.unopened import unfinished_drafts
from ..workflow import moderating, settling_together
from ..workflow.common import numbers
from .requests import Errors, SignedInRequest
from .return_links import after_settling


@dataclass(frozen=True)
class Listed:
    """The agenda as a person may see it, and what a filter keeps of it."""

    access: Access
    query: Mapping[str, str]  # of the page

    @cached_property
    def context(self) -> AgendaContext:
        """The open areas, their drafts and the scale."""
        return context_of(self.access)

    @cached_property
    def asked(self) -> Filter:
        """The page's filter, without values it does not understand."""
        sent = Filter.of(self.query)
        return sent.understood(self.context, self.meetings if sent.meeting else [])

    @cached_property
    def meetings(self) -> list[PlannedMeeting]:
        """The planned meetings, by date. One query."""
        return planned_meetings(self.access.assessment.pk)

    @cached_property
    def found(self) -> list[Item]:
        """Every item of the agenda."""
        return agenda_items.items_of(self.access, self.context)

    @cached_property
    def shown(self) -> list[Item]:
        """The items that the filter keeps."""
        meetings = self.meetings if self.asked.meeting else []
        return self.asked.keep(self.found, self.context, meetings)

    @property
    def in_words(self) -> str:
        """The filter in words; "" if it keeps everything."""
        return self.asked.in_words(self.context, self.meetings)

    @property
    def about(self) -> str:
        """The same without the words searched for, which may name somebody."""
        return replace(self.asked, q="").in_words(self.context, self.meetings)

    @property
    def meeting(self) -> PlannedMeeting | None:
        """The planned meeting that the filter asks for."""
        if not self.asked.meeting:
            return None
        return next(each for each in self.meetings if each.pk == self.asked.meeting)

    @property
    def own_groups(self) -> set[str]:
        """The names of the person's groups that rate an open area."""
        ids = self.access.group_ids
        return {name for pk, name in self.context.groups.items() if pk in ids}

    @property
    def area(self) -> AgreedArea | None:
        """The one area that the filter asks for, if the person may see it."""
        for area in self.context.areas:
            if area.area.number == self.asked.area:
                return area
        return None


def walk_of(access: Access, query: Mapping[str, str]) -> Walk | None:
    """Return the walk that a page of one statement is on, by its query string.

    None if neither the agenda nor a page after it led here.
    """
    asked = Filter.of(query)
    if not asked.asked and query.get("on") != "agenda":
        return None
    listed = Listed(access, query)
    ordered = sorted(listed.found, key=agenda_items.agenda_order)
    return Walk(
        keys=[Key(*item.key) for item in ordered],
        kept={Key(*item.key) for item in listed.shown},
        query=asked.query,
        in_words=listed.in_words,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the statements to discuss (GET), or settle some of them together (POST)."""
    writing = request.method == "POST"
    _, access = open_assessment(
        request.user, pk, "moderate" if writing else "see_inside"
    )
    if "open" in request.POST:
        return _open(request, access)
    if writing:
        return _settle_together(request, access)
    return _page(request, Listed(access, request.GET))


@require_safe
def moderation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Redirect to the agenda from the old URL of the list of areas."""
    open_assessment(request.user, pk, "see_inside")
    return redirect("agenda", pk)


def _page(
    request: SignedInRequest,
    listed: Listed,
    problems: Errors | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show the agenda as it is filtered; `problems` are what could not be done."""
    context = _context(listed) | {"errors": problems or []}
    return render(request, "moderation/agenda.html", context, status=status)


def _context(listed: Listed) -> dict[str, object]:
    """Return the values that the agenda's template shows."""
    access, assessment = listed.access, listed.access.assessment
    minutes = minutes_by_word(assessment.meeting.minutes)
    shown = sections(listed.shown, minutes)
    to_settle = [item for item in listed.shown if not item.is_settled]
    alone = [item for item in listed.shown if item.is_alone]
    area, closed = listed.area, listed.context.closed
    is_all_settled = not closed and all(item.is_settled for item in listed.found)
    return {
        "assessment": assessment,
        "access": access,
        "listed": listed,
        "filters": FilterForm(listed.asked, listed.context, listed.meetings),
        "query": listed.asked.query,
        "own": listed.own_groups,
        "found": listed.found,
        "shown": listed.shown,
        "agreed_area": area,
        "drafts": listed.context.drafts[area.area_id] if area else [],
        "closed": closed,
        "ready_to_open": sum(each.is_ready for each in closed),
        "unfinished": unfinished_drafts(access),
        "sections": shown,
        "checks": checks(listed.shown),
        "rated_by_one": alone,
        "sound": [item for item in alone if not item.concerns],
        "clashes": contradictions(
            listed.found, listed.shown, assessment.round.framework.families
        ),
        "to_settle": to_settle,
        "left": Left([*shown, Section(ALONE, alone, 0)]),
        "prepared": sum(section.prepared for section in shown),
        "plans": plans(listed.found, listed.meetings, minutes),
        "next_step": after_settling(
            access, listed.context.areas, settled=is_all_settled
        ),
    }


def _open(request: SignedInRequest, access: Access) -> HttpResponse:
    """Open the discussions of the areas that every group had handed in."""
    wanted = request.POST.getlist("open")
    opened = []
    for each in context_of(access).closed:
        if str(each.area.number) in wanted and each.is_ready:
            each.agreed.assessment = access.assessment
            moderating.open_discussion(agreed_area=each.agreed, by=request.user)
            opened.append(each.area)
    if opened:
        messages.success(request, f"The discussions of {numbers(opened)} are open.")
    else:
        messages.info(request, "These discussions are open already.")
    return redirect("agenda", access.assessment.pk)


def _settle_together(request: SignedInRequest, access: Access) -> HttpResponse:
    """Settle the selected statements, or all listed, on the rating all groups gave.

    Statements for which a group has still to hand in have a name of their own, so that
    they are settled only if somebody selected them one by one.
    """
    listed = Listed(access, request.GET)
    known = {str(item.statement.pk): item.statement.pk for item in listed.found}
    names = ["listed"] if request.POST.get("together") == "all" else CHOSEN
    chosen = {name: _known(request, name, known) for name in names}
    try:
        settled, left = settling_together.settle_together(
            access=access,
            statements=[pk for pks in chosen.values() for pk in pks],
            incomplete=chosen.get("incomplete", []),
            by=request.user,
        )
    except Refused as refusal:
        first = next((item for item in listed.shown if item.is_for_together), None)
        anchor = f"together-{first.statement.pk}" if first else ""
        return _page(request, listed, [(anchor, as_error(refusal))], status=422)
    if settled:
        messages.success(request, settling_together.done(settled))
    if not left:
        url = reverse("agenda", args=[access.assessment.pk])
        return redirect(f"{url}?{listed.asked.query}")
    problems = [
        (
            reverse("settle", args=[access.assessment.pk, one.number, one.letter]),
            one.why,
        )
        for one in left
    ]
    again = Listed(access, request.GET)
    return _page(request, again, problems, status=409)


CHOSEN = ["statement", "incomplete"]  # names of the boxes that select one statement


def _known(
    request: SignedInRequest, name: str, known: Mapping[str, int]
) -> Sequence[int]:
    """Return the keys of statements that were sent by that name and are listed."""
    return [known[pk] for pk in request.POST.getlist(name) if pk in known]


@require_safe
def next_on_agenda(request: SignedInRequest, pk: int) -> HttpResponse:
    """Redirect to the next statement to settle, or to the agenda if there is none.

    Both keep to the filter.
    """
    _, access = open_assessment(request.user, pk, "see_inside")
    listed = Listed(access, request.GET)
    item = agenda_items.next_to_settle(listed.shown, request.GET.get("after", ""))
    query = listed.asked.query
    if item is None:
        return redirect(f"{reverse('agenda', args=[pk])}?{query}")
    args = [pk, item.statement.area.number, item.statement.letter]
    return redirect(f"{reverse('settle', args=args)}?{query}")
