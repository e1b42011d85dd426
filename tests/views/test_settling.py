"""Settling one statement: what the page offers, what it takes and what it refuses."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.field_merge import seen_token
from assessments.models import (
    AgreedArea,
    AgreedResponse,
    AgreedRevision,
    AuditEvent,
    Membership,
    Proposal,
)
from assessments.moderation.quoting import final_limit
from assessments.workflow.proposals import proposal_of, shown_of, values_of
from leavingcare.text import TEXT_LIMIT
from tests.support import builders
from tests.support.clients import client_of
from tests.support.discussions import answer, open_area
from tests.support.markup import markup
from tests.support.previous_submissions import submit_earlier

Kind = Proposal.Kind
COMMANDS = {"go", "use", "come_back", "discard", "save", "keep"}
BOXES = ["seen", "answer", "rationale", "evidence", "ideas"]
HOUSING_SAYS = "The protocol was reviewed in March."
LEGAL_SAYS = "Two placements <b>broke down</b> & nobody asked why."


@pytest.fixture
def groups(assessment, mo):
    """Three groups: split on 7a, the same on 7b, nobody on 7c, near on 7d."""
    made = {}
    for name, first, near in [("Housing", 4, 4), ("Legal", 1, 3), ("Virtual", 4, 4)]:
        group = builders.make_group(assessment, mo, areas=[7, 8], name=name)
        answer(group, "7a", first)
        answer(group, "7b", 4)
        answer(group, "7d", near)
        builders.hand_in(group, mo)
        made[name] = group
    answer(made["Housing"], "7a", 4, evidence=HOUSING_SAYS, ideas="Publish it.")
    answer(made["Legal"], "7a", 1, evidence=LEGAL_SAYS)
    answer(made["Legal"], "7b", 4, evidence=LEGAL_SAYS)
    open_area(assessment, mo)
    return made


@pytest.fixture
def client(mo, groups):
    return client_of(mo)


def url(assessment, code="7a"):
    return reverse("settle", args=[assessment.pk, int(code[:-1]), code[-1]])


def stored(assessment, code="7a"):
    return AgreedResponse.objects.select_related("rating").get(
        assessment=assessment,
        statement__area__number=int(code[:-1]),
        statement__letter=code[-1],
    )


def data(assessment, code="7a", **values):
    """Return the fields that the statement's page sends, with these values typed in."""
    commands = {name: values.pop(name) for name in COMMANDS & values.keys()}
    if not commands:
        commands = {"go": "stay"}
    boxes = {
        "seen": shown(assessment, code).token,
        "answer": "3",
        "rationale": "We looked at the records.",
        "evidence": "The protocol.",
        "ideas": "",
    } | values
    return {f"{code}-{name}": value for name, value in boxes.items()} | commands


def shown(assessment, code="7a"):
    """Return what the statement's page shows: proposed, or else settled."""
    row = stored(assessment, code)
    return shown_of(Kind.SETTLE, row, proposal_of(Kind.SETTLE, row))


def answer_of(assessment, code="7a"):
    return values_of(stored(assessment, code))["answer"]


def settle_in_bulk(assessment, code, by, **values):
    response = stored(assessment, code)
    AgreedResponse.objects.filter(pk=response.pk).update(
        settled_at=timezone.now(), settled_by=by, version=response.version + 1, **values
    )


# The page


def test_evidence_comes_before_ratings_and_the_choice_last(client, assessment):
    page = markup(client.get(url(assessment)))
    places = [
        page.index(words)
        for words in [
            "7a</strong>, 0 of 106 settled",
            ">Split<",
            "Evidence</h2>",
            HOUSING_SAYS,
            "No evidence or ideas: <bdi>Virtual</bdi>",
            "Ratings</h2>",
            'class="app-strip"',
            "All 3 rated: 2 Agree, 1 Disagree.",
            "What did you agree?",
            "Reason",
            "Final evidence",
            "Settle and go to 7b",
        ]
    ]
    assert places == sorted(places)


def test_nothing_is_chosen_beforehand_where_groups_differ(client, assessment):
    response = client.get(url(assessment))
    assert " checked" not in markup(response)
    assert response.context["form"].initial["evidence"] == ""


def test_the_same_rating_of_several_groups_is_chosen_beforehand(client, assessment):
    response = client.get(url(assessment, "7b"))
    form = response.context["form"]
    assert form.initial["answer"] == "4"
    assert markup(response).count(" checked") == 1


