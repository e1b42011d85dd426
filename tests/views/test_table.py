"""The table of an area: many statements settled on one page with one button."""

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import AgreedRevision, JointSettlement, Proposal
from assessments.moderation.table import Choice
from assessments.workflow.moderating import token_of
from assessments.workflow.proposals import shown_of
from tests.support import builders
from tests.support.clients import client_of
from tests.support.discussions import answer, open_area
from tests.support.markup import markup

AREA = "?area=7"


@pytest.fixture
def groups(assessment, mo):
    """Three groups: split on 7a, the same on 7b, nobody on 7c, close on 7d and 7e."""
    made = {}
    for name, first, near in [("Housing", 4, 4), ("Legal", 1, 3), ("Virtual", 4, 4)]:
        group = builders.make_group(assessment, mo, areas=[7], name=name)
        answer(group, "7a", first)
        answer(group, "7b", 4, evidence=f"What {name} saw.")
        answer(group, "7d", near, evidence=f"What {name} did.")
        answer(group, "7e", near, evidence=f"What {name} has.")
        builders.hand_in(group, mo)
        made[name] = group
    open_area(assessment, mo)
    return made


@pytest.fixture
def client(mo, groups):
    return client_of(mo)


@pytest.fixture
def url(assessment):
    return reverse("table", args=[assessment.pk])


def stored(assessment, letter):
    return assessment.agreed_responses.select_related("rating", "statement__area").get(
        statement__area__number=7, statement__letter=letter
    )


def sent(assessment, answers, **more):
    """Return the fields that the page sends with these answers: {letter: value}."""
    found = {"save": "chosen"} | more
    for letter, value in answers.items():
        found[f"7{letter}-seen"] = token_of(stored(assessment, letter))
        found[f"7{letter}-answer"] = value
    return found


def choices(response):
    return {each.row.code: each.row.choice for each in response.context["rows"]}


def test_each_row_offers_what_it_needs(client, url):
    response = client.get(url + AREA)
    found = choices(response)
    assert len(found) == 15
    assert [found[code] for code in ("7a", "7b", "7c", "7d")] == [
        Choice.PANEL,
        Choice.TOGETHER,
        Choice.PANEL,
        Choice.RATING,
    ]
    assert " checked" not in markup(response)


def test_close_statements_are_settled_at_once_with_every_groups_text(
    client, url, assessment, mo
):
    answers = sent(assessment, {"d": "4", "e": "3"})
    response = client.post(url + AREA, answers, follow=True)
    page = markup(response)
    assert "Settled as Agree: 7d." in page
    assert "Settled as Mostly agree: 7e." in page
    settled = stored(assessment, "d")
    assert (settled.rating.value, settled.settled_by) == (4, mo)
    assert settled.evidence == "\n\n".join(
        f"{name}: What {name} did." for name in ("Housing", "Legal", "Virtual")
    )
    assert settled.revisions.get().way == AgreedRevision.Way.SETTLED
    assert choices(response)["7d"] == Choice.DONE


@pytest.mark.parametrize("ideas", ["Ask again.", "Ask once more."])
def test_who_only_chose_a_rating_before_gets_every_groups_text_too(
    client, url, assessment, groups, ideas
):
    answer(groups["Legal"], "7d", 3, evidence="What Legal did.", ideas="Ask again.")
    page = reverse("settle", args=[assessment.pk, 7, "d"])
    form = client.get(page).context["form"]
    assert (form.initial["evidence"], form.initial["ideas"]) == ("", "Ask again.")
    boxes = {
        "seen": form.initial["seen"],
        "answer": "4",
        "evidence": "",
        "ideas": ideas,
    }
    kept = {f"7d-{name}": value for name, value in boxes.items()} | {"keep": ""}
    assert client.post(page, kept).status_code == 302
    proposal = Proposal.objects.get()
    row = stored(assessment, "d")
    seen = shown_of(Proposal.Kind.SETTLE, row, proposal).token
    client.post(url + AREA, {"save": "chosen", "7d-seen": seen, "7d-answer": "4"})
    settled = stored(assessment, "d")
    assert (settled.rating.value, settled.ideas) == (4, ideas)
    assert ("What Housing did." in settled.evidence) == (ideas == "Ask again.")


