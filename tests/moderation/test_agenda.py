"""The agenda: every statement under its word, minutes, filters, and bulk accepting."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assessments.analysis import sentences
from assessments.models import (
    AgreedResponse,
    AgreedRevision,
    Dissent,
    DraftResponse,
    SecondRating,
)
from assessments.workflow import moderating
from tests.support.builders import complete, hand_in, make_group, rate
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.meetings import open_where_rated, set_rating, settle
from tests.support.pages import form_of

GROUPS = ["East", "North", "South", "West"]


@pytest.fixture
def url(assessment):
    return reverse("agenda", args=[assessment.pk])


@pytest.fixture
def groups(assessment, mo, cass, dee):
    """Four groups that gave every statement of areas 1 and 7 the same rating, 3."""
    made = []
    for name in GROUPS:
        group = make_group(assessment, mo, cass, areas=[1, 7], name=name)
        rate(group, 3, f"What {name} saw.")
        hand_in(group, cass)
        made.append(group)
    open_where_rated(assessment, mo)
    return made


@pytest.fixture
def moderator(mo):
    return client_of(mo)


def test_only_members_of_groups_are_told_what_their_groups_must_do_first(
    url, housing, mo, cass, ann
):
    """An approver belongs to no group, and a moderator sees what others handed in."""
    theirs = "and your groups have handed in their own drafts of it"
    for person, is_told in ((cass, True), (ann, False), (mo, False)):
        page = markup(client_of(person).get(url))
        assert "There is nothing to discuss yet." in page
        assert (theirs in page) == is_told


def sections(response):
    return {
        section.word: [item.statement.code for item in section.items]
        for section in response.context["sections"]
    }


def test_statements_stand_under_their_word_furthest_apart_first(moderator, url, groups):
    east, north, south, west = groups
    set_rating(east, "7b", 2)
    set_rating(north, "7b", 2)
    for group, value in zip(groups, [4, 4, 1, 1], strict=True):
        set_rating(group, "7h", value)
    set_rating(west, "7c", 1)
    set_rating(west, "7d", 4)
    for group in [north, south, west]:
        set_rating(group, "7e", None)
    for group in groups:
        set_rating(group, "7f", None)
    found = sections(moderator.get(url))
    assert found["Split"] == ["7h", "7b"]
    assert found["One voice differs"] == ["7c"]
    assert found["Only one rated"] == ["7e"]
    assert found["Nobody rated"] == ["7f"]
    assert found["Close"] == ["7d"]
    assert "7a" in found["Same"]
    assert list(found) == [
        "Split",
        "One voice differs",
        "Only one rated",
        "Nobody rated",
        "Close",
        "Same",
    ]


@pytest.mark.parametrize(
    ("left", "statements", "words"),
    [
        (1, 1, "1 statement to settle"),
        (10, 10, "10 statements to settle"),
        (3, 10, "3 of 10 statements to settle"),
        (0, 1, "0 of 1 statement to settle"),
    ],
)
def test_what_is_left_to_settle_in_words(left, statements, words):
    assert sentences.left_to_settle(left, statements) == words


def test_minutes_of_what_is_not_settled(moderator, url, groups, mo, assessment):
    for group, value in zip(groups, [4, 4, 1, 1], strict=True):
        set_rating(group, "7h", value)
        set_rating(group, "7b", value)
    shown = " ".join(markup(moderator.get(url)).split())
    assert "25 statements to settle: about 12 minutes for 2 of them.</strong>" in shown
    assert "No time is set aside for " in shown
    settle(assessment, "7h", 4, mo)
    assert moderator.get(url).context["left"].minutes == 6


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("area=1&q=complaints", ["1g"]),
        ("q=7h", ["7h"]),
        ("show=settled", ["7h"]),
        ("show=back", ["7b"]),
        ("word=split", ["7c"]),
        ("word=split&show=settled", []),
        ("show=open&q=7c", ["7c"]),
        ("area=7&show=settled&q=nothing+of+the+kind", []),
    ],
)
def test_filters(moderator, url, groups, mo, assessment, query, codes):
    settle(assessment, "7h", 3, mo)
    for group, value in zip(groups, [4, 4, 1, 1], strict=True):
        set_rating(group, "7c", value)
    assessment.agreed_responses.filter(
        statement__area__number=7, statement__letter="b"
    ).update(come_back=True)
    shown = moderator.get(f"{url}?{query}").context["shown"]
    assert [item.statement.code for item in shown] == codes


@pytest.mark.parametrize(
    "query",
    ["area=99", "show=%3Cb%3E", "area=%27%3B--", "word=x", "group=0", "meeting=9" * 9],
)
def test_a_filter_not_understood_shows_everything(moderator, url, groups, query):
    response = moderator.get(f"{url}?{query}")
    assert len(response.context["shown"]) == len(response.context["found"]) == 25


def test_statements_all_groups_rated_the_same_are_settled_together(
    moderator, url, groups, mo, assessment
):
    response = moderator.get(url)
    [same] = [s for s in response.context["sections"] if s.word == "Same"]
    chosen = [item for item in same.items if item.statement.code in {"7a", "7h"}]
    moderator.post(
        url, {"together": "", "statement": [item.statement.pk for item in chosen]}
    )
    for item in chosen:
        row = AgreedResponse.objects.select_related("rating").get(pk=item.agreed.pk)
        assert (row.outcome, row.rating.value, row.settled_by) == ("agreed", 3, mo)
        assert row.evidence == "\n\n".join(
            f"{name}: What {name} saw." for name in GROUPS
        )
        assert row.revisions.get().way == AgreedRevision.Way.TOGETHER
    settled = assessment.agreed_responses.exclude(outcome="not_settled")
    assert settled.count() == 2
    assert assessment.events.first().detail == "together: 7a, 7h"


def test_all_that_are_listed_are_settled_together(moderator, url, groups, assessment):
    set_rating(groups[0], "7b", 1)
    form = form_of(moderator.get(f"{url}?area=7"))
    assert len(form["listed"]) == 14
    answer = moderator.post(url, {"together": "all", "listed": form["listed"]})
    assert answer.status_code == 302
    settled = assessment.agreed_responses.exclude(outcome="not_settled")
    assert settled.count() == 14
    assert {row.statement.area.number for row in settled} == {7}
    assert "b" not in {row.statement.letter for row in settled}


def test_only_what_is_still_the_same_and_not_settled_is_accepted(
    moderator, url, groups, mo, assessment
):
    set_rating(groups[0], "7b", 1)
    settle(assessment, "7c", 2, mo)
    everything = [row.statement_id for row in assessment.agreed_responses.all()]
    response = moderator.post(url, {"together": "", "statement": everything})
    assert response.status_code == 409
    (first, changed), (second, settled) = response.context["errors"]
    assert (first, second) == tuple(
        reverse("settle", args=[assessment.pk, 7, letter]) for letter in "bc"
    )
    assert changed.startswith("Something stands out in 7b now.")
    assert settled.startswith("Mo settled 7c as Mostly disagree at ")
    assert "Settled together as rated: 1a" in markup(response)
    rows = {
        row.statement.code: row.rating and row.rating.value
        for row in assessment.agreed_responses.select_related(
            "statement__area", "rating"
        )
    }
    assert (rows["7b"], rows["7c"], rows["7a"], rows["2a"]) == (None, 2, 3, None)


@pytest.mark.parametrize("sent", [[], ["x"], ["-1"], ["999999999999999999999"]])
def test_nothing_to_accept(moderator, url, groups, sent):
    response = moderator.post(url, {"together": "", "statement": sent})
    assert response.status_code == 422
    [(anchor, _)] = response.context["errors"]
    assert f'id="{anchor}"' in markup(response)
    assert "Select at least one statement" in markup(response)


def test_only_what_is_handed_in_is_on_the_agenda(moderator, url, groups, mo):
    set_rating(groups[0], "7b", 1)
    groups[0].drafts.update(handed_in_at=None, handed_in_by=None)
    found = sections(moderator.get(url))
    assert list(found) == ["Same"]
    assert "7b" in found["Same"]


def test_one_rater_is_never_agreement(moderator, url, groups, assessment):
    for group in groups[1:]:
        set_rating(group, "7a", None)
    statement = assessment.agreed_responses.get(
        statement__area__number=7, statement__letter="a"
    ).statement_id
    moderator.post(url, {"together": "", "statement": [statement]})
    assert not assessment.agreed_responses.exclude(outcome="not_settled").exists()


def test_the_family_answered_on_opposite_sides(moderator, url, assessment, mo, cass):
    """As a real return had it: seven statements, 1 1 1 3 1 1 2, one group per area."""
    members = {}
    for row in assessment.agreed_responses.select_related("statement__area"):
        if row.statement.family == "local-offer":
            members[row.statement.code] = row.statement.area.number
    assert len(members) == 7
    for number in sorted(set(members.values())):
        group = make_group(assessment, mo, cass, areas=[number])
        rate(group, 1, "As it is.")
        hand_in(group, cass)
        for code, value in zip(members, [1, 1, 1, 3, 1, 1, 2], strict=True):
            if members[code] == number:
                set_rating(group, code, value)
    open_where_rated(assessment, mo)
    response = moderator.get(url)
    [family] = response.context["clashes"]
    assert [item.ratings for item in family.items] == [
        [1],
        [1],
        [1],
        [3],
        [1],
        [1],
        [2],
    ]
    assert response.context["sections"] == []
    assert "100 %" not in markup(response)
    pack = markup(moderator.get(f"{url}pack/"))
    assert "Similar statements answered differently</h2>" in pack
    assert moderator.get(f"{url}?q=2l").context["clashes"] == [family]
    assert moderator.get(f"{url}?q=2a").context["clashes"] == []


def test_where_one_group_rates_the_agenda_checks_quality(
    moderator, url, housing, cass, mo, assessment
):
    rate(housing, 4, "Nearly done, tbc")
    hand_in(housing, cass)
    DraftResponse.objects.filter(draft__group=housing, statement__letter="a").update(
        evidence=""
    )
    open_where_rated(assessment, mo)
    checks = dict(moderator.get(url).context["checks"])
    assert [i.statement.code for i in checks["Agree, with no evidence"]] == ["7a", "9a"]
    assert len(checks["May be unfinished"]) == 21
    pack = markup(moderator.get(f"{url}pack/"))
    assert pack.count("<li>Agree, with no evidence</li>") == 2
    assert pack.count("‘tbc’") == 21
    pack = text_of(moderator.get(f"{url}pack.pdf?q=7b"))
    assert "To check May be unfinished: ‘tbc’" in " ".join(pack.split())
    DraftResponse.objects.filter(draft__group=housing).update(evidence="A protocol.")
    response = moderator.get(f"{url}?q=7h")
    assert [item.statement.code for item in response.context["sound"]] == ["7h"]
    page = markup(response)
    assert "1 statement to settle." in page
    assert "No concerns (1)" in page


def test_a_contributor_sees_only_what_is_revealed(url, groups, housing, cass, dee):
    """Cass still rates area 7 for Housing, so she may not see it; Dee may."""
    assert {i.statement.area.number for i in seen_by(cass, url)} == {1}
    assert {i.statement.area.number for i in seen_by(dee, url)} == {1, 7}


def seen_by(person, url):
    return client_of(person).get(url).context["found"]


@pytest.mark.parametrize("number", [1, 4, 12])
def test_queries_do_not_grow_with_groups(
    moderator, url, assessment, mo, cass, number, django_assert_num_queries
):
    for _ in range(number):
        group = make_group(assessment, mo, cass)
        rate(group, 3, "Seen.")
        hand_in(group, cass)
    open_where_rated(assessment, mo)
    moderator.get(url)  # notes in the session that somebody is there
    with django_assert_num_queries(12):
        moderator.get(url)
    with django_assert_num_queries(15):
        moderator.get(f"{url}pack/")


def test_once_all_is_settled_the_agenda_needs_no_more_queries(
    moderator, url, assessment, mo, django_assert_num_queries
):
    complete(assessment, mo)
    assert "scores out of ten" not in markup(moderator.get(url))
    with django_assert_num_queries(12):
        page = moderator.get(url)
    assert page.context["next_step"][1] == "check and submit"


def test_from_one_statement_to_the_next_on_the_agenda(
    moderator, url, groups, mo, assessment
):
    for group, value in zip(groups, [4, 4, 1, 1], strict=True):
        set_rating(group, "7h", value)
        set_rating(group, "1c", value)
    set_rating(groups[0], "7b", 1)
    settle(assessment, "1a", 3, mo)
    ways = {"": "1/c", "1c": "7/h", "7h": "7/b", "7b": "1/b", "7o": "1/c", "x": "1/c"}
    base = reverse("moderation", args=[assessment.pk])
    found = {after: moderator.get(f"{url}next/?after={after}").url for after in ways}
    assert found == {
        after: f"{base}{place}/?on=agenda" for after, place in ways.items()
    }
    response = assessment.agreed_responses.get(
        statement__area__number=7, statement__letter="h"
    )
    sent = {
        "7h-seen": moderating.token_of(response),
        "7h-answer": "4",
        "7h-rationale": "Because.",
        "go": "next",
    }
    answer = moderator.post(f"{base}7/h/?on=agenda", sent)
    assert answer.url == f"{base}7/b/?on=agenda"
    assessment.agreed_responses.filter(statement__area__number__in=[1, 7]).update(
        outcome="not_rated",
        rating=None,
        rationale="None did.",
        settled_by=mo,
        settled_at=timezone.now(),
    )
    assert moderator.get(f"{url}next/").url == f"{url}?on=agenda"


def test_the_pack_has_everybodys_evidence_in_the_order_of_the_agenda(
    moderator, url, groups
):
    set_rating(groups[0], "7h", 1)
    page = markup(moderator.get(f"{url}pack/"))
    assert page.index("One voice differs (1)") < page.index("Same (24)")
    assert page.index('id="pack-7h"') < page.index('id="pack-1a"')
    for name in GROUPS:
        assert page.count(f"What {name} saw.") == 25


def test_the_pack_has_before_and_after_reasons_and_minutes(
    moderator, url, groups, mo, assessment
):
    set_rating(groups[0], "7h", 1)
    row = assessment.agreed_responses.get(
        statement__area__number=7, statement__letter="h"
    )
    settle(assessment, "7h", 3, mo)
    answer = DraftResponse.objects.get(
        draft__group=groups[0], statement=row.statement_id
    )
    by = {"by": mo, "at": timezone.now()}
    SecondRating.objects.create(
        response=answer, rating=answer.rating, revealed_at=timezone.now(), **by
    )
    scale = assessment.round.framework.scale
    SecondRating.objects.create(
        response=answer, rating=scale.get(value=2), revealed_at=timezone.now(), **by
    )
    Dissent.objects.create(response=row, group=groups[0], text="No <i>", **by)
    meeting = assessment.planned_meetings.create(
        held_on=date(2027, 1, 12), length=90, areas=[7]
    )
    texts = [
        markup(moderator.get(f"{url}pack/?meeting={meeting.pk}")),
        text_of(moderator.get(f"{url}pack.pdf?meeting={meeting.pk}")),
    ]
    for text in texts:
        assert "East</bdi>: Disagree, then Mostly disagree" in text or (
            "East: Disagree, then Mostly disagree" in text
        )
        assert "Because." in text
        assert "No &lt;i&gt;" in text or "No <i>" in text
        assert re.search(r"14 to settle|To settle\s14\sstatements, \d+ minutes", text)
        assert "90 minutes" in text
        assert "he meeting on 12 January 2027" in text
    assert texts[1].count("Notes") == 14


def test_a_planned_meeting_says_what_it_has_to_settle(
    moderator, groups, mo, assessment
):
    plan = reverse("plan", args=[assessment.pk])
    meeting = assessment.planned_meetings.create(
        held_on=date(2027, 1, 12), length=90, areas=[7], words=["Same"]
    )
    assert "Area 7: Same." in " ".join(markup(moderator.get(plan)).split())
    meeting.words = []
    meeting.save()
    assert "15 statements to settle, about" in markup(moderator.get(plan))
    settle(assessment, "7a", 2, mo)
    assert "14 of 15 statements to settle, about" in markup(moderator.get(plan))
    for letter in "bcdefghijklmno":
        settle(assessment, f"7{letter}", 2, mo)
    assert "Everything is settled." in markup(moderator.get(plan))
    meeting.areas = [3]  # which no group here rates
    meeting.save()
    assert "No statement belongs to it now." in markup(moderator.get(plan))


def test_a_planned_meeting_leads_to_its_own_screen(
    moderator, url, groups, mo, cass, assessment
):
    meeting = assessment.planned_meetings.create(held_on=date(2027, 1, 12), areas=[7])
    plan = reverse("plan", args=[assessment.pk])
    room = reverse("room", args=[assessment.pk])
    takes = f'name="takes" value="meeting={meeting.pk}"'
    page = markup(moderator.get(plan))
    assert takes in page
    assert "Start<span" in page
    assert takes not in markup(client_of(cass).get(plan))
    moderator.post(room, {"takes": f"meeting={meeting.pk}"})
    assert "Start with 7a" in markup(moderator.get(room))
    agenda = markup(moderator.get(f"{url}?meeting={meeting.pk}"))
    assert agenda.index("Show only these on") < agenda.index("screen as it is now")


def test_the_pack_shows_what_is_asked_for(moderator, url, groups):
    page = markup(moderator.get(f"{url}pack/?q=7h"))
    assert page.count('id="pack-') == 1
    assert "pack.pdf?q=7h" in page


def text_of(answer):
    reader = PdfReader(BytesIO(answer.content))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_the_pack_as_a_pdf(moderator, url, groups):
    set_rating(groups[0], "7h", 1)
    DraftResponse.objects.filter(draft__group=groups[0], statement__letter="h").update(
        evidence="<b>Ümlaut</b> & שלום"
    )
    answer = moderator.get(f"{url}pack.pdf?area=7&q=7h")
    assert answer["Content-Disposition"] == (
        'attachment; filename="northmoor-agenda-area-7.pdf"'
    )
    text = text_of(answer)
    assert "One voice differs (1)" in text
    assert "<b>Ümlaut</b> &" in text
    assert "What West saw." in text
    assert not re.search(r"\b7a\b", text)


def test_a_pack_leaks_nothing(url, groups, housing, cass):
    """Cass still rates area 7 for Housing."""
    rate(housing, 2, "Housing has not handed this in.")
    for path in [f"{url}pack/", f"{url}pack/?area=7"]:
        page = markup(client_of(cass).get(path))
        assert "Housing has not" not in page
        assert "pack-7" not in page


def test_an_open_area_nobody_was_given_is_on_the_agenda_and_in_the_pack(
    moderator, url, groups, mo, assessment
):
    assessment.agreed_areas.filter(area__number=2).update(
        discussion_opened_at=timezone.now(), discussion_opened_by=mo
    )
    assert "2a" in sections(moderator.get(url))["Nobody rated"]
    assert 'id="pack-2a"' in markup(moderator.get(f"{url}pack/"))