def test_one_group_alone_chooses_nothing_beforehand(assessment, mo, housing):
    answer(housing, "9a", 4)
    builders.hand_in(housing, mo)
    open_area(assessment, mo, 9)
    response = client_of(mo).get(url(assessment, "9a"))
    assert " checked" not in markup(response)
    assert "Agree, with no evidence" in markup(response)


def test_the_only_evidence_is_in_the_box_until_it_is_settled(client, assessment, mo):
    form = client.get(url(assessment, "7b")).context["form"]
    assert form.initial["evidence"] == LEGAL_SAYS
    point = assessment.round.framework.scale.get(value=4)
    settle_in_bulk(assessment, "7b", mo, outcome="agreed", rating=point)
    form = client.get(url(assessment, "7b")).context["form"]
    assert form.initial["evidence"] == ""
    assert form.initial["answer"] == "4"


def test_leftovers_and_personal_details_are_pointed_out(client, assessment, groups):
    answer(groups["Virtual"], "7a", 4, evidence="tbc, ring 01632 960123")
    page = markup(client.get(url(assessment)))
    assert 'May be unfinished: <span dir="auto">‘tbc’</span>' in page
    assert "May be a personal detail, phone number" in page


def test_walking_from_statement_to_statement(client, assessment, mo):
    open_area(assessment, mo, 8)
    settle_in_bulk(assessment, "7b", mo, outcome="not_rated", rationale="None did.")
    place = client.get(url(assessment)).context["navigation"]
    assert (place.previous, place.next) == (None, (7, "b"))
    assert place.next_not_settled == (7, "c")
    assert (place.settled, place.statements) == (1, 106)
    last = client.get(url(assessment, "7o")).context["navigation"]
    assert (last.previous, last.next) == ((7, "n"), (8, "a"))


def test_an_area_not_open_says_so(client, assessment):
    response = client.get(url(assessment, "8a"))
    assert "The discussion of this area is not open yet" in markup(response)
    response = client.post(url(assessment, "8a"), data(assessment, "8a"))
    assert response.status_code == 409
    assert stored(assessment, "8a").outcome == "not_settled"


def test_last_time_stands_beside_the_statement(client, assessment, northmoor, mo):
    page = markup(client.get(url(assessment, "7g")))
    assert "ast time" not in page
    said = "A <protocol> " * 50
    earlier = submit_earlier(
        northmoor, mo, _6f={"evidence": said, "rationale": "We <b>looked</b>."}
    )
    page = markup(client.get(url(assessment, "7g")))
    assert "Last time: Mostly agree (reworded)" in page
    assert "[added: </span>working <" in page
    assert "We &lt;b&gt;looked&lt;/b&gt;." in page
    assert "A &lt;protocol&gt; A &lt;protocol&gt;" in page
    assert page.count("&lt;protocol&gt;") < 50
    assert f'{earlier.reference}/#6f">Read all of 6f</a>' in page
    page = markup(client.get(url(assessment, "7h")))
    assert "Last time: Mostly agree (same wording)" in page
    assert "Read all of" not in page
    page = markup(client.get(url(assessment, "7f")))
    assert "Last time: not asked" in page
    refused = markup(client.post(url(assessment, "7h"), {"go": "stay"}))
    assert "Last time: Mostly agree (same wording)" in refused


def test_last_time_in_the_same_edition(client, assessment, northmoor, mo):
    submit_earlier(northmoor, mo, "2020", _7h={"evidence": "B&B in 2019."})
    page = markup(client.get(url(assessment, "7h")))
    assert "Last time: Mostly agree (same wording)" in page
    assert "B&amp;B in 2019." in page


def test_another_authoritys_last_time_is_not_shown(client, assessment, oli):
    submit_earlier(oli.memberships.get().authority, oli, _6g={"evidence": "CANARY"})
    page = markup(client.get(url(assessment, "7h")))
    assert "ast time" not in page


# Taking pieces over, and out again


def boxes_of(client, assessment, code="7a"):
    """Return {box: value} of what the statement's page shows."""
    form = client.get(url(assessment, code)).context["form"]
    return {name: form[name].value() for name in form.fields}


def piece_of(group, field="evidence"):
    response = group.drafts.get(area__number=7).responses.get(statement__letter="a")
    return f"{field}-{response.pk}"


