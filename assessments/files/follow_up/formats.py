"""The files of a returned follow-up, made from its document alone."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.template.loader import render_to_string

from assessments.models import FollowUpReturn
from assessments.submission.follow_ups import returned_of
from assessments.submission.shown import content
from assessments.submission.shown.actions import actions_values
from assessments.submission.shown.content import Text
from assessments.submission.shown.follow_up_content import FollowUpDocument
from assessments.submission.shown.supplements import FollowUpShown, follow_up_values

from ..pdf.line_breaking import breaker
from ..pdf.printing import render_pdf
from . import workbooks


@dataclass(frozen=True)
class Format:
    """One kind of file: its name and title, its use, and what makes its bytes."""

    name: str
    title: str
    use: str
    kind: str
    make: Callable[[FollowUpReturn], bytes]


def shape(returned: FollowUpReturn, text: Text = str) -> dict[str, object]:
    """Return the values that the page and the PDF of a returned follow-up show."""
    document = document_of(returned)
    follow_up: content.FollowUp = {
        **document["follow_up"],
        "returned": returned_of(document, returned.digest),
    }
    shown: FollowUpShown = follow_up_values(document["areas"], follow_up, text)
    return {
        "reference": document["reference"],
        "number": document["number"],
        "title": document["title"],
        "authority": text(document["authority"]["name"]),
        "round": text(document["round"]["name"]),
        "submitted_iso": document["submitted_at"],
        "follow_up": shown,
        "submission": document["submission"]["reference"],
        "reopened_because": text(document["reopened_because"]),
        "actions": actions_values(document["follow_up"].get("actions", []), text),
        "digest": returned.digest,
    }


def document_of(returned: FollowUpReturn) -> FollowUpDocument:
    return cast("FollowUpDocument", returned.content)


def as_pdf(returned: FollowUpReturn) -> bytes:
    shown = shape(returned, breaker(returned.content))
    page = render_to_string("follow_up/print.html", {"document": shown})
    return render_pdf(page, returned.reference)


def as_workbook(returned: FollowUpReturn) -> bytes:
    return workbooks.follow_up(document_of(returned))


def as_json(returned: FollowUpReturn) -> bytes:
    """Return the document with its digest."""
    document = {**returned.content, "digest": returned.digest}
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode()


EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    each.name: each
    for each in [
        Format("pdf", "as PDF", "to read and print", "application/pdf", as_pdf),
        Format("xlsx", "as Excel workbook", "with the action plan", EXCEL, as_workbook),
        Format("json", "as JSON", "for other programs", "application/json", as_json),
    ]
}
