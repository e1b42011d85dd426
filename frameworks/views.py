"""Pages to read an edition, and what changed between two."""

from collections import defaultdict
from itertools import count, groupby

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from . import comparison
from .models import Framework, Statement


@require_safe
@login_required
def framework_list(request):
    editions = Framework.objects.order_by("-published").annotate(
        areas_count=Count("areas", distinct=True),
        statements_count=Count("areas__statements"),
    )
    pairs = comparison.pairs()
    context = {"editions": [(each, pairs[each.edition]) for each in editions]}
    return render(request, "frameworks/framework_list.html", context)


@require_safe
@login_required
def framework(request, edition):
    """Show an edition in full, in the order its form prints."""
    framework = get_object_or_404(Framework, edition=edition)
    by_letter = Prefetch("statements", Statement.objects.order_by("letter"))
    areas = list(framework.areas.order_by("number").prefetch_related(by_letter))
    sections = [(area, list(area.statements.all())) for area in areas]
    footnotes = _footnotes(framework, sections)
    context = {
        "framework": framework,
        "guidance": _guidance(framework),
        "scale": list(framework.scale.order_by("-value")),
        "sections": sections,
        "areas_by_rating_order": sorted(areas, key=lambda area: area.rating_order),
        "footnotes": footnotes,
        "marks": {note["mark"] for note in footnotes},
        "families": _families(framework, sections),
        "since": comparison.pairs()[edition],
        "total": 10 * len(areas),
    }
    return render(request, "frameworks/framework.html", context)


@require_safe
@login_required
def framework_since(request, later, earlier):
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


def _guidance(framework):
    """Return [(heading, [(kind, [block])])], blocks of a kind in a row together."""
    return [
        (section["heading"], _runs(section["blocks"])) for section in framework.guidance
    ]


def _runs(blocks):
    groups = groupby(blocks, key=lambda block: block["kind"])
    return [(kind, list(found)) for kind, found in groups]


def _footnotes(framework, sections):
    """Return [{"mark", "text_md"}], statements' footnotes numbered on from the rest.

    Gives each statement that has a footnote its `mark`.
    """
    footnotes = list(framework.footnotes)
    numbers = [int(note["mark"]) for note in footnotes if note["mark"].isdecimal()]
    numbering = count(max(numbers, default=0) + 1)
    for _, statements in sections:
        for statement in statements:
            if statement.footnote:
                statement.mark = str(next(numbering))
                note = {"mark": statement.mark, "text_md": statement.footnote}
                footnotes.append(note)
    return footnotes


def _families(framework, sections):
    """Return [(title, [(area, statement)])] of the edition's families, by title."""
    members = defaultdict(list)
    for area, statements in sections:
        for statement in statements:
            members[statement.family].append((area, statement))
    titles = sorted(framework.families.items(), key=lambda item: item[1])
    return [(title, members[slug]) for slug, title in titles]