def test_a_piece_is_added_with_its_source_and_nothing_settled(
    client, assessment, groups
):
    sent = data(
        assessment,
        evidence="Typed.",
        rationale="",
        answer="2",
        use=piece_of(groups["Legal"]),
    )
    response = client.post(url(assessment), sent)
    assert response["Location"] == f"{url(assessment)}#id_7a-evidence"
    boxes = boxes_of(client, assessment)
    assert boxes["evidence"] == f"Typed.\n\nLegal: {LEGAL_SAYS}"
    assert (boxes["answer"], boxes["rationale"]) == ("2", "")
    assert stored(assessment).version == 0
    again = data(assessment, **(boxes | {"use": piece_of(groups["Legal"])}))
    client.post(url(assessment), again)
    assert boxes_of(client, assessment)["evidence"] == "Typed."


def test_all_pieces_and_the_line_are_added(client, assessment):
    client.post(url(assessment), data(assessment, evidence="", use="evidence-all"))
    both = f"Housing: {HOUSING_SAYS}\n\nLegal: {LEGAL_SAYS}"
    assert boxes_of(client, assessment)["evidence"] == both
    typed = both.replace("\n", "\r\n")
    client.post(url(assessment), data(assessment, evidence=typed, use="line"))
    line = "Groups differed: Housing and Virtual rated Agree; Legal rated Disagree."
    assert boxes_of(client, assessment)["evidence"] == f"{both}\n\n{line}"


def test_our_script_gets_the_text_and_nothing_is_stored(client, assessment, groups):
    key = piece_of(groups["Legal"])
    response = client.post(
        url(assessment),
        {"use": key, "7a-evidence": "Typed.", "7a-ideas": ""},
        HTTP_ACCEPT="application/json",
    )
    assert response.json() == {
        "field": "evidence",
        "text": f"Typed.\n\nLegal: {LEGAL_SAYS}",
        "notice": "Added to the final evidence.",
    }
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("command", ["evidence-999999", "evidence", "x-all", "token"])
def test_a_piece_from_elsewhere_is_passed_over(client, assessment, command):
    client.post(url(assessment), data(assessment, evidence="Typed.", use=command))
    assert boxes_of(client, assessment)["evidence"] == "Typed."


def test_a_piece_of_another_authority_is_passed_over(client, assessment, oli):
    theirs = builders.make_assessment(oli.memberships.get().authority, oli)
    group = builders.make_group(theirs, oli)
    builders.rate(group, 3, "CANARY")
    builders.hand_in(group, oli)
    client.post(url(assessment), data(assessment, use=piece_of(group)))
    assert "CANARY" not in markup(client.get(url(assessment)))


# Proposals


def test_what_is_not_settled_is_kept_and_shown_to_the_next_moderator(
    client, assessment, northmoor, mo
):
    mia = builders.make_member(northmoor, "moderator", "mia")
    response = client.post(url(assessment), data(assessment, rationale="", go="stay"))
    assert response.status_code == 422
    assert stored(assessment).outcome == "not_settled"
    hers = client_of(mia)
    page = markup(hers.get(url(assessment)))
    assert "Proposed by <bdi>Mo</bdi>" in page
    boxes = boxes_of(hers, assessment)
    assert (boxes["answer"], boxes["evidence"]) == ("3", "The protocol.")
    sent = data(assessment, **(boxes | {"rationale": "Both agreed.", "go": "stay"}))
    assert hers.post(url(assessment), sent).status_code == 302
    settled = stored(assessment)
    assert (settled.settled_by, settled.evidence) == (mia, "The protocol.")
    assert not Proposal.objects.get().is_open
    assert Proposal.objects.get().earlier.get().by == mo


def test_without_script_a_button_saves_it_without_settling(client, assessment):
    page = markup(client.get(url(assessment)))
    assert 'app-panel__keep" name="keep">Save without settling</button>' in page
    sent = data(assessment, evidence="Half.", keep="")
    assert client.post(url(assessment), sent).status_code == 302
    kept = stored(assessment)
    assert (kept.outcome, kept.come_back) == ("not_settled", False)
    page = markup(client.get(url(assessment)))
    assert "Proposed by you" in page
    assert boxes_of(client, assessment)["evidence"] == "Half."


def test_come_back_keeps_what_was_typed(client, assessment):
    client.post(url(assessment), data(assessment, evidence="Half.", come_back="yes"))
    assert stored(assessment).come_back
    assert boxes_of(client, assessment)["evidence"] == "Half."


