"""The workbooks: typed cells, text always as text, ready to read and to print."""

import re
import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from assessments.files.data import sheets, xlsx
from assessments.files.data.columns import Column, DataTable, Kind, Sheet
from assessments.files.data.widths import WIDEST, widths_of
from tests.support.documents import area, framework, response, statement
from tests.support.office import converted
from tests.support.submissions import TEXTS, discussed, submission, worded

TITLES = [
    "Summary",
    "Global scores",
    "1 Theme 1",
    "2 Theme 2",
    "Agreement",
    "Group ratings",
    "Cover sheet",
    "Columns",
]


def workbook(submissions, **options):
    content = xlsx.write(sheets.book(submissions, **options), "Northmoor")
    return openpyxl.load_workbook(BytesIO(content))


def cells(sheet):
    """Return {heading: cells below it} of a sheet of an Excel workbook."""
    columns = list(sheet.iter_cols())
    top = next(cell.row for cell in columns[-1] if cell.value is not None)
    return {column[top - 1].value: column[top:] for column in columns}


def cover_of(book):
    """Return {question: answer} of the cover sheet of a workbook."""
    cover = cells(book["Cover sheet"])
    pairs = zip(cover["Question"], cover["Answer"], strict=True)
    return {question.value: answer.value for question, answer in pairs}


# What the sheets are


def test_the_sheets_of_one_submission():
    book = workbook([discussed()])
    assert book.sheetnames == TITLES
    assert [cell.value for cell in book["Summary"]["A"][:4]] == [
        "Northmoor: Spring",
        "Submission 1, BD-2222-3333, submitted at 2:02pm on 12 June 2020",
        "2 of 4 statements rated",
        "Their cumulative score: 5 of 8, or of 16 for all 4 statements",
    ]
    summary = cells(book["Summary"])
    assert [cell.value for cell in summary["Global score"]] == [7, None, None]
    assert [cell.value for cell in summary["Mostly agree"]] == [1, 0, 1]
    scores = cells(book["Global scores"])
    assert [cell.value for cell in scores["Area"]] == [2, 1]  # as the edition prints
    assert [cell.value for cell in scores["Young people's score"]] == [None, 4]
    facts = cover_of(book)
    assert facts["When?"] == "5 June 2020"
    assert facts["Approved by"] == "Ann"
    said = cells(book["Agreement"])["What the groups rated, in words"]
    assert said[0].value.startswith("2 of 3 rated: 1 Agree, 1 Disagree.")


def test_the_cover_sheet_is_in_words():
    given = discussed()
    given["about"] = {"imported": 2}
    given["beside"] = {
        "follow_up": {
            "areas": {"1": {}},
            "completed_on": None,
            "ideas": {},
            "returned": None,
        }
    }
    facts = cover_of(workbook([given]))
    assert facts["Imported by Coram Voice"] == "No"
    assert facts["Follow-up"] == "Not submitted yet"
    assert facts["Name of the round"] == "Spring"
    assert "Round" not in facts


def test_an_imported_submission_says_so():
    given = discussed()
    given["content"]["origin"] = {"kind": "docx"}
    book = workbook([given])
    assert book["Summary"]["A2"].value == (
        "Submission 1, BD-2222-3333, imported at 2:02pm on 12 June 2020"
    )
    facts = cover_of(book)
    assert facts["Imported"] == "2:02pm on 12 June 2020"
    assert "Submitted" not in facts


