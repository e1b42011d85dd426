"""Counts and stages, for one assessment and for a whole round."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import progress
from assessments.models import (
    AgreedArea,
    AgreedResponse,
    Assessment,
    Draft,
    DraftResponse,
)
from assessments.workflow import reopening, setting_up

from .support.builders import (
    complete,
    hand_in,
    make_authority,
    make_group,
    open_discussions,
    rate,
    submit,
)


def counted(assessment):
    [found] = progress.of_assessments(Assessment.objects.filter(pk=assessment.pk))
    return found


def test_a_new_assessment(assessment):
    found = counted(assessment)

    assert found.stage == "joined"
    assert (found.area_count, found.covered_count, found.uncovered_count) == (10, 0, 10)
    assert (found.group_count, found.draft_count, found.waiting_count) == (0, 0, 0)
    assert (found.statement_count, found.settled_count) == (106, 0)
    assert found.reference is None


def test_stages_in_order(assessment, mo, cass, val):
    stages = []

    def note():
        stages.append(str(counted(assessment).stage))

    one = make_group(assessment, mo, cass, areas=[7])
    note()
    other = make_group(assessment, mo, cass)
    note()
    hand_in(one, cass)
    note()
    hand_in(other, cass)
    note()
    open_discussions(assessment, mo)
    note()
    complete(assessment, mo)
    note()
    submit(assessment, mo)
    note()
    assessment.refresh_from_db()
    reopening.reopen(assessment=assessment, by=val, reason="One score is missing.")
    note()

    assert stages == [
        "joined",
        "set_up",
        "rating",
        "moderating",
        "moderating",
        "ready",
        "submitted",
        "ready",
    ]


def test_writing_is_rating_even_if_an_area_has_no_group(assessment, housing):
    assert counted(assessment).stage == "joined"
    rate(housing, 3)
    found = counted(assessment)
    assert found.stage == "rating"
    assert found.last_activity == found.last_written


def test_what_a_moderator_has_to_do(assessment, mo, cass, housing):
    make_group(assessment, mo, cass, areas=[7], name="Legal")
    hand_in(housing, cass)
    found = counted(assessment)
    assert (found.handed_in_count, found.waiting_count) == (2, 1)
    assert found.to_open_count == 1  # area 9; Legal still has area 7

    areas = AgreedArea.objects.filter(assessment=assessment, area__number=9)
    open_discussions(assessment, mo)
    AgreedArea.objects.filter(assessment=assessment).exclude(
        pk__in=areas.values("pk")
    ).update(discussion_opened_at=None, discussion_opened_by=None)
    statements = areas.get().area.statements.count()
    AgreedResponse.objects.filter(
        assessment=assessment, statement__area__number=9, statement__letter="a"
    ).update(
        outcome="agreed",
        rating=assessment.round.framework.scale.get(value=3),
        settled_at=areas.get().discussion_opened_at,
        settled_by=mo,
    )
    found = counted(assessment)
    assert (found.opened_count, found.to_open_count) == (1, 0)
    assert found.to_settle_count == statements - 1
    assert found.settled_count == 1


@pytest.mark.parametrize(("days", "late"), [(0, 0), (1, 2)])
def test_what_is_due_today_is_not_late(assessment, housing, days, late):
    housing.due_on = timezone.localdate() - timedelta(days)
    housing.save()
    assert counted(assessment).late_count == late


def test_draft_counts(housing):
    responses = DraftResponse.objects.filter(draft__group=housing)
    scale = housing.assessment.round.framework.scale
    in_seven = responses.filter(draft__area__number=7)
    in_seven.filter(statement__letter__in="abc").update(
        rating=scale.get(value=1), evidence="Seen."
    )
    in_seven.filter(statement__letter="d").update(evidence="Only evidence.")
    in_seven.filter(statement__letter="e").update(not_rated_reason="outside")

    drafts = progress.of_drafts(Draft.objects.filter(group=housing)).order_by(
        "area__number"
    )
    assert [
        (d.statement_count, d.rated_count, d.evidence_count, d.cannot_rate_count)
        for d in drafts
    ] == [(15, 3, 4, 1), (8, 0, 0, 0)]


def test_area_counts(assessment, mo, cass, housing):
    make_group(assessment, mo, cass, areas=[7])
    hand_in(housing, cass)
    areas = progress.of_areas(assessment.agreed_areas.filter(area__number__in=[7, 8]))
    assert [
        (a.statement_count, a.settled_count, a.draft_count, a.handed_in_count)
        for a in areas.order_by("area__number")
    ] == [(15, 0, 2, 1), (11, 0, 0, 0)]


def test_another_assessments_rows_are_not_counted(assessment, mo, oli):
    other = setting_up.start(
        authority=make_authority("Westmere"), round=assessment.round, by=oli
    )
    rate(make_group(other, oli, oli), 4)
    complete(other, oli)

    found = counted(assessment)
    assert (found.group_count, found.draft_count, found.settled_count) == (0, 0, 0)
    assert (found.scored_count, found.opened_count) == (0, 0)
    assert found.last_written is None


@pytest.mark.parametrize("authorities", [1, 3])
def test_one_query_for_any_number(
    django_assert_num_queries, assessment, mo, authorities
):
    for _ in range(authorities - 1):
        setting_up.start(authority=make_authority(), round=assessment.round, by=mo)
    with django_assert_num_queries(1):
        found = progress.of_assessments(Assessment.objects.all())
    assert len(found) == authorities
