"""The page that settles one statement: its evidence, the ratings, then the choice."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from leavingcare.forms import as_error, error_list
from leavingcare.refusals import Refused
from leavingcare.unsaved import wants_json

from ..access import open_assessment
from ..field_merge import Merge
from ..forms.moderation import SettleForm, boxes_after_clash
from ..models import AgreedResponse
from ..moderation import quoting
from ..moderation.comparison import settled_answer
from ..moderation.comparison_rows import TEXTS
from ..moderation.statements import CODE
from ..workflow import moderating, proposals
from ..workflow.coming_back import mark_to_come_back
from .draft_clashes import Clash
from .proposal_entries import keep
from .requests import Errors, SignedInRequest, keys_are_on
from .return_links import after_settling, from_check, table_url, to_table
from .statement_page import StatementPage, not_open, open_navigation, statement_page


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: SignedInRequest, pk: int, number: int, letter: str) -> HttpResponse:
    """Show one statement with its evidence and ratings (GET), or settle it (POST).

    Any button first keeps the texts as a proposal.
    """
    writing = request.method == "POST"
    _, access = open_assessment(
        request.user, pk, "moderate" if writing else "see_inside"
    )
    navigation = open_navigation(access, number, letter, request.GET)
    if not navigation.area.is_open:
        return not_open(request, access, number, letter)
    page = statement_page(access, navigation, letter)
    if not writing:
        form = page.form() if access.can["moderate"] else None
        return settle_page(request, page, form)
    if "use" in request.POST and wants_json(request):
        return text_with_piece(request, page)
    if "discard" in request.POST:
        return discard(request, page)
    if "go" in request.POST:
        form = page.form(request.POST)
        if form.is_valid():
            return settle_as_sent(request, page, form)
        return not_settled(request, page, form)
    return keep_and_show(request, page)


def settle_as_sent(
    request: SignedInRequest, page: StatementPage, form: SettleForm
) -> HttpResponse:
    """Settle the statement as a valid form says, and go where the button leads."""
    try:
        settled = moderating.settle(
            response=with_assessment(page),
            token=form.token,
            values=form.values(),
            by=request.user,
        )
    except Refused as refusal:  # a reason is missing for the answer that is stored now
        box = form["rationale"].id_for_label
        return not_settled(request, page, form, [(box, as_error(refusal))])
    if settled.merge.clashes:
        return clash_page(request, page, form, settled.merge)
    answer = settled_answer(settled.response, page.comparison.labels)
    messages.success(request, f"{page.statement.code} is settled: {answer}.")
    return onward(request, page)


def onward(request: SignedInRequest, page: StatementPage) -> HttpResponse:
    """Redirect from a settled statement to where the pressed button leads."""
    pk, next_one = page.assessment.pk, page.navigation.next_not_settled
    leads_on = request.POST["go"] == "next"
    if "table" in request.GET:
        opened = request.POST.get("following", "") if leads_on else ""
        return to_table(pk, request.GET["table"], opened)
    if from_check(request):
        return redirect("check", pk)
    return redirect(page.url_to(next_one) if leads_on and next_one else page.url)


def following(request: SignedInRequest, page: StatementPage) -> str:
    """Return the code of the next statement, if the button leads to it, or ""."""
    if "table" in request.GET:
        asked = request.GET.get("following", "")
        return asked if CODE.fullmatch(asked) else ""
    if from_check(request) or not page.navigation.next_not_settled:
        return ""
    return "{}{}".format(*page.navigation.next_not_settled)


def not_settled(
    request: SignedInRequest,
    page: StatementPage,
    form: SettleForm,
    errors: Errors | None = None,
) -> HttpResponse:
    """Show what is missing. The text is kept, if it can be."""
    kept = keep(page.entry, request.POST, request.user)
    if kept.merge and kept.merge.clashes:
        return clash_page(request, page, cast("SettleForm", kept.form), kept.merge)
    again = page.form(with_values(request.POST, page, seen=page.entry.shown.token))
    return settle_page(request, page, again, status=422, errors=errors)


def keep_and_show(request: SignedInRequest, page: StatementPage) -> HttpResponse:
    """Keep what was written, do what the button says, and show the page again."""
    post: QueryDict = request.POST
    anchor = ""
    quoted = quoting.quote(
        page.comparison, post.get("use", ""), typed_texts(post, page)
    )
    if quoted:
        post = with_values(post, page, **{quoted.field: quoted.text})
        messages.success(request, quoted.notice)
        anchor = f"#id_{page.entry.name}-{quoted.field}"
    kept = keep(page.entry, post, request.user)
    if kept.merge is None:
        form = page.form(post)
        errors = error_list(kept.form)
        return settle_page(request, page, form, errors=errors, status=422)
    if kept.merge.clashes:
        return clash_page(request, page, cast("SettleForm", kept.form), kept.merge)
    if mark := post.get("come_back"):
        come_back(request, page, mark == "yes")
    return shown_again(request, page, f"{settle_url(request, page)}{anchor}")


def shown_again(
    request: SignedInRequest, page: StatementPage, url: str
) -> HttpResponse:
    """Redirect to the statement's panel in the table that led here, or to a URL."""
    if "table" in request.GET:
        return to_table(page.assessment.pk, request.GET["table"], page.entry.name)
    return redirect(url)


