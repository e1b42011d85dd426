"""Benchmarks that are released and frozen, and others of a cluster seen by name."""

import pytest
from post_office.models import Email

from assessments.analysis.benchmark import EVERYBODY
from assessments.models import (
    Assessment,
    Benchmark,
    Cluster,
    Consent,
    SeenByName,
    Submission,
    SubmissionFigures,
)
from assessments.round_analysis import benchmarking
from assessments.round_analysis.benchmarking import largest_cluster, plan
from assessments.workflow import benchmarks, seeing_by_name
from leavingcare.refusals import Refused
from tests.support.builders import make_member
from tests.support.whole_rounds import make_whole_round

pytestmark = pytest.mark.django_db


def release(round, by, grouping="", by_name=0):
    return benchmarks.release(
        round=round, grouping=grouping, by_name=by_name, note="Thank you.", by=by
    )


@pytest.fixture
def not_yet(monkeypatch):
    """Return the names that are not in a round yet, for a test to change."""
    left_out = set()
    real = benchmarking.bases

    def bases(round, choice):
        found = real(round, choice)
        rows = [row for row in found.asked if row["authority"] not in left_out]
        return type(found)(rows, None)

    monkeypatch.setattr(benchmarking, "bases", bases)
    return left_out


def names(numbers):
    return {f"Inventshire {number:03}" for number in numbers}


def test_it_is_computed_once_and_frozen(val):
    round = make_whole_round("Spring", asked=30)
    made = release(round, val)
    assert (made.number, made.known, len(made.basis)) == (1, 1, 30)
    spread = made.figures["areas"]["1"]["Everybody"]
    assert set(spread) == {"n", "median", "middle_half"}
    assert sum(made.figures["statements"]["1a"]["counts"].values()) > 25
    before = made.figures
    for record in SubmissionFigures.objects.all():
        record.figures["scores"] = dict.fromkeys(record.figures["scores"], 0)
        record.save()
    assert Benchmark.objects.get().figures == before


def test_no_figure_names_anybody(val):
    made = release(make_whole_round("Spring", asked=30), val)
    words = str(made.figures)
    assert "Inventshire" not in words
    assert "BD-" not in words


def test_too_few_are_refused(val):
    round = make_whole_round("Spring", asked=9, returned=5)
    with pytest.raises(Refused, match="6 submissions are needed, and the round has 5"):
        release(round, val)
    assert not Benchmark.objects.exists()


def test_a_later_release_needs_five_more(val, not_yet):
    round = make_whole_round("Spring", asked=30)
    not_yet.update(names([27, 28, 29, 30]))
    release(round, val)
    not_yet.clear()
    with pytest.raises(Refused, match="differs by 4"):
        release(round, val)
    assert Benchmark.objects.count() == 1


def test_a_later_release_shows_only_what_tells_nothing_of_those_who_came(val, not_yet):
    round = make_whole_round("Spring", asked=30)
    last = names([26, 27, 28, 29, 30])
    for each in Submission.objects.filter(assessment__authority__name__in=last):
        each.figures.figures["ratings"]["1a"] = 4  # all who come later say the same
        each.figures.save()
    not_yet.update(last)
    first = release(round, val)
    not_yet.clear()
    second = release(round, val)
    assert "counts" in first.figures["statements"]["1a"]
    assert second.figures["statements"]["1a"] == {}
    assert second.number == 2


def test_groups_need_ten_others_each_and_so_do_the_rest(val):
    few = make_whole_round("Few", asked=30)
    with pytest.raises(Refused, match="each needs 11"):
        release(few, val, grouping="region")  # six in each of five
    many = make_whole_round("Many", asked=60)
    made = release(many, val, grouping="region")
    assert set(made.basis.values()) == {
        *["London", "North East", "North West", "South East", "South West"]
    }
    areas = made.figures["areas"].values()
    assert any(each["London"] for each in areas)
    assert all("London" not in each for each in made.figures["statements"].values())


def test_groups_hold_scores_of_areas_only(val):
    made = release(make_whole_round("Many", asked=60), val, grouping="kind")
    groups = set(made.basis.values())
    assert len(groups) == 3
    for each in made.figures["areas"].values():
        assert set(each) == {EVERYBODY, *groups}
        assert not any("counts" in spread for spread in each.values())
    for each in made.figures["statements"].values():
        assert set(each) <= {"n", "median", "middle_half", "counts", "nearly_all"}


