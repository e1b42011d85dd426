"""The history of one statement of a draft: who answered it, when, and what changed."""

from dataclasses import dataclass
from typing import TypedDict

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from frameworks.words import changes

from ..access import Access, revisions_seen
from ..forms.drafts import RestoreForm
from ..models import DraftRevision
from ..workflow import drafting
from .draft_clashes import drafted_in_words
from .draft_page import DraftPage
from .draft_rows import StatementRow
from .drafts import open_page
from .requests import SignedInRequest

REVISIONS_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def response_history(
    request: SignedInRequest, pk: int, group: int, number: int, letter: str
) -> HttpResponse:
    """Show who answered one statement and when (GET), or restore an answer (POST)."""
    access, page = open_page(request, pk, group, number)
    row = next((row for row in page.rows if row.letter == letter), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        access.require_edit(page.draft)
        form = RestoreForm(row.response.revisions.all(), request.POST)
        if not form.is_valid():
            raise Http404
        drafting.restore(
            response=row.response,
            revision=form.cleaned_data["revision"],
            by=request.user,
        )
        messages.success(request, f"The earlier answer to {row.code} has been restored")
        return redirect(f"{page.url}#statement-{letter}")
    context = {
        "page": page,
        "row": row,
        "may_redact": access.may_redact(row.response, by=request.user),
        "may_edit": access.may_edit(page.draft),
        **_entries(access, row, page, request.GET.get("page")),
    }
    return render(request, "drafts/history.html", context)


class Answer(TypedDict):
    """The part of a revision's content that its history shows."""

    rating: int | None
    not_rated_reason: str
    evidence: str
    ideas: str


@dataclass
class Entry:
    """One entry of a response's history, in words."""

    revision: DraftRevision
    is_now: bool
    has_before: bool  # an earlier entry to compare it with
    answer: str
    was: str  # the answer of the earlier entry
    reused_from: str
    texts: list[tuple[str, list[tuple[str, str]]]]  # (label, changes)


class History(TypedDict):
    """One page of a response's history."""

    part: Page[DraftRevision]
    entries: list[Entry]


def _entries(
    access: Access, row: StatementRow, page: DraftPage, number: str | None
) -> History:
    """Return one page of a response's history, newest first, with what each changed."""
    revisions = revisions_seen(access, page.draft, row.response).select_related("by")
    part = Paginator(revisions, REVISIONS_A_PAGE).get_page(number)
    end = part.end_index()
    shown = list(revisions[max(part.start_index() - 1, 0) : end + 1])
    befores = [*(revision.content for revision in shown[1:]), None][: len(shown)]
    count = end - part.start_index() + 1 if end else 0
    return {
        "part": part,
        "entries": [
            entry(revision, before, page, is_now=part.number == 1 and at == 0)
            for at, (revision, before) in enumerate(
                list(zip(shown, befores, strict=True))[:count]
            )
        ],
    }


def entry(
    revision: DraftRevision,
    before: Answer | None,
    page: DraftPage,
    *,
    is_now: bool,
) -> Entry:
    """Return a revision in words, with each text's changes since the one before."""
    content: Answer = revision.content
    answer: list[int | str | None] = [content["rating"], content["not_rated_reason"]]
    was: list[int | str | None] = [None, ""]
    texts = {"evidence": "", "ideas": ""}
    if before:
        was = [before["rating"], before["not_rated_reason"]]
        texts = {"evidence": before["evidence"], "ideas": before["ideas"]}
    written = {"evidence": content["evidence"], "ideas": content["ideas"]}
    return Entry(
        revision=revision,
        is_now=is_now,
        has_before=before is not None,
        answer=drafted_in_words(answer, page.labels),
        was=drafted_in_words(was, page.labels),
        reused_from=revision.content.get("carried_from", ""),
        texts=[
            (label, changes(texts[name], written[name]))
            for name, label in [("evidence", "Evidence"), ("ideas", "Ideas")]
            if written[name] or texts[name]
        ],
    )
