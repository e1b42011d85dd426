"""The minutes of statements that are prepared, for those who see proposals."""

import re
from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assessments.access import access_to
from assessments.analysis.agreement import Word
from assessments.models import Meeting, Proposal, SecondRating
from assessments.moderation.agenda import items_of
from assessments.moderation.meetings import TO_DISCUSS, plans, share_out
from assessments.moderation.minutes import (
    Proposed,
    minutes_by_word,
    minutes_of,
    prepared_minutes,
)
from assessments.moderation.sections import Left, Section
from bench.four_groups import COUNTS, four_groups
from tests.support.builders import hand_in, make_group, rate
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.meetings import open_where_rated, propose, set_rating, settle

SCALE = [4, 3, 2, 1]
DIFFERENT = {
    "7a": [4, 4, 1, 1],  # Split
    "7b": [3, 3, 1, 1],
    "7c": [3, 3, 3, 1],  # One voice differs
    "7d": [3, 3, 3, 4],  # Close
    "7e": [3, None, None, None],  # Only one rated
    "7f": [None, None, None, None],  # Nobody rated
}
UNPREPARED = 6 + 6 + 4 + 2 + 3 + 3


@pytest.fixture
def groups(assessment, mo, cass):
    """Four groups that differ in area 7; the rest of it they rated the same."""
    made = []
    for name in ["East", "North", "South", "West"]:
        group = make_group(assessment, mo, cass, areas=[7], name=name)
        rate(group, 3, f"What {name} saw.")
        hand_in(group, mo)
        made.append(group)
    for code, values in DIFFERENT.items():
        for group, value in zip(made, values, strict=True):
            set_rating(group, code, value)
    open_where_rated(assessment, mo)
    return made


def row(assessment, code):
    return assessment.agreed_responses.select_related("assessment", "statement").get(
        statement__area__number=int(code[:-1]), statement__letter=code[-1]
    )


def prepare(assessment, mo, codes, answer=("agreed", 3, [])):
    for code in codes:
        propose(row(assessment, code), list(answer), mo, rationale="We looked.")


def words_of(response):
    return " ".join(markup(response).split())


def page(person, assessment, name, query=""):
    url = reverse(name, args=[assessment.pk])
    return client_of(person).get(f"{url}{query}")


@pytest.mark.parametrize(
    ("first", "answer", "has_reason", "second", "could_be"),
    [
        ([4, 1], ("agreed", 4, []), True, [], True),
        ([4, 1], ("agreed", 4, []), False, [], False),
        ([4, 1], ("agreed", 4, []), False, [4, 4], False),
        ([4, 3], ("agreed", 4, []), False, [], True),
        ([4, 3], ("agreed", 2, []), False, [], False),
        ([4, 3], ("agreed", 2, []), False, [2], True),
        ([4, 3], ("agreed", 2, []), True, [], True),
        ([], ("agreed", 2, []), False, [], False),
        ([], ("not_rated", None, []), True, [], True),
        ([], ("not_rated", None, []), False, [], False),
        ([4, 1], ("not_agreed", None, [4, 1]), True, [], True),
        ([4, 1], ("not_agreed", None, [4, 1]), False, [], False),
        ([4, 1], ("not_agreed", None, [4]), True, [], False),
        ([4, 1], ("not_settled", None, []), True, [], False),
    ],
)
def test_what_could_be_settled_as_it_stands(
    first, answer, has_reason, second, could_be
):
    found = Proposed(*answer, has_reason, second)
    assert found.could_be_settled(first, SCALE) == could_be


@pytest.mark.parametrize(
    ("changed", "word", "minutes"),
    [
        ({}, Word.SPLIT, 2),
        ({}, Word.ONLY_ONE, 2),
        ({}, Word.CLOSE, 2),
        ({}, Word.SAME, 0),
        ({"Close": 4}, Word.SPLIT, 4),
        ({"Close": 4}, Word.ONLY_ONE, 3),
        ({"Split": 1}, Word.SPLIT, 1),
    ],
)
def test_a_prepared_statement_takes_as_long_as_close_or_its_word(
    changed, word, minutes
):
    assert prepared_minutes(word, minutes_by_word(changed)) == minutes


def test_what_a_moderator_has_prepared_takes_less_time(assessment, groups, mo):
    before = words_of(page(mo, assessment, "agenda"))
    assert f"about {UNPREPARED} minutes" in before
    assert "repared" not in before
    plan = words_of(page(mo, assessment, "plan"))
    assert "5 need a meeting: about 22 minutes." in plan
    assert "Preparing 5 before a meeting would save 12 minutes." in plan
    assert 'table/?show=open">Prepare them in one table</a>' in plan
    prepare(assessment, mo, ["7a", "7c", "7d", "7e"])
    response = page(mo, assessment, "agenda")
    agenda = words_of(response)
    assert response.context["left"].minutes == UNPREPARED - 4 - 2 - 1
    assert "about 17 minutes" in agenda
    assert "3 prepared statements take less time." in agenda
    assert "2 to settle (1 prepared: 2 minutes)" in agenda
    assert agenda.count(">Prepared</strong>") == 4
    plan = words_of(page(mo, assessment, "plan"))
    assert "Split: 2 (1 prepared: 2 minutes), One voice differs: 1 (1 prep" in plan
    assert "Close: 1, Same: " in plan
    assert "about 17 minutes for 6 of them. No time is set aside for the " in plan
    assert "Preparing 2 more before a meeting would save 5 minutes." in plan
    settle(assessment, "7b", 3, mo)
    assert page(mo, assessment, "agenda").context["left"].minutes == 11