def test_the_more_are_seen_by_name_the_less_is_shown(val):
    round = make_whole_round("Spring", asked=19)
    shown = [plan(round, "", by_name).statements_shown for by_name in (0, 3, 6)]
    assert 106 == shown[0] >= shown[1] > shown[2] > 0
    assert plan(round, "", 99).known == 7


def test_moderators_are_told_and_nobody_else(val, settings):
    settings.EMAIL_BACKEND = "leavingcare.outbox.Queue"
    round = make_whole_round("Spring", asked=30)
    authority = round.assessments.first().authority
    make_member(authority, "moderator", "mara")
    make_member(authority, "contributor", "cora")
    release(round, val)
    [email] = Email.objects.all()
    assert email.to == ["mara@example.org"]
    assert f"/assessments/{round.assessments.first().pk}/results/" in email.message


def agreeing(round, *numbers):
    """Let these agree to be seen by their cluster; return their assessments, by name."""
    found = list(
        Assessment.objects.filter(
            round=round, authority__name__in=names(numbers)
        ).order_by("authority__name")
    )
    for each in found:
        Consent.objects.update_or_create(
            assessment=each, defaults={"shows_cluster": True}
        )
    return found


def cluster_of(round, name, numbers):
    cluster = Cluster.objects.create(name=name, slug=name.lower())
    cluster.authorities.set(
        each.authority_id
        for each in Assessment.objects.filter(
            round=round, authority__name__in=names(numbers)
        )
    )
    return cluster


def seen_by(assessment):
    found = seeing_by_name.see_by_name(assessment=assessment)
    return [each.authority.name[-3:] for each in found.shown], found.left_out


def test_one_sees_those_of_the_cluster_that_agreed_if_it_did_itself():
    round = make_whole_round("Spring", asked=8, returned=7)
    cluster_of(round, "North", [1, 2, 3, 8])
    cluster_of(round, "South", [1, 5, 6])
    first, second, fifth, _ = agreeing(round, 1, 2, 5, 8)
    assert seen_by(first) == (["002", "005"], 0)  # 8 has not returned anything
    assert seen_by(second) == (["001"], 0)
    assert seen_by(fifth) == (["001"], 0)
    third = round.assessments.get(authority__name="Inventshire 003")
    found = seeing_by_name.see_by_name(assessment=third)
    assert (found.shown, found.is_shown_itself) == ([], False)


def test_what_was_seen_stays_on_record_when_consent_is_taken_back():
    round = make_whole_round("Spring", asked=4)
    cluster_of(round, "North", [1, 2, 3])
    first, second, _ = agreeing(round, 1, 2, 3)
    seen_by(first)
    Consent.objects.filter(assessment=second).update(shows_cluster=False)
    assert seen_by(first) == (["003"], 0)
    assert SeenByName.objects.filter(viewer=first).count() == 2


def test_no_more_are_seen_than_the_releases_allow_for(val):
    round = make_whole_round("Spring", asked=30)
    release(round, val, by_name=2)
    cluster_of(round, "North", [1, 2, 3, 4])
    first = agreeing(round, 1, 2, 3, 4)[0]
    assert seen_by(first) == (["002", "003"], 1)
    Consent.objects.filter(assessment__authority__name="Inventshire 002").update(
        shows_cluster=False
    )
    assert seen_by(first) == (["003"], 1)  # 002 stays known, so 004 is one too many


def test_who_was_seen_before_the_first_release_counts(val):
    round = make_whole_round("Spring", asked=30)
    cluster_of(round, "North", [1, 2, 3, 4])
    first = agreeing(round, 1, 2, 3, 4)[0]
    seen_by(first)
    assert release(round, val, by_name=0).known == 4


def test_the_largest_cluster_is_suggested():
    round = make_whole_round("Spring", asked=12)
    assert largest_cluster() == 0
    cluster_of(round, "North", [1, 2, 3])
    assert largest_cluster() == 2
    cluster_of(round, "All", range(1, 13))
    assert largest_cluster() == 6