def test_the_summary_adds_up_and_draws_itself():
    sheet = workbook([discussed()])["Summary"]
    summary = {
        name: [cell.value for cell in each] for name, each in cells(sheet).items()
    }
    assert summary["Area"][-1] is None
    assert "All areas" in [each[-1] for each in summary.values()]
    for name in ("Statements", "Statements rated", "Agree", "No single rating"):
        *areas, total = summary[name]
        assert total == sum(areas)
    assert summary["No single rating"][-1] == 2
    assert summary["Mean rating"][-1] == 2.5
    assert summary["Highest possible score of all statements"][-1] == 16
    last = sheet.max_row
    assert int(sheet.auto_filter.ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMN")) < last
    [chart] = sheet._charts
    assert chart.anchor._from.row > last
    assert len(chart.series) == 5  # four ratings and none
    assert (chart.grouping, chart.overlap) == ("percentStacked", 100)  # shares
    assert chart.y_axis.number_format.formatCode == "0%"
    title = "".join(run.t for run in chart.title.tx.rich.paragraphs[0].r)
    assert title.startswith("The share of each rating in each area")


def test_the_global_scores_are_added_up_only_if_each_area_has_one():
    content = discussed()["content"] | {"global_scores": {"1": 7, "2": 8}}
    sheet = workbook([discussed() | {"content": content}])["Summary"]
    assert [cell.value for cell in cells(sheet)["Global score"]] == [7, 8, 15]


def test_ideas_are_there_to_plan_until_there_is_a_plan():
    answers = {"1a": response(rating=2, ideas="Ask twice.")}
    given = submission(responses=answers)
    book = workbook([given])
    ideas = cells(book["Ideas for a plan"])
    assert [cell.value for cell in ideas["Ideas for improvement"]] == ["Ask twice."]
    assert [cell.value for cell in ideas["Who"]] == [None]
    assert [cell.value for cell in ideas["Measure"]] == [None]
    assert "Action plan" not in book.sheetnames
    plan = [
        {"area": 1, "code": "1a", "text": "Ask.", "owner": "Mo", "due_on": None,
         "state": "not_yet", "note": "", "measure": "Nine in ten."},
        {"area": 1, "code": "", "text": "Go.", "owner": "", "due_on": None,
         "state": "not_yet", "note": ""},
    ]  # fmt: skip
    planned = workbook([given | {"beside": {"action_plan": plan}}])
    assert "Ideas for a plan" not in planned.sheetnames
    sheet = cells(planned["Action plan"])
    assert [cell.value for cell in sheet["Who"]] == ["Mo", None]
    assert [cell.value for cell in sheet["Measure"]] == ["Nine in ten.", None]


def test_many_submissions_say_in_every_row_whose_it_is():
    other = submission(reference="BD-3", authority={"name": "Eastvale"})
    book = workbook([discussed(), other])
    assert book.sheetnames == [
        title for title in TITLES if title not in {"Group ratings", "Cover sheet"}
    ]
    for title in book.sheetnames[:-1]:
        whose = {cell.value for cell in cells(book[title])["Authority"]}
        assert whose == {"Northmoor", "Eastvale"}
    rated = cells(book["Summary"])["Cumulative score, all areas"]
    assert [cell.value for cell in rated] == [5, 6]


def test_the_columns_sheet_explains_every_other_column():
    book = workbook([discussed()])
    explained = {cell.value for cell in cells(book["Columns"])["Column"]}
    for title in TITLES[:-1]:
        assert set(cells(book[title])) <= explained


def test_what_is_not_there_is_said():
    sheet = workbook([submission()])["Group ratings"]
    assert sheet["A1"].value == "Nothing was recorded."


def test_the_names_of_sheets_fit_and_differ():
    areas = [
        area(number, "Long", number, [statement(f"{number}a", "x")]) | {"theme": theme}
        for number, theme in enumerate(["a-very-" * 8, "a-very-" * 8, "day-to-day"], 1)
    ]
    content = framework() | {"areas": areas}
    later = submission(framework=content | {"edition": "later"}, edition="later")
    for made in [[submission(framework=content)], [later, submission()]]:
        titles = [sheet.title for sheet in sheets.book(made)]
        assert len({title.lower() for title in titles}) == len(titles)
        assert all(len(title) <= 31 for title in titles)
        assert not any(re.search(r"[][:*?/\\']", title) for title in titles)
    assert "3 Day to day" in [
        sheet.title for sheet in sheets.book([submission(framework=content)])
    ]


# Cells


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_text_is_text_and_whole(text):
    content = xlsx.write(sheets.book([worded(text)]), "Northmoor")
    book = openpyxl.load_workbook(BytesIO(content))
    first = {name: column[0] for name, column in cells(book["1 Theme 1"]).items()}
    for name in ["Evidence", "Ideas for improvement", "Reason"]:
        assert (first[name].value, first[name].data_type) == (text, "s")
        assert first[name].hyperlink is None
    with zipfile.ZipFile(BytesIO(content)) as package:
        pages = [name for name in package.namelist() if "/worksheets/" in name]
        assert not any(b"<f>" in package.read(name) for name in pages)


def test_numbers_and_dates_are_numbers_and_dates():
    columns = [
        Column("whole", "Whole", Kind.WHOLE, missing={-9: "Not given"}),
        Column("decimal", "Decimal", Kind.DECIMAL),
        Column("choice", "Choice", Kind.CHOICE, values={2: "Could not agree"}),
        Column("date", "Date", Kind.DATE),
        Column("time", "Time", Kind.TIME),
        Column("text", "Text"),
    ]
    moment = datetime.fromisoformat("2020-06-12 14:02")
    rows = [[-5, 0.25, 2, date(2020, 6, 5), moment, "7"], [-9, *[None] * 5]]
    made = [Sheet("All", DataTable(columns, rows))]
    sheet = openpyxl.load_workbook(BytesIO(xlsx.write(made, "x")))["All"]
    assert [cell.value for cell in sheet[2]] == [
        -5,
        0.25,
        "Could not agree",
        datetime.fromisoformat("2020-06-05"),
        moment,
        "7",
    ]
    assert [cell.data_type for cell in sheet[2]] == ["n", "n", "s", "d", "d", "s"]
    assert [cell.value for cell in sheet[3]] == [None] * 6


def test_a_row_is_as_high_as_its_text_and_no_higher_than_excel_shows():
    def height(text):
        sheet = workbook([worded(text)])["1 Theme 1"]
        return sheet.row_dimensions[2].height or sheet.sheet_format.defaultRowHeight

    assert height("A word.") < height("word " * 40) < height("line\n" * 25)
    assert height("line\n" * 25) < height(TEXTS["lines"]) <= 409


def test_a_column_grows_with_its_longest_text():
    def width(text):
        return widths_of(DataTable([Column("evidence", "Evidence")], [[text]]))[0]

    assert width("") < width("A few words.") < width("word " * 20)
    assert width("word " * 20) < width("word " * 600) <= width("x" * 30_000) == WIDEST


# Reading and printing


def test_headings_stay_and_repeat_and_filter():
    book = workbook([discussed()])
    for sheet in book:
        top = next(cell.row for cell in list(sheet.iter_cols())[-1] if cell.value)
        assert sheet.freeze_panes[-1:] == str(top + 1)
        assert sheet.auto_filter.ref.startswith(f"A{top}:")
        assert sheet.print_title_rows == f"${top}:${top}"
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    evidence = cells(book["1 Theme 1"])["Evidence"][0]
    assert evidence.alignment.wrap_text


def test_the_file_names_nobody():
    made = sheets.book([discussed()])
    properties = openpyxl.load_workbook(BytesIO(xlsx.write(made, "T & <t>"))).properties
    assert (properties.title, properties.creator) == ("T & <t>", None)


def test_libreoffice_opens_it_and_finds_everything(tmp_path):
    text = "".join(TEXTS[name] for name in ["formula", "markup", "emoji"])
    made = sheets.book([worded(text)])
    path = tmp_path / "data.xlsx"
    path.write_bytes(xlsx.write(made, "Northmoor"))
    book = openpyxl.load_workbook(converted(path, "xlsx"))
    assert book.sheetnames == [*TITLES[:-1], "Ideas for a plan", "Columns"]
    first = {name: column[0] for name, column in cells(book["1 Theme 1"]).items()}
    assert (first["Evidence"].value, first["Rating"].value) == (text, 3)
    assert (first["Evidence"].data_type, first["Rating"].data_type) == ("s", "n")
    for title in TITLES:
        assert book[title].auto_filter.ref
        assert book[title].print_title_rows
