"""The page where the moderator prepares the report for members and the board."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from leavingcare.forms import error_list

from ..access import open_assessment
from ..files.board_report.left_out import ASKED, Personal, personal_texts
from ..forms.board_report import BoardReportForm
from ..models import BoardReport, Submission
from ..round_analysis.beside_others import benchmark_of
from ..submission import supplements
from ..submission.previous_submission import previous
from ..submission.shown import document
from ..submission.shown.highlights import RULE, suggestions
from ..submission.shown.not_printed import as_printed
from ..submission.shown.report_choices import requests_of
from ..workflow import board_report as choosing
from ..workflow.supplements import last_submission
from .requests import SignedInRequest

if TYPE_CHECKING:
    from ..submission.shown.content import Document

CLASH = (
    "This was changed somewhere else while you were choosing. The saved choices are "
    "shown below. Choose again"
)


@require_http_methods(["GET", "HEAD", "POST"])
def board_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the choices for the report (GET), or save them (POST)."""
    assessment, _ = open_assessment(request.user, pk, "edit_board_report")
    last = last_submission(assessment)
    row = choosing.row_of(assessment)
    form = form_of(last, row, request.POST if request.method == "POST" else None)
    errors = []
    status = 200
    if request.method == "POST":
        if form.is_valid():
            merged = choosing.save_choices(
                assessment=assessment,
                token=form.token,
                choices=form.choices(),
                by=request.user,
            )
            if not merged.clashes:
                row = choosing.row_of(assessment)
                messages.success(request, ready(last, row))
                return redirect("board_report", pk)
            row = choosing.row_of(assessment)
            form, status = form_of(last, row), 409
            errors = [(f"id_{name}", CLASH) for name in list(merged.clashes)[:1]]
        else:
            errors, status = error_list(form), 422
    context = {
        "assessment": assessment,
        "submission": last,
        "released": benchmark_of(last),
        "row": row,
        "form": form,
        "errors": errors,
        "rule": RULE,
        "personal": personal_of(last, row),
    }
    return render(request, "submissions/board_report.html", context, status=status)


def form_of(
    last: Submission, row: BoardReport, data: QueryDict | None = None
) -> BoardReportForm:
    """Return the form of a row, with the suggestions for its submission.

    Nothing is selected until somebody has chosen.
    """
    content = last.content
    initial = choosing.choice_values(row) | {"seen": choosing.token_of(row)}
    return BoardReportForm(
        content["responses"], offered(last, row), data, initial=initial
    )


def offered(last: Submission, row: BoardReport) -> dict[str, list[tuple[str, str]]]:
    """Return the form's choices: [(code, statement and reason)], chosen ones first."""
    content = last.content
    shaped = document.shape(content)
    found = suggestions(
        shaped, content, previous(last), supplements.of(last.assessment)
    )
    texts = statements_of(content)
    lists: dict[str, list[tuple[str, str]]] = {}
    for name, chosen in (("strengths", row.strengths), ("priorities", row.priorities)):
        why = {each.code: f" ({', '.join(each.reasons)})" for each in found[name]}
        codes = [*chosen, *(code for code in why if code not in chosen)]
        lists[name] = [
            (code, f"{code} {texts[code]}{why.get(code, '')}")
            for code in codes
            if code in texts
        ]
    lists["printed"] = list(
        {each.key: each.about for each in personal_of(last, row)}.items()
    )
    return lists


def personal_of(last: Submission, row: BoardReport) -> list[Personal]:
    """Return the texts that could identify someone, also in its supplements."""
    said = supplements.of(last.assessment)
    return personal_texts(as_printed(last.content), said, requests_of(row.asked))


def ready(last: Submission, row: BoardReport) -> str:
    """Return the message after the choices were saved."""
    left_out = [
        each.about
        for each in personal_of(last, row)
        if each.key.startswith(ASKED) and each.key not in row.printed
    ]
    if not left_out:
        return "The report is ready to download."
    return (
        "Saved, but the report leaves out what could identify someone: "
        f"{', '.join(left_out)}. See the list below."
    )


def statements_of(content: "Document") -> dict[str, str]:
    """Return {code: text of the statement} without the edition's emphasis."""
    return {
        each["code"]: "".join(text for text, _ in document.runs(each["text_md"]))
        for area in content["framework"]["areas"]
        for each in area["statements"]
    }
