"""The columns of the data files, and the parts of a submission in them."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from assessments.analysis.group_kinds import NUMBERS
from assessments.files.data import columns, fields, guide, sheets, tables
from assessments.submission.snapshot import framework_document
from frameworks.models import Framework
from tests.support.documents import framework, response
from tests.support.submissions import DIGEST, discussed, records, submission

pytestmark = pytest.mark.any_database

GOLDEN = Path(__file__).parents[2] / "golden" / "data_columns.txt"
RESERVED = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to"}
RESERVED |= {"with"}
CODES = ["1a", "1b", "2a", "2b"]


def of_edition(edition):
    """Return a submission of a real edition in which nothing is settled."""
    content = framework_document(Framework.objects.get(edition=edition))
    return submission(edition=edition, framework=content, responses={})


def names(table):
    return [column.name for column in table.columns]


# Names


@pytest.mark.django_db
def test_the_names_are_those_that_were_promised():
    """A name in the golden file is never removed and never means something else."""
    every = [of_edition("2015"), of_edition("2020")]
    now = [
        f"{title}: {name}"
        for title in ["wide", "long", "areas", "groups"]
        for name in names(getattr(tables, title)(every))
    ]
    assert now == GOLDEN.read_text(encoding="utf-8").splitlines()


@pytest.mark.django_db
def test_the_names_are_names_of_spss():
    for shape in [tables.wide, tables.long, tables.areas, tables.groups]:
        found = names(shape([of_edition("2015"), of_edition("2020")]))
        assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,63}", name) for name in found)
        assert len(set(found)) == len(found)
        assert not RESERVED & set(found)


@pytest.mark.django_db
def test_one_edition_has_the_columns_it_has_among_others():
    both = names(tables.wide([of_edition("2015"), of_edition("2020")]))
    for edition in ["2015", "2020"]:
        own = names(tables.wide([of_edition(edition)]))
        assert set(own) < set(both)
    areas = {"2015": "6", "2020": "7"}  # the number of one theme in each
    for edition, number in areas.items():
        [row] = [
            row
            for row in records(tables.areas([of_edition(edition)]))
            if row["theme"] == "accommodation"
        ]
        assert str(row["area"]) == number
        assert "global_score_accommodation" in names(tables.wide([of_edition(edition)]))


def test_a_code_of_another_edition_is_another_column():
    other = submission(
        edition="later", framework=framework() | {"edition": "later"}, reference="BD-3"
    )
    first, second = records(tables.wide([submission(), other]))
    assert (first["rating_tiny_1a"], first["rating_later_1a"]) == (4, None)
    assert (second["rating_tiny_1a"], second["rating_later_1a"]) == (None, 4)
    assert (first["global_score_theme_1"], second["global_score_theme_1"]) == (7, 7)


def test_the_ratings_of_an_edition_stand_side_by_side():
    found = names(tables.wide([submission()]))
    start = found.index("rating_tiny_1a")
    assert found[start : start + 4] == [f"rating_tiny_{c}" for c in CODES]


def test_labels_fit_spss_and_say_which_statement():
    long = framework()
    long["areas"][0]["statements"][0]["text_md"] = "We *listen* é" * 100
    wide = tables.wide([submission(framework=long)])
    labels = {column.name: column.label for column in wide.columns}
    assert labels["rating_tiny_1b"] == "1b Rating: We act"
    assert labels["rating_tiny_1a"].startswith("1a Rating: We listen éWe listen é")
    assert all(len(label.encode()) <= 256 for label in labels.values())


# What is in them


def test_an_agreed_outcome_is_settled_in_a_column_of_its_own():
    """The column "outcome" keeps its word, as files made before had it."""
    for name, words in [("outcome", "Agreed"), ("settled", "Settled")]:
        made = tables.long([submission(**{"1b": response(outcome="not_rated")})])
        [column] = [each for each in made.columns if each.name == name]
        first, second = records(made)[:2]
        assert column.shown(first[name]) == words
        assert column.shown(second[name]) == "Not rated"


@pytest.mark.parametrize(
    ("edition", "rating", "band", "note"),
    [
        ("2015", 4, "good", None),
        ("later", 3, "good", "indicative, scaled from 2015"),
        ("later", 2, "poor", "indicative, scaled from 2015"),
    ],
)
def test_a_band_stands_beside_the_total(edition, rating, band, note):
    answers = {code: response(rating=rating) for code in CODES}
    made = tables.wide([submission(edition=edition, **answers)])
    [column] = [each for each in made.columns if each.name == "band_total"]
    [row] = records(made)
    assert column.shown(row["band_total"]) == band
    assert row["band_note"] == note


def test_too_few_ratings_have_no_band():
    [row] = records(
        tables.wide([submission(**{"1a": response(outcome="not_rated", rating=None)})])
    )
    assert (row["band_total"], row["band_note"]) == (None, None)


def test_ranks_among_the_others_of_an_edition():
    """As in the analysis: with a band, and with a score of every area."""
    fewer = dict.fromkeys(CODES, response(rating=3))
    most = dict.fromkeys(CODES, response(rating=4))
    others = [
        submission(global_scores={"1": 7, "2": 5}, **fewer),
        submission(global_scores={"1": 10, "2": None}, **most),
        submission(global_scores={"1": 5, "2": 7}, **most),
        submission(**{"1a": response(outcome="not_rated", rating=None)}),
    ]
    alone = submission(edition="later", framework=framework() | {"edition": "later"})
    made = records(tables.wide([*others, alone]))
    assert [each["rank_cumulative"] for each in made] == [3, 1, 1, None, None]
    assert [each["rank_global"] for each in made] == [1, None, 1, None, None]
    [summary, *_] = sheets.book([*others, alone])
    assert [each["rank_cumulative"] for each in records(summary.table)] == [
        each["rank_cumulative"] for each in made
    ]


def test_a_submission_as_a_whole():
    [row] = records(tables.wide([discussed()]))
    expected = {
        "authority": "Northmoor",
        "round": "spring",
        "edition": "tiny",
        "reference": "BD-2222-3333",
        "submission_number": 1,
        "submitted_at": datetime.fromisoformat("2020-06-12 14:02"),
        "submitted_by": "Mo",
        "reopened_because": "Please say more.",
        "approved_at": datetime.fromisoformat("2020-06-06 10:00"),
        "approved_by": "Ann",
        "changed_since": "the cover sheet",
        "digest": DIGEST,
        "completed_on": date(2020, 6, 5),
        "how_completed": "By meeting.",
        "follow_up_completed_on": date(2021, 1, 5),
        "statements_total": 4,
        "rated_total": 2,
        "cumulative_total": 5,
        "maximum_total": 16,
        "mean_rating_total": 2.5,
        "global_scores_given": 1,
        "global_score_total": 7,
    }
    assert {name: row[name] for name in expected} == expected


def test_areas_and_what_stands_beside():
    first, second = records(tables.areas([discussed()]))
    expected = {
        "area": 1,
        "theme": "theme-1",
        "global_score": 7,
        "global_score_note": "After a long talk.",
        "statements": 2,
        "rated": 2,
        "cumulative": 5,
        "maximum": 8,
        "mean_rating": 2.5,
        "young_people_score": 4,
        "young_people_how": "At the panel.",
        "stage_one": 7,
        "stage_two": 9,
        "what_helped": "A new room.",
        "barriers": "Rain.",
        "next_steps": "A roof.",
    }
    assert {name: first[name] for name in expected} == expected
    blank = ["global_score", "cumulative", "mean_rating", "young_people_score"]
    by_name = {column.name: column for column in fields.AREA}
    for name in [*blank, "stage_one", "stage_two"]:
        assert by_name[name].shown(second[name]) is None
        assert second[name] in by_name[name].missing


def test_statements_with_why_there_is_no_rating():
    content = submission(
        **{
            "1b": response("not_settled"),
            "2a": response("not_agreed", candidates=[2, 3], rationale="Two views."),
        }
    )
    rows = records(tables.long([content]))
    assert [(row["code"], row["answer"], row["rating"]) for row in rows] == [
        ("1a", "Agree", 4),
        ("1b", "Not settled yet", fields.NOT_SETTLED),
        ("2a", "Could not agree: Mostly agree or Mostly disagree", fields.NOT_AGREED),
        ("2b", "Not rated", fields.NOT_RATED),
    ]
    assert rows[2]["candidates"] == "3 or 2"
    assert (rows[2]["reason"], rows[3]["reason"]) == ("Two views.", "Nobody knows.")
    rating = next(c for c in tables.long([content]).columns if c.name == "rating")
    assert [rating.shown(row["rating"]) for row in rows] == [4, None, None, None]
    assert rating.values == {
        4: "Agree",
        3: "Mostly agree",
        2: "Mostly disagree",
        1: "Disagree",
    }


def test_how_far_groups_were_apart():
    heard, not_heard = records(tables.long([discussed()]))[:2]
    expected = {
        "groups": 3,
        "groups_rated": 2,
        "agreement": 4,
        "steps": 3,
        "dispersion": 1.0,
        "groups_said": "2 of 3 rated: 1 Agree, 1 Disagree. Health did not rate this: "
        "they do not know.",
        "ideas_progress": 2,
        "dissent_count": 1,
        "dissents": "Legal: We still see tents.",
        "change_count": 1,
        "changes": "From Agree to Mostly agree by Ann, 10am on 5 June 2020: "
        "The flats closed.",
    }
    assert {name: heard[name] for name in expected} == expected
    [word] = [each for each in fields.STATEMENT if each.name == "agreement"]
    assert word.values[4] == "Split"
    assert [not_heard[name] for name in ["groups", "agreement", "steps"]] == [
        0,
        None,
        None,
    ]


def test_one_groups_rating_is_at_no_distance_from_anybodys():
    ratings = [{"group": "Housing", "first": 4, "reason": "", "second": None}]
    content = submission(**{"1a": response(rating=4, ratings=ratings)})
    row = records(tables.long([content]))[0]
    assert (row["groups_rated"], row["steps"], row["dispersion"]) == (1, None, None)


def test_each_groups_answer():
    rows = records(tables.groups([discussed()]))
    assert [
        (row["group"], row["group_number"], row["first_rating"], row["second_rating"])
        for row in rows
    ] == [
        ("Health", 1, fields.NOT_RATED, None),
        ("Housing", 2, 4, None),
        ("Legal", 3, 1, 3),
    ]
    assert rows[0]["not_rated_because"] == "they do not know"
    assert [row["dissent"] for row in rows] == [None, None, "We still see tents."]


def test_each_groups_kind_is_a_number_of_its_own_also_without_words():
    """Groups of one kind are compared without the file that has texts."""
    ratings = [
        {"group": "Us", "first": 4, "reason": "", "second": None, "kind": "housing"},
        {"group": "Them", "first": 2, "reason": "", "second": None},
    ]
    found = tables.groups([submission(**{"1a": response(rating=3, ratings=ratings)})])
    kinds = {row["group"]: row["group_kind"] for row in records(found)}
    assert kinds == {"Us": NUMBERS["housing"], "Them": None}
    silent = tables.without_words(found)
    assert [row["group_kind"] for row in records(silent)] == [None, NUMBERS["housing"]]


def test_a_group_that_dissents_without_having_rated_is_a_row():
    content = submission(
        **{"2a": response(rating=2, dissents=[{"group": "Late", "text": "No."}])}
    )
    [row] = records(tables.groups([content]))
    assert (row["code"], row["group"], row["dissent"]) == ("2a", "Late", "No.")
    assert row["first_rating"] == fields.NOT_RATED


def test_without_words_nobody_is_named_and_nothing_is_told():
    told = [
        "'Mo'",
        "Ann",
        "Legal",
        "tents",
        "flats",
        "panel",
        "roof",
        "talk",
        "meeting",
    ]
    for shape in [tables.wide, tables.long, tables.areas, tables.groups]:
        assert any(word in str(shape([discussed()]).rows) for word in told)
        silent = tables.without_words(shape([discussed()]))
        assert len(silent.rows[0]) == len(silent.columns)
        assert not [word for word in told if word in str(silent.rows)]
    for made in sheets.book([discussed()] * 2, with_words=False):
        assert not [word for word in told if word in str(made.table.rows)]


def test_what_is_put_together_of_many_texts_fits_a_cell_and_says_so():
    many = [{"group": f"Group {n}", "text": "é" * 1000} for n in range(40)]
    content = submission(**{"1a": response(rating=4, dissents=many)})
    row = records(tables.long([content]))[0]
    assert len(row["dissents"].encode()) <= columns.LONGEST
    assert row["dissents"].endswith("(cut here; the JSON file has the whole text)")
    assert len(records(tables.groups([content]))) == 40


def test_the_guide_knows_every_column_and_its_name_in_one_row():
    wide = names(tables.wide([submission()]))
    sections = guide.sections({4: "Agree"}, "theme_1", "tiny_1a")
    described = [each for section in sections for each in section["columns"]]
    named = {each["wide"] for each in described if each["wide"]}
    assert named <= set(wide)
    others = re.compile(r"_(theme_2|tiny_(1b|2a|2b))$")
    assert {name for name in wide if not others.search(name)} == named
    long = {
        name
        for shape in [tables.long, tables.areas, tables.groups]
        for name in names(shape([submission()]))
    }
    assert long <= {each["name"] for each in described}
