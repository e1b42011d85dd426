"""The editions as data: what is printed, and what the loader allows."""

import hashlib
import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Count

from assessments.models import Round
from frameworks.fixture import from_database
from frameworks.models import Area, Correspondence, Framework, ScalePoint, Statement
from frameworks.validation import COVER_KEYS

from .builders import make_round

pytestmark = pytest.mark.django_db

FIXTURES = settings.FIXTURE_DIRS[0]
INVENTED = Path(__file__).parent / "fixtures" / "framework_2026.json"


def statements(edition):
    return Statement.objects.filter(area__framework__edition=edition).select_related(
        "area"
    )


def sha256(lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def load(*paths):
    out = StringIO()
    call_command("load_frameworks", *map(str, paths), stdout=out)
    return out.getvalue().splitlines()


def rows():
    return json.loads(INVENTED.read_text().replace('"2026"', '"trial"'))


def find(rows, model, **wanted):
    """The fields of the first row of a model with those values."""
    return next(
        row["fields"]
        for row in rows
        if row["model"] == f"frameworks.{model}"
        and wanted.items() <= row["fields"].items()
    )


@pytest.fixture
def trial(tmp_path):
    """Write rows to a file, an invented edition called trial unless given others."""

    def write(given=None, name="trial.json"):
        path = tmp_path / name
        path.write_text(json.dumps(rows() if given is None else given))
        return path

    return write


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
        ("2015", "DIGEST2015"),
        ("2020", "DIGEST2020"),
    ],
)
def test_statements_are_as_printed(edition, digest):
    printed = statements(edition).order_by("area__number", "letter")
    assert sha256(f"{each.code} {each.text_md}" for each in printed) == digest


