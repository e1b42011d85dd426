"""The history of one statement, with the words that changed, and restoring an answer."""

from difflib import SequenceMatcher

import pytest
from django.utils import timezone

from assessments.field_merge import seen_token
from assessments.models import DraftResponse, DraftRevision
from assessments.workflow.drafting import Sent, rewrite, save_draft, values_of
from frameworks.words import LOOKS
from tests.support.builders import hand_in
from tests.support.clients import client_of
from tests.support.markup import markup


@pytest.fixture
def draft(housing, dee):
    housing.members.add(dee)
    return housing.drafts.select_related("group__assessment__round__framework").get(
        area__number=7
    )


@pytest.fixture
def area(assessment, housing):
    return f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/"


@pytest.fixture
def url(area):
    return area + "history/h/"


def write(draft, by, **values):
    response = response_of(draft)
    token = seen_token(response.version, values_of(response))
    save_draft(draft=draft, sent=[Sent("h", token, values)], by=by)


def response_of(draft, letter="h"):
    return draft.responses.select_related("rating", "statement").get(
        statement__letter=letter
    )


def entries(client, url):
    return client.get(url).context["entries"]


def test_each_entry_says_who_what_and_which_words(client, url, draft, cass, dee):
    write(draft, cass, answer=[3, ""], evidence="The panel meets monthly")
    write(draft, dee, answer=[None, "unknown"], evidence="The board meets monthly")
    client.force_login(cass)
    newest, oldest = entries(client, url)
    assert newest.revision.by == dee
    assert (newest.answer, newest.was) == ("We do not know", "Mostly agree")
    assert newest.texts == [
        (
            "Evidence",
            [
                ("same", "The "),
                ("removed", "panel "),
                ("added", "board "),
                ("same", "meets monthly"),
            ],
        )
    ]
    assert (oldest.revision.by, oldest.answer) == (cass, "Mostly agree")
    page = markup(client.get(url))
    assert "was Mostly agree" in page
    assert "<bdi>Dee</bdi>" in page
    assert page.count("Restore") == 1


FULL = {"answer": [3, ""], "evidence": "The panel meets.", "ideas": "Meet weekly."}


@pytest.mark.parametrize(
    ("change", "entries_then"),
    [
        ({"evidence": "The board meets."}, 2),
        ({"ideas": "Meet daily."}, 2),
        ({"evidence": ""}, 2),
        ({"ideas": ""}, 2),
        ({"evidence": "Now the panel meets.", "ideas": "Meet weekly. Write."}, 2),
        ({"evidence": "The panel meets. Often.", "ideas": "Write."}, 2),
        ({"answer": [4, ""]}, 1),
        ({"answer": [None, "unknown"]}, 2),
        ({"answer": [None, ""]}, 2),
        ({"evidence": "The panel meets. Often."}, 1),
        ({"ideas": "Meet weekly. Write."}, 1),
        ({"evidence": "The panel meets. Often.", "ideas": "Meet weekly. Write."}, 1),
    ],
    ids=range(12),
)
def test_what_one_person_replaces_within_minutes_stays(
    draft, cass, change, entries_then
):
    """A run of saves is one entry only as long as it removes nothing."""
    write(draft, cass, **FULL)
    write(draft, cass, **change)
    kept = list(response_of(draft).revisions.order_by("pk"))
    assert len(kept) == entries_then
    held = values_of(response_of(draft))
    assert held == FULL | change
    for name in ("evidence", "ideas"):
        assert kept[-1].content[name] == held[name]
        if entries_then == 2:
            assert kept[0].content[name] == FULL[name]
    if entries_then == 2:
        assert kept[0].content["rating"] == 3


def test_a_mark_taken_off_within_minutes_stays(draft, cass):
    response = response_of(draft)
    rewrite([(response, {"evidence": "Then.", "carried_from": "6g"})], cass)
    rewrite([(response_of(draft), {"carried_from": ""})], cass)
    kept = response_of(draft).revisions.order_by("pk")
    assert [one.content["carried_from"] for one in kept] == ["6g", ""]


def test_a_reason_replaced_within_minutes_stays(draft, cass):
    for reason in ("unknown", "asking"):
        write(draft, cass, answer=[None, reason])
    kept = response_of(draft).revisions.order_by("pk")
    reasons = [one.content["not_rated_reason"] for one in kept]
    assert reasons == ["unknown", "asking"]


def test_candidates_replaced_within_minutes_stay(draft, cass):
    for candidates in ([3, 4], [2, 3]):
        undecided = {"not_rated_reason": "undecided", "candidates": candidates}
        rewrite([(response_of(draft), undecided)], cass)
    kept = response_of(draft).revisions.order_by("pk")
    assert [one.content["candidates"] for one in kept] == [[3, 4], [2, 3]]


def test_nobody_has_answered_yet(client, url, cass):
    client.force_login(cass)
    page = markup(client.get(url))
    assert "Nobody has answered this statement yet." in page


