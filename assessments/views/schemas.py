"""What other programs may rely on, for anybody to read."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ..files.json import schema


@login_not_required
@require_safe
def submission_schema(request):
    """The JSON Schema of a submission's document."""
    return HttpResponse(schema.TEXT, content_type="application/schema+json")
