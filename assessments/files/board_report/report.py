"""The report for elected members and the board, as PDF and as Word.

It follows the three questions Ofsted asks of a self-evaluation: what do you know, how
do you know it, what next. One page of HTML says it all; both files are made of it.
"""

from django.conf import settings
from django.template.loader import render_to_string

from assessments.submission.shown import document
from assessments.submission.shown.redaction import published
from assessments.submission.shown.supplements import beside_values

from ..bounded import child_process, jobs
from ..pdf import chart, printing
from ..pdf.line_breaking import TypedText, breaker
from . import findings, next_steps
from .summary import glance

STYLESHEET = settings.BASE_DIR / "static" / "css" / "report.css"
PIECE = 20  # characters that fit the narrowest column of text
DONE = {"how_completed", "who_was_involved"}
TO_WORD = "assessments.files.board_report.word:write"

child_process.prepare("assessments.files.board_report.word")


def make_pdf(content, digest, last=None, beside=None):
    """Return the report as PDF; raises as `jobs.run_job` does.

    content, digest  of the submission
    last             what `previous_submission.previous` gives
    beside           what was recorded beside it since (see `submission.supplements`)
    """
    text = breaker([content, beside], PIECE)
    page = html(content, digest, last, beside, text=text)
    return printing.render_pdf(page, content["reference"], STYLESHEET.read_text())


def make_word(content, digest, last=None, beside=None):
    """Return the same as a Word file."""
    page = html(content, digest, last, beside, text=TypedText)
    facts = {
        "title": f"{content['authority']['name']}: report for members and the board",
        "foot": content["reference"],
        "at": content["submitted_at"],
    }
    return jobs.run_job(TO_WORD, (page, facts), content["reference"])


def html(content, digest, last, beside, *, text):
    """Return the report's page, complete in itself."""
    shaped = shape(content, last, beside, text=text)
    picture = chart.picture(shaped["document"])
    context = shaped | {"chart": picture, "digest": digest}
    return render_to_string("submissions/report_print.html", context)


def shape(content, last=None, beside=None, text=str):
    """Return what the report says; `text` is applied to every text a person wrote.

    "document" is the submission as `document.shape` has it, "beside" see
    `beside_values`, "groups" [{"name", "rated", "of"}]; for the rest see `findings`,
    `next_steps` and `summary`. What the moderator left out of print is left out.
    """
    groups = findings.groups(content, text)
    content = published(content)
    shaped = document.shape(content, text)
    scale = content["framework"]["scale"]
    statements = findings.statements_of(shaped, content, text)
    alongside = beside_values(content, beside, text)
    progress = ((beside or {}).get("follow_up") or {}).get("ideas") or {}
    found = {
        "document": shaped,
        "beside": alongside,
        "young_people": young_people(shaped, alongside["young_people"]),
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


def done(content, text):
    """Return what the cover sheet says of how it was done: [{"question", "answer"}]."""
    return [
        {"question": question["question"], "answer": text(answer)}
        for question in content["framework"]["cover_questions"]
        if question["key"] in DONE and (answer := content["cover"].get(question["key"]))
    ]


def young_people(shaped, scores):
    """Return the rows of young people's scores, each with "ours", the global score."""
    rows = scores["rows"] if scores else []
    return [
        row | {"ours": area["score"]}
        for row, area in zip(rows, shaped["areas"], strict=False)
    ]
