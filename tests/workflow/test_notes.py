"""Notes to colleagues: left, resolved, and sealed like everything a group writes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import AuditEvent, DraftResponse, Note
from assessments.workflow import draft_notes, drafting, setting_up
from leavingcare.refusals import Refused
from tests.support.builders import (
    hand_in,
    make_group,
    make_member,
    open_discussions,
    rate,
    submit,
)
from tests.support.clients import client_of
from tests.support.markup import markup

CANARY = "CANARY-NOTE"


@pytest.fixture
def draft(assessment, housing):
    return housing.drafts.get(area__number=7)


@pytest.fixture
def area(assessment, draft):
    return f"/assessments/{assessment.pk}/groups/{draft.group_id}/areas/7/"


@pytest.fixture
def url(area):
    return area + "notes/h/"


@pytest.fixture
def note(draft, cass):
    return leave(draft, cass)


def leave(draft, by, text=CANARY, letter="h"):
    response = DraftResponse.objects.get(draft=draft, statement__letter=letter)
    draft_notes.add_note(response=response, text=text, by=by)
    return Note.objects.latest("pk")


def read(user, url):
    response = client_of(user).get(url)
    return response.status_code, response.content.decode()


# Leaving and resolving


def test_a_note_is_left(url, draft, cass):
    response = client_of(cass).post(url, {"text": "Ask Ola\r\nabout  this? "})
    assert (response.status_code, response["Location"]) == (302, url)
    note = Note.objects.get()
    assert (note.text, note.by, note.resolved_at) == (
        "Ask Ola\nabout  this?",
        cass,
        None,
    )
    assert note.response.statement.letter == "h"
    text = read(cass, url)[1]
    assert "Your note has been added" not in text
    assert "Ask Ola\nabout  this?" in text
    assert "<bdi>Cass</bdi>" in text


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("  ", "Enter a note"),
        ("x" * 1001, "Shorten this to 1,000 characters or fewer. It has 1,001."),
    ],
)
def test_what_is_no_note_is_shown_again(url, cass, text, error):
    response = client_of(cass).post(url, {"text": text})
    assert response.status_code == 422
    assert markup(response).count(error) == 2
    assert text.strip() in markup(response)
    assert not Note.objects.exists()


def test_pressed_twice_it_is_left_once(url, cass):
    client = client_of(cass)
    client.post(url, {"text": "Ask Ola"})
    client.post(url, {"text": "Ask Ola"})
    assert Note.objects.count() == 1


def test_a_note_is_resolved_and_opened_again(url, housing, note, cass, dee):
    housing.members.add(dee)
    client_of(dee).post(url, {"resolve": note.pk})
    client_of(cass).post(url, {"resolve": note.pk})  # pressed at the same time
    note.refresh_from_db()
    assert note.resolved_by == dee
    assert note.resolved_at is not None
    text = read(cass, url)[1]
    assert "Resolved by <bdi>Dee</bdi>" in text
    client_of(cass).post(url, {"open": note.pk})
    note.refresh_from_db()
    assert (note.resolved_by, note.resolved_at) == (None, None)
    assert "Resolved by" not in read(cass, url)[1]


def test_open_notes_stand_above_resolved_ones(url, draft, note, cass):
    draft_notes.resolve_note(note=note, by=cass)
    leave(draft, cass, "Still open")
    text = read(cass, url)[1]
    assert text.index("Still open") < text.index("Resolved</h2>") < text.index(CANARY)


@pytest.mark.parametrize("pk", ["0", "-1", "x", "", "9" * 30, "１"])
@pytest.mark.parametrize("button", ["resolve", "open"])
def test_a_note_there_is_not(url, note, cass, button, pk):
    assert client_of(cass).post(url, {button: pk}).status_code == 404


def test_a_note_of_another_statement_or_group_is_not_resolved_here(
    url, assessment, draft, mo, cass
):
    other = make_group(assessment, mo, cass, areas=[7]).drafts.get()
    for note in (leave(draft, cass, letter="b"), leave(other, cass)):
        assert client_of(cass).post(url, {"resolve": note.pk}).status_code == 404
        note.refresh_from_db()
        assert note.resolved_at is None


@pytest.mark.parametrize("letter", ["z", "zz", "H"])
def test_a_statement_there_is_not(area, cass, letter):
    client = client_of(cass)
    assert client.get(f"{area}notes/{letter}/").status_code == 404
    assert client.post(f"{area}notes/{letter}/", {"text": "x"}).status_code == 404


def test_a_note_is_only_text(url, area, draft, cass):
    leave(draft, cass, "<script>alert(1)</script>{{ 7|add:7 }}")
    for page in (url, area):
        text = read(cass, page)[1]
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in text


def test_a_note_is_no_part_of_the_answer(area, draft, note, cass):
    response = note.response
    assert (response.version, response.updated_at) == (0, None)
    assert not response.revisions.exists()
    assert not AuditEvent.objects.filter(detail__contains=CANARY).exists()
    assert "0 of 15 rated" in read(cass, area)[1]


# On the draft's pages


def test_the_draft_shows_its_open_notes_in_short_at_one_query(area, draft, cass):
    done = leave(draft, cass, "Done with")
    draft_notes.resolve_note(note=done, by=cass)
    for number in range(4):
        leave(draft, cass, f"Note {number} " + "long " * 100)
    client = client_of(cass)
    with CaptureQueriesContext(connection) as queries:
        text = markup(client.get(area))
    assert sum("assessments_note" in query["sql"] for query in queries) == 1
    assert "Notes (4)<span" in text
    assert [f"Note {number} long" in text for number in range(4)] == [
        False,
        False,
        False,
        True,
    ]
    assert "Done with" not in text
    assert "long " * 20 not in text
    assert text.count("Add a note<span") == 14


def test_only_resolved_notes_leave_a_link(area, note, cass):
    draft_notes.resolve_note(note=note, by=cass)
    text = read(cass, area)[1]
    assert "Notes, all resolved<span" in text
    assert CANARY not in text


def test_the_largest_page_stays_small(area, draft, cass):
    rate(draft.group, 3, "Long text. " * 113)
    DraftResponse.objects.filter(draft=draft).update(ideas="Ideas. " * 70)
    for letter in "abcdefghijklmno":
        for number in range(3):
            leave(draft, cass, f"{number} " + "A note to all of you. " * 45, letter)
    assert len(client_of(cass).get(area).content) < 150_000


def test_the_reading_page_shows_them_after_handing_in(area, url, note, housing, cass):
    hand_in(housing, cass)
    text = read(cass, area)[1]
    assert CANARY in text
    assert "Add a note to colleagues" in text
    client_of(cass).post(url, {"text": "After handing in"})
    assert Note.objects.count() == 2
    client_of(cass).post(url, {"resolve": note.pk})
    note.refresh_from_db()
    assert note.resolved_by == cass


# The seal


def everywhere(user, assessment, area):
    """Return {URL: (status, text)} of every page that could show a group's notes."""
    base = f"/assessments/{assessment.pk}/"
    pages = ["", "history/", "groups/", "moderation/", "moderation/7/", "scores/"]
    addresses = [base + page for page in [*pages, "moderation/7/h/"]]
    addresses += [area, area + "notes/h/", area + "history/h/", "/"]
    return {address: read(user, address) for address in addresses}


