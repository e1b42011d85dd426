"""Pages to read the editions, and what changed between them."""

import re
from html import unescape

import pytest
from django.urls import reverse

from frameworks import comparison
from frameworks.light import to_plain
from frameworks.models import Area, Correspondence, Framework, ScalePoint, Statement
from tests.support.markup import markup

pytestmark = pytest.mark.any_database

PAGES = [
    ("framework_list", []),
    ("framework", ["2020"]),
    ("framework_since", ["2020", "2015"]),
]


def text_of(response):
    """Return the text of a page without markup, in single spaces."""
    text = re.sub(r"</?(a|strong|em|u|sup|span)\b[^>]*>", "", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


@pytest.fixture
def dee_reads(client, dee):
    client.force_login(dee)
    return client


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_strangers_are_asked_to_sign_in(db, client, name, args):
    path = reverse(name, args=args)
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={path}"


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_pages_are_only_read(dee_reads, name, args):
    assert dee_reads.post(reverse(name, args=args)).status_code == 405


@pytest.mark.parametrize(
    ("name", "args", "queries"),
    [
        ("framework_list", [], 5),
        ("framework", ["2015"], 8),
        ("framework", ["2020"], 8),
        ("framework", ["2026"], 8),
        ("framework_since", ["2020", "2015"], 7),
    ],
)
def test_queries(dee_reads, django_assert_num_queries, name, args, queries):
    path = reverse(name, args=args)
    dee_reads.get(path)  # the first request of a session also writes it
    with django_assert_num_queries(queries):
        assert dee_reads.get(path).status_code == 200


def test_list_has_every_edition_the_latest_first(dee_reads):
    text = text_of(dee_reads.get(reverse("framework_list")))
    found = re.findall(r"(\d+) edition (\d+) areas, (\d+) statements", text)
    assert found == [
        ("2026", "11", "27"),
        ("2020", "10", "106"),
        ("2015", "10", "98"),
    ]
    assert re.findall(r"What changed from \w+ to \w+", text) == [
        "What changed from 2015 to 2020"
    ]


def test_list_of_no_editions(dee_reads):
    for model in (Correspondence, Statement, Area, ScalePoint, Framework):
        model.objects.all().delete()
    text = text_of(dee_reads.get(reverse("framework_list")))
    assert "No edition has been loaded yet." in text


@pytest.mark.parametrize("edition", ["2015", "2020", "2026"])
def test_an_edition_is_read_in_full(dee_reads, edition):
    framework = Framework.objects.get(edition=edition)
    text = text_of(dee_reads.get(reverse("framework", args=[edition])))
    for statement in Statement.objects.filter(area__framework=framework):
        assert to_plain(statement.text_md) in text
    for area in Area.objects.filter(framework=framework):
        for words_of_area in (
            area.heading_printed,
            to_plain(area.prompt_md),
            area.evidence_prompt,
            area.rating_title,
            area.follow_up_label,
            area.follow_up_prompts,
        ):
            assert words_of_area in text
    for point in framework.scale.all():
        assert point.column_heading in text
        assert point.guide in text
    for question in framework.cover_questions:
        assert question["question"] in text
        assert question["box_label"] in text
    for own in ("title_printed", "credit", "source", "contact", "ideas_prompt"):
        assert getattr(framework, own) in text
    for own in ("heading", "instruction", "note", "stem"):
        assert getattr(framework, f"scores_{own}") in text
    for column in framework.follow_up.get("columns", []):
        assert column in text


@pytest.mark.parametrize("edition", ["2015", "2020", "2026"])
def test_guidance_is_printed_with_its_footnotes(dee_reads, edition):
    framework = Framework.objects.get(edition=edition)
    response = dee_reads.get(reverse("framework", args=[edition]))
    text = text_of(response).replace("Footnote ", "")
    digits = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
    for section in framework.guidance:
        assert section["heading"] in text
        for block in section["blocks"]:
            assert to_plain(block["text_md"]).translate(digits) in text
    for note in framework.footnotes:
        assert to_plain(note["text_md"]) in text
        assert markup(response).count(f'href="#footnote-{note["mark"]}"') == 1


def test_a_statements_footnote_is_numbered_on_from_the_guidance(dee_reads):
    page = markup(dee_reads.get(reverse("framework", args=["2020"])))
    row = page[page.index('id="statement-1a"') : page.index('id="statement-1b"')]
    assert re.findall(r'href="#footnote-(\w+)"', row) == ["3"]
    assert '<dt id="footnote-3">3</dt>' in page


def test_links_within_the_page_lead_somewhere(dee_reads):
    for name, args in PAGES:
        page = markup(dee_reads.get(reverse(name, args=args)))
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_scores_are_listed_in_the_printed_order(dee_reads):
    page = markup(dee_reads.get(reverse("framework", args=["2020"])))
    scores = page[page.index('id="scores"') :]
    found = re.findall(r"Area </span>(\d+)</a>", scores)
    assert found == ["1", "3", "4", "5", "6", "7", "8", "2", "9", "10"]


def test_numbered_guidance_keeps_its_printed_numbers(dee_reads):
    page = markup(dee_reads.get(reverse("framework", args=["2015"])))
    guide = page[page.index('id="guidance-3"') : page.index('id="scale"')]
    assert re.findall(r'<li value="(\d)"', guide) == ["1", "2", "3", "4", "1", "2"]


def test_unknown_editions_are_not_found(dee_reads):
    for args in (["1999"], ["none"]):
        assert dee_reads.get(reverse("framework", args=args)).status_code == 404
    for args in (["2020", "1999"], ["2015", "2020"], ["2026", "2020"], ["2020"] * 2):
        assert dee_reads.get(reverse("framework_since", args=args)).status_code == 404


def test_since_has_every_statement_of_both_editions(dee_reads):
    response = dee_reads.get(reverse("framework_since", args=["2020", "2015"]))
    assert text_of(response).count("[removed:") > 50
    later = re.sub(r"(?s)<del>.*?</del>", "", markup(response))
    later = re.sub(r"\[added: |\]", "", unescape(re.sub(r"<[^>]*>", "", later)))
    later = " ".join(later.split())
    for statement in Statement.objects.filter(area__framework__edition="2020"):
        assert to_plain(statement.text_md) in later
    dropped = Statement.objects.filter(area__framework__edition="2015")
    for statement in dropped.filter(later_links=None):
        assert statement.text_md in later


def test_since_counts(dee_reads):
    response = dee_reads.get(reverse("framework_since", args=["2020", "2015"]))
    assert (
        "35 Same wording 31 Reworded: asks the same thing "
        "31 Related: an answer could differ 10 New 4 Dropped"
    ) in text_of(response)
    first = "1 same, 3 reworded, 4 related, 2 new, 1 dropped"
    assert re.findall(r", (\d .*? dropped)\s*</summary>", markup(response))[0] == first
    kinds = re.findall(r'govuk-tag--\w+ ?">(\w+)</strong>', markup(response))
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "Same": 35,
        "Reworded": 31,
        "Related": 31,
        "New": 10,
        "Dropped": 4,
    }


@pytest.mark.django_db
def test_comparison_by_area():
    later, earlier = Framework.objects.filter(edition__in=["2020", "2015"])
    areas = comparison.compare(later, earlier)
    assert [area.earlier.number for area in areas] == [1, 8, 2, 3, 4, 5, 6, 7, 9, 10]
    counts = [[count for _, _, count in area.counts] for area in areas]
    assert counts[:2] == [[1, 3, 4, 2, 1], [4, 5, 3, 1, 2]]
    links = {statement.code: links for statement, links in areas[1].rows}
    assert [(link.earlier.code, link.moved) for link in links["2d"]] == [("3f", True)]
    assert links["2l"] == []


@pytest.mark.django_db
def test_areas_that_only_one_edition_has():
    later, earlier = Framework.objects.filter(edition__in=["2026", "2020"])
    areas = comparison.compare(later, earlier)
    assert [area.later.number for area in areas if not area.earlier] == [11]
    areas = comparison.compare(earlier, later)
    assert [area.earlier.number for area in areas if not area.later] == [11]
    assert len(areas[-1].dropped) == 2
