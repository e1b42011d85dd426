"""Coram Voice reads one statement across all authorities of a round, and searches all."""

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from leavingcare.forms import error_list

from ..forms.reading_across import SearchAllForm, SearchForm, TagForm
from ..models import ReadingTag, Round
from ..round_analysis.reading import last_submissions_of
from ..round_analysis.reading_across import (
    Across,
    Place,
    by_place,
    find,
    has_words,
    places_of,
    read_across,
    tags_of,
)
from ..workflow import reading_across as workflow
from .requests import SignedInRequest
from .rounds import staff_round

FOUND_A_PAGE = 20


@require_safe
def read_index(request: SignedInRequest, slug: str) -> HttpResponse:
    """List the statements and areas that can be read across, and where each tag is."""
    round = staff_round(request, slug)
    context = {
        "round": round,
        "areas": places_of(round),
        "tags": tags_of(round),
        "form": SearchAllForm(),
    }
    return render(request, "analysis/read_index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def search_round(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show what has the words that are posted, in every place of the round."""
    round = staff_round(request, slug)
    form = SearchAllForm(request.POST if request.method == "POST" else None)
    context = {"round": round, "form": form, "errors": error_list(form)}
    if form.is_valid():
        words = form.cleaned_data["words"].split()
        found = find(round, words)
        page = Paginator(found, FOUND_A_PAGE).get_page(request.POST.get("page"))
        places = by_place(round, list(page))
        context |= {"searched": words, "page": page, "places": places}
    status = 422 if context["errors"] else 200
    return render(request, "analysis/search.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def read_place(request: SignedInRequest, slug: str, place: str) -> HttpResponse:
    """Show what every authority wrote in a place; a search is posted, and kept nowhere."""
    round = staff_round(request, slug)
    return _page(request, round, place)


def _page(
    request: SignedInRequest, round: Round, place: str, wrong: TagForm | None = None
) -> HttpResponse:
    """Show a place with what is searched for, and a tag that could not be put on it."""
    every = _places(round)
    index = _index(every, place)
    rows = read_across(round, place)
    tags = sorted({each for row in rows for each in row.tags}, key=lambda each: each[1])
    form = SearchForm(_searched(request, tags), tags=tags)
    asked = form.cleaned_data if form.is_valid() else {"words": "", "tag": ""}
    words = asked["words"].split()
    context = {
        "round": round,
        "place": every[index],
        "before": every[index - 1] if index else None,
        "after": every[index + 1] if index + 1 < len(every) else None,
        "rows": _found(rows, words, asked["tag"]),
        "searched": words,
        "total": len(rows),
        "form": form,
        "every_tag": ReadingTag.objects.values_list("name", flat=True),
        "wrong": wrong,
        "errors": error_list(form, *([wrong] if wrong else [])),
    }
    status = 422 if context["errors"] else 200
    return render(request, "analysis/read_place.html", context, status=status)


def _searched(
    request: SignedInRequest, tags: list[tuple[int, str]]
) -> dict[str, str] | None:
    """Return the words and the tag that are looked for; a tag taken off is nowhere."""
    if request.method != "POST":
        return None
    tag = request.POST.get("tag", "")
    is_there = tag in {str(key) for key, _ in tags}
    return {"words": request.POST.get("words", ""), "tag": tag if is_there else ""}


def _places(round: Round) -> list[Place]:
    return [
        each for area, statements in places_of(round) for each in [*statements, area]
    ]


def _index(every: list[Place], place: str) -> int:
    """Return where a place is among all, or raise Http404."""
    for index, each in enumerate(every):
        if each.slug == place:
            return index
    raise Http404


def _found(rows: list[Across], words: list[str], tag: str) -> list[Across]:
    """Return the rows with every word that is looked for, and the tag."""
    return [
        row
        for row in rows
        if (not tag or tag in {str(key) for key, _ in row.tags})
        and has_words((said.text for said in row.said), words)
    ]


@require_POST
def tag_text(request: SignedInRequest, slug: str, place: str) -> HttpResponse:
    """Put a tag on what one submission says in a place, or take one off.

    Somebody who tags what a search found sees what it found again.
    """
    round = staff_round(request, slug)
    _index(_places(round), place)
    form = TagForm(request.POST)
    form.is_valid()
    if {"submission", "off"} & set(form.errors):
        raise BadRequest  # no page sends that
    submission = get_object_or_404(
        last_submissions_of(round), pk=form.cleaned_data["submission"]
    )
    if form.errors:
        return _page(request, round, place, form)
    if form.cleaned_data["off"]:
        workflow.untag(submission=submission, place=place, tag=form.cleaned_data["off"])
    else:
        workflow.tag(
            submission=submission,
            place=place,
            name=form.cleaned_data["name"],
            by=request.user,
        )
    if request.POST.get("words") or request.POST.get("tag"):
        return _page(request, round, place)
    url = reverse("read_place", args=[slug, place])
    return redirect(f"{url}#submission-{submission.pk}")