def test_a_discarded_proposal_is_kept_among_the_earlier_ones(client, assessment):
    client.post(url(assessment), data(assessment, evidence="Half.", come_back="yes"))
    client.post(url(assessment), {"discard": "7a"})
    assert boxes_of(client, assessment)["evidence"] == ""
    [earlier] = client.get(url(assessment)).context["earlier"]
    assert ("Final evidence", "Half.") in earlier.texts


def test_nobody_settles_an_answer_that_they_did_not_choose(client, assessment, mo):
    point = assessment.round.framework.scale
    settle_in_bulk(assessment, "7b", mo, outcome="agreed", rating=point.get(value=4))
    sent = data(assessment, "7b", answer="4", rationale="As heard.", evidence="Edited.")
    settle_in_bulk(assessment, "7b", mo, outcome="agreed", rating=point.get(value=3))
    response = client.post(url(assessment, "7b"), sent)
    assert response.status_code == 409
    assert response.context["clash"].fields == [("Answer", "Mostly agree", "Agree")]
    kept = stored(assessment, "7b")
    assert (kept.rating.value, kept.rationale, kept.evidence) == (3, "", "")
    shown = response.context["form"].initial
    again = data(assessment, "7b", **{name: shown[name] for name in BOXES})
    assert client.post(url(assessment, "7b"), again).status_code == 302
    kept = stored(assessment, "7b")
    assert (kept.rating.value, kept.rationale) == (4, "As heard.")
    assert kept.evidence == "Edited."


def test_nor_one_that_another_window_proposed_since(client, assessment):
    first = data(assessment, "7b", answer="3", rationale="", evidence="", keep="")
    assert client.post(url(assessment, "7b"), first).status_code == 302
    opened = data(assessment, "7b", answer="3", rationale="Why 3.", evidence="")
    other = data(assessment, "7b", answer="1", rationale="", evidence="", keep="")
    assert client.post(url(assessment, "7b"), other).status_code == 302
    assert client.post(url(assessment, "7b"), opened).status_code == 409
    assert stored(assessment, "7b").outcome == "not_settled"


# Settling


def test_settling_stores_records_and_says_so(client, assessment, mo):
    response = client.post(url(assessment), data(assessment))
    assert response.status_code == 302
    assert response["Location"] == url(assessment)
    settled = stored(assessment)
    assert values_of(settled) == {
        "answer": ["agreed", 3, []],
        "rationale": "We looked at the records.",
        "evidence": "The protocol.",
        "ideas": "",
    }
    assert settled.settled_by == mo
    event = AuditEvent.objects.get(assessment=assessment, kind="settled")
    assert (event.by, event.detail) == (mo, "7a")
    page = markup(client.get(url(assessment)))
    assert "7a is settled: Mostly agree." in page
    assert "How 7a was settled" in page


def test_going_on_to_the_next(client, assessment):
    response = client.post(url(assessment), data(assessment, go="next"))
    assert response["Location"] == url(assessment, "7b")
    response = client.post(url(assessment, "7o"), data(assessment, "7o", go="next"))
    assert response["Location"] == url(assessment, "7b")  # the next to settle


def test_every_settling_is_kept(client, assessment):
    client.post(url(assessment), data(assessment))
    client.post(url(assessment), data(assessment, answer="4"))
    revisions = AgreedRevision.objects.filter(response=stored(assessment))
    assert [revision.content["rating"] for revision in revisions] == [4, 3]
    history = client.get(url(assessment)).context["history"]
    assert [each.answer for each in history] == ["Agree", "Mostly agree"]


def test_sending_the_same_again_stores_nothing(client, assessment):
    client.post(url(assessment), data(assessment))
    assert client.post(url(assessment), data(assessment)).status_code == 302
    assert AgreedRevision.objects.count() == 1


def test_what_is_settled_is_no_more_to_be_come_back_to(client, assessment):
    client.post(url(assessment), data(assessment, come_back="yes"))
    assert stored(assessment).come_back
    assert client.post(url(assessment), data(assessment)).status_code == 302
    assert not stored(assessment).come_back


def test_what_is_not_handed_in_asks_for_no_reason(client, assessment, mo):
    late = builders.make_group(assessment, mo, areas=[7], name="Youth justice")
    answer(late, "7b", 1)
    sent = data(assessment, "7b", answer="4", rationale="")
    assert client.post(url(assessment, "7b"), sent).status_code == 302
    assert answer_of(assessment, "7b") == ["agreed", 4, []]


