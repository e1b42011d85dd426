"""The page on which Coram Voice checks a new edition before it is loaded."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from frameworks.fixture_file import FixtureError, SentFile
from frameworks.trial import NewEdition, try_out
from leavingcare.files import takes_file
from leavingcare.forms import error_list

from ..access import require_officer
from ..desk.new_edition import kept_files
from ..forms.new_edition import MOST_MEGABYTES, EditionFileForm
from ..models import EditionFile
from ..workflow import new_edition as workflow
from .requests import SignedInRequest

MOST_FAULTS = 50  # shown at once; the rest shows once these are correct


@takes_file(megabytes=MOST_MEGABYTES, is_for_staff=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new_edition(request: SignedInRequest) -> HttpResponse:
    """Say what is wrong with a file of an edition, or what it changes; load nothing."""
    require_officer(request.user)
    if request.method != "POST":
        return _page(request, EditionFileForm())
    form = EditionFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    upload = form.cleaned_data["file"]
    sent = SentFile(upload.name, upload.read())
    try:
        outcomes, editions = try_out(sent)
    except FixtureError as error:
        form.add_error("file", "Correct the file: this page lists what is wrong")
        return _page(
            request,
            form,
            faults=error.messages[:MOST_FAULTS],
            more_faults=len(error.messages[MOST_FAULTS:]),
        )
    found = [(each, _kept(request, sent, each)) for each in editions]
    return _page(request, form, name=sent.name, outcomes=outcomes, editions=found)


def _kept(
    request: SignedInRequest, sent: SentFile, edition: NewEdition
) -> EditionFile | None:
    """Keep the file if people have to decide on its correspondence."""
    if not edition.is_suggested:
        return None
    return workflow.keep(
        name=sent.name,
        data=sent.data,
        later=edition.later,
        earlier=edition.earlier,
        by=request.user,
    )


def _page(
    request: SignedInRequest, form: EditionFileForm, **more: object
) -> HttpResponse:
    context = {
        "form": form,
        "errors": error_list(form),
        "kept": list(kept_files()),
        **more,
    }
    status = 422 if form.errors else 200
    return render(request, "frameworks/new_edition.html", context, status=status)
