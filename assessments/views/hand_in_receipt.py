"""The receipt of a draft that was handed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ..access import open_assessment, open_draft
from ..analysis.due import is_late
from ..workflow import drafting
from ..workflow.common import moderators_of
from .draft_page import DraftPage
from .requests import SignedInRequest
from .to_do import drafts_of, outstanding


@require_safe
def handed_in(
    request: SignedInRequest, pk: int, group: int, number: int
) -> HttpResponse:
    """Show what was handed in, by whom, what comes next and how to get it back.

    The page is the same at every visit, for everybody who may read the draft.
    """
    _, access = open_assessment(request.user, pk)
    page = DraftPage(open_draft(access, group, number))
    if not page.draft.is_handed_in:
        return redirect(page.url)
    is_in_group = page.group.pk in access.group_ids
    left = outstanding(drafts_of(request.user)) if is_in_group else []
    context = {
        "page": page,
        "is_in_group": is_in_group,
        "can_moderate": access.can["moderate"],
        "is_late": is_late(page.group.due, timezone.localdate(page.draft.handed_in_at)),
        "next": left[0] if left else None,
        "moderators": moderators_of(page.assessment),
    }
    return render(request, "drafts/handed_in.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_back(
    request: SignedInRequest, pk: int, group: int, number: int
) -> HttpResponse:
    """Ask the moderators to hand a draft back (POST), for the group that handed it in."""
    access = open_assessment(request.user, pk)[1]
    page = DraftPage(open_draft(access, group, number))
    access.require_notes(page.draft, to_write=True)
    if request.method == "POST":
        drafting.ask_back(draft=page.draft, by=request.user)
        messages.success(request, "We have emailed your moderator")
        return redirect(page.url)
    if not page.draft.is_handed_in:
        return redirect(page.url)
    context = {
        "page": page,
        "moderators": moderators_of(page.assessment),
    }
    return render(request, "drafts/ask_back.html", context)
