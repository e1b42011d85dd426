"""The editions and their correspondence, as data: what is printed, word for word."""

import hashlib
from collections import Counter

import pytest
from django.db.models import Count

from frameworks.fixture import from_database
from frameworks.models import Area, Correspondence, Framework, ScalePoint, Statement
from frameworks.validation import COVER_KEYS

pytestmark = pytest.mark.django_db


def statements(edition):
    return Statement.objects.filter(area__framework__edition=edition).select_related(
        "area"
    )


def sha256(lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


# The printed forms


@pytest.mark.parametrize(
    ("edition", "counts"),
    [
        ("2015", [9, 12, 9, 8, 10, 13, 10, 13, 7, 7]),
        ("2020", [10, 13, 13, 8, 10, 10, 15, 11, 8, 8]),
        ("2026", [4, 2, 3, 2, 3, 2, 3, 2, 2, 2, 2]),
    ],
)
def test_statements_of_each_area(edition, counts):
    areas = Area.objects.filter(framework__edition=edition).order_by("number")
    found = areas.annotate(count=Count("statements")).values_list("count", flat=True)
    assert list(found) == counts


@pytest.mark.parametrize(
    ("edition", "digest"),
    [
        ("2015", "56b769441160c79d4df7e8733dd1774b682de5057bf851fbb95ec36a1a8fbc96"),
        ("2020", "f8a97858b31313bf1847ccabb265ab93c403a7f170d2371c3a6576a49a21021c"),
    ],
)
def test_statements_are_as_printed(edition, digest):
    printed = statements(edition).order_by("area__number", "letter")
    assert sha256(f"{each.code} {each.text_md}" for each in printed) == digest


@pytest.mark.parametrize(
    ("edition", "digest"),
    [
        ("2015", "1f6776ad9c4826ad1bb2d656cc2c452b77201e297bdae3c67a746151997c475a"),
        ("2020", "b9583faf8fc70bbe5a084da45eafe6d5a4277dc84c2aeb85e7d37cde0bc28519"),
    ],
)
def test_everything_else_is_as_printed_too(edition, digest):
    framework = Framework.objects.get(edition=edition)
    assert framework.digest == digest
    assert from_database(framework).digest() == digest


def test_typing_errors_of_the_form_are_kept():
    codes = {each.code: each.text_md for each in statements("2020")}
    assert codes["1j"].endswith(
        "the degree to which how they are involved in service improvement"
    )
    assert codes["9c"].endswith("'test out' independence and skills.'")


def test_printed_emphasis_is_kept():
    codes = {each.code: each.text_md for each in statements("2020")}
    assert "details the *additional* (above" in codes["2l"]
    prompts = dict(
        Area.objects.filter(framework__edition="2020").values_list(
            "number", "prompt_md"
        )
    )
    assert "support at <u>present</u>, please" in prompts[4]


def test_only_footnote_of_a_statement():
    [noted] = [each for each in statements("2020") if each.footnote]
    assert noted.code == "1a"
    assert noted.footnote.startswith("https://assets.publishing.service.gov.uk/")


def test_guide_numbers_run_the_other_way_in_2015():
    points = ScalePoint.objects.filter(framework__edition="2015").order_by("-value")
    assert [(p.guide_number, p.label, p.value) for p in points] == [
        (1, "Agree", 4),
        (2, "Mostly agree", 3),
        (3, "Mostly disagree", 2),
        (4, "Disagree", 1),
    ]


def test_column_headings_of_2020_carry_the_value():
    points = ScalePoint.objects.filter(framework__edition="2020").order_by("-value")
    assert [point.column_heading for point in points] == [
        "Agree at present 4",
        "Mostly agree 3",
        "Mostly disagree 2",
        "Disagree at present 1",
    ]
    assert {point.guide_number for point in points} == {None}


@pytest.mark.parametrize(
    ("edition", "order"),
    [
        ("2015", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        ("2020", [1, 3, 4, 5, 6, 7, 8, 2, 9, 10]),
        ("2026", [2, 3, 4, 5, 6, 7, 8, 9, 11, 10, 1]),
    ],
)
def test_scores_are_asked_for_in_the_printed_order(edition, order):
    areas = Area.objects.filter(framework__edition=edition).order_by("rating_order")
    assert [area.number for area in areas] == order


def test_scores_page_of_2020_has_its_own_names():
    area = Area.objects.get(framework__edition="2020", number=3)
    assert area.title == "Care leavers' entitlements – being informed and supported"
    assert area.rating_title == "Entitlements: knowing your rights as a care leaver"


@pytest.mark.parametrize(
    ("edition", "keys"),
    [
        (
            "2015",
            ["authority", "completed_on", "lead_email", "lead_job_title"]
            + ["how_completed"],
        ),
        ("2020", ["authority", "completed_on", "how_completed", "who_was_involved"]),
        ("2026", ["authority", "completed_on", "lead_name", "who_was_involved"]),
    ],
)
def test_cover_questions(edition, keys):
    questions = Framework.objects.get(edition=edition).cover_questions
    assert [question["key"] for question in questions] == keys
    assert set(keys) <= COVER_KEYS


def test_themes_are_what_areas_of_two_editions_share():
    def themes(edition):
        areas = Area.objects.filter(framework__edition=edition)
        return dict(areas.values_list("number", "theme"))

    assert themes("2015")[8] == themes("2020")[2] == "relationships"
    assert set(themes("2015").values()) == set(themes("2020").values())
    assert set(themes("2026").values()) - set(themes("2020").values()) == {"digital"}


@pytest.mark.parametrize(
    ("edition", "family", "codes"),
    [
        ("2015", "feedback", "2l 3i 4h 5j 6a 7j 8m"),
        ("2015", "pathway-planning", "3h 4c 5e 6j"),
        ("2020", "feedback", "1c 1j 2m 3m 4h 5j 6j 7o 8k 9h"),
        ("2020", "local-offer", "2l 4g 5i 6i 7n 8j 9g"),
        ("2020", "pathway-planning", "4f 5e 6e 7k"),
    ],
)
def test_families(edition, family, codes):
    members = statements(edition).filter(family=family).order_by("area", "letter")
    assert [each.code for each in members] == codes.split()
    assert Framework.objects.get(edition=edition).families[family]


def test_only_2015_has_a_follow_up_form_and_only_it_asks_for_no_ideas():
    editions = Framework.objects.in_bulk(["2015", "2020", "2026"], field_name="edition")
    assert [bool(each.follow_up) for _, each in sorted(editions.items())] == [
        True,
        False,
        False,
    ]
    assert [each.asks_for_ideas for _, each in sorted(editions.items())] == [
        False,
        True,
        True,
    ]
    area = Area.objects.get(framework__edition="2015", number=9)
    assert area.follow_up_label == "Manage day to day life"
    assert area.follow_up_prompts == (
        "YP develop skills need; training flats; prep support involves YP"
    )


# Correspondence


def test_correspondence_counts():
    kinds = Counter(Correspondence.objects.values_list("kind", flat=True))
    assert kinds == {"same": 35, "reworded": 31, "related": 31}


NEW = {"1i", "1j", "2l", "4e", "5b", "7f", "8f", "9g", "9h", "10g"}


def test_statements_without_counterpart():
    new = statements("2020").filter(earlier_links=None)
    assert {each.code for each in new} == NEW
    dropped = statements("2015").filter(later_links=None)
    assert {each.code for each in dropped} == {"1i", "8d", "8g", "9b"}


def test_same_wording_is_the_same_wording():
    def levelled(text):
        text = text.lower().replace("&", "and").replace("-", " ").replace("*", "")
        return [word.strip(".,'") for word in text.split()]

    links = Correspondence.objects.filter(kind="same")
    for link in links.select_related("earlier", "later"):
        assert levelled(link.earlier.text_md) == levelled(link.later.text_md)


def test_the_one_statement_that_moved_to_another_theme():
    links = Correspondence.objects.select_related("earlier__area", "later__area")
    moved = [each for each in links if each.earlier.area.theme != each.later.area.theme]
    assert [(each.earlier.code, each.later.code) for each in moved] == [("3f", "2d")]
