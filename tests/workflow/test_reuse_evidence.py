"""Starting from last time's evidence, and the mark until somebody has checked it."""

import json

import pytest

from assessments.files.word_form.reader.form import Form
from assessments.files.word_form.reader.values import Answer
from assessments.models import DraftResponse
from assessments.workflow import drafting, fill_from_form, reuse_evidence
from leavingcare.refusals import Refused
from tests.support.builders import hand_in, open_discussions
from tests.support.clients import client_of
from tests.support.draft_pages import (
    BLANK,
    errors_of,
    fields_of,
    post,
    response_of,
    shown,
)
from tests.support.markup import markup
from tests.support.previous_submissions import submit_earlier

TEXT = "B&B last used in 2014."
MARK = "Not checked yet."


@pytest.fixture
def earlier(northmoor, mo):
    return submit_earlier(
        northmoor,
        mo,
        _6g={"evidence": TEXT, "ideas": "An idea of then"},
        _6f={"evidence": "A protocol."},
        _6c={"evidence": "A panel."},
    )


@pytest.fixture
def url(assessment, housing, earlier):
    return f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/"


@pytest.fixture
def as_cass(client, cass):
    client.force_login(cass)
    return client


@pytest.fixture
def source(earlier):
    return f"6g, {earlier.assessment.round.name}"


def test_it_copies_the_text_and_nothing_else(as_cass, url, cass, source):
    response = post(as_cass, url, save="start-h")
    assert (response.status_code, response["Location"]) == (302, f"{url}#statement-h")
    held = response_of()
    assert (held.evidence, held.carried_from) == (TEXT, source)
    assert (held.rating, held.ideas, held.updated_by) == (None, "", cass)
    page = markup(as_cass.get(url))
    assert f"Copied from <bdi>{source}</bdi>. {MARK}" in page
    assert page.count(MARK) == 1
    assert "Last time’s evidence has been copied into 7h." in page
    assert 'value="start-h"' not in page
    assert 'value="checked-h"' in page


def test_what_was_typed_elsewhere_on_the_page_is_saved_too(as_cass, url):
    post(as_cass, url, save="start-h", h_rating="4", g_evidence="Typed", h_ideas="Mine")
    held = response_of()
    assert (held.evidence, held.rating.value, held.ideas) == (TEXT, 4, "Mine")
    assert response_of("g").evidence == "Typed"


def test_only_what_asks_the_same_is_offered(as_cass, url):
    page = markup(as_cass.get(url))
    offered = {letter for letter in "abcdefghijklmno" if f'"start-{letter}"' in page}
    assert offered == {"g", "h"}
    assert post(as_cass, url, save="start-a").status_code == 409
    assert response_of("a").evidence == ""


def test_evidence_that_is_there_is_never_overwritten(as_cass, url):
    response = post(as_cass, url, save="start-h", h_evidence="Typed just now")
    assert response.status_code == 409
    [(anchor, message)] = errors_of(response)
    assert anchor == "statement-h"
    assert message.startswith(
        "7h: Nothing was copied. Either there is evidence here already"
    )
    assert fields_of(response)["h-evidence"] == "Typed just now"
    held = response_of()
    assert (held.evidence, held.carried_from) == ("Typed just now", "")


def test_a_colleague_was_quicker(as_cass, url, housing, dee):
    fields = shown(as_cass, url) | {"save": "start-h"}
    housing.members.add(dee)
    post(client_of(dee), url, h_evidence="Dee's")
    response = as_cass.post(url, fields)
    assert response.status_code == 409
    assert response_of().evidence == "Dee's"
    assert fields_of(response)["h-evidence"] == "Dee's"


def test_pressed_twice_it_is_refused_and_nothing_is_doubled(as_cass, url):
    fields = shown(as_cass, url) | {"save": "start-h"}
    assert [as_cass.post(url, fields).status_code for _ in range(2)] == [302, 409]
    assert response_of().evidence == TEXT


@pytest.mark.parametrize(
    "button",
    ["start-", "start-z", "start-score", "start", "reuse-h-", "reuse-h-2l", "-h"],
)
def test_a_button_that_means_nothing_saves_the_page(as_cass, url, button):
    response = post(as_cass, url, save=button, g_evidence="Typed")
    assert response.status_code in {302, 409}
    assert response_of("g").evidence == "Typed"
    assert response_of().evidence == ""
    assert not DraftResponse.objects.exclude(carried_from="").exists()


def test_an_error_on_the_page_stores_and_copies_nothing(as_cass, url):
    response = post(as_cass, url, save="start-h", g_evidence="x" * 5001)
    assert response.status_code == 422
    assert response_of().evidence == ""


