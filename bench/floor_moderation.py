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
    AgreedResponse,
    AgreedRevision,
    Assessment,
    Attendance,
    DraftResponse,
    Meeting,
)
from frameworks.models import ScalePoint

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


def agenda(request, pk):
    """Show every statement with who rated what."""
    about = of_moderator(request, pk)
    said = answers(pk)
    rows = [(row, said[row["statement"]]) for row in statements(pk)]
    return render(request, "floor/agenda.html", {"about": about, "rows": rows})


def table(request, pk, number):
    """Show the statements of an area with what each group wrote, to be settled."""
    about = of_moderator(request, pk)
    where = {"statement__area__number": number}
    said = answers(pk, *TEXTS, **where)
    context = {
        "about": about,
        "scale": ScalePoint.objects.filter(framework__rounds__assessments=pk).values(
            "value", "label"
        ),
        "rows": [(row, said[row["statement"]]) for row in statements(pk, **where)],
    }
    return render(request, "floor/table.html", context)


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
