"""The action plan and a returned follow-up as Excel workbooks."""

from collections.abc import Sequence
from typing import cast

from assessments.submission.shown.content import Action
from assessments.submission.shown.follow_up_content import FollowUpDocument
from assessments.submission.shown.wording import time_words

from ..bounded import child_process, jobs
from ..data.columns import Column, Kind, Record, Sheet, table
from ..data.fields import NO_SCORE, NOT_GIVEN
from ..data.supplements import action_plan

WRITER = "assessments.files.data.xlsx:write"
TO_FILL_IN = "Sort and filter as you like. The site’s own plan does not change."

child_process.prepare("assessments.files.data.xlsx")

SCORES = [
    Column("area", "Area", Kind.WHOLE),
    Column("area_title", "Title of the area"),
    Column("stage_one", "Stage 1", Kind.WHOLE, "Out of 10.", missing=NO_SCORE),
    Column("stage_two", "Stage 2", Kind.WHOLE, "Out of 10.", missing=NO_SCORE),
    Column("what_helped", "What helped"),
    Column("barriers", "Barriers"),
    Column("next_steps", "Next steps"),
]


def plan(actions: Sequence[Action], title: str) -> bytes:
    """Return an action plan as a workbook; raises as `jobs.run_job` does."""
    lines = (title, TO_FILL_IN)
    sheet = Sheet("Action plan", action_plan(actions), lines, fixed=3)
    return jobs.run_job(WRITER, ([sheet], title), title)


def follow_up(document: FollowUpDocument) -> bytes:
    """Return a returned follow-up as a workbook; raises as `jobs.run_job` does."""
    title = f"{document['authority']['name']}, {document['reference']}"
    said = document["follow_up"]
    lines = (
        f"{document['authority']['name']}: {document['round']['name']}",
        f"Follow-up {document['reference']}, {time_words(document['submitted_at'])}",
    )
    areas = said.get("areas", {})
    rows: list[Record] = []
    for area in document["areas"]:
        scored = cast("Record", areas.get(str(area["number"]), {}))
        given = {name: NOT_GIVEN if v is None else v for name, v in scored.items()}
        rows.append({"area": area["number"], "area_title": area["title"], **given})
    sheets = [Sheet("Scores", table(SCORES, rows), lines, fixed=2)]
    if actions := said.get("actions"):
        made = action_plan(actions)
        sheets.append(Sheet("Action plan", made, fixed=3))
    return jobs.run_job(WRITER, (sheets, title), title)