def test_the_whole_area_at_once(as_cass, url):
    post(as_cass, url, g_evidence="Of now")
    page = markup(as_cass.get(url + "last-time/"))
    assert "Copy last time’s evidence into 1 blank statement" in page
    post(as_cass, url, g_evidence="")
    page = markup(as_cass.get(url + "last-time/"))
    assert "Copy last time’s evidence into 2 blank statements" in page
    response = as_cass.post(url + "last-time/", {"save": "start-all"})
    assert (response.status_code, response["Location"]) == (302, f"{url}#statement-g")
    assert [response_of(letter).evidence for letter in "gh"] == ["A protocol.", TEXT]
    assert DraftResponse.objects.exclude(carried_from="").count() == 2
    page = markup(as_cass.get(url + "last-time/"))
    assert 'name="save"' not in page
    again = as_cass.post(url + "last-time/", {"save": "start-all"})
    assert again.status_code == 409


def test_one_statement_from_the_page_of_last_time(as_cass, url):
    as_cass.post(url + "last-time/", {"save": "start-h"})
    assert [response_of(letter).evidence for letter in "gh"] == ["", TEXT]


@pytest.mark.parametrize("data", [{}, {"save": "start-a"}, {"save": "x"}])
def test_the_page_of_last_time_copies_nothing_unasked(as_cass, url, data):
    assert as_cass.post(url + "last-time/", data).status_code == 409
    assert not DraftResponse.objects.exclude(evidence="").exists()


def test_only_the_group_starts_and_only_while_it_may(url, mo, dee, oli, cass, housing):
    for person, status in [(mo, 403), (dee, 403), (oli, 404)]:
        answer = client_of(person).post(url + "last-time/", {"save": "start-all"})
        assert answer.status_code == status
    hand_in(housing, mo)
    answer = client_of(cass).post(url + "last-time/", {"save": "start-all"})
    assert answer.status_code == 409
    assert not DraftResponse.objects.exclude(evidence="").exists()


def test_too_much_for_one_box_is_not_offered(as_cass, northmoor, mo, url):
    submit_earlier(northmoor, mo, opens_on="2019-01-01", _6g={"evidence": "x" * 5001})
    assert 'value="start-h"' not in markup(as_cass.get(url))
    assert post(as_cass, url, save="start-h").status_code == 409


# The mark


def test_an_edit_of_the_evidence_takes_the_mark_off(as_cass, url):
    post(as_cass, url, save="start-h")
    post(as_cass, url, h_rating="3", h_ideas="Mine")
    assert response_of().carried_from
    post(as_cass, url, h_evidence=TEXT + " And never since.")
    assert response_of().carried_from == ""
    assert MARK not in markup(as_cass.get(url))


def test_blank_evidence_has_no_mark_and_may_start_again(as_cass, url):
    post(as_cass, url, save="start-h")
    post(as_cass, url, h_evidence="")
    assert (response_of().evidence, response_of().carried_from) == ("", "")
    assert post(as_cass, url, save="start-h").status_code == 302
    assert response_of().carried_from


def test_somebody_says_that_they_have_checked(as_cass, url, housing, dee):
    post(as_cass, url, save="start-h")
    housing.members.add(dee)
    assert post(client_of(dee), url, save="checked-h").status_code == 302
    held = response_of()
    assert (held.evidence, held.carried_from, held.updated_by) == (TEXT, "", dee)
    version = held.version
    post(as_cass, url, save="checked-h")
    assert response_of().version == version


def test_nobody_checks_what_they_have_not_seen(as_cass, url, housing, dee):
    post(as_cass, url, save="start-h")
    fields = shown(as_cass, url) | {"save": "checked-h"}
    housing.members.add(dee)
    DraftResponse.objects.filter(pk=response_of().pk).update(
        evidence="Other text", carried_from="2l", version=9
    )
    response = as_cass.post(url, fields)
    assert response.status_code == 409
    assert "has changed since you opened this page" in errors_of(response)[0][1]
    assert response_of().carried_from == "2l"


def test_our_script_is_told_whether_the_mark_stays(as_cass, url):
    post(as_cass, url, save="start-h")
    sent = {"h-seen": shown(as_cass, url)["h-seen"]}
    answers = [
        as_cass.post(url, sent | {"h-evidence": text}, HTTP_ACCEPT="application/json")
        for text in (TEXT, TEXT + " More")
    ]
    told = [json.loads(one.content)["entries"]["h"] for one in answers]
    assert [one["is_reused"] for one in told] == [True, False]


