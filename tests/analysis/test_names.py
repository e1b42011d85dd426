"""Possible names of people: what is found, what is let be, and that it stays quick."""

import json
from pathlib import Path

import pytest

from assessments.analysis.names import possible_names
from assessments.analysis.personal_details import Kind, personal_details
from assessments.models import DraftResponse
from tests.support.builders import complete
from tests.support.clients import client_of
from tests.support.markup import markup

ROOT = Path(__file__).parents[2]


def found(text):
    return [words for _, words in possible_names(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We asked Sarah about it", ["Sarah"]),
        ("Sarah’s adviser agreed", ["Sarah’s"]),
        ("A letter from Anne-Marie, and one from Kieran", ["Anne-Marie", "Kieran"]),
        ("Fatima Zykes leads on this", ["Fatima"]),
        ("Fatima Khan leads on this", ["Fatima Khan"]),
        ("Ask Mr Quill or Ms. O’Dour", ["Mr Quill", "Ms. O’Dour"]),
        ("Dr A. Vane and Mrs Anna Bly came", ["Dr A. Vane", "Mrs Anna Bly"]),
        ("A young man called Zed said so", ["Zed"]),
        ("Her PA is named Willow", ["Willow"]),
        ("The young person was called\nRuby", ["Ruby"]),
        ("YP AB moved in May", ["YP AB"]),
        (
            "Young person J.B. and care leaver K T",
            ["Young person J.B.", "care leaver K T"],
        ),
        ("We told J.B. in time", ["J.B."]),
        ("Mark Jones and Grace Patel", ["Mark Jones", "Grace Patel"]),
        ("We told J Smith and P Khan’s PA", ["J Smith", "P Khan"]),
        ("Smith, J. and Patel, R agreed", ["Smith, J.", "Patel, R"]),
    ],
)
def test_names_are_found(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mark every form in May, June or Jan. Will we? Hope so",
        "Chelsea, Victoria and Lincoln have offices",
        "Grace House, Hope Street and Mark Lane",
        "We use Claire’s Law, Martha’s Rule and the Sarah Ann Trust",
        "St John Ambulance, Prince William Court and King George Hospital",
        "Staff shop at John Lewis",
        "A project called Bright Futures and an app named Sunbeam",
        "The service manager calls; the policy is called Moving On",
        "Team Manager, Virtual School Head, Housing Officer, Lead Member",
        "Barnardo’s, Catch22, the Duke of York and Coram Voice",
        "YP PA, YP UC and young person IT needs",
        "In the U.K. and U.S. at 9 A.M. for P.A. support",
        "The DR plan and the MS form",
        "T Levels, Plan B, a C section, Form E and Year R, Grade D Work",
        "I King-size it; A Cook and a Baker, A level",
        "Young, P/T workers; Price, B&B and Foster, O/S checks; Ward, A and B",
        "Write to sarah@example.org or see example.org/Sarah",
        "kieran and fatima, in small letters, are let be",
        "Miss no appointment. Ms",
    ],
)
def test_ordinary_prose_has_no_names(text):
    assert found(text) == []


def test_no_name_is_seen_in_the_demonstrations_texts():
    texts = json.loads((ROOT / "fixtures" / "demo" / "texts.json").read_text())
    del texts["people"]
    strings = list(strings_of(texts))
    assert sum(map(len, strings)) > 2000
    assert [names for text in strings if (names := found(text))] == []


def test_no_name_is_seen_in_the_statements_of_any_edition():
    """They are prose about leaving care by people who know the field."""
    for path in sorted((ROOT / "fixtures").glob("framework_*.json")):
        rows = json.loads(path.read_text())
        strings = [
            text
            for row in rows
            if row["model"] in {"frameworks.area", "frameworks.statement"}
            for text in strings_of(row["fields"])
        ]
        assert sum(map(len, strings)) > 10000
        assert [names for text in strings if (names := found(text))] == []


def strings_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings_of(item)


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ("Sarah ", 10000),
        ("Sarah Jones ", 10000),
        ("Mr Smith ", 10000),
        ("YP AB ", 10000),
        ("J.B. ", 1),  # a list of letters, but for its end
        ("Mr ", 0),
        ("J Smith ", 10000),
        ("Smith, J ", 10000),
        ("J ", 0),
        ("Aa", 0),
        ("Aa-", 0),
        ("Aa-Aa@", 0),
        ("O’", 0),
        ("A. ", 1),
        ("young person called ", 0),
        ("called Zed ", 0),
        ("YP" + " " * 9, 0),
        ("É", 0),
        (" \n", 0),
    ],
)
def test_long_texts_are_looked_through_once(piece, expected):
    """Work that grew faster than the text would not end here."""
    assert len(possible_names(piece * 10000)) == expected


def test_names_are_personal_details_in_the_order_of_the_text():
    text = "Mr Quill, a@example.org, Sarah"
    assert personal_details(text) == [
        (Kind.NAME, "Mr Quill"),
        (Kind.EMAIL, "a@example.org"),
        (Kind.NAME, "Sarah"),
    ]


def words(response):
    return " ".join(markup(response).split())


def test_names_are_pointed_out_before_handing_in(assessment, housing, cass):
    DraftResponse.objects.filter(
        draft__group=housing, statement__area__number=7, statement__letter="b"
    ).update(evidence="Ask Sarah. Sarah knows. Then ask <b>Mr Quill</b>.")
    path = f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/"
    page = words(client_of(cass).get(f"{path}hand-in/"))
    assert (
        f'<a class="govuk-link" href="{path}#statement-b">7b</a>: possible name of a '
        "person, “<bdi>Sarah</bdi>”; possible name of a person, “<bdi>Mr Quill</bdi>”"
    ) in page
    client_of(cass).post(f"{path}hand-in/")
    assert housing.drafts.get(area__number=7).is_handed_in


def test_names_are_pointed_out_before_submitting(assessment, mo):
    complete(assessment, mo)
    assessment.agreed_responses.filter(
        statement__area__number=7, statement__letter="b"
    ).update(evidence="Ask Sarah. Sarah knows.")
    page = words(client_of(mo).get(f"/assessments/{assessment.pk}/check/"))
    assert "7b, evidence" in page
    assert "Sarah <span" in page
    assert "(possible name of a person, 2 times)" in page
    assert "Check and submit" in page