def test_what_is_written_but_could_not_be_settled_takes_its_whole_time(
    assessment, groups, mo
):
    propose(row(assessment, "7a"), ["agreed", 3, []], mo)
    propose(row(assessment, "7b"), ["not_settled", None, []], mo, rationale="Why.")
    propose(row(assessment, "7f"), ["not_rated", None, []], mo)
    assert page(mo, assessment, "agenda").context["left"].minutes == UNPREPARED


def test_a_planned_meeting_counts_what_is_prepared(assessment, groups, mo, cass):
    meeting = assessment.planned_meetings.create(
        held_on=date(2027, 1, 12), length=20, words=[word.value for word in TO_DISCUSS]
    )
    assert "about 22 of 20 minutes: 2 minutes short" in words_of(
        page(mo, assessment, "plan")
    )
    prepare(assessment, mo, ["7a", "7b"])
    plan = words_of(page(mo, assessment, "plan"))
    assert "about 14 of 20 minutes." in plan
    assert "2 prepared statements take less time. Preparing 3 more before the" in plan
    assert f"table/?meeting={meeting.pk}&amp;show=open" in plan
    agenda = words_of(page(mo, assessment, "agenda", f"?meeting={meeting.pk}"))
    assert "5 statements to settle: about 14 minutes" in agenda
    assert "The meeting is 20 minutes." in agenda
    assert "<strong>The meeting on 12 January 2027</strong>: 5 of" in agenda
    assert "Not open yet" not in agenda
    assert "Not open yet" in words_of(page(mo, assessment, "agenda"))
    theirs = words_of(page(cass, assessment, "plan"))
    assert "about 22 of 20 minutes: 2 minutes short" in theirs
    assert "repar" not in theirs


def test_the_pack_counts_what_is_prepared_and_its_file_does_not(assessment, groups, mo):
    """The file is handed out to people who may not see what is proposed."""
    prepare(assessment, mo, ["7a"])
    shown = words_of(page(mo, assessment, "agenda_pack", "?word=split"))
    assert "2 to settle, 6 minutes each (1 prepared: 2 minutes): 8 minutes." in shown
    assert "about 8 minutes.</strong> 1 prepared statement takes less time." in shown
    assert "It does not say what is prepared, as you may hand it out" in shown
    file = page(mo, assessment, "agenda_pack_file", "?word=split")
    text = "".join(
        each.extract_text() for each in PdfReader(BytesIO(file.content)).pages
    )
    assert "2 to settle, 6 minutes each: 12 minutes." in " ".join(text.split())
    assert "repared" not in text


def test_the_meeting_screen_counts_what_is_prepared(assessment, groups, mo, cass):
    at = row(assessment, "7a").statement
    Meeting.objects.filter(assessment=assessment).update(
        statement=at, moved_at=timezone.now()
    )
    assert page(mo, assessment, "room").context["room"].planned == 6
    prepare(assessment, mo, ["7a"])
    assert page(mo, assessment, "room").context["room"].planned == 2
    assert page(cass, assessment, "room").context["room"].planned == 6


@pytest.mark.parametrize("name", ["agenda", "plan", "agenda_pack", "room"])
def test_who_sees_no_proposal_cannot_infer_it(
    assessment, groups, mo, cass, ann, val, name
):
    """Each page is the same, and as long, whether statements are prepared or not."""
    at = row(assessment, "7a").statement
    Meeting.objects.filter(assessment=assessment).update(
        statement=at, moved_at=timezone.now()
    )
    people = [cass, ann, val]
    clients = {person: client_of(person) for person in people}
    url = reverse(name, args=[assessment.pk])
    before = {person: without_tokens(clients[person].get(url)) for person in people}
    prepare(assessment, mo, ["7a", "7c", "7d", "7e", "7f"])
    for person in people:
        assert without_tokens(clients[person].get(url)) == before[person]


def without_tokens(response):
    return re.sub(r"csrfmiddlewaretoken[^>]*|nonce=\S+", "", markup(response))