def seen_by(user, assessment, area):
    """Return the pages on which the person reads the note."""
    found = everywhere(user, assessment, area)
    return {
        page.removeprefix(area) for page, (_, text) in found.items() if CANARY in text
    }


@pytest.fixture
def eve(assessment, mo, northmoor):
    """Somebody of another group with the same area, not yet handed in."""
    person = make_member(northmoor, name="eve")
    make_group(assessment, mo, person, areas=[7], name="Health")
    return person


def test_before_the_opening_only_the_group_reads_them(
    assessment, area, url, note, housing, mo, cass, dee, ann, oli, val, eve
):
    outside = {"mo": mo, "dee": dee, "ann": ann, "oli": oli, "val": val, "eve": eve}
    for is_handed_in in (False, True):
        if is_handed_in:
            hand_in(housing, cass)
        assert seen_by(cass, assessment, area) == {"", "notes/h/"}
        for person in outside.values():
            assert seen_by(person, assessment, area) == set()
        statuses = {name: read(person, url)[0] for name, person in outside.items()}
        assert statuses == dict.fromkeys(outside, 403) | {"oli": 404}
        for person in outside.values():
            client_of(person).post(url, {"text": "Not theirs"})
            client_of(person).post(url, {"resolve": note.pk})
        note.refresh_from_db()
        assert (Note.objects.count(), note.resolved_at) == (1, None)


