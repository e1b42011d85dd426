"""The data of an analysis: who was asked, and what each returned last."""

from datetime import date

import pytest

from assessments.models import Assessment, Cluster, Submission, SubmissionFigures
from assessments.round_analysis.choosing import Choice, bases, data_of
from assessments.round_analysis.counting import authorities
from assessments.round_analysis.document import document
from assessments.round_analysis.parts import PARTS
from assessments.round_analysis.reading import Filters
from assessments.workflow import reopening, rounds, statement_notes, submitting
from frameworks.models import Statement
from tests.support.builders import complete, submit
from tests.support.previous_submissions import dated
from tests.support.whole_rounds import (
    make_whole_round,
    return_follow_ups,
    score_by_young_people,
)

pytestmark = pytest.mark.django_db


def read(round, with_discussion=False, with_notes=False, **choice):
    chosen = Choice(**choice)
    return data_of(
        round,
        bases(round, chosen),
        chosen,
        with_discussion=with_discussion,
        with_notes=with_notes,
    )


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


def below(data, part, slug):
    return next(each for each in PARTS[part].make(data) if each.slug == slug).below


def note_on(edition, code, text, by):
    rows = Statement.objects.filter(area__framework__edition=edition)
    [statement] = [each for each in rows if each.code == code]
    on = date(2023, 4, 1)
    return statement_notes.add(statement=statement, on=on, text=text, by=by)


def test_notes_on_statements_that_the_law_overtook(val):
    """With how many rated them before that day, on it and later."""
    spring = make_whole_round("Spring", asked=5)
    earlier = make_whole_round("Earlier", asked=3)
    oldest = make_whole_round("Oldest", "2015", asked=3)
    note = note_on("2020", "8d", "It is £3,000.", val)
    note_on("2015", "2b", "It is an adviser", val)
    rated = [
        each.reference
        for each in read(spring, with_notes=True).returns
        if each.ratings["8d"]
    ]
    for reference, day in zip(
        rated, [date(2023, 4, 1), date(2024, 1, 1)], strict=False
    ):
        dated(Submission.objects.get(reference=reference), day)
    own = (
        "8d, from 1 April 2023: It is £3,000. In Spring, "
        f"{authorities(len(rated) - 2)} rated it before that day, and 2 authorities on or "
        "after that day."
    )
    assert below(read(spring, with_notes=True), "statements", "statements")[1:] == [own]

    data = read(spring, baseline=earlier, with_notes=True)
    then = sum(bool(each.ratings["8d"]) for each in data.baseline.returns)
    [line] = below(data, "across", "across-statements")
    assert line == own.replace(
        " In Spring",
        f" In Earlier, {authorities(then)} rated it before that day, and no authority on "
        "or after that day. In Spring",
    )
    assert below(data, "statements", "statements")[1:] == [own]

    data = read(spring, baseline=oldest, with_notes=True)
    lines = below(data, "across", "across-statements")
    assert [line.partition(" In ")[0] for line in lines] == [
        "2b of edition 2015, from 1 April 2023: It is an adviser.",
        "8d of edition 2020, from 1 April 2023: It is £3,000.",
    ]

    statement_notes.take_back(note=note, by=val)
    assert below(read(spring, with_notes=True), "statements", "statements")[1:] == []


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
