"""The response rates of a round (Table 4), by region, kind and cluster: page and file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leavingcare.programs import for_programs

from ..desk import responses, round_rows
from ..files.data import zips
from .files import download
from .requests import SignedInRequest
from .rounds import CSV, staff_round

HEADER = [
    "by",
    "group",
    "asked",
    "returned",
    "return rate, per cent",
    "returned late",
    "follow-up asked",
    "follow-up returned",
    "follow-up return rate, per cent",
]


@require_safe
def round_responses(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show how many authorities were asked and returned, in all and by group."""
    round = staff_round(request, slug)
    rows = round_rows.of_round(round)
    withdrawn = [row for row in rows if row.assessment.is_withdrawn]
    context = {
        "round": round,
        "whole": responses.answered("All", rows),
        "tables": responses.tables(rows),
        "withdrawn": withdrawn,
        "not_counted": [row for row in withdrawn if not row.assessment.is_counted],
    }
    return render(request, "rounds/responses.html", context)


@for_programs
@require_safe
def responses_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    """Download the same figures."""
    round = staff_round(request, slug)
    rows = round_rows.of_round(round)
    whole = ("All", [responses.answered("All", rows)])
    cells = [
        [
            heading,
            row.name,
            row.asked,
            row.returned,
            row.rate,
            row.late,
            row.follow_up_asked,
            row.follow_up_returned,
            row.follow_up_rate,
        ]
        for heading, table in [whole, *responses.tables(rows)]
        for row in table
    ]
    content = zips.csv_file(HEADER, cells)
    return download(content, f"{round.slug}-who-answered.csv", CSV)
