"""The action plan: made from ideas, worded, ordered, ticked off, never lost."""

import pytest

from assessments.analysis.ideas import pieces
from assessments.models import Action, AuditEvent
from assessments.submission import supplements
from assessments.submission.shown.actions import (
    about_words,
    counts_words,
    progress_of,
)
from assessments.workflow import action_plan
from assessments.workflow.supplements import token_of
from leavingcare.refusals import Refused
from tests.support.builders import complete, submit
from tests.support.supplements import (
    plan_ideas,
    return_follow_up,
    save_action,
    save_follow_up,
)


@pytest.fixture
def submitted(assessment, mo):
    submit(assessment, mo)
    assessment.refresh_from_db()
    return assessment


def texts(assessment):
    return [action.text for action in action_plan.actions_of(assessment)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A guide.", ["A guide."]),
        ("- A guide.\n* A phone.\n\n2) A room.", ["A guide.", "A phone.", "A room."]),
        ("Housing: A guide.\nLegal: - A phone.", ["A guide.", "A phone."]),
        ("Health: A guide.", ["Health: A guide."]),  # no group of that name
        ("A guide.\nA guide.", ["A guide."]),
        (" \n- \n", []),
    ],
)
def test_ideas_are_taken_one_by_one(text, found):
    assert pieces(text, ["Housing", "Legal"]) == found


def test_an_idea_becomes_an_action_once(submitted, mo):
    [first] = plan_ideas(submitted, mo, _7h="A guide.")
    assert (first.text, first.idea, first.state) == ("A guide.", "A guide.", "not_yet")
    assert (first.statement.code, first.area.number) == ("7h", 7)
    save_action(first, mo, text="Write a guide with the forum.")
    assert plan_ideas(submitted, mo, _7h="A guide.") == []
    assert texts(submitted) == ["Write a guide with the forum."]


def test_an_action_of_their_own_has_no_idea(submitted, mo):
    area = submitted.round.framework.areas.get(number=3)
    values = {
        "text": "Hire.",
        "owner": "HR",
        "due_on": "2026-05-01",
        "state": "under_way",
        "note": "",
        "measure": "All are seen within a week.",
    }
    action_plan.add_action(assessment=submitted, values=values, area=area, by=mo)
    assert supplements.of(submitted)["action_plan"] == [
        values | {"area": 3, "code": "", "idea": ""}
    ]


def test_a_blank_measure_leaves_no_trace(submitted, mo):
    [action] = plan_ideas(submitted, mo, _1a="A.")
    save_action(action, mo, owner="HR")
    assert "measure" not in supplements.of(submitted)["action_plan"][0]
    assert all("measure" not in each.content for each in action.revisions.all())


def test_the_moderator_puts_them_in_order(submitted, mo):
    actions = plan_ideas(submitted, mo, _1a="A.", _1b="B.", _1c="C.")
    action_plan.move(action=actions[2], way="first")
    assert texts(submitted) == ["C.", "A.", "B."]
    action_plan.move(action=actions[2], way="up")  # it is first already
    action_plan.move(action=actions[0], way="down")
    assert texts(submitted) == ["C.", "B.", "A."]
    [last] = plan_ideas(submitted, mo, _2a="D.")
    assert texts(submitted)[-1] == last.text


def test_what_is_removed_can_be_put_back(submitted, mo):
    first, second = plan_ideas(submitted, mo, _1a="A.", _1b="B.")
    action_plan.remove(action=first, by=mo)
    assert texts(submitted) == ["B."]
    assert [each.text for each in action_plan.removed_from(submitted)] == ["A."]
    with pytest.raises(Refused, match="removed this action"):
        save_action(first, mo, text="Changed.")
    action_plan.put_back(action=first, by=mo)
    assert texts(submitted) == ["A.", "B."]
    assert second.removed_at is None


def test_two_people_never_overwrite_each_other(submitted, mo, zoe):
    [action] = plan_ideas(submitted, mo, _1a="A.")
    values = action_plan.content_of(action)
    token = token_of(action, values)
    save_action(action, mo, text="Mo’s.")
    both = action_plan.save_action(
        action=action,
        token=token,
        values=values | {"text": "Zoe’s.", "owner": "Zoe’s team"},
        by=zoe,
    )
    assert both.clashes == {"text": "Mo’s."}
    action.refresh_from_db()
    assert (action.text, action.owner) == ("Mo’s.", "Zoe’s team")


def test_two_measures_at_once_clash(submitted, mo, zoe):
    [action] = plan_ideas(submitted, mo, _1a="A.")
    values = action_plan.content_of(action)
    token = token_of(action, values)
    save_action(action, mo, measure="Nine in ten.")
    both = action_plan.save_action(
        action=action, token=token, values=values | {"measure": "All."}, by=zoe
    )
    assert both.clashes == {"measure": "Nine in ten."}
    action.refresh_from_db()
    assert action.measure == "Nine in ten."


def test_a_page_from_before_there_were_measures_is_saved(submitted, mo, zoe):
    """Its token has a mark of each other value, and none of a measure."""
    [action] = plan_ideas(submitted, mo, _1a="A.", _1b="B.")[:1]
    older = action_plan.content_of(action)
    del older["measure"]
    token = token_of(action, older)
    save_action(action, mo, owner="HR")
    merged = action_plan.save_action(
        action=action, token=token, values=older | {"text": "B.", "measure": ""}, by=zoe
    )
    assert (merged.changes, merged.clashes) == ({"text": "B."}, {})
    action.refresh_from_db()
    assert (action.text, action.owner, action.measure) == ("B.", "HR", "")


