"""The heaviest page people rate on: the largest area, with long text everywhere."""

from datetime import date

import pytest
from django.utils import timezone

from assessments.models import DraftResponse, Note
from frameworks.models import Statement
from tests.support.builders import make_group, make_member, rate
from tests.support.previous_submissions import submit_earlier

MOST_BYTES = 120_000
MOST_QUERIES = 12
# Five times as long as an answer of a real return, about 240 words
LONG = ("The panel meets monthly with housing and health. " * 30).strip()
NOTE = "Could somebody from housing look at this before we hand it in? " * 4


@pytest.fixture
def url(assessment, northmoor, mo, cass, dee):
    """Of a draft with five times a real return's text, together with last time's
    answers, the family's evidence and notes to colleagues."""
    group = make_group(
        assessment, mo, cass, dee, *(make_member(northmoor) for _ in range(8))
    )
    rate(group, 3, LONG)
    DraftResponse.objects.filter(draft__group=group).update(ideas=LONG, updated_by=cass)
    codes = Statement.objects.filter(area__framework__edition="2015").values_list(
        "area__number", "letter"
    )
    submit_earlier(
        northmoor,
        mo,
        opens_on=date(2015, 2, 1),
        **{f"_{number}{letter}": {"evidence": LONG} for number, letter in codes},
    )
    draft = max(group.drafts.all(), key=lambda draft: draft.responses.count())
    responses = DraftResponse.objects.filter(draft=draft)
    Note.objects.bulk_create(
        Note(response=one, by=person, at=timezone.now(), text=NOTE)
        for one in responses
        for person in (cass, dee)
    )
    return f"/assessments/{assessment.pk}/groups/{group.pk}/areas/{draft.area.number}/"


def test_the_page_stays_small_and_asks_little(
    client, url, cass, django_assert_max_num_queries
):
    client.force_login(cass)
    client.get(url)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(url).content.decode()
    words = " ".join(page.split())
    for shown in [
        "Last time:",
        "Your group has evidence for",
        NOTE[:60],
        "your moderator can read it",
    ]:
        assert shown in words
    assert page.count('id="statement-') >= 15
    assert len(page.encode()) < MOST_BYTES
