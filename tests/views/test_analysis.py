"""The pages and files of the analysis of a round."""

import csv
import io
import json
import re
from datetime import date
from functools import partial

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.models import LocalAuthority, Round, RoundAnalysis, Submission
from assessments.round_analysis.parts import PARTS
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.pdf_text import text_of
from tests.support.whole_rounds import (
    make_whole_round,
    return_follow_ups,
    score_by_young_people,
)

pytestmark = pytest.mark.django_db
PAGE = "/rounds/spring/analysis/"
QUERIES = 14


@pytest.fixture
def spring():
    round = make_whole_round("Spring", asked=6, returned=5)
    return_follow_ups(round, [(60, 70), (50, 50)])
    score_by_young_people(round, 2)
    return round


@pytest.fixture
def client(val):
    return client_of(val)


def test_the_round_leads_to_every_part_and_file(client, spring):
    assert f'href="{PAGE}"' in client.get("/rounds/spring/").content.decode()
    page = client.get(PAGE).content.decode()
    for slug in PARTS:
        assert f'href="{PAGE}{slug}/"' in page
    for format in ("pdf", "xlsx", "json"):
        assert f'href="/rounds/spring/analysis.{format}"' in page
    assert "6 asked, 5 returned." in page


def test_every_part_says_who_was_asked_and_draws_what_it_counts(client, spring):
    for slug in PARTS:
        page = client.get(f"{PAGE}{slug}/").content.decode()
        assert "6 asked, 5 returned." in page
        if slug not in {"reliability", "across"}:  # which need ten, or another round
            assert "<svg" in page
        assert " style=" not in page
        for piece in page.split("<svg")[1:]:
            assert 'role="img"' in piece[:200]
            assert "<title id=" in piece[:400]


def test_fourteen_queries_at_most_however_many_authorities(
    client, spring, django_assert_max_num_queries
):
    make_whole_round("Earlier", "2015", asked=6)
    # The first page of a session asks more, and each process reads an edition once.
    client.get(f"{PAGE}areas/?baseline=earlier")
    for slug in ["", *(f"{slug}/" for slug in PARTS)]:
        for query in ["", "?baseline=earlier", "?region=London", "?by=code"]:
            with django_assert_max_num_queries(QUERIES):
                assert client.get(f"{PAGE}{slug}{query}").status_code == 200


def test_a_page_is_narrowed_and_so_are_its_links(client, spring):
    page = client.get(f"{PAGE}bands/?region=London&kind=nonsense").content.decode()
    assert "1 asked, 1 returned." in page
    assert "Only: London." in page
    assert f"{PAGE}bands/bands.csv?region=London" in page.replace("&amp;", "&")


def test_only_earlier_rounds_are_offered_to_compare_with(client, spring):
    make_whole_round("Earlier", "2015", asked=2)
    make_whole_round("Later", asked=2)
    Round.objects.filter(slug="later").update(opens_on=date(2021, 1, 1))
    page = client.get(PAGE).content.decode()
    assert 'value="earlier"' in page
    assert 'value="later"' not in page
    page = markup(client.get(f"{PAGE}across/?baseline=later"))
    assert "Choose an earlier round to compare with." in page
    client.post(f"{PAGE}keep/?baseline=later", {"note": ""})
    assert RoundAnalysis.objects.get().baseline is None


def test_a_table_is_a_file_with_figures_unrounded(client, spring):
    response = client.get(f"{PAGE}statements/statements.csv?region=North+West")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Rank", "Statement", "Agree"]
    assert len(rows) == 1 + 106
    assert {row[rows[0].index("n")] for row in rows[1:]} <= {"0", "1"}
    assert client.get(f"{PAGE}statements/bands.csv").status_code == 404
    assert client.get(f"{PAGE}nothing/").status_code == 404
    assert client.get("/rounds/spring/analysis.doc").status_code == 404


def test_the_workbook_has_every_table(client, spring):
    content = client.get("/rounds/spring/analysis.xlsx").content
    book = load_workbook(io.BytesIO(content))
    tables = [each for part in PARTS.values() for each in _tables(part, spring)]
    assert len(book.sheetnames) == len(tables)
    sheet = book["Statements"]
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "6 asked, 5 returned" in values


