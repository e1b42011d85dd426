"""Settling together: the agenda, the table and the workflow agree on what may be."""

import pytest
from django.utils import timezone

from assessments.access import open_assessment
from assessments.models import Draft, Proposal
from assessments.moderation.agenda import items_of
from assessments.moderation.may_settle_together import joint_rating
from assessments.moderation.minutes import MINUTES
from assessments.moderation.sections import sections
from assessments.moderation.statements import compare_statements
from assessments.moderation.table import Choice, TableRow
from assessments.workflow import settling_together
from tests.support.builders import hand_in, make_group, open_discussions
from tests.support.discussions import answer
from tests.support.meetings import settle

TOGETHER = {"1a", "7a", "7b", "9a"}
WAITING = {"1a"}  # for a group of its area
CONCERN = {"7b"}  # that only the table reads: three groups gave no evidence
ALONE = {"9a"}  # checked one by one on the agenda


@pytest.fixture
def access(assessment, mo):
    """One group of area 1 has not handed in; area 9 is rated by one group alone."""
    areas = {"East": [1, 7], "North": [1, 7], "West": [1, 9]}
    groups = {
        name: make_group(assessment, mo, areas=areas[name], name=name) for name in areas
    }
    for name, group in groups.items():
        said = {"evidence": f"What {name} saw."}
        if name != "West":
            answer(group, "1a", 4, **said)
            answer(group, "7a", 4, **said)
            answer(group, "7b", 4)
            answer(group, "7c", 4 if name == "East" else 1, **said)
            answer(group, "7d", 3, **said)
            answer(group, "7e", 3, **said)
            answer(group, "7f", 3 if name == "East" else None, **said)
        else:
            answer(group, "9a", 4, **said)
            answer(group, "9b", 4)
        hand_in(group, mo)
    Draft.objects.filter(group=groups["West"], area__number=1).update(
        handed_in_at=None, handed_in_by=None
    )
    open_discussions(assessment, mo)
    settle(assessment, "7d", 3, mo)
    proposed = assessment.agreed_responses.get(
        statement__area__number=7, statement__letter="e"
    )
    Proposal.objects.create(
        assessment=assessment,
        kind=Proposal.Kind.SETTLE,
        statement=proposed.statement,
        values={
            "answer": ["agreed", 3, []],
            "rationale": "",
            "evidence": "",
            "ideas": "",
        },
        by=mo,
        at=timezone.now(),
    )
    return open_assessment(mo, assessment.pk)[1]


@pytest.fixture
def items(access):
    return {item.statement.code: item for item in items_of(access)}


@pytest.fixture
def comparisons(access, items):
    statements = [item.statement.pk for item in items.values()]
    found = compare_statements(access, statements)
    return {each.statement.code: each for each in found}


def test_there_is_one_rating_wherever_it_is_asked_for(items, comparisons):
    found = {code: joint_rating(item) for code, item in items.items()}
    assert found == {code: each.joint_rating for code, each in comparisons.items()}
    assert {code for code, rating in found.items() if rating} == TOGETHER


def test_the_agenda_offers_what_several_groups_agree_on(items):
    found = sections(items.values(), MINUTES)
    offered = {each.statement.code for one in found for each in one.for_together}
    assert offered == TOGETHER - ALONE
    unread = {each.statement.code for one in found for each in one.complete}
    assert unread == TOGETHER - ALONE - WAITING


def test_the_table_offers_what_needs_no_look(comparisons):
    offered = {
        code
        for code, each in comparisons.items()
        if TableRow(each).choice is Choice.TOGETHER
    }
    assert offered == TOGETHER - WAITING - CONCERN


@pytest.mark.parametrize(
    ("incomplete", "settled"), [(None, TOGETHER), ([], TOGETHER - WAITING)]
)
def test_the_workflow_settles_what_may_be_and_leaves_the_rest(
    access, items, mo, incomplete, settled
):
    found, left = settling_together.settle_together(
        access=access,
        statements=[item.statement.pk for item in items.values()],
        by=mo,
        incomplete=incomplete,
    )
    assert set(found) == settled
    assert {f"{one.number}{one.letter}" for one in left} == items.keys() - settled


def test_who_does_not_settle_sees_no_proposal(access, items, assessment, dee):
    assert items["7e"].is_proposed
    assessment.groups.get(name="East").members.add(dee)
    hers = open_assessment(dee, assessment.pk)[1]
    seen = {item.statement.code: item.is_proposed for item in items_of(hers)}
    assert seen["7e"] is False
