"""The findings of young people's survey, where a moderator settles and in the pack."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from assessments.moderation.young_people import SHORT
from assessments.workflow import young_people
from tests.support.builders import hand_in, rate
from tests.support.clients import client_of
from tests.support.discussions import open_area
from tests.support.markup import markup
from tests.support.pdf_text import text_of

pytestmark = pytest.mark.any_database

SAID = "Few feel safe."


@pytest.fixture
def discussed(assessment, housing, mo, cass):
    """Area 7 is open, and what was rated there handed in."""
    rate(housing, 3, "Evidence.")
    hand_in(housing, cass)
    open_area(assessment, mo)
    return assessment


def say(assessment, by, number=7, text=SAID):
    young_people.add_finding(
        assessment=assessment,
        area=assessment.round.framework.areas.get(number=number),
        values={"text": text, "asked": 40, "answered": 12, "source": "Our survey"},
        by=by,
    )


def page(person, assessment, name, *args):
    response = client_of(person).get(reverse(name, args=[assessment.pk, *args]))
    assert response.status_code == 200
    if name.endswith("file"):
        found = text_of(PdfReader(BytesIO(response.getvalue())))
    else:
        found = markup(response)
    return " ".join(found.split())


def test_a_moderator_reads_the_findings_where_they_settle(discussed, mo, val):
    assert "What young people say" not in page(mo, discussed, "settle", 7, "h")
    say(discussed, val)
    say(discussed, mo, number=2, text="Of another area.")
    found = page(mo, discussed, "settle", 7, "h")
    assert SAID in found
    assert "12 of 40 answered. Our survey" in found
    assert "Of another area." not in found
    summary = found[: found.index(SAID)].split("<details")[-1]
    assert " open" in summary


def test_long_findings_are_folded(discussed, mo):
    say(discussed, mo, text=SAID + "x" * SHORT)
    found = page(mo, discussed, "settle", 7, "h")
    assert " open" not in found[: found.index(SAID)].split("<details")[-1]


@pytest.mark.parametrize("name", ["agenda_pack", "agenda_pack_file"])
def test_the_pack_has_the_findings_of_its_areas(discussed, mo, cass, name):
    assert "What young people say" not in page(mo, discussed, name)
    say(discussed, mo)
    say(discussed, mo, number=2, text="Of another area.")
    found = page(mo, discussed, name)
    assert "What young people say" in found
    assert SAID in found
    assert "12 of 40 answered. Our survey" in found
    assert "Of another area." not in found
    assert SAID not in page(cass, discussed, name)


def test_a_member_who_may_read_the_statement_reads_no_findings(discussed, mo, cass):
    say(discussed, mo)
    found = page(cass, discussed, "settle", 7, "h")
    assert "Evidence." in found
    assert SAID not in found
