"""Links from a page: back to the check or the table, or on once all is settled."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from ..access import Access
from ..models import AgreedArea
from ..moderation.room import Room
from ..moderation.room_walk import RoomWalk
from ..moderation.statements import CODE
from .requests import SignedInRequest


def from_check(request: HttpRequest) -> bool:
    """Return whether the URL says that the page to check and submit led here."""
    return request.GET.get("from") == "check"


def return_or_redirect(
    request: SignedInRequest, pk: int, view: str, *url_args: str | int
) -> HttpResponse:
    """Redirect to the page to check and submit if that led here, else to `view`."""
    return redirect("check", pk) if from_check(request) else redirect(view, *url_args)


def after_settling(
    access: Access, areas: Iterable[AgreedArea], *, settled: bool
) -> tuple[str, str] | None:
    """Return (URL, words) of the next step once every statement is `settled`.

    `areas` are all those of the assessment. None before that, and for people who do not
    moderate an open assessment.
    """
    assessment = access.assessment
    if not settled or not access.can["moderate"]:
        return None
    if any(area.scored_at is None for area in areas):
        return reverse("scores", args=[assessment.pk]), "scores out of ten"
    return reverse("check", args=[assessment.pk]), "check and submit"


def after_meeting(room: Room) -> dict[str, object]:
    """Return `next_step`, also if only the meeting's statements are settled.

    `is_finished` is whether they are, for people who moderate an open assessment.
    """
    access, walk = room.access, room.walk
    step = after_settling(access, room.areas, settled=room.is_all_settled)
    is_finished = access.can["moderate"] and walk.is_finished
    if is_finished and not step:
        step = _after_part(access.assessment.pk, walk)
    return {"next_step": step, "is_finished": is_finished}


def _after_part(pk: int, walk: RoomWalk) -> tuple[str, str]:
    """Return (URL, words) of the next step while other statements are not settled."""
    agenda = reverse("agenda", args=[pk])
    if all(item.is_settled for item in walk.every_item):  # others are not open yet
        return reverse("assessment", args=[pk]), "open another discussion"
    if meeting := walk.next_planned:
        return f"{agenda}?meeting={meeting.pk}", meeting.in_words
    return agenda, "the rest of the agenda"


def to_table(pk: int, query: str, opened: str = "") -> HttpResponse:
    """Redirect to the table with that query, with the panel of a statement open."""
    return redirect(table_url(pk, query, opened))


def table_url(pk: int, query: str, opened: str = "") -> str:
    """Return the URL of the table with that query, with a statement's panel open.

    Anything but a statement's code opens none.
    """
    sent = QueryDict(query)
    data = {name: sent.get(name, "") for name in sent if name != "open"}
    anchor = ""
    if CODE.fullmatch(opened):
        data["open"] = opened
        anchor = f"#row-{opened}"
    url = reverse("table", args=[pk])
    return f"{url}{'?' if data else ''}{urlencode(data)}{anchor}"
