"""However many lines were typed, a file that is printed has a bounded number of them.

Printing takes time by the line, so lines are counted here, and not seconds.
"""

import pytest

from assessments.files.bounded import jobs
from assessments.files.catalogue import FORMATS
from assessments.files.pdf.line_breaking import MOST_LINES
from assessments.workflow import young_people
from tests.support.builders import hand_in, make_group, open_discussions, rate, submit

LETTER = "ж"
LINES = 2500
LAST = 212  # texts, each of which has a last line
HOSTILE = "\n".join([LETTER] * LINES)


@pytest.fixture
def pages(monkeypatch):
    """The pages that were handed to the process that prints."""
    found = []

    def print_nothing(work, args, name):
        found.append(args[0])
        return b"%PDF-"

    monkeypatch.setattr(jobs, "run_job", print_nothing)
    return found


def draft(client, assessment, mo):
    group = make_group(assessment, mo, mo, areas=[7], name="Housing")
    rate(group, 3, HOSTILE)
    place = f"/assessments/{assessment.pk}/groups/{group.pk}/areas/7/draft.pdf"
    assert client.get(place).status_code == 200
    return 15


def pack(client, assessment, mo):
    for name, rating in [("Housing", 4), ("Legal", 1)]:
        group = make_group(assessment, mo, mo, areas=[7], name=name)
        rate(group, rating, HOSTILE)
        hand_in(group, mo)
    open_discussions(assessment, mo)
    young_people.add_finding(
        assessment=assessment,
        area=assessment.round.framework.areas.get(number=7),
        values={"text": HOSTILE, "asked": None, "answered": None, "source": ""},
        by=mo,
    )
    place = f"/assessments/{assessment.pk}/moderation/agenda/pack.pdf"
    assert client.get(place).status_code == 200
    return 31


def submission(client, assessment, mo):
    return of_submission(assessment, mo, "pdf")


def report(client, assessment, mo):
    return of_submission(assessment, mo, "report.pdf")


def of_submission(assessment, mo, name):
    found = submit(assessment, mo)
    for response in found.content["responses"].values():
        response["evidence"] = response["ideas"] = HOSTILE
    beside = {"young_people_scores": {"1": {"score": 3, "how_gathered": HOSTILE}}}
    FORMATS[name].make(found, beside)


@pytest.mark.parametrize("ask", [draft, pack, submission, report])
def test_lines_that_were_typed_are_bounded(client, pages, assessment, mo, ask):
    client.force_login(mo)
    texts = ask(client, assessment, mo)
    [page] = pages
    lines = page.count(f"{LETTER}\n") + page.count(f"{LETTER}</p>")
    assert 0 < lines <= MOST_LINES + LAST
    if texts:
        assert page.count(LETTER) == texts * LINES
