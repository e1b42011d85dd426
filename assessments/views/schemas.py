"""The schema that other programs may rely on, open to anybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..files.json import schema


@login_not_required
@require_safe
def submission_schema(request: HttpRequest) -> HttpResponse:
    """Send the JSON Schema of a submission's document."""
    return HttpResponse(schema.TEXT, content_type="application/schema+json")
