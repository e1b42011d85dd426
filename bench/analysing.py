"""The pages of the analysis of a round, beside plain SQL over the same records.

Five rounds, as a programme of some years has them: the last is measured, alone and
compared with the first, which has the earlier edition.
"""

import json

from django.db import connection
from django.urls import reverse

from assessments.models import Submission
from assessments.round_analysis.parts import PARTS
from tests.support.builders import make_user
from tests.support.clients import client_of
from tests.support.whole_rounds import (
    make_whole_round,
    return_follow_ups,
    score_by_young_people,
)

from . import report
from .building import load_editions
from .measuring import Work, measure
from .works import get

GROUPS = 10
REPEATS = 5
MILLISECONDS = 300
EARLIER = ["2015", "2015", "2020", "2020"]
TIMES = 5  # as many authorities, to see that the time grows no faster than they do
MOST_TIMES = 5.5  # as much time


def of_analysing(authorities):
    """Yield the report's lines for five rounds of so many authorities, then for more."""
    load_editions()
    for number, edition in enumerate(EARLIER, 1):
        make_whole_round(f"Round {number}", edition, asked=authorities, groups=GROUPS)
    make_last("Round 5", authorities)
    client = client_of(make_user(is_staff=True))
    yield (
        f"{authorities} authorities, {len(EARLIER) + 1} rounds, {GROUPS} groups each; "
        f"{Submission.objects.count()} submissions; {connection.vendor}"
    )
    yield report.HEADINGS
    figures = measure(pages_of(client, "round-5", "round-1"), REPEATS)
    for each in figures:
        yield report.line(each)
    for each in measure([sql_over("figures"), sql_over("discussion")], REPEATS):
        yield report.line(each)
    many = authorities * TIMES
    make_whole_round("Large 1", EARLIER[0], asked=many, groups=GROUPS)
    make_last("Large 5", many)
    yield ""
    yield f"{many} authorities"
    larger = measure(pages_of(client, "large-5", "large-1"), REPEATS)
    for each in larger:
        yield report.line(each)
    yield ""
    yield report.queries_goal(figures + larger)
    yield report.goal(*growth(figures, larger))
    slowest = max(figures, key=lambda each: each.cpu)
    yield (
        f"{'met' if slowest.cpu <= MILLISECONDS else 'MISSED'}: every page at most "
        f"{MILLISECONDS} ms of processor time; {slowest.name} takes {slowest.cpu:.0f}"
    )


def make_last(name, authorities):
    """Make a round whose follow-ups are back and whose young people have scored."""
    round = make_whole_round(name, asked=authorities, groups=GROUPS)
    return_follow_ups(round, [(60 + n % 30, 65 + n % 30) for n in range(authorities)])
    score_by_young_people(round, authorities)


def pages_of(client, slug, baseline):
    """Return the pages of a round's analysis, those on change with a baseline as well."""
    url = reverse("analysis", args=[slug])
    pages = [get("Overview", client, url)]
    for part in PARTS.values():
        pages.append(get(part.title[:21], client, f"{url}{part.slug}/"))
        if not part.with_discussion:
            compared = f"{url}{part.slug}/?baseline={baseline}"
            pages.append(get(f"{part.title[:15]}, both", client, compared))
    return pages


def growth(figures, larger):
    """Return the goal, figure and outcome of the page whose time grew most."""
    times = {
        each.name: more.cpu / each.cpu
        for each, more in zip(figures, larger, strict=True)
    }
    name = max(times, key=lambda each: times[each])
    return (
        f"{TIMES} times the authorities: at most {MOST_TIMES} times the time ({name})",
        f"{times[name]:.2f}",
        times[name] <= MOST_TIMES,
    )


def sql_over(column):
    """Return the work of reading one round's records of a kind, and no more."""

    def read():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT f.{column} FROM assessments_submissionfigures f "
                "JOIN assessments_submission s ON s.id = f.submission_id "
                "JOIN assessments_assessment a ON a.id = s.assessment_id "
                "JOIN assessments_round r ON r.id = a.round_id WHERE r.slug = 'round-5'"
            )
            rows = cursor.fetchall()
        return b"".join(
            json.dumps(
                json.loads(row[0]) if isinstance(row[0], str) else row[0]
            ).encode()
            for row in rows
        )

    return Work(f"SQL, {column}", lambda: read, answer=None)
