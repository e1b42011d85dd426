"""The pages on which the statements of a new edition are decided on, one by one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from frameworks import words
from frameworks.light import to_plain
from leavingcare.forms import error_list
from leavingcare.refusals import Refused

from ..access import require_officer
from ..desk import new_edition as desk
from ..forms.new_edition import DecisionForms, SeenNumberForm
from ..models import EditionFile
from ..workflow import new_edition as workflow
from .files import download
from .requests import Errors, SignedInRequest

JSON = "application/json"
CLASH = "{0} has decided this meanwhile. Yours is not saved: compare, then save again"


def _work(request: SignedInRequest, file: int) -> desk.Work:
    require_officer(request.user)
    return desk.work_on(get_object_or_404(EditionFile, pk=file))


@require_safe
def correspondence(request: SignedInRequest, file: int) -> HttpResponse:
    """Show what is decided of the statements of a new edition, and what is left."""
    work = _work(request, file)
    title = f"Statements of {work.file.earlier.edition} that nothing continues"
    context = {
        "work": work,
        "areas": desk.by_area(work.items),
        "word_for_word": desk.by_area(work.word_for_word),
        "dropped": None if work.undecided_later else desk.Section(title, work.dropped),
        "decided": len(work.every) - len(work.undecided),
    }
    return render(request, "new_edition/correspondence.html", context)


@require_POST
def accept_word_for_word(request: SignedInRequest, file: int) -> HttpResponse:
    """Record that the statements shown continue those with exactly their words."""
    work = _work(request, file)
    pairs = set(request.POST.getlist("pair"))
    decided = workflow.accept_word_for_word(
        file=work.file, pairs=pairs, by=request.user
    )
    say = messages.success if decided else messages.warning
    say(request, _accepted(len(decided), len(pairs) - len(decided)))
    return redirect("correspondence", file)


def _accepted(count: int, left: int) -> str:
    """Return how many are decided now, and how many a colleague decided before."""
    statements = "1 statement has" if count == 1 else f"{count} statements have"
    sentence = f"{statements} been decided." if count else "Nothing has changed."
    if left:
        were = "1 was" if left == 1 else f"{left} were"
        sentence += f" {were} not, because a colleague decided meanwhile."
    return sentence


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: SignedInRequest, file: int, place: str) -> HttpResponse:
    """Show one statement (GET), or record what was decided of it (POST)."""
    work = _work(request, file)
    item = work.item(place)
    if item is None:
        raise Http404
    if place.startswith(desk.WAS):
        return _decide_dropped(request, work, item)
    data = request.POST if request.method == "POST" else None
    forms = DecisionForms(item, work.earlier, data)
    every = (forms.seen, forms.first, forms.also)
    if data is None:
        return _page(request, work, item, forms=forms)
    if not forms.is_valid():
        return _page(request, work, item, error_list(*every), 422, forms=forms)
    return _store(request, work, item, forms.links, forms.seen, {"forms": forms})


def _decide_dropped(
    request: SignedInRequest, work: desk.Work, item: desk.Item
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    seen = SeenNumberForm(data, initial={"seen": item.number})
    if data is None:
        return _page(request, work, item, seen=seen)
    if not seen.is_valid():
        return _page(request, work, item, error_list(seen), 422, seen=seen)
    return _store(request, work, item, [], seen, {"seen": seen})


def _store(
    request: SignedInRequest,
    work: desk.Work,
    item: desk.Item,
    links: list[desk.Link],
    seen: SeenNumberForm,
    context: dict[str, object],
) -> HttpResponse:
    """Record the decision and lead on, or show a colleague's with what was chosen."""
    decided = workflow.decide(
        file=work.file,
        place=item.place,
        links=links,
        seen=seen.cleaned_data["seen"],
        by=request.user,
    )
    if decided is None:
        return _clash(request, work.file, item.place, seen, context)
    messages.success(request, f"{_called(item)} has been decided.")
    after = desk.work_on(work.file).after(item.place)
    if after is None:
        return redirect("correspondence", work.file.pk)
    return redirect("decide_correspondence", work.file.pk, after.place)


def _clash(
    request: SignedInRequest,
    file: EditionFile,
    place: str,
    seen: SeenNumberForm,
    context: dict[str, object],
) -> HttpResponse:
    """Show what a colleague decided meanwhile above what was chosen, which can be saved."""
    work = desk.work_on(file)
    item = work.item(place)
    if item is None or item.decision is None:
        raise Http404  # an earlier statement that a colleague has linked
    seen.data = {"seen": str(item.number)}
    errors = [("", CLASH.format(item.decision.by))]
    return _page(request, work, item, errors, 409, **context)


def _called(item: desk.Item) -> str:
    return item.place.removeprefix(desk.WAS)


def _page(
    request: SignedInRequest,
    work: desk.Work,
    item: desk.Item,
    errors: Errors | None = None,
    status: int = 200,
    **context: object,
) -> HttpResponse:
    text = to_plain(item.statement.text_md)
    beside = [
        (
            link,
            desk.KINDS[link["kind"]],
            work.earlier[link["earlier"]],
            words.changes(to_plain(work.earlier[link["earlier"]].text_md), text),
        )
        for link in item.links
    ]
    context |= {
        "work": work,
        "item": item,
        "called": _called(item),
        "beside": beside,
        "after": work.after(item.place),
        "left": len(work.undecided),
        "errors": errors or [],
    }
    name = "dropped" if item.place.startswith(desk.WAS) else "decide"
    return render(request, f"new_edition/{name}.html", context, status=status)


@require_safe
def correspondence_file(request: SignedInRequest, file: int) -> HttpResponse:
    """Download the correspondence once everything has been decided."""
    work = _work(request, file)
    if work.undecided:
        raise Refused(
            "Decide on every statement first. Then you can download the file."
        )
    name = f"correspondence_{work.file.earlier.edition}_{work.file.later}.json"
    return download(desk.correspondence(work).encode(), name, JSON)
