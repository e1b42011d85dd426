"""The answers with a tag: one page by place, and a file with codes for names."""

import csv
import io

import pytest
from django.db.models import QuerySet

from assessments.models import AuditEvent, Consent, ReadingTag, Submission
from assessments.workflow.reading_across import tag
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.whole_rounds import make_whole_round, return_follow_ups

pytestmark = pytest.mark.django_db
NEEDED = {"confirmed": "on"}


@pytest.fixture
def spring():
    """Three that returned: two write of drop-ins in 7h, one in a follow-up too."""
    round = make_whole_round("Spring", asked=4, returned=3, words=1)
    return_follow_ups(round, [(60, 70)])
    write(last(1), "7h", evidence="=Drop-ins in Inventshire 001.", ideas="More.")
    write(last(2), "7h", evidence="Drop-ins, monthly.", ideas="")
    follow_up = last(1).assessment.follow_up.returns.get()
    follow_up.content["follow_up"]["areas"]["3"]["barriers"] = "No room."
    QuerySet(type(follow_up)).filter(pk=follow_up.pk).update(content=follow_up.content)
    return round


def last(number):
    return Submission.objects.get(
        assessment__authority__name=f"Inventshire {number:03}"
    )


def write(submission, code, **texts):
    """Store texts in a content, as no code of ours can."""
    submission.content["responses"][code] |= texts
    QuerySet(Submission).filter(pk=submission.pk).update(content=submission.content)


@pytest.fixture
def url(spring, val):
    """Return the URL of a tag on three answers."""
    for number, place in [(2, "7h"), (1, "area-3"), (1, "7h")]:
        found = tag(submission=last(number), place=place, name="Drop-ins", by=val)
    return f"/rounds/spring/read/tags/{found.pk}/"


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_everything_with_a_tag_is_on_one_page_by_place(url, val):
    client = client_of(val)
    page = markup(client.get(url))
    assert "3 answers have it." in page
    order = ["No room.", "7h ", "in Inventshire 001.", "Drop-ins, monthly."]
    assert [page.index(each) for each in order] == sorted(map(page.index, order))
    assert "Inventshire 003" not in page
    assert f'href="{url}"' in markup(client.get("/rounds/spring/read/"))
    assert f'href="{url}"' in markup(client.get("/rounds/spring/read/7h/"))


def test_its_file_has_codes_consent_and_no_formula(url, val):
    one, two = (last(number).assessment.authority for number in (1, 2))
    one.other_names = ["Drop-ins"]
    one.save()
    Consent.objects.create(assessment=last(1).assessment, quotes_unnamed=True)
    response = client_of(val).post(url, NEEDED)
    assert response["Content-Disposition"].endswith(f'"spring-tag-{key(url)}.csv"')
    assert rows_of(response) == [
        ["tag", "la_code", "place", "heading", "text", "may_be_quoted"],
        ["Drop-ins", one.alias, "area-3", "Barriers", "No room.", "unnamed"],
        ["Drop-ins", one.alias, "7h", "Evidence", f"'={one.alias} in {one.alias}."]
        + ["unnamed"],
        ["Drop-ins", one.alias, "7h", "Ideas for improvement", "More.", "unnamed"],
        ["Drop-ins", two.alias, "7h", "Evidence", "Drop-ins, monthly.", "no"],
    ]


def key(url):
    return url.rstrip("/").rpartition("/")[2]


def test_a_tag_that_is_a_formula_is_none_in_the_file(url, val):
    ReadingTag.objects.update(name="=1+1")
    assert rows_of(client_of(val).post(url, NEEDED))[1][0] == "'=1+1"


def test_the_file_is_asked_for_again_and_on_record(url, val):
    client = client_of(val)
    response = client.post(url, {})
    assert response.status_code == 422
    assert "Confirm that you need the text" in response.content.decode()
    assert not AuditEvent.objects.filter(kind="downloaded").exists()
    client.post(url, NEEDED)
    found = AuditEvent.objects.filter(kind="downloaded", by=val)
    assert {each.assessment_id for each in found} == {
        last(number).assessment_id for number in (1, 2)
    }
    assert {each.detail for each in found} == {
        "texts with a tag of Coram Voice’s, csv, with text"
    }


def test_a_tag_of_another_round_has_nothing_here(url, val):
    make_whole_round("Other", asked=1)
    client = client_of(val)
    elsewhere = url.replace("spring", "other")
    page = markup(client.get(elsewhere))
    assert "No answer of this round has it." in page
    assert client.post(elsewhere, NEEDED)["Content-Type"].startswith("text/html")
    assert client.get(url.replace(key(url), "999")).status_code == 404


@pytest.mark.parametrize("many", [2, 9])
def test_as_many_queries_however_many_have_it(val, many, django_assert_max_num_queries):
    round = make_whole_round("Spring", asked=many, words=1)
    for each in Submission.objects.filter(assessment__round=round):
        for place in ("7h", "1a"):
            found = tag(submission=each, place=place, name="x", by=val)
    client = client_of(val)
    client.get("/help/")
    with django_assert_max_num_queries(14):
        assert client.get(f"/rounds/spring/read/tags/{found.pk}/").status_code == 200
