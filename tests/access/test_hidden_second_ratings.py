"""A second rating that is still hidden is nowhere: in no file, archive or page.

What everybody but the group gets is compared, with the hidden rating and without it;
and it differs once the rating is shown, so the comparison would see it.
"""

import csv
import io
import json
import re
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.files.authority_archive import archive
from assessments.files.catalogue import FORMATS, as_json
from assessments.models import DraftResponse, SecondRating
from assessments.submission import snapshot
from assessments.workflow import moderating
from leavingcare.refusals import Refused
from tests.support.builders import complete, hand_in, make_group, rate, submit
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.meetings import open_where_rated
from tests.support.pages import form_of

FIRST, HIDDEN = 4, 2


@pytest.fixture
def answer(assessment, mo, cass, dee):
    """Cass's group's answer to 7h, where Dee's group rated the same."""
    for name, person in [("East", cass), ("North", dee)]:
        group = make_group(assessment, mo, person, areas=[7], name=name)
        rate(group, FIRST, "Seen.")
        hand_in(group, mo)
    open_where_rated(assessment, mo)
    return DraftResponse.objects.get(draft__group__name="East", statement__letter="h")


@pytest.fixture
def hidden(answer, assessment, cass):
    def give():
        scale = assessment.round.framework.scale
        return SecondRating.objects.create(
            response=answer,
            rating=scale.get(value=HIDDEN),
            by=cass,
            at=timezone.now(),
        )

    return give


def show(second):
    second.revealed_at = timezone.now()
    second.save()


def test_it_is_in_no_submission(assessment, mo, hidden):
    """Every file is made of this document and of its supplements."""
    complete(assessment, mo)
    before = snapshot.agreed_document(assessment)
    second = hidden()
    assert snapshot.agreed_document(assessment) == before
    rated = before["responses"]["7h"]["ratings"]
    assert [(one["group"], one["first"], one["second"]) for one in rated] == [
        ("East", FIRST, None),
        ("North", FIRST, None),
    ]
    show(second)
    rated = snapshot.agreed_document(assessment)["responses"]["7h"]["ratings"]
    assert [one["second"] for one in rated] == [HIDDEN, None]


def test_an_older_one_that_was_shown_is_the_one_in_the_submission(
    assessment, mo, hidden
):
    show(hidden())
    scale = assessment.round.framework.scale
    second = hidden()
    second.rating = scale.get(value=1)
    second.save()
    rated = snapshot.agreed_document(assessment)["responses"]["7h"]["ratings"]
    assert [one["second"] for one in rated] == [HIDDEN, None]


@pytest.mark.parametrize("name", [name for name in FORMATS if "groups" in name])
def test_it_is_in_no_file_of_what_groups_rated(assessment, mo, hidden, name):
    hidden()
    data = FORMATS[name].make(submit(assessment, mo), {})
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    [column] = [column for column in rows[0] if "second" in column.lower()]
    assert {row[column] for row in rows} & {str(HIDDEN), "Mostly disagree"} == set()


def test_it_is_not_in_the_json(assessment, mo, hidden):
    hidden()
    responses = json.loads(as_json(submit(assessment, mo), {}))["responses"]
    assert {
        one["second"] for each in responses.values() for one in each["ratings"]
    } == {None}


def archived(assessment):
    """Return {name: bytes} of the authority's archive, without the time it was made.

    The two lists of checksums are left out too, as they depend on that time.
    """
    file = io.BytesIO()
    archive.write(assessment.authority, file)
    with zipfile.ZipFile(file) as found:
        files = {name: found.read(name) for name in found.namelist()}
    return {
        name: re.sub(rb"\d\d:\d\d(:\d\d)?", b"", data)
        for name, data in files.items()
        if name not in {"manifest.csv", "SHA256SUMS"}
    }


def test_it_is_not_in_the_archive(assessment, hidden):
    before = archived(assessment)
    second = hidden()
    after = archived(assessment)
    changed = [name for name in after if after[name] != before.get(name)]
    assert changed == []
    show(second)
    shown = archived(assessment)
    assert shown["tables/second_ratings.csv"] != before["tables/second_ratings.csv"]
    assert [name for name in shown if b"Mostly disagree" in shown[name]] != [
        name for name in before if b"Mostly disagree" in before[name]
    ]


PAGES = [
    ("assessment", []),
    ("history", []),
    ("moderation", []),
    ("agenda", []),
    ("agenda_pack", []),
    ("discussion", [7]),
    ("settle", [7, "h"]),
    ("sign_off", []),
    ("check", []),
]


def page_text(client, assessment, name, more):
    page = markup(client.get(reverse(name, args=[assessment.pk, *more])))
    page = re.sub(r'(nonce|name="csrfmiddlewaretoken" value)="[^"]*"', "", page)
    return re.sub(r"\d+(:\d\d)?[ap]m", "", page)


@pytest.mark.parametrize("who", ["mo", "dee", "ann"])
def test_it_is_on_no_page_of_anybody_else(request, assessment, hidden, who):
    client = client_of(request.getfixturevalue(who))
    before = {name: page_text(client, assessment, name, more) for name, more in PAGES}
    second = hidden()
    for name, more in PAGES:
        assert page_text(client, assessment, name, more) == before[name], name
    show(second)
    settle = page_text(client, assessment, "settle", [7, "h"])
    assert "second rating</li>" in settle
    assert settle != before["settle"]


def test_whether_a_reason_is_asked_for_does_not_tell(assessment, mo, hidden, answer):
    """A rating no group is known to have given needs a reason."""
    agreed = assessment.agreed_responses.select_related("statement").get(
        statement=answer.statement
    )
    values = {"answer": ["agreed", HIDDEN, []], "rationale": ""}

    def settle():
        moderating.settle(
            response=agreed, token=moderating.token_of(agreed), values=values, by=mo
        )

    with pytest.raises(Refused, match="Enter a reason"):
        settle()
    second = hidden()
    with pytest.raises(Refused, match="Enter a reason"):
        settle()
    show(second)
    settle()


def test_a_moderator_who_knows_it_is_asked_for_a_reason_too(
    assessment, mo, hidden, answer
):
    """The form and what stores it say the same, to a member of the group as well."""
    answer.draft.group.members.add(mo)
    hidden()
    url = reverse("settle", args=[assessment.pk, 7, "h"])
    client = client_of(mo)
    sent = form_of(client.get(url)) | {
        "7h-answer": [str(HIDDEN)],
        "go": ["stay"],
    }
    response = client.post(url, sent)
    assert response.status_code == 422
    assert "Enter a reason, because no group gave this rating" in markup(response)
