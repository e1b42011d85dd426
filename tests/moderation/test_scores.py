"""Settling the scores out of ten."""

import pytest
from django.urls import reverse

from assessments.models import AgreedArea, AgreedResponse, AuditEvent, Draft
from assessments.workflow.scores import score_token_of
from tests.support import builders
from tests.support.clients import client_of
from tests.support.discussions import open_area
from tests.support.markup import markup


@pytest.fixture
def groups(assessment, mo):
    """Three groups that scored area 7 as 4, 6 and 8, and did not score area 8."""
    made = []
    for name, score in [("Housing", 6), ("Legal", 8), ("Virtual", 4)]:
        group = builders.make_group(assessment, mo, areas=[7, 8], name=name)
        Draft.objects.filter(group=group, area__number=7).update(global_score=score)
        builders.hand_in(group, mo)
        made.append(group)
    open_area(assessment, mo)
    return made


@pytest.fixture
def client(mo, groups):
    return client_of(mo)


@pytest.fixture
def url(assessment):
    return reverse("scores", args=[assessment.pk])


def test_the_page_says_what_order_the_areas_are_in(client, url):
    page = markup(client.get(url))
    said = "The areas have the wording and the order that young people were shown."
    assert page.index(said) < page.index('id="score-7"')


def area_of(assessment, number=7):
    return AgreedArea.objects.select_related("area").get(
        assessment=assessment, area__number=number
    )


def data(assessment, number=7, **values):
    """Return the fields the page sends for one area, with these values typed in."""
    sent = {"seen": score_token_of(area_of(assessment, number)), "note": ""} | values
    return {f"area-{number}-{name}": value for name, value in sent.items()}


def row_of(response, number=7):
    [row] = [row for row, *_ in response.context["rows"] if row.area.number == number]
    return row


def stored(assessment, number=7):
    area = area_of(assessment, number)
    return area.global_score, area.global_score_note, area.scored_at is not None


def test_areas_are_in_printed_order_with_the_editions_words(client, url, assessment):
    response = client.get(url)
    areas = assessment.round.framework.areas
    assert [row.area.number for row, *_ in response.context["rows"]] == list(
        areas.order_by("rating_order").values_list("number", flat=True)
    )
    page = markup(response)
    assert "We would rate our current performance in..." in page
    assert "Being in safe and settled accommodation" in page


def test_groups_scores_are_shown_lowest_first(client, url):
    response = client.get(url)
    row = row_of(response)
    given = [(mark.score, [d.group for d in mark.groups]) for mark in row.given]
    assert given == [(4, ["Virtual"]), (6, ["Housing"]), (8, ["Legal"])]
    assert [mark.score for mark in row.line] == list(range(11))
    assert row.sentence == "Lowest 4 (Virtual), highest 8 (Legal): 4 apart."
    assert markup(response).count("Far apart") == 1


@pytest.mark.parametrize(("lowest", "is_far"), [(4, True), (5, True), (6, False)])
def test_far_apart_from_three(client, url, groups, lowest, is_far):
    Draft.objects.filter(group=groups[2], area__number=7).update(global_score=lowest)
    assert row_of(client.get(url)).is_far_apart == is_far


def test_scores_are_sealed_until_the_discussion_opens(client, url, assessment):
    AgreedArea.objects.filter(assessment=assessment).update(
        discussion_opened_at=None, discussion_opened_by=None
    )
    response = client.get(url)
    assert row_of(response).given == []
    assert "app-line" not in markup(response)


def test_only_scores_handed_in_count(client, url, groups):
    Draft.objects.filter(group=groups[1]).update(handed_in_at=None, handed_in_by=None)
    row = row_of(client.get(url))
    assert row.sentence == (
        "Lowest 4 (Virtual), highest 6 (Housing): 2 apart. Legal has not handed in."
    )


def test_no_score_is_filled_in(client, url, assessment):
    page = client.get(url)
    for _, form, *_ in page.context["rows"]:
        assert form.initial["score"] == ""
        assert form.initial["none"] is False


def test_a_score_is_settled_and_recorded(client, url, assessment, mo):
    sent = data(assessment, score="7", note="By consent.") | data(assessment, 8)
    assert client.post(url, sent).status_code == 302
    assert stored(assessment) == (7, "By consent.", True)
    assert stored(assessment, 8) == (None, "", False)
    event = AuditEvent.objects.get(assessment=assessment, kind="scored")
    assert (event.by, event.detail) == (mo, "area 7")


@pytest.mark.parametrize("score", ["0", "10"])
def test_the_ends_are_scores(client, url, assessment, score):
    assert client.post(url, data(assessment, score=score)).status_code == 302
    assert stored(assessment)[0] == int(score)