def test_restoring(client, url, area, draft, cass, dee):
    write(draft, cass, answer=[3, ""], evidence="Cass's")
    write(draft, dee, answer=[1, ""], evidence="Dee's")
    revision = response_of(draft).revisions.last()
    client.force_login(cass)
    answers = [client.post(url, {"revision": revision.pk}) for _ in range(2)]
    assert {one["Location"] for one in answers} == {f"{area}#statement-h"}
    response = response_of(draft)
    assert (response.rating.value, response.evidence) == (3, "Cass's")
    kept = response.revisions.values_list("content__evidence", flat=True)
    assert list(kept) == ["Cass's", "Dee's", "Cass's"]


@pytest.mark.parametrize("revision", ["", "x", "0", "9" * 40, "another's"])
def test_only_an_entry_of_this_answer_can_be_restored(
    client, url, draft, cass, revision
):
    write(draft, cass, evidence="Stored")
    if revision == "another's":
        other = DraftRevision.objects.create(
            response=response_of(draft, "b"),
            by=cass,
            at=timezone.now(),
            content=response_of(draft).revisions.get().content | {"evidence": "B"},
        )
        revision = other.pk
    client.force_login(cass)
    assert client.post(url, {"revision": revision}).status_code == 404
    assert response_of(draft).evidence == "Stored"


def test_who_may_read_and_restore(url, draft, cass, mo, ann, oli):
    write(draft, cass, evidence="First")
    write(draft, cass, evidence="Other")
    revision = response_of(draft).revisions.last()
    for person, reads, restores in [
        (mo, 200, 403),
        (ann, 403, 403),
        (oli, 404, 404),
        (cass, 200, 302),
    ]:
        client = client_of(person)
        assert client.get(url).status_code == reads
        posted = client.post(url, {"revision": revision.pk})
        assert posted.status_code == restores


def test_nothing_is_restored_after_handing_in(client, url, draft, housing, cass):
    write(draft, cass, evidence="First")
    write(draft, cass, evidence="Other")
    hand_in(housing, cass)
    client.force_login(cass)
    assert "Restore" not in markup(client.get(url))
    first = response_of(draft).revisions.last()
    assert client.post(url, {"revision": first.pk}).status_code == 409
    assert response_of(draft).evidence == "Other"


@pytest.mark.parametrize("letter", ["z", "hh", "%F0%9F%8F%A1", "'"])
def test_no_such_statement(client, area, cass, letter):
    client.force_login(cass)
    assert client.get(f"{area}history/{letter}/").status_code == 404


def test_what_was_typed_is_escaped(client, url, draft, cass):
    write(draft, cass, evidence="<script>alert(1)</script>")
    write(draft, cass, evidence="<script>alert(2)</script>")
    client.force_login(cass)
    page = markup(client.get(url))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("count", [3, 20, 21, 45])
def test_a_long_history_comes_in_pages_for_the_same_asking(
    client, url, draft, cass, count, django_assert_num_queries
):
    response = response_of(draft)
    content = {"rating": None, "not_rated_reason": "", "candidates": [], "ideas": ""}
    DraftRevision.objects.bulk_create(
        DraftRevision(
            response=response,
            by=cass,
            at=timezone.now(),
            content=content | {"evidence": f"Text {number}"},
        )
        for number in range(count)
    )
    client.force_login(cass)
    client.get(url)
    with django_assert_num_queries(10):
        first = entries(client, url)
    assert len(first) == min(count, 20)
    assert first[0].is_now
    pages = -(-count // 20)
    shown = [
        entry
        for page in range(1, pages + 1)
        for entry in entries(client, f"{url}?page={page}")
    ]
    texts = [entry.revision.content["evidence"] for entry in shown]
    assert texts == [f"Text {number}" for number in reversed(range(count))]
    assert [entry.has_before for entry in shown] == [True] * (count - 1) + [False]
    assert len(entries(client, f"{url}?page=x")) == len(first)


def test_a_page_of_hostile_texts_is_compared_in_bounded_work(
    client, url, draft, cass, monkeypatch
):
    response, looks = response_of(draft), []
    content = {"rating": None, "not_rated_reason": "", "candidates": []}
    texts = ["a " * 2500, "a b " * 99]
    DraftRevision.objects.bulk_create(
        DraftRevision(
            response=response,
            by=cass,
            at=timezone.now(),
            content=content | {"evidence": texts[at % 2], "ideas": texts[at % 2 - 1]},
        )
        for at in range(21)
    )
    find = SequenceMatcher.find_longest_match

    def find_and_count(self, alo, ahi, blo, bhi):
        looks.append(sum(len(self.b2j.get(word, ())) for word in self.a[alo:ahi]))
        return find(self, alo, ahi, blo, bhi)

    monkeypatch.setattr(SequenceMatcher, "find_longest_match", find_and_count)
    client.force_login(cass)
    assert len(entries(client, url)) == 20
    assert sum(looks) <= 40 * LOOKS


def test_getting_writes_nothing(client, area, url, draft, cass):
    write(draft, cass, evidence="First")
    client.force_login(cass)
    before = list(DraftResponse.objects.values_list("pk", "version"))
    for page in [area, url, area + "hand-in/"]:
        assert client.get(page).status_code == 200
    assert list(DraftResponse.objects.values_list("pk", "version")) == before
    assert DraftRevision.objects.count() == 1
