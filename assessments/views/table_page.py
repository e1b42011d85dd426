"""The content of the table's page: its rows, the panel of one, and the errors."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from leavingcare.forms import error_list

from ..access import Access
from ..field_merge import Merge
from ..forms.common import SeenForm
from ..forms.moderation import SettleForm
from ..models import PlannedMeeting
from ..moderation.comparison_queries import compare_areas, with_proposals
from ..moderation.context import AgendaContext, context_of
from ..moderation.filters import Filter
from ..moderation.may_settle_together import undoable
from ..moderation.meetings import planned_meetings
from ..moderation.table import Choice, TableRow
from .draft_clashes import Clash
from .proposal_entries import StatementEntry
from .requests import Errors, SignedInRequest, keys_are_on

NOT_FILTERS = {"open"}
WITH_CHOICE = {Choice.TOGETHER, Choice.RATING}  # settled by the button below the table


@dataclass
class Outcome:
    """The outcome of sending the table: what was settled, and what to show again.

    All by code of the statement.
    """

    settled: dict[str, str] = field(default_factory=dict)  # as what, in words
    refused: dict[str, str] = field(default_factory=dict)  # why
    clashes: dict[str, Clash] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)  # as sent, of what clashes
    problem: str = ""  # of the whole

    @property
    def is_whole(self) -> bool:
        return not (self.refused or self.clashes or self.problem)

    @property
    def status(self) -> int:
        if self.clashes:
            return 409
        return 200 if self.is_whole else 422

    def refuse(self, code: str, form: SeenForm) -> None:
        """Note the first error of a form that could not be settled."""
        self.refused[code] = error_list(form)[0][1]

    def clash(self, entry: StatementEntry, form: SeenForm, merged: Merge) -> None:
        """Note what clashed, and the answer that was sent."""
        self.clashes[entry.name] = entry.clash(form, merged)
        self.answers[entry.name] = form.data.get(form.add_prefix("answer"), "")


@dataclass
class RowShown:
    """A row of the table as the page shows it, with the answer that is chosen in it."""

    row: TableRow
    entry: StatementEntry
    answer: str
    clash: Clash | None
    panel: dict[str, object] | None  # the values of its panel, if it is open


def filter_query(data: QueryDict) -> dict[str, str]:
    """Return the part of a table's query that says which statements it has."""
    return {name: data.get(name, "") for name in data if name not in NOT_FILTERS}


def table_page(
    request: SignedInRequest, access: Access, outcome: Outcome | None = None
) -> HttpResponse:
    """Show the table, with anything that could not be settled."""
    outcome = outcome or Outcome()
    context = context_of(access)
    sent = Filter.of(request.GET)
    meetings = planned_meetings(access.assessment.pk) if sent.meeting else []
    asked = sent.understood(context, meetings)
    rows = rows_of(access, context, asked, meetings)
    opened = next(iter(outcome.refused), request.GET.get("open", ""))
    query = urlencode(filter_query(request.GET))
    shown = [shown_row(access, row, outcome) for row in rows]
    for each in shown:
        if each.row.code == opened:
            each.panel = panel_values(access, each, rows, query)
    values = {
        "assessment": access.assessment,
        "access": access,
        "area": rows[0].area if len({row.area for row in rows}) == 1 else None,
        "rows": shown,
        "asked": asked.in_words(context, meetings),
        "query": query,
        "can_choose": any(row.choice in WITH_CHOICE for row in rows),
        "for_together": [row.code for row in rows if row.choice is Choice.TOGETHER],
        "unsettled": sum(not row.comparison.is_settled for row in rows),
        "undoable": undoable(access.assessment),
        "errors": errors_of(outcome, rows),
        "clashes": list(outcome.clashes),
        "keys": keys_are_on(request),
    }
    return render(request, "moderation/table.html", values, status=outcome.status)


def rows_of(
    access: Access,
    context: AgendaContext,
    asked: Filter,
    meetings: Sequence[PlannedMeeting],
) -> list[TableRow]:
    """Return the rows that the filter asks for, in the edition's order. Three queries."""
    drafts = {
        area.area_id: context.drafts[area.area_id]
        for area in context.areas
        if asked.area in (None, area.area.number)
    }
    compared = compare_areas(access, drafts, context.labels)
    kept = asked.keep(compared, context, meetings)
    return [TableRow(comparison) for comparison in with_proposals(access, kept)]


def shown_row(access: Access, row: TableRow, outcome: Outcome) -> RowShown:
    """Return a row, with the answer that was sent if it clashed."""
    entry = StatementEntry(row.comparison, access.assessment.round.framework)
    answer = outcome.answers.get(row.code) or entry.boxes()["answer"] or ""
    return RowShown(row, entry, answer, outcome.clashes.get(row.code), None)


def panel_values(
    access: Access, shown: RowShown, rows: list[TableRow], query: str
) -> dict[str, object]:
    """Return the values of the panel of a row; what is missing is an error in it."""
    entry = shown.entry
    form = panel_form(entry)
    url = reverse(
        "settle",
        args=[
            access.assessment.pk,
            shown.row.area.number,
            shown.row.comparison.statement.letter,
        ],
    )
    return {
        "entry": entry,
        "comparison": shown.row.comparison,
        "form": form,
        "quoting": entry.quoting(form),
        "settle_url": f"{url}?{urlencode({'table': query})}",
        "following": following(rows, shown.row.code),
    }


def panel_form(entry: StatementEntry) -> SettleForm:
    """Return the form of the panel. A proposal is checked, so that errors show."""
    form = SettleForm(entry.comparison, entry.framework, prefix=entry.name)
    if not entry.shown.is_proposed or not entry.boxes()["answer"]:
        return form
    data = QueryDict(mutable=True)
    for name, value in entry.boxes().items():
        values = value if isinstance(value, list) else [value or ""]
        data.setlist(f"{entry.name}-{name}", values)
    return SettleForm(entry.comparison, entry.framework, data, prefix=entry.name)


def following(rows: list[TableRow], code: str) -> str:
    """Return the code of the next row that is settled in the panel, or ""."""
    codes = [row.code for row in rows]
    here = codes.index(code)
    return next(
        (
            row.code
            for row in rows[here + 1 :] + rows[:here]
            if row.choice is Choice.PANEL
        ),
        "",
    )


def errors_of(outcome: Outcome, rows: list[TableRow]) -> Errors:
    """Return [(anchor, error)] of the whole and of each row."""
    errors: Errors = [
        (f"row-{code}", f"{code}: {why}") for code, why in outcome.refused.items()
    ]
    if outcome.problem:
        first = next((row for row in rows if not row.comparison.is_settled), None)
        errors.append((f"row-{first.code}" if first else "", outcome.problem))
    return errors