def test_a_second_rating_counts_as_one_that_a_group_gave(
    assessment, groups, mo, django_assert_num_queries
):
    """The rating needs no reason then: it is read only where it decides that."""
    propose(row(assessment, "7e"), ["agreed", 2, []], mo)
    access = access_to(mo, assessment, role="moderator")

    def is_prepared():
        return {item.code: item.is_prepared for item in items_of(access)}["7e"]

    assert not is_prepared()
    SecondRating.objects.create(
        response=groups[0].drafts.get().responses.get(statement__letter="e"),
        rating=assessment.round.framework.scale.get(value=2),
        by=mo,
        at=timezone.now(),
    )
    assert not is_prepared()
    SecondRating.objects.update(revealed_at=timezone.now())
    assert is_prepared()
    with django_assert_num_queries(6):
        items_of(access)
    Proposal.objects.update(values={"answer": ["agreed", 3, []], "rationale": ""})
    with django_assert_num_queries(5):
        items_of(access)


@pytest.fixture
def county(db):
    return four_groups()


def test_preparing_makes_one_meeting_of_two(county):
    """48 of 106 statements need a meeting of 221 minutes; prepared, one of two hours."""
    assessment, mo = county
    access = access_to(mo, assessment, role="moderator")
    minutes = minutes_by_word({})

    def for_meetings():
        items = [item for item in items_of(access) if item.word in TO_DISCUSS]
        [plan] = plans(items, [], minutes)
        return plan

    assert len(for_meetings().items) == sum(COUNTS[word] for word in TO_DISCUSS)
    assert for_meetings().minutes == 221
    halves = share_out(items_of(access), 2, minutes)
    assert share_of(for_meetings(), halves) == [101, 120]
    splits = [item for item in for_meetings().items if item.word == Word.SPLIT]
    left = {item.statement.pk for item in splits[6:]}
    for item in for_meetings().items:
        if item.statement.pk not in left:
            propose(item.agreed, ["agreed", 3, []], mo, rationale="We looked.")
    plan = for_meetings()
    assert (plan.prepared, plan.minutes) == (36, 36 * 2 + 12 * 6)
    assert (plan.to_prepare, plan.minutes_to_save) == (12, 48)
    halves = share_out(items_of(access), 2, minutes)
    assert share_of(plan, halves) == [62, 82]


def share_of(plan, shares):
    """Return the minutes of each of the shares, which are numbers of areas."""
    return [
        sum(
            minutes_of(item, minutes_by_word({}))
            for item in plan.to_settle
            if item.statement.area.number in share
        )
        for share in shares
    ]


def test_the_time_says_which_statements_it_leaves_out(assessment, groups, mo):
    """The minutes are for some of the statements only, so both are said together."""
    for name in ["agenda", "agenda_pack"]:
        response = page(mo, assessment, name)
        left, words = response.context["left"], words_of(response)
        same = len(
            next(each for each in left.sections if each.word == "Same").to_settle
        )
        timed = left.statements - same
        assert f"{left.statements} statements to settle: about " in words
        assert f"about {UNPREPARED} minutes for {timed} of them.</strong>" in words
        assert f"No time is set aside for the {same} under ‘Same’." in words
    assert f"{same} to settle, with no time set aside as the groups gave the" in words
    file = page(mo, assessment, "agenda_pack_file")
    [cover, *_] = PdfReader(BytesIO(file.content)).pages
    text = " ".join(cover.extract_text().split())
    assert f"statements, {UNPREPARED} minutes for {timed} of them. No time is" in text
    meeting = words_of(page(mo, assessment, "agenda_pack", "?word=split"))
    assert "2 statements to settle: about 12 minutes.</strong>" in meeting
    assert "No time" not in meeting


def test_what_one_group_rated_and_what_a_moderator_gave_no_minutes_take_no_time():
    items = [SimpleNamespace(is_settled=False, is_prepared=False)] * 3
    left = Left(
        [Section(Word.CLOSE, items, 2), Section("Rated by one group", items[:1], 0)]
    )
    assert left.time == "6 minutes for 3 of them"
    assert left.without_time == (
        "No time is set aside for the 1 under ‘Rated by one group’."
    )
    assert left.sections[1].in_words == "1 to settle, with no time set aside"
    nothing = Left([Section(Word.CLOSE, items, 0)])
    assert (nothing.time, nothing.without_time) == ("", "")


def test_dates_that_are_not_real_are_named(groups, assessment, mo):
    url = reverse("plan", args=[assessment.pk])
    typed = "tomorrow\n\n12 Jan 2099\n31 February 2099"
    sent = {"form": "share", "length": "60", "dates": typed}
    response = client_of(mo).post(url, sent)
    assert response.status_code == 422
    assert "instead of ‘tomorrow’ and ‘31 February 2099’" in words_of(response)
    sent["dates"] = "12 Jan 2099\n\n5 January 2099"
    assert client_of(mo).post(url, sent).status_code == 302
    found = assessment.planned_meetings.values_list("held_on", flat=True)
    assert sorted(found) == [date(2099, 1, 5), date(2099, 1, 12)]
