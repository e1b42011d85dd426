"""A form completed elsewhere becomes a past submission, whole or not at all."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.files.json import schema
from assessments.files.json.parsing import Faulty
from assessments.files.json.submission import SUPPLEMENTS
from assessments.files.word_form.writer import document as word_document
from assessments.files.word_form.writer import forms as word_forms
from assessments.models import (
    Assessment,
    AuditEvent,
    Dissent,
    FollowUp,
    LocalAuthority,
    Round,
    Submission,
)
from assessments.submission import digests, supplements
from assessments.submission.shown import document
from assessments.workflow import (
    past_import,
    past_import_reading,
    reopening,
    submitting,
    young_people,
)
from leavingcare.refusals import Refused
from tests.support.builders import (
    complete,
    make_assessment,
    make_authority,
    make_group,
    rate,
    submit,
)
from tests.support.builders import hand_in as hand_in_all
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.past_files import exported, past_form, past_json
from tests.support.supplements import plan_ideas, save_action

pytestmark = pytest.mark.usefixtures("read_here")
SETTLED = ["outcome", "rating", "candidates", "evidence", "ideas", "rationale"]
# What the site has of its own, whatever the document says.
OWN = {"reference", "submitted_at", "submitted_by", "number", "origin"}


@pytest.fixture
def submitted(assessment, housing, mo, cass):
    """A submission with ratings of a group, a dissent, two outcomes and notes."""
    rate(housing, 2, "We wrote <b>this</b>.\n\u05d0\u05d1 \U0001f600")
    hand_in_all(housing, cass)
    complete(assessment, mo)
    row = assessment.agreed_responses.get(
        statement__area__number=7, statement__letter="h"
    )
    row.rating, row.outcome, row.candidates = None, "not_agreed", [3, 2]
    row.save()
    Dissent.objects.create(
        response=row, group=housing, by=cass, at=row.settled_at, text="Not so."
    )
    assessment.agreed_areas.filter(area__number=7).update(
        global_score_note="After long."
    )
    assessment.agreed_areas.filter(area__number=9).update(global_score=None)
    return submitting.submit(
        assessment=assessment,
        by=mo,
        confirmed=submitting.unconfirmed_blanks(assessment),
    )


@pytest.fixture
def elsewhere(submitted):
    """The JSON of a submission of another site, of which this one knows nothing."""
    data = exported(submitted)
    content = json.loads(data)
    content["authority"] = {"name": "Farshire"}
    content["round"] = {"slug": "long-ago", "name": "Long ago"}
    beside_it = {name: content.pop(name) for name in SUPPLEMENTS if name in content}
    content.pop("digest")
    content["digest"] = digests.digest(content)
    return json.dumps(content | beside_it).encode()


def bring_in(data, by=None, **changes):
    found = past_import_reading.read(data)
    where = {"authority": found["authority"], **(found["round"] or {})} | changes
    return past_import.import_submission(found=found, by=by, **where)


def counts():
    models = (LocalAuthority, Round, Assessment, Submission, AuditEvent)
    return [model.objects.count() for model in models]


# JSON in


def test_what_comes_in_says_what_the_original_said(elsewhere):
    submission, report = bring_in(elsewhere)
    original = json.loads(elsewhere)
    given = {name: original[name] for name in submission.content if name not in OWN}
    found = {name: submission.content[name] for name in given}
    assert found == given
    assert len(given) == 13
    assert len(report.filled) == len(original["responses"])
    assert report.unplaced == []
    said = submission.content["responses"]["7h"]
    assert (said["dissents"], said["candidates"]) == (
        [{"group": "Housing", "text": "Not so."}],
        [3, 2],
    )
    assert said["ratings"][0]["first"] == 2


def test_an_action_comes_in_with_its_measure_or_without(submitted, elsewhere, mo):
    first, _ = plan_ideas(submitted.assessment, mo, _1a="A guide.", _1b="A phone.")
    save_action(first, mo, measure="Half\nhave seen it.")
    plan = json.loads(exported(submitted))["action_plan"]
    assert [each.get("measure") for each in plan] == ["Half\nhave seen it.", None]
    document = json.loads(elsewhere) | {"action_plan": plan}
    brought, _ = bring_in(json.dumps(document).encode())
    assert supplements.of(brought.assessment)["action_plan"] == plan


def test_where_it_came_from_is_kept_and_shown(elsewhere):
    submission, _ = bring_in(elsewhere)
    original = json.loads(elsewhere)
    origin = submission.content["origin"]
    for name in ("reference", "number", "submitted_at", "submitted_by", "digest"):
        assert origin[name] == original[name]
    assert origin["is_as_exported"] is True
    assert submission.reference != original["reference"]
    assert submission.digest == digests.digest(submission.content)
    shown = document.shape(submission.content)["origin"]
    assert shown.startswith(f"submission {original['reference']}, submitted ")
    assert shown.endswith(" by Mo")


def test_the_page_of_a_submission_says_where_it_came_from(elsewhere, val):
    submission, _ = bring_in(past_form(), authority="Oldmoor", slug="past", by=val)
    page = markup(client_of(val).get(f"/submissions/{submission.reference}/"))
    assert "by <bdi>Val</bdi>, from <bdi>a completed Word form</bdi>" in page
    assert "Submitted</dt>" not in page


def test_what_a_person_changed_by_hand_is_said(elsewhere):
    content = json.loads(elsewhere)
    content["responses"]["7a"]["evidence"] = "Changed by hand."
    submission, _ = bring_in(json.dumps(content).encode())
    assert submission.content["origin"]["is_as_exported"] is False
    assert (
        "changed since it was exported" in document.shape(submission.content)["origin"]
    )


def test_rows_of_the_site_are_as_the_document_so_that_it_can_be_reopened(
    elsewhere, val
):
    submission, _ = bring_in(elsewhere)
    assessment = submission.assessment
    reopening.reopen(assessment=assessment, by=val, reason="To see.")
    again = submitting.freeze(
        Assessment.objects.get(pk=assessment.pk), by=val, at=submission.submitted_at
    )
    for name in ("cover", "global_scores", "global_score_notes"):
        assert again.content[name] == submission.content[name]
    for code, response in submission.content["responses"].items():
        texts = {name: response[name] for name in SETTLED}
        assert texts.items() <= again.content["responses"][code].items()
    assert again.source == ""


def test_the_same_file_comes_in_once(elsewhere):
    first, _ = bring_in(elsewhere)
    before = counts()
    spaced = json.dumps(json.loads(elsewhere), indent=3).encode()
    for data in (elsewhere, spaced):
        with pytest.raises(Refused, match=f"was imported before, as {first.reference}"):
            bring_in(data, authority="Somebody else", slug="another")
    assert counts() == before


def test_what_was_exported_here_does_not_come_in_again(submitted):
    with pytest.raises(Refused, match=f"was imported before, as {submitted.reference}"):
        bring_in(exported(submitted))


def test_a_form_comes_in_once_whoever_it_is_said_to_be_of(db):
    data = past_form()
    first, _ = bring_in(data, authority="Oldmoor", slug="past")
    with pytest.raises(Refused, match=f"was imported before, as {first.reference}"):
        bring_in(data, authority="Newmoor", slug="other")


def test_an_authority_is_in_a_round_once(db):
    bring_in(past_json())
    before = counts()
    with pytest.raises(Refused, match="Oldmoor has submitted in Autumn 2016 already"):
        bring_in(past_json(responses={}))
    assert counts() == before


def test_authorities_and_rounds_are_known_again_whatever_their_case(db):
    make_authority("Zo\u00eb\u2019s Moor")
    first, _ = bring_in(past_json(authority={"name": "ZOE\u0308\u2019S MOOR"}))
    assert LocalAuthority.objects.count() == 1
    second, _ = bring_in(
        past_json(round={"slug": "other-address", "name": "AUTUMN 2016"})
    )
    assert first.assessment.round == second.assessment.round


def test_a_round_of_another_edition_is_refused(db):
    bring_in(past_json())
    before = counts()
    other = past_json(edition="2015", authority={"name": "Newmoor"}, responses={})
    with pytest.raises(Refused, match="2015 edition. Autumn 2016 uses the 2020"):
        bring_in(other)
    assert counts() == before


def test_no_round_gets_the_address_of_a_page(db):
    bring_in(past_json(round={"slug": "new"}))
    assert Round.objects.get().slug != "new"


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"slug": "a b"}, "letters, digits"), ({"authority": "x" * 101}, "100")],
)
def test_names_that_cannot_be_are_refused(db, changes, why):
    with pytest.raises(Refused, match=why):
        bring_in(past_json(), **changes)
    assert counts() == [0, 0, 0, 0, 0]


def test_what_the_file_does_not_have_is_not_rated(db):
    submission, report = bring_in(past_json())
    assert report.filled == ["7a"]
    outcomes = {each["outcome"] for each in submission.content["responses"].values()}
    assert outcomes == {"agreed", "not_rated"}
    assert submission.content["responses"]["1a"]["rationale"] == (
        "Not rated in the file this came from."
    )


def test_what_stands_beside_comes_in_too(submitted, elsewhere):
    young = {"1": {"score": 7, "how_gathered": "By post."}}
    later = {"completed_on": "2021-06-05", "areas": {"1": {"stage_two": 9}}}
    content = json.loads(elsewhere) | {"young_people_scores": young, "follow_up": later}
    submission, report = bring_in(json.dumps(content).encode())
    found = supplements.of(submission.assessment)
    assert found["young_people_scores"] == young
    assert found["follow_up"]["completed_on"] == "2021-06-05"
    assert found["follow_up"]["areas"]["1"]["stage_two"] == 9
    assert report.unplaced == []
    assert young_people.score_rows(submission.assessment)[1].score == 7


@pytest.mark.parametrize(
    ("said", "is_open"), [({}, False), ({"returned": None}, True)], ids=str
)
def test_a_follow_up_that_was_not_submitted_is_not_returned(
    submitted, elsewhere, said, is_open
):
    """A paper form does not say, and was sent in."""
    later = {"follow_up": {"areas": {"1": {"stage_two": 9}}, **said}}
    content = json.dumps(json.loads(elsewhere) | later)
    submission, _ = bring_in(content.encode())
    follow_up = FollowUp.objects.get(assessment=submission.assessment)
    assert follow_up.is_open == is_open
    assert follow_up.returns.count() == (0 if is_open else 1)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"responses": {"7a": {"rating": 3, "evidence": "x" * 5001}}},
            "responses.7a.evidence: has 5,001 characters, and the limit is 5,000",
        ),
        (
            {"responses": {"7a": {"rating": 3, "ideas": "\U0001f600" * 2501}}},
            "responses.7a.ideas: has 5,002 characters, and the limit is 5,000",
        ),
        (
            {"cover": {"how_completed": "\ufffe"}},
            "cover.how_completed: contains invalid characters",
        ),
        ({"authority": {"name": " \t "}}, "authority.name: is blank"),
        (
            {"young_people_scores": {"1": {"score": 11}}},
            "young_people_scores.1.score: must be a whole number from 0 to 10, or null.",
        ),
    ],
)
def test_texts_the_site_cannot_keep_are_refused_by_their_place(db, changes, fault):
    with pytest.raises(Faulty) as caught:
        past_import_reading.read(past_json(**changes))
    assert caught.value.faults == [fault]


def test_texts_are_kept_as_the_site_keeps_texts(db):
    submission, _ = bring_in(
        past_json(
            responses={
                "7a": {"rating": 3, "evidence": " one\r\ntwo\u2028\x0bthree\x07 "}
            },
            cover={"lead_name": "Lee\nMoor"},
        )
    )
    assert submission.content["responses"]["7a"]["evidence"] == "one\ntwo\n\nthree"
    assert submission.content["cover"]["lead_name"] == "Lee Moor"


# Word forms in


def test_texts_of_a_form_that_are_too_long_are_listed_and_the_rest_comes_in(db):
    data = past_form(a7={"marks": {3: "X"}, "evidence": "x" * 5001, "ideas": "Short."})
    submission, report = bring_in(data, authority="Oldmoor", slug="past")
    said = submission.content["responses"]["7a"]
    assert (said["rating"], said["evidence"], said["ideas"]) == (3, "", "Short.")
    assert ("7a, evidence", "x" * 5001) in report.unplaced


def test_a_form_says_whose_it_is(db):
    found = past_import_reading.read(past_form("  Old\nmoor  Council "))
    assert (found["authority"], found["round"]) == ("Old moor Council", None)
    assert found["origin"] == {"kind": "docx"}
    found = past_import_reading.read(past_form("x" * 101))
    assert found["authority"] == ""
    assert ["Cover sheet, local authority", "x" * 101] in found["unplaced"]


# Every submission the site makes is one the schema describes


@pytest.mark.parametrize("edition", ["2015", "2020", "2026"])
def test_what_the_site_submits_is_as_the_schema_says(northmoor, mo, cass, edition):
    assessment = make_assessment(northmoor, mo, edition)
    group = make_group(assessment, mo, cass)
    rate(group, 3, "We said so.")
    hand_in_all(group, cass)
    check_export(submit(assessment, mo))


def test_what_is_brought_in_is_as_the_schema_says(submitted, elsewhere):
    check_export(submitted)
    check_export(bring_in(elsewhere)[0])
    check_export(bring_in(past_form(), authority="Oldmoor", slug="past")[0])


def check_export(submission):
    content, left = json.loads(exported(submission)), []
    schema.require_valid(content)
    assert schema.known(content, left) == content
    assert left == []


def test_the_demonstration_is_as_the_schema_says(db):
    call_command("demo", stdout=StringIO())
    submissions = list(Submission.objects.all())
    assert submissions
    for submission in submissions:
        check_export(submission)


def test_the_schema_can_be_had_by_anybody(client):
    answer = client.get("/schemas/submission-1.json")
    assert answer["Content-Type"] == "application/schema+json"
    assert answer.json() == schema.SCHEMA


# The commands


def run(*paths):
    out, err = StringIO(), StringIO()
    failure = None
    try:
        call_command("import_submissions", *map(str, paths), stdout=out, stderr=err)
    except CommandError as error:
        failure = error
    return out.getvalue(), err.getvalue(), failure


def test_the_command_goes_on_after_a_file_that_fails(tmp_path, db):
    good, bad, last = (
        tmp_path / name for name in ("good.json", "bad.json", "last.json")
    )
    good.write_bytes(past_json())
    bad.write_bytes(past_json(responses={"7a": {"rating": 9}, "1b": {"evidence": 4}}))
    last.write_bytes(past_json(authority={"name": "Newmoor"}))
    out, err, failure = run(good, bad, tmp_path / "none.json", tmp_path, last)
    first, second = Submission.objects.order_by("pk")
    assert out.splitlines() == [
        f"{good}: {first.reference}, Oldmoor, Autumn 2016, 1 statements",
        f"{last}: {second.reference}, Newmoor, Autumn 2016, 1 statements",
    ]
    assert "  responses.1b.evidence: must be text" in err
    assert "none.json: No such file" in err
    assert f"{tmp_path}: Is a directory" in err
    assert (str(failure), failure.returncode) == ("3 of 5 files were not imported.", 1)


def test_the_command_takes_no_word_form(tmp_path, db):
    path = tmp_path / "form.json"
    path.write_bytes(past_form())
    _, err, failure = run(path)
    assert "Use import_form" in err
    assert failure
    assert not Submission.objects.exists()


def test_the_command_lists_what_has_no_place_and_says_what_was_changed(
    tmp_path, elsewhere
):
    content = json.loads(elsewhere) | {"weather": "Fine."}
    path = tmp_path / "a.json"
    path.write_bytes(json.dumps(content).encode())
    out, _, failure = run(path)
    assert failure is None
    assert "changed since it was exported" in out
    assert "  Could not be placed: weather: Fine." in out


def test_a_huge_file_is_not_read_by_a_command(tmp_path, db):
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.write(b"{")
        file.truncate(200 * 1024 * 1024)
    _, err, failure = run(path)
    assert "larger than 10 MB" in err
    assert failure
    with pytest.raises(CommandError, match="larger than 10 MB|not a Word"):
        call_command("import_form", str(path), "--authority", "A", "--round", "r")


def test_the_command_says_that_a_form_is_of_a_submission_here(tmp_path, submitted):
    made = word_forms.submission_form(submitted.content, submitted.digest, None)
    path = tmp_path / "form.docx"
    path.write_bytes(word_document.write(made))
    arguments = ["--authority", "A", "--round", "r", "--check", "--without-doubtful"]
    out = StringIO()
    call_command("import_form", str(path), *arguments, stdout=out, stderr=StringIO())
    assert f"This form belongs to submission {submitted.reference}," in out.getvalue()


def test_a_form_for_a_group_says_in_brief_what_is_not_the_groups(tmp_path, housing):
    path = tmp_path / "form.docx"
    path.write_bytes(
        past_form(
            a7={"marks": {3: "X"}},
            a1={"marks": {4: "X"}},
            b1={"marks": {4: "X"}, "evidence": "Of another group."},
        )
    )
    out = StringIO()
    arguments = ["--authority", "Northmoor", "--group", "Housing"]
    call_command(
        "import_form",
        str(path),
        *arguments,
        "--round",
        housing.assessment.round.slug,
        stdout=out,
    )
    said = out.getvalue()
    assert "2 ratings and scores outside the group's areas left out" in said
    assert "1b, evidence, not an area of this group: Of another group." in said
    assert "1a" not in said