@pytest.mark.parametrize(
    ("edition", "digest"),
    [
        ("2015", "ROWS2015"),
        ("2020", "ROWS2020"),
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


def test_statements_without_counterpart():
    new = statements("2020").filter(earlier_links=None)
    assert {each.code for each in new} == set("1i 1j 2l 4e 5b 7f 8f 9g 9h 10g".split())
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


# Loading


def test_loading_again_changes_nothing_and_says_so():
    before = list(Statement.objects.order_by("pk").values())
    assert load() == [
        "2015: unchanged.",
        "2020: unchanged.",
        "2015 to 2020: unchanged.",
        "Nothing has changed.",
    ]
    assert list(Statement.objects.order_by("pk").values()) == before


def test_order_of_rows_in_the_file_does_not_matter_to_the_digest(trial):
    assert load(trial()) == ["trial: loaded (11 areas, 27 statements)."]
    shuffled = sorted(rows(), key=lambda row: row["model"], reverse=True)
    assert load(trial(shuffled)) == ["trial: unchanged.", "Nothing has changed."]


def test_loading_takes_few_queries(trial, django_assert_num_queries):
    path = trial()
    with django_assert_num_queries(11):
        load(path)


def test_loaddata_of_the_same_files_gives_the_same_edition(trial):
    digest = Framework.objects.get(edition="2015").digest
    names = [str(path) for path in sorted(FIXTURES.glob("*.json"))]
    call_command("loaddata", *names, verbosity=0)
    assert Correspondence.objects.count() == 97
    framework = Framework.objects.get(edition="2015")
    assert framework.digest == ""
    assert from_database(framework).digest() == digest
    assert load(FIXTURES / "framework_2015.json") == [
        "2015: unchanged but for its digest, now recorded."
    ]
    framework.refresh_from_db()
    assert framework.digest == digest


def test_an_unused_edition_is_replaced(trial):
    load(trial())
    changed = [row for row in rows() if row["fields"].get("letter") != "c"]
    find(changed, "statement", area=["trial", 1], letter="d")["letter"] = "c"
    find(changed, "area", number=1)["rating_order"] = 1
    find(changed, "area", number=2)["rating_order"] = 11
    was = Framework.objects.get(edition="trial").digest
    assert load(trial(changed)) == ["trial: replaced (11 areas, 24 statements)."]
    assert statements("trial").filter(area__number=1).count() == 3
    assert statements("trial").filter(letter="c").count() == 1
    assert Area.objects.get(framework__edition="trial", number=2).rating_order == 11
    assert Framework.objects.get(edition="trial").digest != was


def test_an_edition_in_use_is_never_changed(trial):
    load(trial())
    make_round("trial")
    changed = rows()
    find(changed, "statement", area=["trial", 1], letter="a")["text_md"] = "Changed"
    before = list(statements("trial").order_by("pk").values())
    with pytest.raises(CommandError) as refused:
        load(trial(changed))
    assert str(refused.value) == (
        "Nothing was loaded.\n"
        "Edition trial is in use (round), so it cannot be changed. Give the changed "
        "form an edition of its own."
    )
    assert list(statements("trial").order_by("pk").values()) == before
    assert load(trial()) == ["trial: unchanged.", "Nothing has changed."]
    assert Round.objects.get().framework.edition == "trial"


def test_a_refusal_leaves_out_the_other_files_too(trial):
    make_round("2026")
    changed = json.loads(INVENTED.read_text())
    find(changed, "framework")["title"] = "Another"
    with pytest.raises(CommandError, match="Edition 2026 is in use"):
        load(trial(), trial(changed, "changed.json"))
    assert not Framework.objects.filter(edition="trial").exists()


def link(earlier, later, kind="related", **more):
    fields = {"earlier": earlier, "later": later, "kind": kind, **more}
    return {"model": "frameworks.correspondence", "fields": fields}


def test_correspondence_outlives_the_replacing_of_an_edition(trial):
    load(trial([*rows(), link(["2020", 1, "a"], ["trial", 1, "a"], note="Kept")]))
    changed = rows()
    find(changed, "framework")["title"] = "Another"
    assert load(trial(changed)) == ["trial: replaced (11 areas, 27 statements)."]
    [kept] = Correspondence.objects.filter(later__area__framework__edition="trial")
    assert (kept.earlier.code, kept.later.code, kept.note) == ("1a", "1a", "Kept")
    assert Correspondence.objects.count() == 98


def test_correspondence_in_a_file_is_all_there_is_of_those_two_editions(trial):
    first = link(["2020", 1, "a"], ["trial", 1, "a"])
    second = link(["2020", 1, "b"], ["trial", 1, "a"])
    assert load(trial([*rows(), first])) == [
        "trial: loaded (11 areas, 27 statements).",
        "2020 to trial: loaded (1 pairs).",
    ]
    make_round("trial")
    assert load(trial([second])) == ["2020 to trial: replaced (1 pairs)."]
    [left] = Correspondence.objects.filter(later__area__framework__edition="trial")
    assert left.earlier.code == "1b"


def test_a_statement_that_corresponds_is_not_lost_without_notice(trial):
    load(trial([*rows(), link(["2020", 1, "a"], ["trial", 1, "d"])]))
    shorter = [
        row
        for row in rows()
        if row["fields"].get("letter") != "d"  # only area 1 has one
    ]
    with pytest.raises(CommandError) as refused:
        load(trial(shorter))
    assert str(refused.value) == (
        "Nothing was loaded.\nCorrespondence of 2020 1a to trial 1d: there is no "
        "statement 1d in trial."
    )
    assert statements("trial").count() == 27


# What makes a file bad: a change to the rows, and the sentence about it


def _set(model, where, **values):
    return lambda rows: find(rows, model, **where).update(values)


def _drop(model, where):
    def drop(rows):
        fields = find(rows, model, **where)
        rows[:] = [row for row in rows if row["fields"] is not fields]

    return drop


def _add(row):
    return lambda rows: rows.append(row)


QUESTION = {"key": "phone", "question": "Telephone?", "box_label": ""}
ANNEX = {"framework": ["trial"], "number": 12, "theme": "annex"}
BAD = [
    (_drop("framework", {}), "trial: there are 0 framework rows, not 1."),
    (
        _set("scalepoint", {"value": 3}, value=7),
        "trial: the scale's values must be 1 to 5, each once, but are 1, 2, 4, 5, 7.",
    ),
    (
        _set("scalepoint", {"value": 3}, guide_number=1),
        "trial: the numbers of the scale's guide, if any, must be 1 to 5, each once, "
        "but are 0, 0, 0, 0, 1.",
    ),
    (
        _set("area", {"number": 2}, rating_order=11),
        "trial: rating_order must be 1 to 11, each once, but are "
        "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11.",
    ),
    (
        _set("area", {"number": 2}, theme="digital"),
        'trial: theme "digital" is used by 2 areas.',
    ),
    (
        _set("statement", {"area": ["trial", 2], "letter": "b"}, letter="c"),
        "trial: area 2's statements must be a to b in order, not a, c.",
    ),
    (
        _set("statement", {"area": ["trial", 2], "letter": "b"}, area=["trial", 12]),
        "trial: statement 12b belongs to no area of the edition.",
    ),
    (
        _set("statement", {"area": ["trial", 2]}, family="untold"),
        'trial: statement 2a is of family "untold", not in families.',
    ),
    (
        _set("framework", {}, cover_questions=[QUESTION]),
        'trial: cover question "phone" is not one of authority, completed_on, '
        "how_completed, lead_email, lead_job_title, lead_name, who_was_involved.",
    ),
    (
        _set("framework", {}, cover_questions=[{**QUESTION, "key": "authority"}] * 2),
        'trial: cover question "authority" is asked 2 times.',
    ),
    (
        _set("framework", {}, cover_questions=["authority"]),
        "trial: cover_questions must be a list of key, question and box_label.",
    ),
    (
        _set("framework", {}, footnotes=[{"mark": 1, "text_md": "One"}]),
        "trial: footnotes must be a list of mark and text_md.",
    ),
    (
        _set("framework", {}, families=["feedback"]),
        "trial: families must give a title for each slug.",
    ),
    (
        _set("framework", {}, guidance=[{"heading": "Read me", "blocks": ["text"]}]),
        "trial: guidance must be a list of heading and blocks, each block with text_md "
        "and a kind (bullet, numbered, paragraph, stray), the numbered ones with a "
        "number.",
    ),
    (
        _set("framework", {}, follow_up={"heading": "Later"}),
        "trial: follow_up must have columns, comment_prompts, heading, intro, "
        "total_label, or be {}.",
    ),
    (
        _set("area", {"number": 2}, follow_up_label="Later"),
        "trial: areas have a follow_up_label, but there is no follow_up form.",
    ),
    (
        _set("area", {"number": 1}, colour="red"),
        "trial.json, row 7: colour is not a field.",
    ),
    (
        _set("area", {"number": 1}, title=""),
        "trial.json, row 7: title: This field cannot be blank.",
    ),
    (
        _set("area", {"number": 1}, title=["Hearing"]),
        "trial.json, row 7: title must be text.",
    ),
    (
        _set("statement", {"area": ["trial", 1]}, area=1),
        'trial.json, row 8: area must be a natural key such as ["edition", 1].',
    ),
    (
        _set("framework", {}, digest="0" * 64),
        "trial.json, row 1: digest is not a field.",
    ),
    (
        _add({"model": "frameworks.area", "pk": 1, "fields": ANNEX}),
        "trial.json, row 45: rows have a model and fields, and no pk or more.",
    ),
    (
        _add({"model": "auth.group", "fields": {}}),
        "trial.json, row 45: not one of frameworks.framework, frameworks.scalepoint, "
        "frameworks.area, frameworks.statement, frameworks.correspondence with its "
        "fields.",
    ),
    (
        _add(link(["trial", 1, "a"], ["2020", 1, "a"])),
        "trial is not earlier than 2020.",
    ),
    (
        _add(link(["2020", 1, "z"], ["trial", 1, "a"])),
        "Correspondence of 2020 1z to trial 1a: there is no statement 1z in 2020.",
    ),
    (
        _add(link(["2020", 1, "a"], ["trial", 1, "a"], kind="alike")),
        "trial.json, row 45: kind: Value 'alike' is not a valid choice.",
    ),
]


@pytest.mark.parametrize(("spoil", "sentence"), BAD)
def test_a_bad_file_leaves_nothing(trial, spoil, sentence):
    bad = rows()
    spoil(bad)
    with pytest.raises(CommandError) as refused:
        load(trial(bad))
    assert str(refused.value) == f"Nothing was loaded.\n{sentence}"
    assert not Framework.objects.filter(edition="trial").exists()
    assert Correspondence.objects.count() == 97


def test_every_fault_of_a_file_is_told_at_once(trial):
    bad = rows()
    find(bad, "area", number=2)["theme"] = "digital"
    find(bad, "statement", area=["trial", 2])["family"] = "untold"
    with pytest.raises(CommandError) as refused:
        load(trial(bad))
    assert len(str(refused.value).splitlines()) == 3


def test_correspondence_given_twice(trial):
    twice = [link(["2020", 1, "a"], ["2026", 1, "a"])] * 2
    with pytest.raises(CommandError, match="2020 1a to 2026 1a is given twice"):
        load(trial(twice))


def test_files_that_are_none(tmp_path):
    (tmp_path / "torn.json").write_text('[{"model": ')
    with pytest.raises(CommandError, match=r"torn\.json is not JSON: Expecting value"):
        load(tmp_path / "torn.json")
    with pytest.raises(CommandError, match=r"none\.json: No such file or directory"):
        load(tmp_path / "none.json")
    (tmp_path / "row.json").write_text("{}")
    with pytest.raises(CommandError, match=r"row\.json is not a list of rows"):
        load(tmp_path / "row.json")


def test_nothing_to_load(tmp_path, settings):
    settings.FIXTURE_DIRS = [tmp_path]
    with pytest.raises(CommandError, match="There are no files to load"):
        load()
