"""Pages to read an edition, and what changed between two."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import count
from typing import NamedTuple, TypedDict

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from . import comparison
from .guidance import Block, runs
from .models import Area, Framework, Statement


class Footnote(TypedDict):
    mark: str
    text_md: str


class Section(NamedTuple):
    """An area with its statements."""

    area: Area
    statements: list[Statement]


class Related(NamedTuple):
    """A question that several statements ask."""

    title: str
    members: list[tuple[Area, Statement]]


@require_safe
@login_required
def framework_list(request: HttpRequest) -> HttpResponse:
    """List the editions, each with those it can be compared with."""
    editions = Framework.objects.order_by("-published").annotate(
        areas_count=Count("areas", distinct=True),
        statements_count=Count("areas__statements"),
    )
    pairs = comparison.pairs()
    context = {"editions": [(each, pairs[each.edition]) for each in editions]}
    return render(request, "frameworks/framework_list.html", context)


@require_safe
@login_required
def framework(request: HttpRequest, edition: str) -> HttpResponse:
    """Show an edition in full, in the order its form prints."""
    framework = get_object_or_404(Framework, edition=edition)
    by_letter = Prefetch("statements", Statement.objects.order_by("letter"))
    areas = list(framework.areas.order_by("number").prefetch_related(by_letter))
    sections = [Section(area, list(area.statements.all())) for area in areas]
    footnotes = _footnotes(framework, sections)
    context = {
        "framework": framework,
        "guidance": _guidance(framework),
        "scale": list(framework.scale.order_by("-value")),
        "sections": sections,
        "areas_by_rating_order": sorted(areas, key=lambda area: area.rating_order),
        "footnotes": footnotes,
        "marks": {note["mark"] for note in footnotes},
        "families": _related(framework, sections),
        "since": comparison.pairs()[edition],
        "total": 10 * len(areas),
    }
    return render(request, "frameworks/framework.html", context)


@require_safe
@login_required
def framework_since(request: HttpRequest, later: str, earlier: str) -> HttpResponse:
    """Show what a later edition kept, reworded, added and dropped."""
    editions = {
        each.edition: each
        for each in Framework.objects.filter(edition__in=[later, earlier])
    }
    if {later, earlier} != editions.keys():
        raise Http404
    if not comparison.exists(editions[later], editions[earlier]):
        raise Http404
    areas = comparison.compare(editions[later], editions[earlier])
    context = {
        "later": editions[later],
        "earlier": editions[earlier],
        "areas": areas,
        "totals": comparison.totals(areas),
    }
    return render(request, "frameworks/framework_since.html", context)


def _guidance(framework: Framework) -> list[tuple[str, list[tuple[str, list[Block]]]]]:
    """Return [(heading, [(kind, [block])])], joining adjacent blocks of one kind."""
    return [
        (section["heading"], runs(section["blocks"])) for section in framework.guidance
    ]


def _footnotes(framework: Framework, sections: Sequence[Section]) -> list[Footnote]:
    """Return the footnotes, with those of statements numbered after the others.

    Give each statement that has a footnote its `mark`.
    """
    footnotes: list[Footnote] = list(framework.footnotes)
    numbers = [int(note["mark"]) for note in footnotes if note["mark"].isdecimal()]
    numbering = count(max(numbers, default=0) + 1)
    for _, statements in sections:
        for statement in statements:
            if statement.footnote:
                mark = str(next(numbering))
                footnotes.append({"mark": mark, "text_md": statement.footnote})
                statement.mark = mark
    return footnotes


def _related(framework: Framework, sections: Sequence[Section]) -> list[Related]:
    """Return the related statements of the edition, by title."""
    members: defaultdict[str, list[tuple[Area, Statement]]] = defaultdict(list)
    for area, statements in sections:
        for statement in statements:
            members[statement.family].append((area, statement))
    titles = sorted(framework.families.items(), key=lambda item: item[1])
    return [Related(title, members[slug]) for slug, title in titles]
