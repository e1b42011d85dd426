"""The floor of the pages of moderation: the same rows and the same answers, bare.

The moderator's sign-in and membership are asked for. There is no seal to keep, as a
moderator sees all, no comparing in words, no design, and nothing is settled here.
"""

from collections import defaultdict
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone

from assessments.models import (
    AgreedArea,
    AgreedResponse,
    AgreedRevision,
    Assessment,
    Attendance,
    Draft,
    DraftResponse,
    Meeting,
)

TEXTS = ["evidence", "ideas", "not_rated_reason"]
SETTLED = ["rationale", "evidence", "ideas"]


def of_moderator(request, pk):
    """Return the assessment's name and status if the person moderates it."""
    found = Assessment.objects.filter(
        pk=pk,
        authority__memberships__user=request.user,
        authority__memberships__role="moderator",
    ).values("authority__name", "round__name", "status")
    if not found:
        raise PermissionDenied
    return found[0]


def statements(pk, *names, **where):
    return AgreedResponse.objects.filter(assessment=pk, **where).values(
        "statement",
        "statement__area__number",
        "statement__letter",
        "statement__text_md",
        "outcome",
        "rating__label",
        *names,
    )


def answers(pk, *names, **where):
    """Return {statement: its answers} of what was handed in."""
    found = defaultdict(list)
    for answer in (
        DraftResponse.objects.filter(
            draft__group__assessment=pk, draft__handed_in_at__isnull=False, **where
        )
        .order_by("draft__group__name")
        .values("statement", "rating__label", "draft__group__name", *names)
    ):
        found[answer["statement"]].append(answer)
    return found


def moderation(request, pk):
    """Show every area with its groups and how many statements are settled."""
    about = of_moderator(request, pk)
    drafts, settled, said = defaultdict(list), defaultdict(list), defaultdict(list)
    for draft in Draft.objects.filter(group__assessment=pk).values(
        "area", "group__name", "handed_in_at"
    ):
        drafts[draft["area"]].append(draft)
    for area, outcome in AgreedResponse.objects.filter(assessment=pk).values_list(
        "statement__area", "outcome"
    ):
        settled[area].append(outcome)
    for area, rating in DraftResponse.objects.filter(
        draft__group__assessment=pk
    ).values_list("draft__area", "rating__label"):
        said[area].append(rating)
    rows = [
        (area, drafts[area["area"]], settled[area["area"]], len(said[area["area"]]))
        for area in AgreedArea.objects.filter(assessment=pk).values(
            "area", "area__number", "area__title", "discussion_opened_at"
        )
    ]
    return render(request, "floor/moderation.html", {"about": about, "rows": rows})


def agenda(request, pk):
    """Show every statement with who rated what."""
    about = of_moderator(request, pk)
    said = answers(pk)
    rows = [(row, said[row["statement"]]) for row in statements(pk)]
    return render(request, "floor/agenda.html", {"about": about, "rows": rows})


def discussion(request, pk, number):
    """Show an area's statements with who rated what."""
    about = of_moderator(request, pk)
    said = answers(pk, draft__area__number=number)
    rows = [
        (row, said[row["statement"]])
        for row in statements(pk, "rationale", statement__area__number=number)
    ]
    return render(request, "floor/agenda.html", {"about": about, "rows": rows})


def room(request, pk):
    """Show the statement a meeting is at, and the others in the order to discuss."""
    about = of_moderator(request, pk)
    [meeting] = Meeting.objects.filter(assessment=pk).values(
        "statement", "led_by__name", "moved_at", "asks_again"
    )
    said = answers(pk)
    rows = {row["statement"]: row for row in statements(pk, *SETTLED)}
    context = {
        "about": about,
        "meeting": meeting,
        "row": rows[meeting["statement"]],
        "answers": answers(pk, *TEXTS, statement=meeting["statement"])[
            meeting["statement"]
        ],
        "rows": sorted(
            rows.values(),
            key=lambda row: (
                -len({one["rating__label"] for one in said[row["statement"]]})
            ),
        ),
        "people": Attendance.objects.filter(
            meeting__assessment=pk, seen_at__gt=timezone.now() - timedelta(seconds=30)
        ).values("user__name"),
    }
    return render(request, "floor/room.html", context)


def settle(request, pk, number, letter):
    """Show one statement with each group's answer, and boxes for the agreed one."""
    about = of_moderator(request, pk)
    where = {"statement__area__number": number, "statement__letter": letter}
    [row] = statements(pk, "pk", *SETTLED, **where)
    context = {
        "about": about,
        "row": row,
        "answers": answers(pk, *TEXTS, **where)[row["statement"]],
        "history": AgreedRevision.objects.filter(response=row["pk"]).values(
            "content", "at", "by__name"
        ),
    }
    return render(request, "floor/settle.html", context)