def test_the_moderator_before_the_opening_reads_the_draft_without_them(
    area, note, housing, mo
):
    rate(housing, 3, "What the moderator may read")
    hand_in(housing, mo)
    status, text = read(mo, area)
    assert status == 200
    assert "What the moderator may read" in text
    assert "note" not in text.lower().replace("footnote", "")


def test_from_the_opening_on_whoever_reads_the_draft_reads_them(
    assessment, area, url, note, housing, mo, cass, dee, ann, oli, val, eve
):
    hand_in(housing, cass)
    open_discussions(assessment, mo)
    for person in (mo, cass, dee, ann):
        assert seen_by(person, assessment, area) == {"", "notes/h/"}
    for person in (oli, val, eve):  # Eve has her own draft still to hand in
        assert seen_by(person, assessment, area) == set()
    for person in (mo, dee, ann):
        text = read(person, url)[1]
        assert "Resolve<" not in text
        assert "<textarea" not in text
        assert client_of(person).post(url, {"text": "Not theirs"}).status_code == 403
    assert client_of(cass).post(url, {"text": "Still ours"}).status_code == 302


def test_another_areas_opening_opens_nothing(assessment, area, note, housing, mo):
    hand_in(housing, mo)
    open_discussions(assessment, mo)
    assessment.agreed_areas.filter(area__number=7).update(
        discussion_opened_at=None, discussion_opened_by=None
    )
    assert seen_by(mo, assessment, area) == set()


def test_after_submitting_they_are_read_only(assessment, area, url, note, mo, cass):
    submit(assessment, mo)
    assert seen_by(cass, assessment, area) == {"", "notes/h/"}
    assert "Resolve<" not in read(cass, url)[1]
    for sent in ({"text": "Late"}, {"resolve": note.pk}, {"open": note.pk}):
        assert client_of(cass).post(url, sent).status_code == 409
    assert Note.objects.get().resolved_at is None


def test_the_workflow_refuses_after_submitting(assessment, draft, note, mo, cass):
    submit(assessment, mo)
    for change in (
        lambda: draft_notes.add_note(response=note.response, text="Late", by=cass),
        lambda: draft_notes.resolve_note(note=note, by=cass),
        lambda: draft_notes.open_note_again(note=note),
    ):
        with pytest.raises(Refused):
            change()


def test_an_area_with_a_note_is_not_taken_away(assessment, draft, note, housing, mo):
    with pytest.raises(Refused, match="Housing has already written in area 7"):
        setting_up.remove_group(group=housing, by=mo)
    assert Note.objects.count() == 1


def test_a_member_who_leaves_keeps_their_name_on_their_note(
    url, housing, note, cass, dee
):
    housing.members.set([dee])
    assert read(cass, url)[0] == 403
    assert "<bdi>Cass</bdi>" in read(dee, url)[1]


def test_a_draft_with_notes_is_handed_in_and_back(draft, note, mo, cass):
    drafting.hand_in(draft=draft, by=cass)
    drafting.hand_back(draft=draft, by=mo, reason="More, please")
    assert list(Note.objects.values_list("text", flat=True)) == [CANARY]


def test_only_its_author_changes_or_deletes_a_note(url, housing, note, cass, dee):
    housing.members.add(dee)
    edit = {"edit": note.pk, "text": "Shorter"}
    assert client_of(dee).post(url, edit).status_code == 404
    assert client_of(dee).post(url, {"delete": note.pk}).status_code == 404
    assert client_of(cass).post(url, edit).status_code == 302
    note.refresh_from_db()
    assert (note.text, note.edited_at is None) == ("Shorter", False)
    assert client_of(cass).post(url, {"edit": note.pk, "text": " "}).status_code == 422
    assert client_of(cass).post(url, {"delete": note.pk}).status_code == 302
    assert not Note.objects.exists()
