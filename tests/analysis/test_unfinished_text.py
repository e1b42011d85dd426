"""Leftovers and possible personal details: what is found, and what is let be."""

import pytest

from assessments.analysis.personal_details import Kind, personal_details
from assessments.analysis.unfinished_text import Finding, findings, unfinished


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We do this well – need case eg", ["need case eg"]),
        ("We do this well – need case eg.", ["need case eg"]),
        ("Needs a case example", ["Needs a case example"]),
        ("The panel meets monthly (need example)", ["need example"]),
        ("Dates tbc", ["tbc"]),
        ("Lead: T.B.C.", ["T.B.C."]),
        ("The number is TBD", ["TBD"]),
        ("Venue to be confirmed", ["to be confirmed"]),
        ("xxx young people", ["xxx"]),
        ("About xx% are in work", ["xx%"]),
        ("Who leads on this???", ["???"]),
        ("[name] leads on this with [names]", ["[name]", "[names]"]),
        ("[insert the figure for March]", ["[insert the figure for March]"]),
        ("See <insert link>", ["<insert link>"]),
        ("Reviewed on [...] by [ ___ ]", ["[...]", "[ ___ ]"]),
        ("insert here", ["insert here"]),
        ("Insert the survey results here", ["Insert the survey results here"]),
        ("add an example here", ["add an example here"]),
        ("Example to go here", ["Example to go here"]),
        ("TO DO: ask Housing", ["TO DO"]),
        ("Lorem ipsum dolor", ["Lorem ipsum"]),
        ("Signed ________", ["________"]),
    ],
)
def test_unfinished_text_is_found(text, found):
    assert unfinished(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We support young people in need, e.g. with a deposit",
        "Young people need examples of good budgeting, which we give them",
        "In that case, e.g. where rent is late, we step in",
        "Is this enough? We think so. Really?!",
        "The tbcs ran from Rotbcer",
        "There is much to do, and we want to do it",
        "Confirmed in March; we confirmed it to be so",
        "Size XXL jackets were given",
        "A young person wrote: thank you xx",
        "Feedback [2019] and [see 2l] and [1]",
        "We named a lead <https://example.org/name>",
        "We add value here",
        "Workers insert themselves early",
        "Staff put young people first here",
        "We gave examples at the hearing here in town",
        "snake_case and __init__",
    ],
)
def test_ordinary_prose_is_no_leftover(text):
    assert unfinished(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Ask ann.other@example.org.", Kind.EMAIL, "ann.other@example.org"),
        ("<o'neil+x@mail.example.gov.uk>", Kind.EMAIL, "o'neil+x@mail.example.gov.uk"),
        ("Ring 07700 900123", Kind.PHONE, "07700 900123"),
        ("Ring 07700900123.", Kind.PHONE, "07700900123"),
        ("Ring (01632) 960 001 first", Kind.PHONE, "(01632) 960 001"),
        ("+44 7700 900123", Kind.PHONE, "+44 7700 900123"),
        ("+44 (0)20 7946 0000", Kind.PHONE, "+44 (0)20 7946 0000"),
        ("020-7946-0000", Kind.PHONE, "020-7946-0000"),
        ("NHS no 943 476 5919", Kind.NHS, "943 476 5919"),
        ("NHS 9434765919", Kind.NHS, "9434765919"),
        ("NI AB 12 34 56 C", Kind.NATIONAL_INSURANCE, "AB 12 34 56 C"),
        ("ni ab123456c", Kind.NATIONAL_INSURANCE, "ab123456c"),
        ("DOB 3/4/2001", Kind.BORN, "DOB 3/4/2001"),
        ("d.o.b.: 03.04.01", Kind.BORN, "d.o.b.: 03.04.01"),
        ("Date of birth 3rd April 2001", Kind.BORN, "Date of birth 3rd April 2001"),
        ("She was born on 3 Apr 2001", Kind.BORN, "born on 3 Apr 2001"),
        ("born April 3, 2001", Kind.BORN, "born April 3, 2001"),
        ("DOB: 2001-04-03", Kind.BORN, "DOB: 2001-04-03"),
        ("He moved to 12 High Street, Harbour", Kind.ADDRESS, "12 High Street"),
        ("At Flat 2, 7b King’s Oak Lane", Kind.ADDRESS, "Flat 2, 7b King’s Oak Lane"),
        ("Near EX1 2AB now", Kind.POSTCODE, "EX1 2AB"),
        ("SW1A1AA", Kind.POSTCODE, "SW1A1AA"),
        ("See case 104552", Kind.CASE, "case 104552"),
        ("Case number: LC/20345", Kind.CASE, "Case number: LC/20345"),
        ("Mosaic ID 45521", Kind.CASE, "Mosaic ID 45521"),
        ("LCS 104552", Kind.CASE, "LCS 104552"),
        ("on file no. 4041/17", Kind.CASE, "file no. 4041/17"),
        ("Agreed with J. Harrow", Kind.NAME, "J. Harrow"),
        ("J. Smith agreed", Kind.NAME, "J. Smith"),
        ("It was J.B. Harrow", Kind.NAME, "J.B. Harrow"),
    ],
)
def test_personal_details_are_found(text, kind, found):
    assert personal_details(text) == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Reviewed on 03/04/2019 and 05.06.2020",
        "Follow us @leavingcare, see example.org/a@b",
        "Childline 0800 1111, or 0800 123 4567, or 0300 123 4567",
        "In 2019-2020 we had 1,234,567 hits and £01,234",
        "Reference 12345678901234",
        "CASE/07700900123/X",
        "NHS no 943 476 5918",
        "000 000 0000",
        "QQ 12 34 56 C",
        "GB 12 34 56 A",
        "AB 12 34 56 E",
        "She was born in 2001 and moved on 3 April 2019",
        "Young people born here get a date with a worker",
        "10 of 12, 20 of 24, 30 of 36 and 40 of 48",
        "A. Housing leads on this\nB. Health does not",
        "We closed 12 cases, case file 2019/20 and LAC 2020 data",
        "In 2019 Street Games paid for 24 High quality laptops",
        "Grade B1 and level A2, units K1 to K4, room E14",
        "In case 3 of 10 young people are out of work",
    ],
)
def test_ordinary_prose_has_no_personal_details(text):
    assert personal_details(text) == []


def test_details_come_in_the_order_of_the_text():
    text = "Born 3/4/2001, a@example.org, 07700 900123, b@example.org"
    assert [detail.found for detail in personal_details(text)] == [
        "Born 3/4/2001",
        "a@example.org",
        "07700 900123",
        "b@example.org",
    ]


@pytest.mark.parametrize("char", ["x", "?", "[", "0", "a.", "need ", "1 ", "_", "@"])
def test_long_texts_are_searched_in_no_time(char):
    text = char * 5000
    assert len(unfinished(text)) <= 1
    assert personal_details(text) == []


def test_findings_keep_the_order_of_the_texts_and_say_what_they_are():
    found = findings(["Ring 07700 900123, name tbc", "", "Dates tbc"])
    assert found == [
        Finding(None, "tbc"),
        Finding(Kind.PHONE, "07700 900123"),
        Finding(None, "tbc"),
    ]
    labels = [finding.label for finding in found]
    assert labels == ["unfinished", "possible phone number", "unfinished"]
