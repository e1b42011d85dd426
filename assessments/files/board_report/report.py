"""The report for elected members and the board, as PDF and as Word.

Its first page can be read on its own. The rest follows the three questions Ofsted asks of
a self-evaluation: what do you know, how do you know it, what next. Both files are made
from one page of HTML.
"""

from collections.abc import Sequence
from typing import cast

from django.conf import settings
from django.template.loader import render_to_string

from assessments.round_analysis.beside_others import Results
from assessments.submission.shown import document
from assessments.submission.shown.content import Document, ScalePoint, Supplements, Text
from assessments.submission.shown.document import AgreedShown, SubmissionShown
from assessments.submission.shown.not_printed import as_printed
from assessments.submission.shown.report_choices import ReportChoices
from assessments.submission.shown.since import Previous, change_since
from assessments.submission.shown.wording import date_words, day_words

from ..bounded import child_process, jobs
from ..pdf import chart, printing
from ..pdf.line_breaking import TypedText, breaker
from . import actions, areas, basis, beside, findings, first_page, recorded, wording
from .choices import Chosen, chosen_of, hidden_in
from .figures import figures_of, gaps_of
from .left_out import without_reasons

STYLESHEET = settings.BASE_DIR / "static" / "css" / "report.css"
PIECE = 20  # characters that fit the narrowest column of text
TO_WORD = "assessments.files.board_report.word:write"
KIND = "report for members and the board"

child_process.prepare("assessments.files.board_report.word")


def make_pdf(
    content: Document,
    digest: str,
    last: Previous | None = None,
    supplements: Supplements | None = None,
    choices: ReportChoices | None = None,
    released: Results | None = None,
) -> bytes:
    """Return the report as PDF; raises as `jobs.run_job` does.

    content, digest  of the submission
    last             what `previous_submission.previous` gives
    supplements      the scores and texts added later (see `submission.supplements`)
    choices          the moderator's, None if there are none yet
    released         the results in which Coram Voice put it beside the others, if any
    """
    text = breaker([content, supplements, choices], PIECE)
    page = html(content, digest, last, supplements, choices, released, text=text)
    css = STYLESHEET.read_text() + chart.css_of(content["framework"]["scale"])
    return printing.render_pdf(page, content["reference"], css)


def make_word(
    content: Document,
    digest: str,
    last: Previous | None = None,
    supplements: Supplements | None = None,
    choices: ReportChoices | None = None,
    released: Results | None = None,
) -> bytes:
    """Return the report as a Word file, with a front sheet for the council."""
    shaped = shape(content, last, supplements, choices, text=TypedText)
    page = page_of(content, digest, shaped, released, has_front_sheet=True)
    agreed = cast("AgreedShown", shaped["document"])
    facts = {
        "title": f"{content['authority']['name']}: {KIND}",
        "author": content["authority"]["name"],
        "foot": f"{content['authority']['name']}: {KIND}",
        "at": content["submitted_at"],
        "shades": chart.fills_of(content["framework"]["scale"]),
        "chart": chart.bars_of(agreed, content["framework"]),
    }
    return jobs.run_job(TO_WORD, (page, facts), content["reference"])


def html(
    content: Document,
    digest: str,
    last: Previous | None = None,
    supplements: Supplements | None = None,
    choices: ReportChoices | None = None,
    released: Results | None = None,
    *,
    text: Text,
    has_front_sheet: bool = False,
) -> str:
    """Return the report's page, complete in itself."""
    shaped = shape(content, last, supplements, choices, text=text)
    return page_of(content, digest, shaped, released, has_front_sheet=has_front_sheet)


def page_of(
    content: Document,
    digest: str,
    shaped: dict[str, object],
    released: Results | None,
    *,
    has_front_sheet: bool,
) -> str:
    """Return the page of a report whose values are `shape`'s."""
    context = shaped | {
        "digest": digest,
        **beside.values(content, released),
        "has_front_sheet": has_front_sheet,
        "kind": KIND,
    }
    return render_to_string("submissions/report_print.html", context)


def shape(
    content: Document,
    last: Previous | None = None,
    supplements: Supplements | None = None,
    choices: ReportChoices | None = None,
    released: Results | None = None,
    text: Text = str,
) -> dict[str, object]:
    """Return the values of the report; `text` is applied to what people wrote.

    Texts that the moderator did not want printed are left out.
    """
    groups = basis.groups(content)
    content = as_printed(content)
    hidden = hidden_in(content, supplements, choices)
    content = without_reasons(content, hidden)
    shaped = document.shape(content, text)
    chosen = chosen_of(shaped, content, last, supplements, choices, hidden)
    read = areas.reader(content, shaped, chosen.hidden, text)
    say = said(content, shaped, chosen, len(groups))
    found = compared(content, shaped, last, supplements, text) | {
        "document": shaped,
        "say": say,
        **what_known(shaped, content["framework"]["scale"], chosen, read),
        **how_known(content, shaped, chosen, groups, supplements, text),
        **what_next(content, shaped, chosen, read, supplements, text),
    }
    above = say["made_by"], f"{say['rated']} {found['figures_say']}"
    headed = [str(found[each]) for each in ("young_say", "moved_say") if found[each]]
    numbers = wording.numbers(
        has_known=bool(found["areas"]), has_next=bool(found["has_next"])
    )
    annexes = wording.annexes(
        has_ideas=bool(found["annexed"]), has_ratings=bool(found["has_annex"])
    )
    first = first_page.first(shaped, chosen, above, headed, text)
    return found | first | {"numbers": numbers, "annexes": annexes}