def test_every_sheet_and_file_says_how_many_were_asked_and_returned(client, spring):
    content = client.get("/rounds/spring/analysis.xlsx").content
    for sheet in load_workbook(io.BytesIO(content)):
        first = [row[0].value for row in sheet.iter_rows(max_row=8, max_col=1)]
        assert "6 asked, 5 returned" in first, sheet.title
    content = client.get("/rounds/spring/analysis.pdf").content
    assert "6 asked, 5 returned" in text_of(PdfReader(io.BytesIO(content)))
    found = json.loads(client.get("/rounds/spring/analysis.json").content)
    assert (found["asked"], found["n"]) == (6, 5)


def test_no_line_above_a_table_is_longer_than_a_page_is_wide(client, spring):
    content = client.get("/rounds/spring/analysis.xlsx").content
    tables = [each for part in PARTS.values() for each in _tables(part, spring)]
    for sheet, table in zip(load_workbook(io.BytesIO(content)), tables, strict=True):
        first = [*(row[0].value or "" for row in sheet.iter_rows(max_col=1)), ""]
        above = first[: first.index("")]
        assert max(map(len, above)) <= 100
        words = " ".join(above)
        assert all(line in words for line in [*table.lines, *table.below])


def test_a_sheet_shows_as_many_decimals_as_the_page(client, spring):
    content = client.get("/rounds/spring/analysis.xlsx").content
    book = load_workbook(io.BytesIO(content))
    shown = {0: "0", 1: "0.0", 2: "0.00", 3: "0.000", None: "@"}
    tables = [each for part in PARTS.values() for each in _tables(part, spring)]
    for sheet, table in zip(book, tables, strict=True):
        headings = [column.heading for column in table.columns]
        rows = list(sheet.iter_rows(max_col=len(headings) or 1))
        [top] = [
            place
            for place, row in enumerate(rows)
            if [cell.value for cell in row] == headings
        ] or [len(rows)]
        cells = rows[top + 1 :]
        assert len(cells) == len(table.cells)
        for row in cells:
            assert [cell.number_format for cell in row] == [
                shown[column.decimals] for column in table.columns
            ]
    decimals = {
        (table.slug, column.heading): column.decimals
        for table in tables
        for column in table.columns
        if column.heading.startswith("Mean")
    }
    assert decimals[("statements", "Mean")] == 3
    assert decimals[("areas", "Mean score")] == decimals[("areas", "Mean rating")] == 2


def _tables(part, round):
    from assessments.round_analysis.choosing import Choice, bases, data_of

    chosen = bases(round, Choice())
    return part.make(data_of(round, chosen, Choice(), with_discussion=True))


def test_the_pdf_has_every_part_and_the_rules(client, spring):
    content = client.get("/rounds/spring/analysis.pdf?region=London").content
    words = text_of(PdfReader(io.BytesIO(content)))
    for part in PARTS.values():
        assert part.title in words
    assert "Only London" in words.replace("\n", " ")
    assert "There is no test and no" in words


def test_a_long_plot_is_read_down_two_columns_on_paper(client, spring):
    content = client.get("/rounds/spring/analysis.pdf?region=London").content
    places = []  # of labels: page, left, down, code

    def visit(number, text, cm, tm, *_):
        label = re.match(r"\s*(\d+[a-z]) ", text)
        if label and tm[4] == 0:  # a table has its words elsewhere
            down = -cm[5] - cm[3] * tm[5]
            places.append((number, round(cm[4]), down, label[1]))

    for number, each in enumerate(PdfReader(io.BytesIO(content)).pages):
        each.extract_text(visitor_text=partial(visit, number))
    rows = _csv(client.get(f"{PAGE}statements/statements.csv?region=London"))[1:]
    of_statements = sorted(places)[: len(rows)]
    assert len({left for _, left, _, _ in of_statements}) == 2
    assert [place[-1] for place in of_statements] == [row[1].split()[0] for row in rows]


def test_the_json_is_that_of_the_command(client, spring, capsys):
    from django.core.management import call_command

    call_command("analyse", "spring", "--format", "json")
    assert json.loads(client.get("/rounds/spring/analysis.json").content) == json.loads(
        capsys.readouterr().out
    )