@pytest.mark.parametrize(
    ("code", "rating", "is_needed"),
    [
        ("7a", "4", True),  # split
        ("7b", "4", False),  # the same
        ("7b", "3", True),  # a rating nobody gave
        ("7c", "3", True),  # nobody rated
        ("7d", "4", False),  # close
        ("7d", "2", True),
        ("7b", "not_rated", True),
    ],
)
def test_when_a_reason_is_needed(client, assessment, code, rating, is_needed):
    sent = data(assessment, code, answer=rating, rationale=" ")
    response = client.post(url(assessment, code), sent)
    assert response.status_code == (422 if is_needed else 302)
    assert (stored(assessment, code).outcome == "not_settled") == is_needed
    if is_needed:
        [(anchor, message)] = response.context["errors"]
        assert anchor == f"id_{code}-rationale"
        assert message.startswith("Enter ")


def test_could_not_agree_keeps_its_candidates(client, assessment):
    sent = data(assessment, answer="not_agreed", candidates=["2", "3"])
    assert client.post(url(assessment), sent).status_code == 302
    assert answer_of(assessment) == ["not_agreed", None, [3, 2]]
    page = markup(client.get(url(assessment)))
    between = " is settled: Could not agree between Mostly agree and Mostly disagree."
    assert between in page
    assert "Could not agree: Mostly agree or Mostly disagree" in page


@pytest.mark.parametrize("candidates", [[], ["3"], ["3", "3"], ["3", "9"]])
def test_could_not_agree_needs_two_candidates(client, assessment, candidates):
    sent = data(assessment, answer="not_agreed", candidates=candidates)
    response = client.post(url(assessment), sent)
    assert response.status_code == 422
    assert response.context["errors"][0][0] == "id_7a-candidates"
    assert answer_of(assessment) == ["not_settled", None, []]


def test_candidates_of_another_answer_are_not_stored(client, assessment):
    client.post(url(assessment), data(assessment, candidates=["4", "2"]))
    assert answer_of(assessment) == ["agreed", 3, []]


# Hostile input


def test_an_empty_form_is_refused(client, assessment):
    response = client.post(url(assessment), {"go": "stay"})
    assert response.status_code == 422
    assert response.context["errors"] == [("id_7a-answer", "Select what you agreed")]


@pytest.mark.parametrize(
    "rating",
    [
        "0",
        "5",
        "-1",
        "4.5",
        "NaN",
        "four",
        "٣",
        "[]",
        "1e0",
        "1" + "0" * 23,
        ["1", "4"],
    ],
)
def test_what_is_no_rating_is_refused(client, assessment, rating):
    response = client.post(url(assessment), data(assessment, answer=rating))
    assert response.status_code == 422
    assert response.context["errors"][0][0] == "id_7a-answer"
    assert "We looked at the records." in markup(response)
    assert stored(assessment).outcome == "not_settled"


def test_long_text_is_refused_and_shown_whole(client, assessment):
    text = "x" * final_limit(3) + "END"
    response = client.post(url(assessment), data(assessment, evidence=text))
    assert response.status_code == 422
    assert text in markup(response)
    [(_, said)] = response.context["errors"]
    assert said.startswith("Final evidence: Shorten this to 20,000 characters")
    assert stored(assessment).evidence == ""


def test_text_up_to_the_limit_of_all_groups_is_kept(client, assessment):
    assert final_limit(3) == 4 * TEXT_LIMIT
    text = "y\r\n" * 200 + "z" * (final_limit(3) - 400)
    client.post(url(assessment), data(assessment, evidence=text))
    assert stored(assessment).evidence == text.replace("\r\n", "\n")


def test_a_null_character_is_refused(client, assessment):
    response = client.post(url(assessment), data(assessment, evidence="a\0b"))
    assert response.status_code == 422
    assert stored(assessment).outcome == "not_settled"


BREAK_OUT = "</textarea><script>alert(1)</script>\"'><svg onload=alert(2)>{{ 7|add:7 }}"


def test_markup_is_shown_as_text(client, assessment, groups):
    answer(groups["Virtual"], "7a", 4, evidence=BREAK_OUT, ideas=BREAK_OUT)
    groups["Virtual"].name = "<i>Virtual</i>"
    groups["Virtual"].save()
    sent = data(assessment, evidence=BREAK_OUT, ideas=BREAK_OUT, rationale=BREAK_OUT)
    client.post(url(assessment), sent)
    again = client.post(
        url(assessment), data(assessment, use="evidence-all"), follow=True
    )
    for page in [
        markup(client.get(url(assessment))),
        markup(again),
        markup(client.get(reverse("table", args=[assessment.pk]), {"area": 7})),
    ]:
        assert "alert(1)" in page
        assert "<script>" not in page
        assert "<svg" not in page
        assert "<i>" not in page
        assert "</textarea>&lt;" not in page
        assert "{{ 7|add:7 }}" in page


