"""The room of a meeting: one statement at a time, the same on everybody's page.

A page follows the meeting by asking `room_state` whether it is current; if not, the
answer is the current page. Our script does that and sends every form in the
background. Without it, everything works by loading the page.
"""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frameworks.models import Statement
from leavingcare.forms import as_error, error_list
from leavingcare.refusals import Refused
from leavingcare.unsaved import wants_json

from ..access import Access, is_room_at, open_assessment, open_draft, require_open
from ..field_merge import Merge
from ..forms.moderation import boxes_after_clash
from ..forms.room import GiveForm, ShortSettleForm
from ..models import DraftResponse
from ..moderation.agenda import Item
from ..moderation.comparison import settled_answer
from ..moderation.filters import Filter
from ..moderation.room import Room, people_in
from ..workflow import moderating
from ..workflow import room as workflow
from .requests import NO_KEYS, Errors, SignedInRequest, keys_are_on
from .return_links import after_meeting

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
    unsent = form is not None
    if room.comparison and access.can["moderate"] and form is None:
        form = ShortSettleForm(room.comparison, framework)
    context = {
        "room": room,
        "access": access,
        "assessment": room.assessment,
        "statement": room.statement,
        "comparison": room.comparison,
        "is_following": is_following,
        "is_leading": access.can["moderate"] and room.meeting.led_by == request.user,
        "keys": keys_are_on(request),
        **after_meeting(room),
        "form": form,
        "unsent": unsent,
        "gives": _give_forms(room, give),
        "errors": [*(errors or []), *error_list(*(one for one in (form, give) if one))],
    }
    return render(request, "room/room.html", context, status=status)


def _give_forms(room: Room, sent: GiveForm | None) -> list[GiveForm]:
    """Return the forms for second ratings of the person's groups, that sent first."""
    gives: list[GiveForm] = []
    if room.comparison and room.meeting.asks_again and room.assessment.is_open:
        gives = [
            GiveForm(group, answer, room.labels, code=room.comparison.statement.code)
            for group, answer in room.own
        ]
    if sent:
        gives = [sent, *(one for one in gives if one.answer != sent.answer)]
    return gives


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
            workflow.reveal_second_ratings(assessment=assessment, by=by, shown=shown)
        elif "end" in request.POST:
            workflow.end(assessment=assessment, by=by, shown=shown)
        elif "takes" in request.POST:
            _take(request, room, shown)
        else:
            item = _chosen(request, room)
            if item is None:
                errors = [("id_to", NOT_THERE)]
                return _again(request, room, "invalid", errors=errors, status=422)
            workflow.move(
                statement=item.statement, assessment=assessment, by=by, shown=shown
            )
    except Refused as refusal:
        errors = [("", as_error(refusal))]
        return _again(request, Room(access), "refused", errors=errors, status=409)
    return _done(request, access.assessment.pk)


def _take(request: SignedInRequest, room: Room, shown: int | None) -> None:
    """Have the meeting go through the statements the agenda showed, or through all.

    The agenda does not know where the meeting is, so no page there can be behind.
    """
    asked = Filter.of(QueryDict(request.POST["takes"]))
    if "shown" not in request.POST:
        shown = room.meeting.statement_id
    workflow.take(
        assessment=room.assessment,
        query=asked.query if asked.asked else "",
        shown=shown,
        by=request.user,
    )


def _chosen(request: SignedInRequest, room: Room) -> Item | None:
    """Return the item to move to, by the button or from the list, or None."""
    if "go" in request.POST:
        return cast("Item | None", room.walk.neighbours.get(request.POST["go"]))
    return _item(room, request.POST.get("to"))


def _item(room: Room, pk: str | None) -> Item | None:
    """Return the item whose statement has that key, or None."""
    return next(
        (item for item in room.walk.every_item if str(item.statement.pk) == pk), None
    )


def _settle(request: SignedInRequest, room: Room) -> HttpResponse:
    """Settle the statement that the form shows, even if the room has moved on."""
    item = _item(room, request.POST.get("statement"))
    if item is None:
        raise Http404
    comparison = room.comparison_of(item.statement)
    framework = room.assessment.round.framework
    is_asking = room.meeting.asks_again and item.statement == room.statement
    form = ShortSettleForm(comparison, framework, request.POST, is_asking=is_asking)
    if not form.is_valid():
        return _again(request, room, "invalid", form=form, status=422)
    response = comparison.agreed
    response.assessment = room.assessment
    settled = moderating.settle(
        response=response, token=form.token, values=form.values(), by=request.user
    )
    if settled.merge.clashes:
        return _settled_by_others(request, room, form, settled.merge)
    answer = settled_answer(settled.response, comparison.labels)
    return _done(request, room.assessment.pk, f"{item.code} is settled: {answer}.")


def _settled_by_others(
    request: SignedInRequest, room: Room, form: ShortSettleForm, merged: Merge
) -> HttpResponse:
    """Show what is settled now, and keep what was sent in the boxes."""
    room = Room(room.access)
    comparison = room.comparison_of(form.comparison.statement)
    shown = boxes_after_clash(form, merged, comparison)
    again = ShortSettleForm(comparison, room.assessment.round.framework, shown=shown)
    if comparison.is_settled:
        what = f"was settled after your page showed it: {comparison.settled_as}"
    else:
        what = "was changed on its own page after your page showed it"
    message = (
        f"{comparison.statement.code} {what}. Yours is still in the boxes. Settle "
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
    item = _item(room, request.POST.get("statement"))
    if item is None:
        raise Refused(workflow.NOT_ASKED)
    draft = open_draft(access, group, item.statement.area.number)
    if room.statement is None or room.statement.pk != item.statement.pk:
        raise _not_sent(pk, group, item.statement, "The meeting has moved on.")
    access.require_second_rating(draft)
    answer = room.answers[draft.group_id]
    response = cast("DraftResponse", answer)
    response.draft = draft
    form = GiveForm(str(draft.group), answer, room.labels, request.POST, code=item.code)
    if not form.is_valid():
        return _again(request, room, "invalid", give=form, status=422)
    value = int(form.cleaned_data["rating"])
    try:
        workflow.give_hidden_rating(response=response, value=value, by=request.user)
    except Refused as refused:
        raise _not_sent(pk, group, item.statement, str(refused)) from refused
    return _done(request, pk)


def _not_sent(pk: int, group: int, statement: Statement, why: str) -> Refused:
    """Return the refusal of a rating that came too late, which leads to its own page."""
    page = reverse("voice", args=[pk, group, statement.area.number, statement.letter])
    return Refused(
        f"{why} Your rating of {statement.code} was not sent.",
        link=(page, f"Send it on the page for {statement.code}"),
    )
