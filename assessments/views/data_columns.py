"""The page that explains the columns of the data files."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frameworks.models import Framework, Statement

from ..files.data import guide, tables
from .requests import SignedInRequest


@require_safe
def data_columns(request: SignedInRequest) -> HttpResponse:
    """Show what every column means, with examples from the newest edition."""
    framework = Framework.objects.order_by("-published").first()
    if framework is None:
        raise Http404
    statements = Statement.objects.filter(area__framework=framework)
    example = statements.select_related("area").order_by("area__number", "letter")[0]
    scale = dict(framework.scale.order_by("-value").values_list("value", "label"))
    of_statement = tables.of_statement(framework.edition, example.code)
    of_area = tables.of_area(example.area.theme)
    context = {
        "framework": framework,
        "example": example,
        "of_area": of_area,
        "of_statement": of_statement,
        "sections": guide.sections(scale, of_area, of_statement),
    }
    return render(request, "submissions/data_columns.html", context)
