"""The data of an analysis: who was asked, and what each returned last."""

from datetime import date

import pytest

from assessments.models import Assessment, Cluster, SubmissionFigures
from assessments.round_analysis.choosing import Choice, bases, data_of
from assessments.round_analysis.document import document
from assessments.round_analysis.reading import Filters
from assessments.workflow import reopening, rounds, submitting
from tests.support.builders import complete, submit
from tests.support.whole_rounds import (
    make_whole_round,
    return_follow_ups,
    score_by_young_people,
)

pytestmark = pytest.mark.django_db


def read(round, with_discussion=False, **choice):
    chosen = Choice(**choice)
    return data_of(round, bases(round, chosen), chosen, with_discussion=with_discussion)


def test_asked_and_returned():
    data = read(make_whole_round("Spring", asked=7, returned=5))
    assert (len(data.asked), data.n) == (7, 5)
    assert [each.authority for each in data.returns] == [
        f"Inventshire {number:03}" for number in range(1, 6)
    ]


def test_the_ratings_and_scores_are_those_of_the_submission(assessment, mo):
    submission = submit(assessment, mo)
    [one] = read(assessment.round).returns
    content = submission.content
    assert one.reference == submission.reference
    assert one.ratings == {
        code: each["rating"] for code, each in content["responses"].items()
    }
    assert one.scores == {
        int(number): score for number, score in content["global_scores"].items()
    }


def test_only_the_last_submission_counts(assessment, mo):
    submit(assessment, mo)
    reopening.reopen(assessment=assessment, by=mo, reason="Once more.")
    assessment.refresh_from_db()
    complete(assessment, mo, value=1)
    last = submitting.submit(
        assessment=assessment,
        by=mo,
        confirmed=submitting.unconfirmed_blanks(assessment),
    )
    [one] = read(assessment.round).returns
    assert (one.reference, set(one.ratings.values())) == (last.reference, {1})


def test_one_that_is_not_to_count_as_asked_is_left_out(val):
    round = make_whole_round("Spring", asked=3, returned=1)
    last = Assessment.objects.filter(round=round).order_by("-authority__name")[0]
    rounds.take_out(
        assessment=last, because="Added by mistake", is_counted=False, by=val
    )
    assert len(read(round).asked) == 2


def test_a_submission_without_its_record_is_read_from_its_content():
    round = make_whole_round("Spring", asked=3)
    before = document(read(round))
    discussed = read(round, with_discussion=True).returns[0].discussed
    SubmissionFigures.objects.all().delete()
    assert document(read(round)) == before
    assert read(round, with_discussion=True).returns[0].discussed == discussed


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (Filters(region="London"), [4, 9]),
        (Filters(kind="County council"), [1, 4, 7, 10]),
        (Filters(cluster="North"), [2, 3]),
        (Filters(twice=True), [1, 2, 3]),
        (Filters(twice=True, cluster="North"), [2, 3]),
    ],
)
def test_filters(filters, numbers):
    round = make_whole_round("Spring", asked=10)
    return_follow_ups(round, [(60, 70)] * 3)
    north = Cluster.objects.create(name="North", slug="north")
    north.authorities.set(
        each.authority_id
        for each in Assessment.objects.filter(
            round=round, authority__name__in=["Inventshire 002", "Inventshire 003"]
        )
    )
    data = read(round, filters=filters)
    assert [each.authority for each in data.returns] == [
        f"Inventshire {number:03}" for number in numbers
    ]
    assert len(data.asked) == len(numbers)


def test_follow_ups_and_young_people():
    round = make_whole_round("Spring", asked=4)
    return_follow_ups(round, [(60, 70), (50, 51)])
    score_by_young_people(round, 1, score=4)
    first, second, third, _ = read(round).returns
    assert sum(one for one, _ in first.follow_up.values()) == 60
    assert sum(two for _, two in second.follow_up.values()) == 51
    assert third.follow_up is None
    assert set(first.young_people.values()) == {4}
    assert second.young_people == {}


@pytest.mark.parametrize("asked", [2, 9])
def test_the_number_of_queries_does_not_grow(asked, django_assert_num_queries):
    round = make_whole_round("Spring", asked=asked)
    return_follow_ups(round, [(60, 70)] * asked)
    baseline = make_whole_round("Earlier", "2015", asked=asked)
    read(round, baseline=baseline)  # editions are read once
    # Five for who was asked, the figures, the links, who took over from whom.
    with django_assert_num_queries(8):
        read(round, baseline=baseline)


def test_a_round_that_nobody_returned_anything_in():
    data = read(make_whole_round("Empty", asked=2, returned=0))
    assert (len(data.asked), data.n) == (2, 0)
    assert document(data)["authorities"] == []


def test_dates_are_no_part_of_it():
    round = make_whole_round("Spring", asked=2)
    before = document(read(round))
    round.opens_on = date(2030, 1, 1)
    round.save()
    assert document(read(round)) == before