def test_a_score_may_be_declined(client, url, assessment):
    client.post(url, data(assessment, none="on"))
    assert stored(assessment) == (None, "", True)
    assert "We are not giving a score" in markup(client.get(url))
    form = row_form(client.get(url))
    assert (form.initial["score"], form.initial["none"]) == ("", True)


def row_form(response, number=7):
    [form] = [f for row, f, *_ in response.context["rows"] if row.area.number == number]
    return form


def test_the_cumulative_score_waits_for_the_global_score(client, url, assessment, mo):
    AgreedResponse.objects.filter(
        assessment=assessment, statement__area__number=7, statement__letter__lte="e"
    ).update(
        outcome="agreed",
        rating=assessment.round.framework.scale.get(value=3),
        settled_at=area_of(assessment).discussion_opened_at,
    )
    assert "Cumulative score" not in markup(client.get(url))
    client.post(url, data(assessment, none="on"))
    page = markup(client.get(url))
    assert "Cumulative score: 15 of 20, from 5 of 15 statements rated." in page
    assert page.count("Cumulative score") == 1


@pytest.mark.parametrize(
    "score", ["11", "-1", "5.5", "10/10", "5½", "٣", "1_0", "1e1", "07", "9" * 6000]
)
def test_what_is_no_score_is_refused(client, url, assessment, score):
    sent = data(assessment, score=score, note="Typed.") | data(assessment, 8, score="5")
    response = client.post(url, sent)
    assert response.status_code == 422
    [(anchor, message)] = response.context["errors"]
    assert anchor == "id_area-7-score"
    assert "Do not use halves" in message
    page = markup(response)
    assert score in page
    assert "Typed." in page
    assert stored(assessment) == stored(assessment, 8) == (None, "", False)


def test_a_score_and_none_are_not_both(client, url, assessment):
    response = client.post(url, data(assessment, score="5", none="on"))
    assert response.status_code == 422
    assert "not both" in response.context["errors"][0][1]


def test_two_scores_of_one_area_are_refused(client, url, assessment):
    response = client.post(url, data(assessment, score=["1", "4"]))
    assert response.status_code == 422
    assert stored(assessment) == (None, "", False)


def test_a_note_alone_is_no_score(client, url, assessment):
    response = client.post(url, data(assessment, note="We think."))
    assert response.status_code == 422
    assert "We think." in markup(response)


def test_a_settled_score_is_not_cleared_by_a_blank(client, url, assessment):
    client.post(url, data(assessment, score="7"))
    response = client.post(url, data(assessment, score=""))
    assert response.status_code == 422
    assert stored(assessment) == (7, "", True)


def test_an_empty_form_is_refused(client, url):
    response = client.post(url, {})
    assert response.status_code == 422
    assert "at least one area" in markup(response)


@pytest.fixture
def mia(northmoor):
    return builders.make_member(northmoor, "moderator", "mia")


def test_different_areas_do_not_clash(client, url, assessment, mia):
    mine = data(assessment, score="7") | data(assessment, 8)
    theirs = data(assessment) | data(assessment, 8, score="3")
    assert client_of(mia).post(url, theirs).status_code == 302
    assert client.post(url, mine).status_code == 302
    assert (stored(assessment)[0], stored(assessment, 8)[0]) == (7, 3)


def test_one_area_clashes_and_the_rest_is_saved(client, url, assessment, mia):
    mine = data(assessment, score="7", note="Mine") | data(assessment, 8, score="5")
    theirs = data(assessment, none="on", note="Theirs")
    client_of(mia).post(url, theirs)
    # Nobody may tell a blank from a score declined, so this is not a clash of scores.
    client_of(mia).post(url, data(assessment, score="2", note="Theirs"))

    response = client.post(url, mine)
    assert response.status_code == 409
    assert stored(assessment) == (2, "Theirs", True)
    assert stored(assessment, 8)[0] == 5
    form = row_form(response)
    assert (form.initial["score"], form.initial["note"]) == ("7", "Mine")
    page = markup(response)
    assert "Score: yours, not saved" in page
    assert "2 out of 10" in page

    again = {f"area-7-{name}": form.initial[name] for name in ("seen", "score", "note")}
    assert client.post(url, again).status_code == 302
    assert stored(assessment) == (7, "Mine", True)


def test_members_read_only(client, url, assessment, cass, groups):
    groups[0].members.add(cass)
    client.post(url, data(assessment, score="7", note="By consent."))
    page = markup(client_of(cass).get(url))
    assert "Settled: 7 out of 10" in page
    assert "By consent." in page
    assert "<textarea" not in page
    assert client_of(cass).post(url, data(assessment, score="1")).status_code == 403
    assert stored(assessment)[0] == 7


def test_after_submitting_scores_are_read_only(client, url, assessment, mo):
    builders.submit(assessment, mo)
    assert "<textarea" not in markup(client.get(url))
    assert client.post(url, data(assessment, score="1")).status_code == 409
    assert stored(assessment)[0] == 6