def test_what_needs_a_reason_opens_its_panel_and_the_rest_is_settled(
    client, url, assessment
):
    answers = sent(assessment, {"d": "4", "e": "not_rated"})
    response = client.post(url + AREA, answers)
    assert response.status_code == 422
    assert response.context["errors"] == [("row-7e", "7e: Enter why it is not rated")]
    assert stored(assessment, "d").outcome == "agreed"
    assert stored(assessment, "e").outcome == "not_settled"
    assert Proposal.objects.get().values["answer"] == ["not_rated", None, []]
    [opened] = [each for each in response.context["rows"] if each.panel]
    assert opened.row.code == "7e"


def test_each_row_clashes_by_itself(client, url, assessment, northmoor):
    mia = builders.make_member(northmoor, "moderator", "mia")
    stale = sent(assessment, {"d": "4", "e": "4"})
    client_of(mia).post(url + AREA, sent(assessment, {"d": "3"}))
    response = client.post(url + AREA, stale)
    assert response.status_code == 409
    assert response.context["clashes"] == ["7d"]
    [row] = [each for each in response.context["rows"] if each.clash]
    assert (row.answer, row.clash.fields[0][1:]) == ("4", ("Mostly agree", "Agree"))
    assert stored(assessment, "d").rating.value == 3
    assert stored(assessment, "e").rating.value == 4


def test_what_is_as_rated_is_settled_together_and_undone_together(
    client, url, assessment
):
    response = client.post(url + AREA, {"save": "chosen", "together": "7b"})
    assert response.status_code == 302
    settled = stored(assessment, "b")
    assert (settled.rating.value, settled.revisions.get().way) == (4, "together")
    joint = JointSettlement.objects.get()
    response = client.post(url + AREA, {"undo": joint.pk}, follow=True)
    assert "Not settled any more: 7b." in markup(response)
    undone = stored(assessment, "b")
    assert (undone.outcome, undone.evidence, undone.settled_at) == (
        "not_settled",
        "",
        None,
    )
    assert [each.way for each in undone.revisions.all()] == ["undone", "together"]
    assert client.post(url + AREA, {"undo": joint.pk}).status_code == 409


def test_what_was_built_on_is_not_undone(client, url, assessment):
    client.post(url + AREA, {"save": "together", "listed": "7b"})
    answers = {
        "go": "stay",
        "7b-seen": token_of(stored(assessment, "b")),
        "7b-answer": "4",
        "7b-rationale": "",
        "7b-evidence": "Edited.",
    }
    client.post(reverse("settle", args=[assessment.pk, 7, "b"]), answers)
    joint = JointSettlement.objects.get()
    assert client.post(url + AREA, {"undo": joint.pk}).status_code == 409
    assert stored(assessment, "b").evidence == "Edited."


def test_what_a_group_was_given_since_is_not_settled_together(
    client, url, assessment, mo
):
    builders.make_group(assessment, mo, areas=[7], name="Late")
    response = client.post(
        url + AREA, {"save": "together", "listed": "7b"}, follow=True
    )
    assert "7b: Late has not handed in." in " ".join(markup(response).split())
    assert stored(assessment, "b").outcome == "not_settled"


@pytest.mark.parametrize("joint", ["", "x", "-1", "9" * 30, "1"])
def test_what_is_no_joint_settlement_is_refused(client, url, joint):
    assert client.post(url, {"undo": joint}).status_code == 409


def test_one_groups_area_is_settled_as_rated_but_for_what_stands_out(
    assessment, mo, url
):
    group = builders.make_group(assessment, mo, areas=[7], name="Housing")
    builders.rate(group, 4, "We do.")
    answer(group, "7a", 4, evidence="")
    answer(group, "7b", 4, evidence="tbc")
    builders.hand_in(group, mo)
    open_area(assessment, mo)
    client = client_of(mo)
    found = choices(client.get(url + AREA))
    assert [found["7a"], found["7b"], found["7c"]] == [
        Choice.RATING,
        Choice.RATING,
        Choice.TOGETHER,
    ]
    listed = [code for code, choice in found.items() if choice is Choice.TOGETHER]
    answers = sent(assessment, {"a": "4"}, save="together", listed=listed)
    client.post(url + AREA, answers)
    assert assessment.agreed_responses.exclude(outcome="not_settled").count() == 14