def test_extra_fields_change_nothing(client, assessment, mo):
    extra = {
        "status": "submitted",
        "role": "approver",
        "is_staff": "on",
        "response": "1",
        "settled_by": "999",
    }
    client.post(url(assessment), data(assessment) | extra)
    assessment.refresh_from_db()
    mo.refresh_from_db()
    assert (assessment.status, mo.is_staff) == ("open", False)
    assert stored(assessment).settled_by == mo


def test_a_statement_of_another_edition_does_not_exist(client, assessment):
    response = client.post(
        reverse("settle", args=[assessment.pk, 7, "zz"]), data(assessment)
    )
    assert response.status_code == 404


# Several moderators


@pytest.fixture
def mia(northmoor):
    return builders.make_member(northmoor, "moderator", "mia")


def test_two_moderators_clash_and_both_texts_are_kept(client, assessment, mia):
    before = data(assessment, rationale="Mo's reason", evidence="Mo's text")
    theirs = data(
        assessment,
        answer="1",
        rationale="Mia's reason",
        evidence="",
        ideas="Mia's idea",
    )
    assert client_of(mia).post(url(assessment), theirs).status_code == 302

    response = client.post(url(assessment), before)
    assert response.status_code == 409
    assert response.context["clash"].fields == [
        ("Answer", "Disagree", "Mostly agree"),
        ("Reason", "Mia's reason", "Mo's reason"),
    ]
    shown = response.context["form"].initial
    assert shown["rationale"] == "Mo's reason"
    assert shown["evidence"] == "Mo's text"
    assert shown["ideas"] == "Mia's idea"
    assert "<bdi>Mia</bdi> changed 7a" in " ".join(markup(response).split())
    assert stored(assessment).rationale == "Mia's reason"

    again = data(assessment, go="stay", **{name: shown[name] for name in BOXES})
    assert client.post(url(assessment), again).status_code == 302
    assert values_of(stored(assessment)) == {
        "answer": ["agreed", 3, []],
        "rationale": "Mo's reason",
        "evidence": "Mo's text",
        "ideas": "Mia's idea",
    }


@pytest.mark.parametrize("token", ["", "-1", "7", "0.a.b", "9" * 5000, "x.y.z"])
def test_a_made_up_token_never_overwrites(client, assessment, token):
    client.post(url(assessment), data(assessment))
    response = client.post(
        url(assessment), data(assessment, answer="1", evidence="Typed", seen=token)
    )
    assert response.status_code == 409
    assert response.context["form"].initial["evidence"] == "Typed"
    assert answer_of(assessment) == ["agreed", 3, []]


def test_a_token_of_another_statement_never_overwrites(client, assessment):
    client.post(url(assessment), data(assessment))
    other = seen_token(5, {"answer": "x"})
    response = client.post(url(assessment), data(assessment, answer="1", seen=other))
    assert response.status_code == 409


# Who may


def test_nobody_else_settles(client, assessment, cass, ann, val, oli, groups):
    groups["Legal"].members.add(cass)
    sent = data(assessment)
    statuses = [
        client_of(user).post(url(assessment), sent).status_code
        for user in (cass, ann, val, oli)
    ]
    assert statuses == [403, 403, 403, 404]
    assert stored(assessment).outcome == "not_settled"


def test_a_moderator_made_contributor_meanwhile_is_refused(client, assessment, mo):
    sent = data(assessment)
    Membership.objects.filter(user=mo).update(role="contributor")
    assert client.post(url(assessment), sent).status_code == 403
    assert stored(assessment).outcome == "not_settled"


def test_a_submitted_assessment_is_read_only(client, assessment, mo):
    builders.submit(assessment, mo)
    page = markup(client.get(url(assessment)))
    assert "<textarea" not in page
    assert "Settled: Mostly agree" in page
    response = client.post(url(assessment), data(assessment, answer="4"))
    assert response.status_code == 409
    assert answer_of(assessment) == ["agreed", 3, []]


def test_the_site_answers_only_get_and_post(client, assessment):
    assert client.put(url(assessment)).status_code == 405
    assert client.delete(url(assessment)).status_code == 405
    assert AgreedArea.objects.filter(assessment=assessment).count() == 10