def compared(
    content: Document,
    shaped: SubmissionShown,
    last: Previous | None,
    supplements: Supplements | None,
    text: Text,
) -> dict[str, object]:
    """Return the figures, and what is beside them: young people's, and last time's."""
    young = recorded.young_people(supplements)
    change = change_since(content, last)
    figures = figures_of(content, change, young)
    gaps = gaps_of(content, young)
    moved = wording.moved(len(change.up), len(change.down), len(change.same))
    return {
        "chart": chart.picture(shaped, content["framework"], is_brief=True),
        "figures": figures,
        "figures_say": wording.on_the_whole(figures.score, content["framework"]),
        "gaps": gaps,
        "young_say": " ".join(
            wording.young_people(gaps, recorded.how_many(supplements))
        ),
        "last": since(last, text),
        "change": change,
        "moved_say": moved if change.compared else "",
    }


def what_known(
    shaped: SubmissionShown,
    scale: Sequence[ScalePoint],
    chosen: Chosen,
    read: areas.Read,
) -> dict[str, object]:
    """Return the values of the first part, and whether an annex adds to it."""
    parts = areas.area_parts(shaped, scale, chosen, read)
    return {
        "areas": parts,
        "is_short": areas.is_short(shaped),
        "has_annex": areas.has_more(shaped, parts),
        "rated_areas": areas.annexed(shaped),
        "positive": wording.positive(scale),
    }


def what_next(
    content: Document,
    shaped: SubmissionShown,
    chosen: Chosen,
    read: areas.Read,
    supplements: Supplements | None,
    text: Text,
) -> dict[str, object]:
    """Return the values of the third part and of its annex; see `actions`."""
    planned = (supplements or {}).get("action_plan") or []
    annexed: list[actions.AreaActions] = []
    if plan := actions.planned(content, planned, chosen, text):
        parts = plan
        without = actions.unplanned(content, planned, chosen.priorities)
    else:
        proposed = actions.proposed(shaped, content, chosen, read, text)
        parts, annexed = actions.divided(proposed)
        without = [code for part in proposed for code in part.without]
    rows = [row for part in parts for row in part.actions]
    return {
        "plan": plan,
        "parts": parts,
        "annexed": annexed,
        "has_next": bool(parts or annexed),
        "has_actions": bool(rows),
        "ideas_say": wording.ideas([row.is_priority for row in rows]),
        "without": without,
        "follow_up_say": recorded.follow_up(content, supplements),
    }


def how_known(
    content: Document,
    shaped: SubmissionShown,
    chosen: Chosen,
    groups: list[tuple[str, int, int]],
    supplements: Supplements | None,
    text: Text,
) -> dict[str, object]:
    """Return the values of the second part; see `basis`."""
    return {
        "done": basis.done(content, chosen.hidden, text),
        "groups": [(text(name), rated, of) for name, rated, of in groups],
        "compared": basis.compared(shaped),
        "differed": basis.differed(shaped),
        "clashes": basis.clashes(shaped, content),
        "young_about": basis.young_about(supplements, chosen.hidden, text),
        "findings": findings.by_area(content, supplements, chosen.hidden, text),
        "evidence_say": basis.evidence(shaped, content["framework"]["scale"]),
    }


def said(
    content: Document, shaped: SubmissionShown, chosen: Chosen, groups: int
) -> dict[str, str]:
    """Return the sentences on how the assessment was made and what is left out."""
    total = shaped["total"]
    return {
        "made_by": made_by(content, shaped, groups),
        "rated": wording.rated(total["counts"], total["rated"], total["of"]),
        "hidden": wording.hidden(
            [
                each["code"]
                for each in basis.statements_of(shaped)
                if each["code"] in chosen.hidden
            ]
        ),
    }


def made_by(content: Document, shaped: SubmissionShown, groups: int) -> str:
    """Return who made the self-assessment, and when."""
    if content.get("origin") and content["cover"].get("completed_on"):
        return f"It was completed on {shaped['completed_on']}."
    outcomes = [each["outcome"] for each in content["responses"].values()]
    submitted = day_words(content["submitted_at"])
    return wording.made_by(groups, outcomes, submitted, shaped["approval"])


def since(last: Previous | None, text: Text) -> dict[str, str] | None:
    """Return the round and the day of the submission before, or None."""
    if last is None:
        return None
    completed = last["content"]["cover"].get("completed_on")
    return {
        "round": text(last["content"]["round"]["name"]),
        "completed": date_words(completed) if completed else "",
    }