def test_a_measure_is_in_the_history_and_comes_back(submitted, mo):
    [action] = plan_ideas(submitted, mo, _1a="A.")
    for measure in ("Nine", "Nine in ten.", "", "All."):
        save_action(action, mo, measure=measure)
        action.refresh_from_db()
    kept = list(action.revisions.all())
    assert [each.content.get("measure") for each in kept] == ["All.", "Nine in ten."]
    action_plan.restore(action=action, revision=kept[1], by=mo)
    action.refresh_from_db()
    assert action.measure == "Nine in ten."
    assert action.revisions.count() == 3


def test_a_state_from_before_there_were_measures_comes_back_without(submitted, mo):
    [action] = plan_ideas(submitted, mo, _1a="A.")
    [first] = action.revisions.all()
    assert "measure" not in first.content
    save_action(action, mo, text="Another.", measure="All.")
    action.refresh_from_db()
    action_plan.restore(action=action, revision=first, by=mo)
    action.refresh_from_db()
    assert (action.text, action.measure) == ("A.", "")
    assert action.revisions.count() == 3
    action_plan.restore(action=action, revision=first, by=mo)  # pressed twice
    assert action.revisions.count() == 3


def test_progress_is_ticked_off_and_restored(submitted, mo):
    first, second = plan_ideas(submitted, mo, _1a="A.", _1b="B.")
    action_plan.tick_off(
        assessment=submitted,
        answers={
            each.pk: (token_of(each, action_plan.progress_values(each)), values)
            for each, values in [
                (first, {"state": "done", "note": "In May."}),
                (second, {"state": "not_yet", "note": ""}),
            ]
        },
        by=mo,
    )
    first.refresh_from_db()
    assert (first.state, first.note) == ("done", "In May.")
    details = AuditEvent.objects.filter(kind="planned").values_list("detail", flat=True)
    assert set(details) == {"2 actions added", "progress on 1 action"}
    action_plan.restore(action=first, revision=first.revisions.last(), by=mo)
    first.refresh_from_db()
    assert (first.state, first.note) == ("not_yet", "")


def action(code, state, area=None, idea=""):
    return {"code": code, "state": state, "area": area, "idea": idea}


def test_progress_on_a_statement_is_that_of_all_its_actions():
    plan = [
        action("1a", "done"),
        action("1a", "not_yet"),
        action("1b", "done"),
        action("", "done"),
    ]
    assert progress_of(plan, {}) == {"1a": "under_way", "1b": "done"}
    assert counts_words(plan) == "3 done, 1 not yet"
    assert about_words(action("", "done", 4)) == "Area 4"


RATED = [{"group": "Housing", "rating": 1}, {"group": "Legal", "rating": 2}]


@pytest.mark.parametrize(
    ("actions", "found"),
    [
        ([("A guide.", "done")], "under_way"),
        ([("A guide.", "under_way")], "under_way"),
        ([("A guide.", "not_yet")], "not_yet"),
        ([("", "done")], "under_way"),
        ([("A guide.", "done"), ("A phone.", "done")], "done"),
        ([("A guide.", "done"), ("A phone.", "done"), ("Earlier.", "done")], "done"),
        ([("Housing: A guide.\nLegal: - A phone.", "done")], "done"),  # imported whole
    ],
)
def test_a_statement_is_done_only_when_each_of_its_ideas_has_an_action(actions, found):
    plan = [action("1a", state, idea=idea) for idea, state in actions]
    response = {"ideas": "Housing: A guide.\nLegal: - A phone.", "ratings": RATED}
    assert progress_of(plan, {"1a": response}) == {"1a": found}


def test_the_follow_up_is_under_way_while_an_idea_has_no_action(assessment, mo):
    complete(assessment, mo)
    assessment.agreed_responses.filter(
        statement__letter="a", statement__area__number=1
    ).update(ideas="A guide.\nA phone.")
    submit(assessment, mo)
    assessment.refresh_from_db()
    save_follow_up(assessment, mo, {1: {"stage_two": 7}})
    [first] = plan_ideas(assessment, mo, _1a="A guide.")
    save_action(first, mo, state="done")
    assert supplements.of(assessment)["follow_up"]["ideas"] == {"1a": "under_way"}
    [second] = plan_ideas(assessment, mo, _1a="A phone.")
    save_action(second, mo, state="done")
    assert supplements.of(assessment)["follow_up"]["ideas"] == {"1a": "done"}
    return_follow_up(assessment, mo)
    action_plan.remove(action=second, by=mo)
    assert supplements.of(assessment)["follow_up"]["ideas"] == {"1a": "done"}


def test_a_note_is_in_no_event(submitted, mo):
    [first] = plan_ideas(submitted, mo, _1a="SECRET")
    save_action(first, mo, note="SECRET")
    assert not AuditEvent.objects.filter(detail__contains="SECRET").exists()
    assert Action.objects.get().revisions.count() == 1  # one run of saves