def test_nothing_chosen_says_so(client, url):
    response = client.post(url + AREA, {"save": "chosen"})
    assert response.status_code == 422
    assert "Choose an answer for at least one statement" in markup(response)


def test_without_script_a_panel_opens_under_its_row_and_choices_are_kept(
    client, url, assessment
):
    answers = sent(assessment, {"d": "4"}) | {"open": "7a", "save": ""}
    response = client.post(url + AREA, answers)
    assert response["Location"] == f"{url}?area=7&open=7a#row-7a"
    page = client.get(f"{url}?area=7&open=7a")
    [opened] = [each for each in page.context["rows"] if each.panel]
    assert opened.row.code == "7a"
    assert 'name="7a-rationale"' in markup(page)
    [row] = [each for each in page.context["rows"] if each.row.code == "7d"]
    assert row.answer == "4"


def test_the_panel_leads_back_to_the_table(client, url, assessment):
    path = reverse("settle", args=[assessment.pk, 7, "a"])
    values = {
        "go": "next",
        "following": "7c",
        "7a-seen": token_of(stored(assessment, "a")),
        "7a-answer": "4",
        "7a-rationale": "We talked.",
    }
    response = client.post(f"{path}?table=area%3D7", values)
    assert response["Location"] == f"{url}?area=7&open=7c#row-7c"
    client.post(f"{path}?table=area%3D7", values)
    refused = client.post(f"{path}?table=area%3D7", values | {"7a-answer": "2"})
    back = f'href="{url}?area=7&amp;open=7a#row-7a">Table</a>'
    assert back in markup(refused)
    odd = client.post(f"{path}?table=area%3D7", values | {"following": "//x"})
    assert odd["Location"] == f"{url}?area=7"
    discarded = client.post(f"{path}?table=area%3D7", {"discard": "7a"})
    assert discarded["Location"] == f"{url}?area=7&open=7a#row-7a"
    assert client.post(path, {"discard": "7a"})["Location"] == path


@pytest.mark.parametrize("count", [1, 3])
def test_queries(assessment, mo, url, count):
    for number in range(count):
        group = builders.make_group(assessment, mo, areas=[7], name=f"G{number}")
        builders.rate(group, 4 - number % 2, "We do.")
        builders.hand_in(group, mo)
    open_area(assessment, mo)
    client = client_of(mo)
    client.get(url + AREA)
    with CaptureQueriesContext(connection) as captured:
        client.get(url + AREA)
    assert len(captured) <= 14


MOST_BYTES = 200_000
SAID = "The panel meets monthly with housing and health. " * 12  # about 95 words


def test_twelve_groups_on_the_largest_area_stay_small(assessment, mo, url):
    areas = assessment.round.framework.areas.annotate(size=Count("statements"))
    largest = areas.order_by("-size").first().number
    for number in range(12):
        group = builders.make_group(assessment, mo, areas=[largest])
        builders.rate(group, 4 - number % 4, SAID)
        builders.hand_in(group, mo)
    open_area(assessment, mo, largest)
    client = client_of(mo)
    client.get(f"{url}?area={largest}")
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"{url}?area={largest}").content
    assert len(captured) <= 14
    assert page.count(b"The panel meets monthly") >= 12 * 15
    assert len(page) < MOST_BYTES


def test_it_says_what_it_shows_and_offers_to_settle_only_what_can_be_chosen(
    client, url
):
    button = 'name="save" value="chosen">Settle the chosen'
    page = markup(client.get(url + AREA))
    assert button in page
    assert "your choices are saved as proposals" in page
    page = markup(client.get(f"{url}?word=split"))
    assert "<strong>Split</strong>" in page
    assert button not in page
    assert "Open each statement to settle it." in page
    assert 'name="open" value="7a"' in page