def test_history_tells_it_and_restore_brings_it_back(as_cass, url, source):
    post(as_cass, url, save="start-h")
    post(as_cass, url, h_evidence="Rewritten")
    history = f"{url}history/h/"
    page = markup(as_cass.get(history))
    assert page.count(f"Evidence copied from <bdi>{source}</bdi>. {MARK}") == 1
    carried, kept = response_of().revisions.order_by("pk")
    assert (carried.content["carried_from"], kept.content["carried_from"]) == (
        source,
        "",
    )
    as_cass.post(history, {"revision": carried.pk})
    assert (response_of().evidence, response_of().carried_from) == (TEXT, source)
    as_cass.post(history, {"revision": kept.pk})
    assert (response_of().evidence, response_of().carried_from) == ("Rewritten", "")


def test_a_revision_from_before_there_were_marks_is_restored(as_cass, url, cass):
    post(as_cass, url, h_evidence="Old")
    revision = response_of().revisions.get()
    del revision.content["carried_from"]
    revision.save()
    post(as_cass, url, h_evidence="")
    post(as_cass, url, save="start-h")
    as_cass.post(f"{url}history/h/", {"revision": revision.pk})
    assert (response_of().evidence, response_of().carried_from) == ("Old", "")
    version = response_of().version
    as_cass.post(f"{url}history/h/", {"revision": revision.pk})
    assert response_of().version == version


def test_the_trail_has_every_step(as_cass, url):
    post(as_cass, url, save="start-h")
    post(as_cass, url, save="checked-h")
    post(as_cass, url, h_evidence=TEXT + " More")
    kept = [one.content for one in response_of().revisions.order_by("pk")]
    assert [(one["evidence"], bool(one["carried_from"])) for one in kept] == [
        (TEXT, True),
        (TEXT + " More", False),
    ]


def test_it_is_warned_of_before_handing_in(as_cass, url):
    post(as_cass, url, save="start-h")
    page = as_cass.get(url + "hand-in/")
    assert [row.code for row in page.context["warnings"].reused] == ["7h"]
    assert "Copied from last time and not checked" in markup(page)
    assert as_cass.post(url + "hand-in/").status_code == 302
    post_page = markup(as_cass.get(url))
    assert post_page.count(MARK) == 1


def test_the_moderator_sees_it_beside_the_piece(as_cass, url, assessment, housing, mo):
    post(as_cass, url, save="start-h")
    hand_in(housing, mo)
    open_discussions(assessment, mo)
    base = f"/assessments/{assessment.pk}/moderation/7/"
    as_mo = client_of(mo)
    assert "Copied from last time, not checked" in markup(as_mo.get(base + "h/"))
    assert "Copied from last time, not checked" not in markup(as_mo.get(base + "g/"))


def test_an_import_neither_sets_nor_takes_off_the_mark(as_cass, url, housing, cass):
    post(as_cass, url, save="start-h")
    answer = Answer(ratings=[4], evidence="From a form", ideas="From a form")
    form = Form(
        edition="2020",
        cover={},
        answers={"7g": answer, "7h": answer},
        global_scores={},
        missing=[],
        unplaced=[],
    )
    fill_from_form.fill_drafts(group=housing, form=form, by=cass)
    assert (response_of("g").evidence, response_of("g").carried_from) == (
        "From a form",
        "",
    )
    assert response_of().evidence == TEXT
    assert response_of().carried_from


# The workflow without its pages


def test_a_draft_handed_in_meanwhile_is_left_alone(url, housing, cass, mo):
    draft = housing.drafts.get(area__number=7)
    hand_in(housing, mo)
    for act in (
        lambda: reuse_evidence.start(draft=draft, previous={}, by=cass),
        lambda: reuse_evidence.confirm(response=response_of(), evidence="", by=cass),
        lambda: reuse_evidence.reuse(
            response=response_of(), related=response_of("g"), source="7g", by=cass
        ),
    ):
        with pytest.raises(Refused, match="handed in"):
            act()


def test_another_save_between_is_kept(as_cass, url, housing, cass):
    held = response_of()
    drafting.save_draft(
        draft=housing.drafts.get(area__number=7),
        sent=[drafting.Sent("h", BLANK, {"ideas": "Meanwhile"})],
        by=cass,
    )
    reuse_evidence.reuse(response=held, related=_with_evidence(), source="7g", by=cass)
    assert (response_of().evidence, response_of().ideas) == ("Of 7g", "Meanwhile")


def _with_evidence():
    DraftResponse.objects.filter(pk=response_of("g").pk).update(evidence="Of 7g")
    return response_of("g")
