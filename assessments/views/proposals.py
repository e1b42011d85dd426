"""Proposals before they are settled: saved by the page, and shown to others."""

import re
from collections.abc import Iterable

from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from leavingcare.moments import clock

from ..access import Access, open_assessment
from ..field_merge import Merge
from ..forms.common import SeenForm
from ..models import Proposal
from ..moderation import statements
from ..workflow import presence
from ..workflow.proposals import proposals_of, proposed_versions
from . import autosave
from .proposal_entries import ProposalEntry, ScoreEntry, StatementEntry, keep
from .requests import SignedInRequest

SCORE = re.compile(r"area-([1-9]\d{0,2})")
ANYWHERE = "moderation"  # the place of somebody who is not at an entry of their page


@require_POST
def proposals(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save the proposal for one statement or score, for our script."""
    _, access = open_assessment(request.user, pk, "moderate")
    names = {name.rpartition("-")[0] for name in request.POST}
    entries = entries_of(access, names)
    if not entries:
        raise Http404
    kept = [keep(entry, request.POST, request.user) for entry in entries]
    if not all(each.form.is_valid() for each in kept):
        return autosave.invalid(*(each.form for each in kept))
    answers = {
        each.entry.name: answer_of(request, each.entry, each.form, each.merge)
        for each in kept
        if each.merge
    }
    now = timezone.now()
    return autosave.saved(answers, at=now, said=f"Saved {clock(now)}. Not settled yet")


def answer_of(
    request: SignedInRequest, entry: ProposalEntry, form: SeenForm, merged: Merge
) -> dict[str, object]:
    """Return to our script the stored entry, and what clashed."""
    clash = ""
    if merged.clashes:
        clash = autosave.clash_html(
            request,
            "moderation/_clash.html",
            entry.code,
            entry.clash(form, merged),
            entry.name,
        )
    seen = entry.shown.token_after(merged)
    theirs = entry.theirs(merged, request.user)
    return {"seen": seen, "clash": clash, "theirs": theirs, **about(request, entry)}


def about(request: SignedInRequest, entry: ProposalEntry) -> dict[str, object]:
    """Return to our script what a page shows next to an entry's boxes."""
    context = {"entry": entry}
    html = render_to_string("moderation/_proposal.html", context, request)
    return {"about": html, **entry.more()}


@require_POST
def proposals_here(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record where the person is, and say who else is there and what they changed.

    The page sends its version of each entry by its name, and as "at" the name of the
    entry the person is at. The answer has the entries with another version.
    """
    assessment, access = open_assessment(request.user, pk, "moderate")
    names = {name for name in request.POST if is_name(name)}
    at = request.POST.get("at", "")
    place = at if at in names else ANYWHERE
    if "leaving" in request.POST:
        presence.leave_all(assessment=assessment, by=request.user)
        return JsonResponse({"here": "", "entries": {}})
    presence.come(assessment=assessment, place=place, by=request.user)
    others = [
        (person, "" if where == ANYWHERE else called(where))
        for person, where in presence.others_at(
            assessment, {ANYWHERE, *names}, request.user
        )
    ]
    html = render_to_string("moderation/_here.html", {"others": others})
    old = {
        name
        for name, version in versions(access, names).items()
        if version != request.POST[name]
    }
    entries = {
        entry.name: {
            "seen": entry.shown.token,
            "parts": entry.parts(request.user),
            **about(request, entry),
        }
        for entry in entries_of(access, old)
    }
    return JsonResponse({"here": html.strip(), "entries": entries})


def called(name: str) -> str:
    """Return what people call the entry of that name."""
    return f"the score of {name.replace('-', ' ')}" if "-" in name else name


def is_name(name: str) -> bool:
    """Return whether it may be the name of an entry."""
    return bool(statements.CODE.fullmatch(name) or SCORE.fullmatch(name))


def versions(access: Access, names: Iterable[str]) -> dict[str, str]:
    """Return {name: version} of the entries with these names, as `Shown.version`.

    Three queries at most.
    """
    names = set(names)
    assessment = access.assessment
    rows = {
        name: ("statement", statement, version)
        for name, (statement, version) in statements.versions(access, names).items()
    }
    if numbers := score_numbers(names):
        areas = assessment.agreed_areas.filter(area__number__in=numbers)
        for number, area, version in areas.values_list(
            "area__number", "area", "version"
        ):
            rows[f"area-{number}"] = ("area", area, version)
    proposed = proposed_versions(assessment)
    return {
        name: f"{version}-{proposed.get((about, pk), 0)}"
        for name, (about, pk, version) in rows.items()
    }


def entries_of(access: Access, names: Iterable[str]) -> list[ProposalEntry]:
    """Return the entries with these names, of areas whose discussion is open.

    Other names are skipped.
    """
    names = set(names)
    framework = access.assessment.round.framework
    found = statements.versions(access, names)
    comparisons = statements.compare_statements(
        access, [statement for statement, _ in found.values()]
    )
    return [
        *(StatementEntry(comparison, framework) for comparison in comparisons),
        *score_entries(access, names),
    ]


def score_entries(access: Access, names: Iterable[str]) -> list[ScoreEntry]:
    """Return the entries of scores with these names. Two queries, or none."""
    numbers = score_numbers(names)
    if not numbers:
        return []
    areas = access.areas_revealed().select_related("area", "scored_by", "assessment")
    proposed = proposals_of(access.assessment, Proposal.Kind.SCORE)
    return [
        ScoreEntry(area, proposed.get(area.area_id))
        for area in areas.filter(area__number__in=numbers)
    ]


def score_numbers(names: Iterable[str]) -> set[int]:
    """Return the numbers of the areas whose scores have these names."""
    matches = (SCORE.fullmatch(name) for name in names)
    return {int(match[1]) for match in matches if match}
