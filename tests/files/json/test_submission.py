"""Untrusted JSON of a submission: read whole, or refused with the place."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.files.json import parsing, schema
from assessments.files.json.submission import NO_SUBMISSION, NOT_RATED, read_document
from assessments.files.word_form.reader.docx_safety import UnreadableForm
from assessments.submission.digests import digest
from assessments.submission.shown.document import shape
from tests.support.documents import document, framework, response

EDITIONS = [framework() | {"guidance": [], "footnotes": []}]
LEAST = {
    "format": "leavingcare.submission",
    "version": 1,
    "edition": "tiny",
    "authority": {"name": "Northmoor"},
    "round": {"slug": "spring"},
    "responses": {},
}


def encoded(content):
    return json.dumps(content, ensure_ascii=False).encode()


def read(content):
    return read_document(encoded(content), EDITIONS)


def refused(data):
    with pytest.raises(UnreadableForm) as caught:
        read_document(data if isinstance(data, bytes) else encoded(data), EDITIONS)
    return caught.value


def faults(content):
    return refused(content).faults


# What is read


def test_the_least_is_enough():
    found = read(LEAST)
    assert (found["edition"], found["authority"]) == ("tiny", "Northmoor")
    assert found["round"] == {"slug": "spring", "name": ""}
    assert (found["responses"], found["unplaced"], found["beside"]) == ({}, [], {})
    assert found["origin"]["is_as_exported"] is None


def test_a_whole_document_loses_nothing():
    whole = document()
    found = read(whole | {"digest": digest(whole)})
    for name in ("cover", "global_scores", "global_score_notes"):
        assert found[name] == whole[name]
    assert found["responses"]["1a"] == whole["responses"]["1a"] | {
        "ratings": [],
        "dissents": [],
        "changes": [],
    }
    assert found["unplaced"] == []
    assert found["source"] == digest(whole)
    assert found["origin"] == {
        "kind": "json",
        "reference": "BD-2222-3333",
        "number": 1,
        "submitted_at": "2020-06-12T14:02:00+01:00",
        "submitted_by": "Mo",
        "digest": digest(whole),
        "is_as_exported": True,
    }


def test_what_stands_beside_is_outside_the_digest():
    whole = document()
    young = {"1": {"score": 7, "how_gathered": "By post."}}
    found = read(whole | {"young_people_scores": young, "digest": digest(whole)})
    assert found["origin"]["is_as_exported"] is True
    assert found["beside"] == {"young_people_scores": young}


def test_a_change_since_the_export_is_known():
    whole = document()
    found = read(whole | {"number": 2, "digest": digest(whole)})
    assert found["origin"]["is_as_exported"] is False


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ({"rating": 3}, response("agreed", 3)),
        ({"rating": 3.0}, response("agreed", 3)),
        ({"candidates": [2, 3]}, response("not_agreed", None, [3, 2])),
        ({}, response("not_rated", rationale=NOT_RATED)),
        (
            {"outcome": "not_rated", "rationale": "Why."},
            response("not_rated") | {"rationale": "Why."},
        ),
    ],
)
def test_what_a_response_leaves_out_is_made_up(said, becomes):
    found = read(LEAST | {"responses": {"1a": said}})["responses"]["1a"]
    assert {name: found[name] for name in becomes} == becomes
    assert type(found["rating"]) in {int, type(None)}


def test_what_groups_said_is_kept():
    voices = {
        "ratings": [{"group": "Housing", "first": 4, "reason": "", "second": 3}],
        "dissents": [{"group": "Health", "text": "We do not agree."}],
        "changes": [
            {
                "from": {"outcome": "agreed", "rating": 4, "candidates": []},
                "to": {"outcome": "not_agreed", "rating": None, "candidates": [3, 2]},
                "why": "Evidence.",
                "by": "Ann",
                "at": "2020-06-11T09:00:00+01:00",
            }
        ],
    }
    said = response("agreed", 4) | voices
    found = read(LEAST | {"responses": {"1a": said}})
    assert found["responses"]["1a"] == said
    assert found["unplaced"] == []


def test_what_nobody_asked_for_is_listed_and_not_lost():
    found = read(
        LEAST
        | {"comment": "Typed by hand.", "responses": {"1a": {"evidance": "A panel."}}}
        | {"cover": {"weather": {"is": "fine"}}}
    )
    assert sorted(found["unplaced"]) == [
        ["comment", "Typed by hand."],
        ["cover.weather", '{"is": "fine"}'],
        ["responses.1a.evidance", "A panel."],
    ]


def test_the_edition_here_is_used_and_another_wording_of_it_is_listed():
    own = framework()
    own["areas"][0]["statements"][0]["text_md"] = "We *hear*"
    own["areas"].append({"number": 3})
    found = read(LEAST | {"framework": own})
    assert [row[0] for row in found["unplaced"]] == ["framework.areas"]
    own["areas"].pop()
    found = read(LEAST | {"framework": own})
    assert found["unplaced"] == [
        ["framework.areas[0].statements[0].text_md", "We *hear*"]
    ]


# What is refused, with its place


@pytest.mark.parametrize("name", list(LEAST))
def test_what_is_needed(name):
    if name == "format":
        assert (
            refused({k: v for k, v in LEAST.items() if k != name}).message
            == NO_SUBMISSION
        )
        return
    assert faults({k: v for k, v in LEAST.items() if k != name}) == [
        f"{name}: is missing"
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"version": 2}, "version: must be 1"),
        ({"version": True}, "version: must be 1"),
        (
            {"edition": "2035"},
            "edition: is not one of the editions on this site, which are tiny",
        ),
        ({"authority": {"name": ""}}, "authority.name: is blank"),
        (
            {"authority": {"name": "x" * 101}},
            "authority.name: is longer than 100 characters",
        ),
        ({"authority": {"name": None}}, "authority.name: must be text"),
        ({"authority": "Northmoor"}, "authority: must be an object"),
        (
            {"round": {"slug": "../x"}},
            "round.slug: must be letters, digits, hyphens and underscores",
        ),
        ({"round": {"name": "Spring"}}, "round.slug: is missing"),
        ({"responses": []}, "responses: must be an object"),
        ({"responses": {"1a": None}}, "responses.1a: must be an object"),
        (
            {"responses": {"9z": {}}},
            "responses.9z: the edition does not have this statement",
        ),
        (
            {"responses": {"1a": {"rating": 5}}},
            "responses.1a.rating: is not on the scale of the edition, which is 1, 2, 3, 4",
        ),
        (
            {"responses": {"1a": {"rating": 0}}},
            "responses.1a.rating: is not on the scale of the edition, which is 1, 2, 3, 4",
        ),
        (
            {"responses": {"1a": {"rating": "4"}}},
            "responses.1a.rating: must be a whole number or null",
        ),
        (
            {"responses": {"1a": {"rating": True}}},
            "responses.1a.rating: must be a whole number or null",
        ),
        (
            {"responses": {"1a": {"rating": 3.5}}},
            "responses.1a.rating: must be a whole number or null",
        ),
        ({"responses": {"1a": {"evidence": 7}}}, "responses.1a.evidence: must be text"),
        (
            {"responses": {"1a": {"evidence": None}}},
            "responses.1a.evidence: must be text",
        ),
        (
            {"responses": {"1a": {"outcome": "settled"}}},
            'responses.1a.outcome: must be one of "agreed", "not_agreed", "not_rated"',
        ),
        (
            {"responses": {"1a": {"outcome": "agreed"}}},
            'responses.1a.outcome: "agreed" goes with a rating and no candidates',
        ),
        (
            {"responses": {"1a": {"rating": 3, "candidates": [3, 2]}}},
            'responses.1a.outcome: "agreed" goes with a rating and no candidates',
        ),
        (
            {"responses": {"1a": {"outcome": "not_rated", "rating": 3}}},
            'responses.1a.outcome: "not_rated" goes with neither a rating nor candidates',
        ),
        (
            {"responses": {"1a": {"outcome": "not_agreed"}}},
            'responses.1a.outcome: "not_agreed" goes with candidates and no rating',
        ),
        (
            {"responses": {"1a": {"candidates": [3, 3]}}},
            "responses.1a.candidates: contains one value twice",
        ),
        (
            {"responses": {"1a": {"candidates": [3, 9]}}},
            "responses.1a.candidates: is not on the scale of the edition, which is 1, 2, 3, 4",
        ),
        (
            {
                "responses": {
                    "1a": {"rating": 3, "ratings": [{"group": "G", "first": 8}]}
                }
            },
            "responses.1a.ratings[0].first: is not on the scale of the edition, which is 1, 2, 3, 4",
        ),
        (
            {
                "responses": {
                    "1a": {
                        "rating": 3,
                        "ratings": [{"group": "G", "first": 3, "second": 5}],
                    }
                }
            },
            "responses.1a.ratings[0].second: is not on the scale of the edition, which is 1, 2, 3, 4",
        ),
        (
            {"responses": {"1a": {"rating": 3, "ratings": [{"first": 3}]}}},
            "responses.1a.ratings[0].group: is missing",
        ),
        ({"global_scores": {"1": 11}}, "global_scores.1: must be 10 or less"),
        ({"global_scores": {"1": -1}}, "global_scores.1: must be 0 or more"),
        (
            {"global_scores": {"3": 1}},
            "global_scores.3: the edition does not have this area",
        ),
        (
            {"global_score_notes": {"3": ""}},
            "global_score_notes.3: the edition does not have this area",
        ),
        (
            {"cover": {"completed_on": "5 June 2020"}},
            "cover.completed_on: must be a date such as 2020-06-05",
        ),
        (
            {"cover": {"completed_on": "20200605"}},
            "cover.completed_on: must be a date such as 2020-06-05",
        ),
        (
            {"cover": {"completed_on": "0001-01-01"}},
            "cover.completed_on: must be a date such as 2020-06-05",
        ),
        (
            {"cover": {"completed_on": "2020-02-30"}},
            "cover.completed_on: must be a date such as 2020-06-05",
        ),
        (
            {"submitted_at": "9999-12-31T23:59:59-12:00"},
            "submitted_at: must be a date and time such as 2020-06-12T14:02:00+01:00",
        ),
        (
            {"submitted_at": "yesterday"},
            "submitted_at: must be a date and time such as 2020-06-12T14:02:00+01:00",
        ),
        ({"sign_off": {"approved_by": "Ann"}}, "sign_off.approved_at: is missing"),
        (
            {"cover": {"lead_name": "x" * 151}},
            "cover.lead_name: is longer than 150 characters",
        ),
    ],
)
def test_each_fault_is_named_by_its_place(change, fault):
    assert faults(LEAST | change) == [fault]


def test_all_faults_are_named_at_once():
    wrong = {"1a": {"rating": "x"}, "1b": {"evidence": 1}, "2a": []}
    assert faults(LEAST | {"responses": wrong}) == [
        "responses.1a.rating: must be a whole number or null",
        "responses.1b.evidence: must be text",
        "responses.2a: must be an object",
    ]


def test_very_many_faults_are_counted():
    wrong = {f"{number}x": {} for number in range(300)}
    found = faults(LEAST | {"responses": wrong})
    assert len(found) == parsing.MOST_FAULTS + 1
    assert found[-1] == "and 250 more"


def test_no_fault_repeats_what_somebody_wrote():
    secret = {"1a": {"rating": "SECRET"}, "1b": {"outcome": "SECRET"}}
    found = refused(LEAST | {"responses": secret, "submitted_at": "SECRET"})
    assert len(found.faults) == 3
    assert "SECRET" not in found.message + " ".join(found.faults)


# Anything that is not JSON with one reading


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "at line 1, column 2"),
        (b'{"a": 1\n "b": 2}', "at line 2, column 2"),
        (b"{}", NO_SUBMISSION),
        (b"[]", NO_SUBMISSION),
        (b"null", NO_SUBMISSION),
        (b'{"a": 1, "a": 2}', "gives the name “a” twice"),
        (b'{"x": {"b": 1, "\\u0062": 2}}', "gives the name “b” twice"),
        (b'{"a": NaN}', parsing.INVALID_NUMBER),
        (b'{"a": -Infinity}', parsing.INVALID_NUMBER),
        (b'{"a": Infinity}', parsing.INVALID_NUMBER),
        (b'{"a": 1e999}', parsing.INVALID_NUMBER),
        (b'{"a": -1e999}', parsing.INVALID_NUMBER),
        (b'{"a": [1, -1E+400]}', parsing.INVALID_NUMBER),
        (b'{"a": ' + b"9" * 5000 + b"}", parsing.INVALID_NUMBER),
        (b'{"a": 0.' + b"1" * 5000 + b"}", parsing.INVALID_NUMBER),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", parsing.TOO_MUCH),
        (b'{"a": ' + b"[" * 60 + b"]" * 60 + b"}", parsing.TOO_MUCH),
        (b'{"a":' + b'{"a":' * 100_000, parsing.TOO_MUCH),
        (b'{"a": [' + b"0," * 300_000 + b"0]}", parsing.TOO_MUCH),
        (b'{"a": "\xff"}', parsing.NOT_UTF_8),
        ('{"a": 1}'.encode("utf-16"), parsing.NOT_UTF_8),
        (b"{" + b" " * parsing.MAX_FILE, parsing.TOO_LARGE),
    ],
    ids=range(22),
)
def test_what_has_no_one_reading_is_refused(data, message):
    assert message in refused(data).message


@pytest.mark.parametrize("bad", ["\\ud800", "\\u0000", "a\\udfffb"])
def test_texts_of_no_characters_are_refused_by_their_place(bad):
    text = json.dumps(LEAST).replace('"Northmoor"', f'"{bad}"').encode()
    assert refused(text).faults == ["authority.name: contains invalid characters"]
    name = json.dumps(LEAST | {"x": {"KEY": 1}}).replace("KEY", bad).encode()
    (fault,) = refused(name).faults
    assert fault.startswith("x.")
    assert fault.encode()  # can be stored and shown


def test_a_mark_at_the_start_is_no_fault():
    assert (
        read_document(b"\xef\xbb\xbf" + encoded(LEAST), EDITIONS)["edition"] == "tiny"
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value, path=()):
    """Yield every path in a JSON value."""
    yield path
    if isinstance(value, dict | list):
        for step in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[step], (*path, step))


WHOLE = document(
    sign_off={"approved_by": "Ann", "approved_at": "2020-06-11T09:00:00+01:00"},
)
WHOLE["responses"]["1a"] |= {
    "ratings": [{"group": "Housing", "first": 4, "reason": "", "second": None}],
    "dissents": [{"group": "Health", "text": "No."}],
}
INSIDE = [path for path in places(WHOLE) if path and path[0] != "framework"]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(INSIDE), JSON)
def test_whatever_stands_anywhere_is_read_or_refused(path, value):
    """What is read can be printed, and read again says the same."""
    content = json.loads(json.dumps(WHOLE))
    inner = content
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    try:
        found = read_document(json.dumps(content).encode(), EDITIONS)
    except UnreadableForm:
        return
    names = ("cover", "responses", "global_scores", "global_score_notes", "sign_off")
    again = content | {name: found[name] for name in names}
    shape(again)
    reread = read_document(encoded(again), EDITIONS)
    assert {name: reread[name] for name in names} == {
        name: found[name] for name in names
    }


# The schema


def test_the_schema_is_sound():
    schema.validator.check_schema(schema.SCHEMA)
    assert schema.SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_rule_of_the_schema_has_words():
    """Each place that a pattern or a format can fail says what it must be."""

    def strict_parts(part):
        if isinstance(part, dict):
            if {"pattern", "format"} & {
                k for k, v in part.items() if isinstance(v, str)
            }:
                yield part
            for each in part.values():
                yield from strict_parts(each)

    found = list(strict_parts(schema.SCHEMA))
    assert len(found) >= 4
    assert all(part.get("description") for part in found)