def test_keeping_an_analysis(client, spring):
    response = client.post(f"{PAGE}keep/", {"note": "For the report of June"})
    assert response["Location"] == f"{PAGE}?kept=1"
    kept = RoundAnalysis.objects.get()
    assert kept.note == "For the report of June"
    words = markup(client.get(f"{PAGE}?kept=1"))
    assert "Its figures, made again just now, are the same." in words
    assert "Analysis 1, kept on" in words
    assert f'href="{PAGE}areas/?kept=1"' in words


def test_an_analysis_is_kept_whole_and_stays_narrowed_on_the_page(client, spring):
    response = client.post(
        f"{PAGE}keep/?region=London&kept=9", {"note": ""}, follow=True
    )
    assert response.redirect_chain == [(f"{PAGE}?kept=1&region=London", 302)]
    page = markup(response)
    assert "Analysis 1 is kept. It has every authority that was asked." in page
    assert "1 asked, 1 returned." in page
    assert len(RoundAnalysis.objects.get().basis["asked"]) == 6


def test_nothing_to_analyse(client):
    make_whole_round("Spring", asked=2, returned=0)
    page = client.get(PAGE).content.decode()
    assert "No authority that is shown here has submitted yet." in page
    assert f'href="{PAGE}areas/"' not in page
    for slug in PARTS:
        assert client.get(f"{PAGE}{slug}/").status_code == 200


def test_with_codes_no_page_and_no_file_has_a_name_or_a_reference(client, spring):
    make_whole_round("Earlier", "2015", asked=7)
    first = LocalAuthority.objects.get(name="Inventshire 001")
    references = list(Submission.objects.values_list("reference", flat=True))
    shown = [f"{PAGE}{slug}/" for slug in PARTS]
    shown += [PAGE, "/rounds/spring/analysis.json", f"{PAGE}bands/authorities.csv"]
    said = ""
    for url in shown:
        for query in ("?by=code", "?by=code&baseline=earlier"):
            page = client.get(url + query).content.decode()
            assert not [each for each in ["Inventshire", *references] if each in page]
            said += page
    assert first.alias in said
    content = client.get("/rounds/spring/analysis.xlsx?by=code").content
    cells = [
        cell.value
        for sheet in load_workbook(io.BytesIO(content))
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert {"A code stands for the name of each authority", first.alias} <= set(cells)
    assert not [each for each in cells if "Inventshire" in str(each)]
    content = client.get("/rounds/spring/analysis.pdf?by=code").content
    printed = text_of(PdfReader(io.BytesIO(content)))
    assert "Inventshire" not in printed
    assert first.alias in printed


def test_codes_stand_in_their_own_order_and_not_in_that_of_names(client, spring):
    codes = range(900, 900 - 10 * LocalAuthority.objects.count(), -10)
    for number, each in zip(codes, LocalAuthority.objects.all(), strict=True):
        LocalAuthority.objects.filter(pk=each.pk).update(number=number)
    rows = _csv(client.get(f"{PAGE}agreement/agreement.csv?by=code"))
    named = _csv(client.get(f"{PAGE}agreement/agreement.csv"))
    codes = [row[0] for row in rows[1:]]
    assert codes == sorted(codes)
    assert [row[1:] for row in rows[1:]] == [row[1:] for row in named[:0:-1]]


def _csv(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_choice_of_codes_is_kept_on_the_way(client, spring):
    client.post(f"{PAGE}keep/", {"note": ""})
    page = client.get(f"{PAGE}?by=code").content.decode().replace("&amp;", "&")
    assert page.count(f'href="{PAGE}areas/?by=code"') == 1
    assert 'href="/rounds/spring/analysis.pdf?by=code"' in page
    assert f'href="{PAGE}?kept=1&by=code"' in page
    part = client.get(f"{PAGE}bands/?by=code").content.decode()
    assert f"{PAGE}bands/bands.csv?by=code" in part
    assert f'href="{PAGE}?by=code"' in part
    name = client.get(f"{PAGE}bands/bands.csv?by=code")["Content-Disposition"]
    assert 'filename="spring-bands-codes.csv"' in name
    kept = client.post(f"{PAGE}keep/?by=code", {"note": ""})
    assert kept["Location"] == f"{PAGE}?kept=2&by=code"
    page = markup(client.get(kept["Location"]))
    assert "Its figures, made again just now, are the same." in page
