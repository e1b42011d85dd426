"""The room of a meeting: one statement at a time, the same on everybody's page.

A page follows the meeting by asking `room_state` whether it is current; if not, the
answer is the current page. Our script does that and sends every form in the
background. Without it, everything works by loading the page.
"""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from leavingcare.forms import error_list
from leavingcare.refusals import Refused
from leavingcare.unsaved import wants_json

from ..access import Access, is_room_at, open_assessment, open_draft, require_open
from ..analysis.sentences import settled_as
from ..field_merge import Merge
from ..forms.moderation import boxes_after_clash
from ..forms.room import GiveForm, ShortSettleForm
from ..models import DraftResponse
from ..moderation.agenda import Item
from ..moderation.room import Room, people_in
from ..workflow import moderating
from ..workflow import room as workflow
from .requests import Errors, SignedInRequest

NO_KEYS = "room_without_keys"  # in the session, where somebody turned them off
NOT_THERE = "Choose a statement from the list"
DIGITS = 19  # of a key
pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
def room(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the statement being discussed (GET), or move on, settle or rate (POST)."""
    if request.method != "POST":
        return _page(request, Room(open_assessment(request.user, pk, "see_inside")[1]))
    if "keys" in request.POST:
        open_assessment(request.user, pk, "see_inside")
        request.session[NO_KEYS] = request.POST["keys"] == "off"
        return _done(request, pk)
    if "give" in request.POST:
        return _give(request, pk)
    access = open_assessment(request.user, pk, "moderate")[1]
    if "settle" in request.POST:
        return _settle(request, Room(access))
    return _lead(request, access)


@pages
def room_state(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer that a page is current (204) or with a new one; record it is open (POST).

    While the page shows the meeting's version, nothing else is read.
    """
    if request.method != "POST":
        seen = _number(request.GET.get("seen"))
        if seen is not None and is_room_at(request.user, pk, seen):
            return HttpResponse(status=204)
    assessment, access = open_assessment(request.user, pk, "see_inside")
    if request.method != "POST":
        return _page(request, Room(access), is_following=True)
    require_open(assessment)
    meeting = assessment.meeting
    workflow.be_here(meeting=meeting, by=request.user)
    context = {"meeting": meeting, "people": people_in(meeting)}
    return JsonResponse({"here": render_to_string("room/_here.html", context)})


def _page(
    request: SignedInRequest,
    room: Room,
    *,
    form: ShortSettleForm | None = None,
    give: GiveForm | None = None,
    errors: Errors | None = None,
    status: int = 200,
    is_following: bool = False,
) -> HttpResponse:
    """Show the page, with a form of either kind as it was sent, if one was.

    A page that only follows the meeting leaves out messages to the person.
    """
    access, framework = room.access, room.assessment.round.framework
    gives: list[GiveForm] = []
    unsent = form is not None
    if room.comparison and access.can["moderate"] and form is None:
        form = ShortSettleForm(room.comparison, framework)
    if room.comparison and room.meeting.asks_again and room.assessment.is_open:
        gives = [GiveForm(group, answer, room.labels) for group, answer in room.own]
    if give:
        gives = [give, *(one for one in gives if one.answer != give.answer)]
    context = {
        "room": room,
        "access": access,
        "assessment": room.assessment,
        "statement": room.statement,
        "comparison": room.comparison,
        "is_following": is_following,
        "is_leading": access.can["moderate"] and room.meeting.led_by == request.user,
        "keys": not request.session.get(NO_KEYS),
        "form": form,
        "unsent": unsent,
        "gives": gives,
        "errors": [*(errors or []), *error_list(*(one for one in (form, give) if one))],
    }
    return render(request, "room/room.html", context, status=status)


def _done(request: SignedInRequest, pk: int, said: str = "") -> HttpResponse:
    """Go back to the room with a message, or answer our script."""
    if said:
        messages.success(request, said)
    return JsonResponse({}) if wants_json(request) else redirect("room", pk)


def _number(text: str | None) -> int | None:
    """Return a key or version that a page sent, or None if it is not a number."""
    return int(text) if text and text.isdecimal() and len(text) < DIGITS else None


def _again(
    request: SignedInRequest,
    room: Room,
    reason: str,
    *,
    status: int,
    form: ShortSettleForm | None = None,
    give: GiveForm | None = None,
    errors: Errors | None = None,
) -> HttpResponse:
    """Show the page with what was wrong; our script gets it in JSON with the reason."""
    page = _page(request, room, form=form, give=give, errors=errors, status=status)
    if wants_json(request):
        answer = {"reason": reason, "page": page.content.decode()}
        return JsonResponse(answer, status=status)
    return page


# Leading


def _lead(request: SignedInRequest, access: Access) -> HttpResponse:
    """Do what the pressed button says, for the moderator who leads the meeting."""
    room = Room(access)
    assessment, by = access.assessment, request.user
    shown = _number(request.POST.get("shown"))
    try:
        if "take_over" in request.POST:
            workflow.take_over(assessment=assessment, by=by)
        elif "ask" in request.POST:
            workflow.ask_again(assessment=assessment, by=by, shown=shown)
        elif "show" in request.POST:
            workflow.show(assessment=assessment, by=by, shown=shown)
        else:
            item = _chosen(request, room)
            if item is None:
                errors = [("id_to", NOT_THERE)]
                return _again(request, room, "invalid", errors=errors, status=422)
            workflow.move(
                statement=item.statement, assessment=assessment, by=by, shown=shown
            )
    except Refused as refusal:
        room = Room(access)
        errors = [("", str(refusal))]
        return _again(request, room, "refused", errors=errors, status=409)
    return _done(request, access.assessment.pk)


def _chosen(request: SignedInRequest, room: Room) -> Item | None:
    """Return the item to move to, by the button or from the list, or None."""
    if "go" in request.POST:
        return cast("Item | None", room.navigation.get(request.POST["go"]))
    return _item(room, request.POST.get("to"))


def _item(room: Room, pk: str | None) -> Item | None:
    """Return the item whose statement has that key, or None."""
    return next(
        (item for item in room.ordered_items if str(item.statement.pk) == pk), None
    )


def _settle(request: SignedInRequest, room: Room) -> HttpResponse:
    """Settle the statement that the form shows, even if the room has moved on."""
    item = _item(room, request.POST.get("statement"))
    if item is None:
        raise Http404
    comparison = room.comparison_of(item.statement)
    framework = room.assessment.round.framework
    form = ShortSettleForm(comparison, framework, request.POST)
    if not form.is_valid():
        return _again(request, room, "invalid", form=form, status=422)
    response = comparison.agreed
    response.assessment = room.assessment
    merged = moderating.settle(
        response=response, token=form.token, values=form.values(), by=request.user
    )
    if merged.clashes:
        return _settled_by_others(request, room, form, merged)
    answer = settled_as(*form.settled(), comparison.labels)
    code = item.statement.code
    return _done(request, room.assessment.pk, f"{code} is settled: {answer}.")


def _settled_by_others(
    request: SignedInRequest, room: Room, form: ShortSettleForm, merged: Merge
) -> HttpResponse:
    """Say what is settled now, and keep what was sent in the boxes."""
    room = Room(room.access)
    comparison = room.comparison_of(form.comparison.statement)
    shown = boxes_after_clash(form, merged, comparison.agreed)
    again = ShortSettleForm(comparison, room.assessment.round.framework, shown=shown)
    message = (
        f"{comparison.statement.code} was settled by somebody else after your page "
        f"showed it: {comparison.settled_as}. Yours is still in the boxes. Settle "
        "again to replace what is saved now"
    )
    errors = [(again["answer"].auto_id, message)]
    return _again(request, room, "clash", form=again, errors=errors, status=409)


# Second ratings


def _give(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save a group's second rating, hidden until all are shown together."""
    access = open_assessment(request.user, pk)[1]
    room = Room(access)
    group = _number(request.POST.get("group"))
    if group not in access.group_ids:
        raise PermissionDenied
    if room.statement is None or room.statement.pk != _number(
        request.POST.get("statement")
    ):
        raise Refused(workflow.NOT_ASKED)
    draft = open_draft(access, group, room.statement.area.number)
    access.require_second_rating(draft)
    answer = room.answers[draft.group_id]
    response = cast("DraftResponse", answer)
    response.draft = draft
    form = GiveForm(str(draft.group), answer, room.labels, request.POST)
    if not form.is_valid():
        return _again(request, room, "invalid", give=form, status=422)
    workflow.give(
        response=response, value=int(form.cleaned_data["rating"]), by=request.user
    )
    return _done(request, pk)
