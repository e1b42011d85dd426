"""The figures of a round by command, as DfE RR616 has them and as JSON."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Round, SubmissionFigures
from tests.support.published_returns import TABLE_6, published_returns
from tests.support.whole_rounds import make_whole_round, return_follow_ups

pytestmark = pytest.mark.django_db


def analysed(capsys, *args):
    call_command("analyse", *args)
    return capsys.readouterr().out


@pytest.fixture
def baseline():
    """Return a round whose nineteen returns have the published summaries."""
    round = make_whole_round("Baseline", "2015", asked=28, returned=19, groups=2)
    records = SubmissionFigures.objects.order_by("submission__assessment__authority")
    for record, one in zip(records, published_returns(), strict=True):
        scores = {str(number): score for number, score in one.scores.items()}
        record.figures = {"ratings": one.ratings, "scores": scores}
        record.save()
    return round


def test_the_published_tables(baseline, capsys):
    found = json.loads(analysed(capsys, "baseline", "--format", "json"))
    assert (found["asked"], found["n"], found["edition"]) == (28, 19, "2015")
    first = found["areas"][0]
    assert (first["number"], first["rank"], first["n_global"]) == (7, 1, 19)
    assert first["mean_global_score"] == 141 / 19  # unrounded
    assert [(each["code"], each["n"]) for each in found["statements"][:10]] == [
        (code, n) for code, _, n, _ in TABLE_6
    ]
    bands = [each["band"] for each in found["authorities"]]
    assert (bands.count("good"), bands.count("ok")) == (9, 10)
    assert found["bands_note"] == ""


def test_alpha_has_its_n_and_is_null_below_ten(capsys):
    make_whole_round("Few", asked=9)
    make_whole_round("Many", asked=30)
    few = json.loads(analysed(capsys, "few", "--format", "json"))["areas"]
    assert {each["alpha"] for each in few} == {None}
    assert all(each["n_alpha"] <= 9 for each in few)
    many = json.loads(analysed(capsys, "many", "--format", "json"))["areas"]
    assert all(each["alpha"] is not None and each["n_alpha"] >= 10 for each in many)


def test_change_from_follow_ups(capsys):
    return_follow_ups(make_whole_round("Spring", asked=3), [(82, 82), (58, 61)])
    found = json.loads(analysed(capsys, "spring", "--format", "json"))["change"]
    assert found[0] == {
        "name": "Inventshire 001",
        "baseline": 82,
        "follow_up": 82,
        "change": 0,
        "direction": "same",
        "areas": 10,
    }
    assert (found[1]["change"], found[1]["direction"]) == (3, "higher")


def test_change_since_a_baseline(capsys):
    make_whole_round("Earlier", "2015", asked=3)
    make_whole_round("Spring", asked=2)
    found = json.loads(
        analysed(capsys, "spring", "--baseline", "earlier", "--format", "json")
    )
    assert found["baseline"] == "earlier"
    assert {each["name"] for each in found["change"]} == {
        "Inventshire 001",
        "Inventshire 002",
    }


def test_as_text(baseline, capsys):
    words = analysed(capsys, "baseline")
    assert "28 asked, 19 returned" in words
    assert "1     7. Having an adequate level of income" in words
    assert "Good" in words
    assert "9 of 19" in words


def test_what_is_wrong_is_said(capsys):
    make_whole_round("Spring", asked=1)
    with pytest.raises(CommandError, match="There is no round autumn"):
        analysed(capsys, "autumn")
    make_whole_round("Later", asked=1)
    Round.objects.filter(slug="later").update(opens_on=date(2021, 1, 1))
    with pytest.raises(CommandError, match="opened later than the round"):
        analysed(capsys, "spring", "--baseline", "later")
    with pytest.raises(CommandError, match="its own baseline"):
        analysed(capsys, "spring", "--baseline", "spring")


def test_codes_for_names(capsys):
    make_whole_round("Spring", asked=3)
    for form in ("json", "text"):
        found = analysed(capsys, "spring", "--codes", "--format", form)
        assert "Inventshire" not in found
        assert "LA " in found