def typed_texts(post: QueryDict, page: StatementPage) -> dict[str, str]:
    """Return {field: text} of the final texts as they were sent."""
    return {name: post.get(f"{page.entry.name}-{name}", "") for name in TEXTS}


def with_values(post: QueryDict, page: StatementPage, **values: str) -> QueryDict:
    """Return what was sent with other values in these boxes of the statement."""
    data = post.copy()
    for name, value in values.items():
        data[f"{page.entry.name}-{name}"] = value
    return data


def text_with_piece(request: SignedInRequest, page: StatementPage) -> HttpResponse:
    """Return to our script a final text with a piece added or removed.

    Nothing is stored: the page saves itself. An unknown command changes nothing.
    """
    typed = typed_texts(request.POST, page)
    quoted = quoting.quote(page.comparison, request.POST["use"], typed)
    return JsonResponse(vars(quoted) if quoted else {})


def discard(request: SignedInRequest, page: StatementPage) -> HttpResponse:
    """Discard the proposal, and show the statement as it is settled, where it was."""
    proposals.discard(kind=page.entry.kind, row=with_assessment(page), by=request.user)
    messages.success(request, f"The proposal for {page.statement.code} is discarded.")
    return shown_again(request, page, page.url)


def come_back(request: SignedInRequest, page: StatementPage, mark: bool) -> None:
    """Put the statement on the ‘come back to’ list, or remove it."""
    mark_to_come_back(response=with_assessment(page), come_back=mark)
    done = "is on" if mark else "has been removed from"
    messages.success(
        request,
        f"{page.statement.code} {done} the ‘come back to’ list. Your changes are saved, "
        "but not settled.",
    )


def clash_page(
    request: SignedInRequest, page: StatementPage, form: SettleForm, merged: Merge
) -> HttpResponse:
    """Show what somebody else wrote with what was sent, to choose between them."""
    navigation = open_navigation(
        page.access, page.area.number, page.statement.letter, request.GET
    )
    fresh = statement_page(page.access, navigation, page.statement.letter)
    again = SettleForm(
        fresh.comparison,
        fresh.framework,
        prefix=fresh.entry.name,
        shown=boxes_after_clash(form, merged, fresh.comparison),
    )
    clash = fresh.entry.clash(form, merged)
    return settle_page(request, fresh, again, status=409, clash=clash)


def with_assessment(page: StatementPage) -> AgreedResponse:
    """Return the agreed response with its assessment, as the workflow needs it."""
    response = page.comparison.agreed
    response.assessment = page.assessment
    return response


def settle_url(request: SignedInRequest, page: StatementPage) -> str:
    """Return the URL of the page, with what led to it."""
    query = request.GET.urlencode()
    return f"{reverse('settle', args=page.url_args)}{'?' if query else ''}{query}"


def settle_page(
    request: SignedInRequest,
    page: StatementPage,
    form: SettleForm | None,
    *,
    status: int = 200,
    errors: Errors | None = None,
    clash: Clash | None = None,
) -> HttpResponse:
    """Show the page with its form, and with what clashed."""
    if errors is None:
        errors = error_list(form) if form else []
    context = {
        **vars(page),
        "form": form,
        "quoting": page.entry.quoting(form),
        "settle_url": settle_url(request, page),
        "in_table": "table" in request.GET,
        "table_url": table_url(
            page.assessment.pk, request.GET.get("table", ""), page.entry.name
        ),
        "keys": keys_are_on(request),
        "following": following(request, page),
        "errors": errors,
        "from_check": from_check(request),
        "clash": clash,
        "query": page.navigation.query,
        "next_step": after_settling(
            page.access,
            page.access.assessment.agreed_areas.all(),
            settled=page.navigation.is_all_settled,
        ),
    }
    return render(request, "moderation/settle.html", context, status=status)
