"""The file of a new edition checked: what the check says, and that nothing is loaded."""

import json
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frameworks.comparison import statements_of
from frameworks.fixture_file import FixtureError
from frameworks.models import Correspondence, Framework, Statement
from frameworks.suggestion import suggest
from frameworks.trial import try_out
from tests.support.framework_files import (
    find,
    link,
    load,
    next_edition,
    rows,
    writer,
)

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


class Sent:
    name = "sent.json"

    def __init__(self, given):
        self.text = given if isinstance(given, str) else json.dumps(given)

    def read_text(self, encoding):
        return self.text


def of(edition):
    return statements_of(Framework.objects.get(edition=edition))


def test_trying_out_says_what_loading_does_and_loads_nothing(tmp_path):
    before = list(Statement.objects.order_by("pk").values())
    outcomes, found = try_out(writer(tmp_path)())
    assert outcomes == load(writer(tmp_path)())
    Framework.objects.filter(edition="trial").get()
    assert [each.later for each in found] == ["trial"]
    assert (
        list(
            Statement.objects.exclude(area__framework__edition="trial")
            .order_by("pk")
            .values()
        )
        == before
    )


def test_nothing_is_left_of_what_was_tried_out():
    before = [model.objects.count() for model in (Framework, Statement, Correspondence)]
    try_out(Sent(next_edition()))
    assert [
        model.objects.count() for model in (Framework, Statement, Correspondence)
    ] == before


def test_what_changes_is_found():
    _, [edition] = try_out(Sent(next_edition()))
    assert edition.is_suggested
    kinds = {kind: count for kind, _, count in edition.totals}
    total = len(of("2020"))
    assert kinds == {
        "same": total - 2,
        "reworded": 1,
        "related": 0,
        "new": 1,
        "dropped": 1,
    }
    first = edition.areas[0]
    assert first.dropped == [of("2020")[1]]
    [(_, [reworded]), (_, nothing), *_] = first.rows
    assert reworded.earlier.code == "1a"
    assert reworded.changes[-1] == ("added", "This is looked at each year.")
    assert nothing == []


def test_a_correspondence_in_the_file_is_shown_and_nothing_suggested():
    given = [*next_edition(), link(["2020", 2, "a"], ["2021", 1, "a"])]
    _, [edition] = try_out(Sent(given))
    assert not edition.is_suggested
    linked = [own for area in edition.areas for _, links in area.rows for own in links]
    assert [(each.kind, each.earlier.code) for each in linked] == [("related", "2a")]


def test_the_first_edition_of_all_has_none_before_it():
    given = rows()
    find(given, "framework")["published"] = "1999-01-01"
    _, [edition] = try_out(Sent(given))
    assert (edition.earlier, edition.areas) == ("", [])


def test_suggestions_between_the_printed_editions_are_those_that_people_decided():
    """Every one suggested is right, and every "same" statement is among them."""
    decided = {
        (each.earlier_id, each.later_id): each.kind
        for each in Correspondence.objects.filter(
            earlier__area__framework__edition="2015",
            later__area__framework__edition="2020",
        )
    }
    found = {
        (each.earlier_id, each.later_id): each.kind
        for each in suggest(of("2020"), of("2015"))
    }
    assert found.keys() <= decided.keys()
    assert {key for key, kind in decided.items() if kind == "same"} <= found.keys()
    assert all(decided[key] == "same" for key in found if found[key] == "same")
    assert Counter(decided[key] for key in found)["reworded"] > 20


def test_no_statement_is_suggested_twice():
    found = suggest(of("2020"), of("2015"))
    assert len({each.earlier_id for each in found}) == len(found)
    assert len({each.later_id for each in found}) == len(found)


BAD = [
    ("[" * 100_000, "sent.json is nested too deeply."),
    ("[1.5]", "sent.json is not JSON: 1.5 is not a whole number."),
    ("[NaN]", "sent.json is not JSON: NaN is not a whole number."),
    ('["\\u0000"]', "sent.json has a null character, which no text can have."),
]


@pytest.mark.parametrize(("text", "sentence"), BAD)
def test_what_is_no_fixture_is_refused(text, sentence):
    with pytest.raises(FixtureError) as refused:
        try_out(Sent(text))
    assert refused.value.messages == [sentence]


def test_half_a_character_is_refused():
    with pytest.raises(FixtureError, match="is not JSON"):
        try_out(Sent('["\\ud800"]'))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.sampled_from(["frameworks.area", "2020", "trial", "2020-01-01"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "text_md", "key"]), inner, max_size=3
        )
    ),
    max_leaves=4,
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_value_spoilt_anywhere_is_refused_in_words_or_taken(data):
    spoilt = rows()
    at = data.draw(st.integers(0, len(spoilt) - 1), label="row")
    row = data.draw(st.sampled_from([spoilt[0], spoilt[at]]))
    place = data.draw(st.sampled_from([row, row["fields"]]))
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(VALUES)
    with suppress(FixtureError):
        try_out(Sent(spoilt))
    assert not Framework.objects.filter(edition="trial").exists()
