"""The table of an area, or of a filtered agenda: many statements settled on one page."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ..access import Access, open_assessment
from ..analysis.sentences import join_and
from ..forms.moderation import RowForm
from ..moderation import statements
from ..moderation.comparison import Comparison, settled_as
from ..moderation.given_ratings import second_ratings
from ..workflow import moderating, proposals, settling_together
from .proposal_entries import StatementEntry, keep
from .requests import SignedInRequest
from .return_links import to_table
from .table_page import Outcome, table_page


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the statements the filter asks for (GET), or settle some of them (POST)."""
    _, access = open_assessment(request.user, pk, "moderate")
    if request.method != "POST":
        return table_page(request, access)
    post = request.POST
    if "undo" in post:
        return undo(request, access)
    if "discard" in post:
        return discard(request, access)
    if post.get("save") in ("chosen", "together"):
        return settle_rows(request, access)
    return keep_rows(request, access)


def settle_rows(request: SignedInRequest, access: Access) -> HttpResponse:
    """Settle every row that has an answer, and those selected as rated."""
    outcome = settle_answers(request, access)
    ticked = set(request.POST.getlist("together"))
    if request.POST["save"] == "together":
        ticked |= set(request.POST.getlist("listed"))
    settle_together(request, access, ticked)
    if outcome.is_whole and not outcome.settled and not ticked:
        outcome.problem = "Choose an answer for at least one statement"
    if not outcome.is_whole:
        return table_page(request, access, outcome)
    return back(request, access)


def settle_answers(request: SignedInRequest, access: Access) -> Outcome:
    """Settle the rows with an answer one by one, and say what was settled."""
    post, outcome = request.POST, Outcome()
    names = {
        name.removesuffix("-answer")
        for name in post
        if name.endswith("-answer") and post[name]
    }
    forms = row_forms(request, access, names)
    valid = [form for form in forms if form.is_valid()]
    sent = [
        moderating.SentAnswer(form.comparison.agreed, form.token, form.values())
        for form in valid
    ]
    done = moderating.settle_each(
        assessment=access.assessment, sent=sent, by=request.user
    )
    for form, settled in zip(valid, done, strict=True):
        entry = entry_of(access, form.comparison)
        if settled.merge.clashes:
            outcome.clash(entry, form, settled.merge)
        elif settled.problem:
            outcome.refused[entry.name] = settled.problem
        else:
            outcome.settled[entry.name] = settled_as(
                settled.response, form.comparison.labels
            )
    for form in forms:
        if not form.is_valid():
            outcome.refuse(str(form.prefix), form)
            keep_row(request, access, form.comparison, outcome)
    tell(request, outcome)
    return outcome


def row_forms(
    request: SignedInRequest, access: Access, codes: Iterable[str]
) -> list[RowForm]:
    """Return the form of each row with these codes, as it was sent."""
    comparisons = comparisons_of(access, codes)
    second = second_ratings(
        access.assessment.pk, [each.statement.pk for each in comparisons]
    )
    return [
        RowForm(
            comparison,
            access.assessment.round.framework,
            request.POST,
            prefix=comparison.statement.code,
            second=second[comparison.statement.pk],
        )
        for comparison in comparisons
    ]


def comparisons_of(access: Access, names: Iterable[str]) -> list[Comparison]:
    """Return the comparisons of the statements with these codes, if they are open."""
    found = statements.versions(access, names)
    return [
        with_assessment(access, comparison)
        for comparison in statements.compare_statements(
            access, [pk for pk, _ in found.values()]
        )
    ]


def with_assessment(access: Access, comparison: Comparison) -> Comparison:
    """Give the agreed response its assessment, as the workflow needs it."""
    comparison.agreed.assessment = access.assessment
    return comparison


def entry_of(access: Access, comparison: Comparison) -> StatementEntry:
    return StatementEntry(comparison, access.assessment.round.framework)


def keep_row(
    request: SignedInRequest, access: Access, comparison: Comparison, outcome: Outcome
) -> None:
    """Keep the choice in a row as a proposal, or note why that is impossible."""
    entry = entry_of(access, comparison)
    kept = keep(entry, request.POST, request.user)
    if kept.merge is None:
        outcome.refuse(entry.name, kept.form)
    elif kept.merge.clashes:
        outcome.clash(entry, kept.form, kept.merge)


def settle_together(
    request: SignedInRequest, access: Access, codes: Iterable[str]
) -> None:
    """Settle the statements with these codes as the groups rated them, together."""
    found = statements.versions(access, codes)
    if not found:
        return
    settled, left = settling_together.settle_together(
        access=access,
        statements=[pk for pk, _ in found.values()],
        incomplete=[],  # such a row offers ratings instead
        by=request.user,
    )
    if settled:
        messages.success(request, settling_together.done(settled))
    for each in left:
        messages.warning(request, f"{each.why}.")


def tell(request: SignedInRequest, outcome: Outcome) -> None:
    """Say which statements were settled, by answer."""
    by_answer: defaultdict[str, list[str]] = defaultdict(list)
    for code, answer in outcome.settled.items():
        by_answer[answer].append(code)
    for answer, codes in by_answer.items():
        messages.success(request, f"Settled as {answer}: {join_and(codes)}.")


def keep_rows(request: SignedInRequest, access: Access) -> HttpResponse:
    """Keep the choice in each row, and open the panel of one."""
    outcome = Outcome()
    names = {name.removesuffix("-seen") for name in request.POST}
    for comparison in comparisons_of(access, names):
        keep_row(request, access, comparison, outcome)
    if not outcome.is_whole:
        return table_page(request, access, outcome)
    return back(request, access, opened=request.POST.get("open", ""))


def discard(request: SignedInRequest, access: Access) -> HttpResponse:
    """Discard the proposal for a statement."""
    for comparison in comparisons_of(access, [request.POST["discard"]]):
        entry = entry_of(access, comparison)
        proposals.discard(kind=entry.kind, row=entry.row, by=request.user)
        messages.success(request, f"The proposal for {entry.code} is discarded.")
    return back(request, access)


def undo(request: SignedInRequest, access: Access) -> HttpResponse:
    """Undo settling several statements together."""
    pk = request.POST["undo"]
    codes = settling_together.undo(
        assessment=access.assessment,
        joint=int(pk) if pk.isdecimal() and len(pk) < 19 else 0,
        by=request.user,
    )
    messages.success(request, f"Not settled any more: {join_and(codes)}.")
    return back(request, access)


def back(request: SignedInRequest, access: Access, opened: str = "") -> HttpResponse:
    """Redirect to the table as it was filtered, with the panel of a statement open."""
    return to_table(access.assessment.pk, request.GET.urlencode(), opened)
