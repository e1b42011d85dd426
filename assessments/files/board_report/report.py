"""The report for elected members and the board, as PDF and as Word.

It follows the three questions Ofsted asks of a self-evaluation: what do you know, how
do you know it, what next. Both files are made from one page of HTML.
"""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from assessments.submission.shown import document
from assessments.submission.shown.content import Document, Supplements, Text
from assessments.submission.shown.redaction import redacted
from assessments.submission.shown.supplements import (
    YoungPeopleRow,
    YoungPeopleShown,
    supplements_values,
)

from ..bounded import child_process, jobs
from ..pdf import chart, printing
from ..pdf.line_breaking import TypedText, breaker
from . import findings, next_steps
from .next_steps import Previous
from .sentences import sentences_of
from .summary import glance

STYLESHEET = settings.BASE_DIR / "static" / "css" / "report.css"
PIECE = 20  # characters that fit the narrowest column of text
DONE = {"how_completed", "who_was_involved"}
TO_WORD = "assessments.files.board_report.word:write"

child_process.prepare("assessments.files.board_report.word")


class YoungPeopleCompared(YoungPeopleRow):
    """A row of young people's scores; `ours` is the global score."""

    ours: str


def make_pdf(
    content: Document,
    digest: str,
    last: Previous | None = None,
    supplements: Supplements | None = None,
) -> bytes:
    """Return the report as PDF; raises as `jobs.run_job` does.

    content, digest  of the submission
    last             what `previous_submission.previous` gives
    supplements      what was recorded later (see `submission.supplements`)
    """
    text = breaker([content, supplements], PIECE)
    page = html(content, digest, last, supplements, text=text)
    return printing.render_pdf(page, content["reference"], STYLESHEET.read_text())


def make_word(
    content: Document,
    digest: str,
    last: Previous | None = None,
    supplements: Supplements | None = None,
) -> bytes:
    """Return the same as a Word file."""
    page = html(content, digest, last, supplements, text=TypedText)
    facts = {
        "title": f"{content['authority']['name']}: report for members and the board",
        "foot": content["reference"],
        "at": content["submitted_at"],
    }
    return jobs.run_job(TO_WORD, (page, facts), content["reference"])


def html(
    content: Document,
    digest: str,
    last: Previous | None,
    supplements: Supplements | None,
    *,
    text: Text,
) -> str:
    """Return the report's page, complete in itself."""
    shaped = shape(content, last, supplements, text=text)
    picture = chart.picture(shaped["document"])
    say = sentences_of(shaped, text)
    context = shaped | {"chart": picture, "digest": digest, "say": say}
    return render_to_string("submissions/report_print.html", context)


def shape(
    content: Document,
    last: Previous | None = None,
    supplements: Supplements | None = None,
    text: Text = str,
) -> dict[str, Any]:
    """Return the values of the report; `text` is applied to what people wrote.

    "document" is the submission as `document.shape` has it, "beside" see
    `supplements_values`, "groups" [{"name", "rated", "of"}]; for the rest see `findings`,
    `next_steps` and `summary`. What the moderator left out of print is left out.
    """
    groups = findings.groups(content, text)
    content = redacted(content)
    shaped = document.shape(content, text)
    scale = content["framework"]["scale"]
    statements = findings.statements_of(shaped, content, text)
    shown = supplements_values(content, supplements, text)
    progress = ((supplements or {}).get("follow_up") or {}).get("ideas") or {}
    found = {
        "document": shaped,
        "beside": shown,
        "young_people": young_people(shaped, shown["young_people"]),
        "done": done(content, text),
        "groups": groups,
        "kinds": findings.kinds(statements, scale),
        "evidence": findings.evidence(shaped, scale),
        "voices": findings.agreed_and_differed(statements),
        "differences": findings.differences(statements, content, text),
        "clashes": findings.clashes(statements, content),
        "actions": next_steps.actions(statements, scale, progress),
        "change": next_steps.changes(content, statements, last, text),
        "unsettled": [
            each["code"] for each in statements if each["kind"] == "not_agreed"
        ],
        "scores": next_steps.scores(shaped, content, last),
    }
    return found | glance(found, content)


def done(content: Document, text: Text) -> list[dict[str, str]]:
    """Return how the assessment was done: [{"question", "answer"}] of the cover sheet."""
    return [
        {"question": question["question"], "answer": text(answer)}
        for question in content["framework"]["cover_questions"]
        if question["key"] in DONE and (answer := content["cover"].get(question["key"]))
    ]


def young_people(
    shaped: document.AgreedShown, scores: YoungPeopleShown | None
) -> list[YoungPeopleCompared]:
    """Return young people's score of each area beside the service's own."""
    rows = scores["rows"] if scores else []
    return [
        {**row, "ours": area["score"]}
        for row, area in zip(rows, shaped["areas"], strict=False)
    ]
