"""The supplements of a submission: young people's scores and the follow-up."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from assessments.files.catalogue import FORMATS
from assessments.models import (
    AuditEvent,
    FollowUpScore,
    SubmissionFile,
    YoungPeopleScore,
)
from assessments.submission import digests, supplements
from assessments.workflow import (
    action_plan,
    downloads,
    follow_up,
    reopening,
    rounds,
    submitting,
    supplements_import,
    young_people,
)
from assessments.workflow.supplements import token_of
from leavingcare.refusals import Refused
from tests.support.builders import complete, make_assessment, make_authority, submit
from tests.support.supplements import (
    plan_ideas,
    save_action,
    save_follow_up,
    save_young_people,
)

NOTHING = {
    "young_people_scores": {},
    "young_people": {},
    "follow_up": {},
    "action_plan": [],
}
SAID = {"score": 7, "how_gathered": "A survey of 40 care leavers."}
LATER = {
    "stage_two": 9,
    "what_helped": "A second adviser.",
    "barriers": "Rents.",
    "next_steps": "A guide.",
}


@pytest.fixture
def submitted(assessment, mo):
    """Submitted with a global score of 6 in every area but the third."""
    complete(assessment, mo)
    assessment.agreed_areas.filter(area__number=3).update(global_score=None)
    submitting.submit(
        assessment=assessment,
        by=mo,
        confirmed=submitting.unconfirmed_blanks(assessment),
    )
    assessment.refresh_from_db()
    return assessment


def test_nothing_is_nothing(submitted, assessment, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        assert supplements.of(submitted) == NOTHING


def test_before_submitting_only_young_people_are_heard(assessment, mo):
    assert supplements.of(assessment) == NOTHING
    for save in [
        lambda: follow_up.save_follow_up(assessment=assessment, answers={}, by=mo),
        lambda: action_plan.add_ideas(assessment=assessment, chosen=[], by=mo),
        lambda: supplements_import.take_in(
            assessment=assessment, supplements=NOTHING, by=mo
        ),
    ]:
        with pytest.raises(Refused, match="has been submitted"):
            save()


def test_young_people_are_heard_from_the_first_day_on(assessment, mo, val):
    save_young_people(assessment, mo, {2: SAID}, {"how_many": 12})
    save_young_people(assessment, val, {4: {"score": 3, "pick": "worst"}})
    finding = {"text": "Rents.", "asked": 40, "answered": 12, "source": ""}
    young_people.add_finding(
        assessment=assessment, area=area_of(assessment, 7), values=finding, by=val
    )
    before = supplements.of(assessment)
    assert before["young_people_scores"]["2"] == SAID
    assert before["young_people_scores"]["4"]["pick"] == "worst"
    assert before["young_people"]["how_many"] == 12
    assert before["young_people"]["findings"] == {"7": [finding]}
    submission = submit(assessment, mo)
    assert supplements.of(assessment) == before
    assert not {*NOTHING} & {*submission.content}
    digest = submission.digest
    save_young_people(assessment, mo, {2: {"score": 8}})
    submission.refresh_from_db()
    assert digests.digest(submission.content) == submission.digest == digest


def test_a_finding_is_there_before_any_score(assessment, mo):
    finding = {"text": "Rents.", "asked": None, "answered": None, "source": ""}
    young_people.add_finding(
        assessment=assessment, area=area_of(assessment, 7), values=finding, by=mo
    )
    found = supplements.of(assessment)["young_people"]["findings"]
    assert found == {"7": [finding]}


def test_looking_at_the_scores_makes_no_rows(assessment, django_assert_num_queries):
    with django_assert_num_queries(3):
        rows, record = (
            young_people.score_rows(assessment),
            young_people.record_of(assessment),
        )
    assert [rows[number].score for number in sorted(rows)] == [None] * 10
    assert record.pk is None
    assert not YoungPeopleScore.objects.exists()


def test_out_of_the_round_nothing_is_written(assessment, mo, val):
    save_young_people(assessment, mo, {2: SAID})
    rounds.take_out(assessment=assessment, because="Merged", is_counted=True, by=val)
    with pytest.raises(Refused, match="out of the round"):
        save_young_people(assessment, mo, {2: {"score": 1}})
    assert supplements.of(assessment)["young_people_scores"] == {"2": SAID}


def area_of(assessment, number):
    return assessment.round.framework.areas.get(number=number)


def test_every_area_has_its_rows_from_the_first_submission_on(submitted, mo, val):
    reopening.reopen(assessment=submitted, by=val, reason="Again.")
    submitted.refresh_from_db()
    submit(submitted, mo)
    assert submitted.submissions.count() == 2
    assert YoungPeopleScore.objects.filter(assessment=submitted).count() == 10
    assert FollowUpScore.objects.filter(follow_up__assessment=submitted).count() == 10


def test_young_people_are_heard(submitted, mo, django_assert_max_num_queries):
    merges = save_young_people(submitted, mo, {2: SAID, 4: {"score": 0}})
    assert all(not merged.clashes for merged in merges.values())
    with django_assert_max_num_queries(7):
        found = supplements.of(submitted)
    four = {"score": 0, "how_gathered": ""}
    assert found == NOTHING | {"young_people_scores": {"2": SAID, "4": four}}
    event = AuditEvent.objects.get(kind="young_people")
    assert (event.by, event.detail) == (mo, "areas 2 and 4")


def test_stage_one_is_what_was_submitted(
    submitted, mo, val, django_assert_max_num_queries
):
    save_follow_up(submitted, mo, {1: LATER}, date(2021, 1, 5))
    actions = plan_ideas(submitted, mo, _1a="A guide.", _2b="A phone.")
    save_action(actions[0], mo, state="done")
    with django_assert_max_num_queries(7):
        found = supplements.of(submitted)["follow_up"]
    assert found["completed_on"] == "2021-01-05"
    assert list(found["areas"]) == [str(number) for number in range(1, 11)]
    assert found["areas"]["1"] == {"stage_one": 6} | LATER
    assert found["areas"]["3"]["stage_one"] is None
    assert found["ideas"] == {"1a": "done", "2b": "not_yet"}
    assert "returned" not in found
    details = AuditEvent.objects.filter(kind="followed_up").values_list(
        "detail", flat=True
    )
    assert set(details) == {"date, area 1"}

    reopening.reopen(assessment=submitted, by=val, reason="Again.")
    submitted.refresh_from_db()
    complete(submitted, mo)
    submitted.agreed_areas.filter(area__number=1).update(global_score=4)
    submitting.submit(assessment=submitted, by=mo)
    assert supplements.of(submitted)["follow_up"]["areas"]["1"]["stage_one"] == 4


def test_stage_one_is_filled_in_only_where_none_was_submitted(submitted, mo):
    _, merges = save_follow_up(
        submitted, mo, {1: {"stage_one": 9, "stage_two": 9}, 3: {"stage_one": 5}}
    )
    assert merges[1].clashes == {"stage_one": 6}
    assert merges[1].changes == {"stage_two": 9}
    areas = supplements.of(submitted)["follow_up"]["areas"]
    assert [areas[number]["stage_one"] for number in ("1", "3")] == [6, 5]
    assert FollowUpScore.objects.get(area__number=1).stage_one is None


def test_what_was_said_can_be_taken_back(submitted, mo):
    save_follow_up(submitted, mo, {1: LATER}, date(2021, 1, 5))
    blank = dict.fromkeys(["what_helped", "barriers", "next_steps"], "")
    save_follow_up(submitted, mo, {1: blank | {"stage_two": None}})
    assert supplements.of(submitted) == NOTHING


def test_two_people_never_overwrite_each_other(submitted, mo, zoe):
    row = young_people.score_rows(submitted)[2]
    seen = token_of(row, young_people.score_values(row))

    def save(by, **values):
        _, merges = young_people.save_young_people(
            assessment=submitted, answers={2: (seen, values)}, by=by
        )
        return merges[2]

    assert save(mo, score=7).changes == {"score": 7}
    both = save(zoe, score=3, how_gathered="By post.")
    assert (both.changes, both.clashes) == ({"how_gathered": "By post."}, {"score": 7})
    row.refresh_from_db()
    assert (row.score, row.how_gathered, row.updated_by) == (7, "By post.", zoe)


def test_saving_what_is_there_is_no_event(submitted, mo):
    save_young_people(submitted, mo, {2: SAID})
    save_young_people(submitted, mo, {2: SAID})
    assert AuditEvent.objects.filter(kind="young_people").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda row: YoungPeopleScore.objects.update(pick="mid"),
        lambda row: YoungPeopleScore.objects.update(score=11),
        lambda row: FollowUpScore.objects.update(stage_one=11),
        lambda row: FollowUpScore.objects.update(stage_two=11),
    ],
)
def test_scores_are_out_of_ten(submitted, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change(submitted)


# Files


def test_it_is_in_the_json_outside_the_digest(submitted, mo):
    save_young_people(submitted, mo, {2: SAID})
    save_follow_up(submitted, mo, {1: LATER})
    submission = submitted.submissions.get()
    document = json.loads(
        downloads.file_of(submission=submission, format=FORMATS["json"])
    )
    assert document["young_people_scores"] == {"2": SAID}
    assert document["follow_up"]["areas"]["1"] == {"stage_one": 6} | LATER
    digest = document.pop("digest")
    for name in NOTHING:
        del document[name]
    assert digests.digest(document) == digest == submission.digest


def make_file(submission):
    return SubmissionFile.objects.create(
        submission=submission, format="pdf", content=b"%PDF", digest="0" * 64
    )


def test_kept_files_are_made_anew(submitted, mo):
    submission = submitted.submissions.get()
    for save in [
        lambda: save_young_people(submitted, mo, {2: SAID}),
        lambda: save_follow_up(submitted, mo, {1: LATER}),
        lambda: plan_ideas(submitted, mo, _1a="A guide."),
    ]:
        make_file(submission)
        save()
        assert not submission.files.exists()


def test_the_kept_files_of_others_stay(submitted, mo):
    eastvale = make_authority("Eastvale")
    others = submit(make_assessment(eastvale, mo), mo)
    make_file(others)
    make_file(submitted.submissions.get())
    save_young_people(submitted, mo, {2: SAID})
    assert [kept.submission for kept in SubmissionFile.objects.all()] == [others]


def test_kept_files_stay_when_nothing_changed(submitted, mo):
    submission = submitted.submissions.get()
    save_young_people(submitted, mo, {2: SAID})
    make_file(submission)
    save_young_people(submitted, mo, {2: SAID})
    assert submission.files.exists()


def test_a_file_made_while_it_changed_is_not_kept(submitted, mo):
    submission = submitted.submissions.get()

    def make(submission, shown):
        save_young_people(submitted, mo, {2: SAID})
        return b"%PDF"

    format = replace(FORMATS["pdf"], make=make)
    assert downloads.file_of(submission=submission, format=format) == b"%PDF"
    assert not submission.files.exists()
    downloads.file_of(submission=submission, format=format)
    assert submission.files.exists()


# Imported from a file

DOCUMENT = {
    "young_people_scores": {"2": SAID},
    "young_people": {
        "how_many": 12,
        "gathered_on": "2020-11-02",
        "findings": {"2": [{"text": "We like it.", "asked": 40, "answered": 12}]},
    },
    "follow_up": {
        "completed_on": "2021-01-05",
        "areas": {"1": LATER, "3": {"stage_one": 5}},
        "ideas": {"1a": "done"},
    },
}


def test_a_document_is_taken_in(submitted, mo):
    assert (
        supplements_import.take_in(assessment=submitted, supplements=DOCUMENT, by=mo)
        == []
    )
    found = supplements.of(submitted)
    assert found["young_people_scores"] == {"2": SAID}
    assert found["young_people"] == {
        "how_gathered": "",
        "how_many": 12,
        "gathered_on": "2020-11-02",
        "gathered_by": "",
        "findings": {
            "2": [{"text": "We like it.", "asked": 40, "answered": 12, "source": ""}]
        },
    }
    assert [(each["code"], each["state"]) for each in found["action_plan"]] == [
        ("1a", "done")
    ]
    assert found["follow_up"]["completed_on"] == "2021-01-05"
    assert found["follow_up"]["ideas"] == {"1a": "done"}
    assert found["follow_up"]["areas"]["1"] == {"stage_one": 6} | LATER
    assert found["follow_up"]["areas"]["3"]["stage_one"] == 5
    event = AuditEvent.objects.get(kind="imported")
    assert event.detail == "young people’s scores and the follow-up"

    assert (
        supplements_import.take_in(assessment=submitted, supplements=found, by=mo) == []
    )
    assert supplements.of(submitted) == found


def test_a_plan_is_taken_in_with_its_measures_and_without(submitted, mo):
    measured = {"text": "A guide.", "measure": "Half have seen it."}
    plan = {"action_plan": [measured, {"text": "A phone."}]}
    for _ in range(2):  # the second time, all of it is there
        assert (
            supplements_import.take_in(assessment=submitted, supplements=plan, by=mo)
            == []
        )
        found = supplements.of(submitted)["action_plan"]
        assert [(each["text"], each.get("measure")) for each in found] == [
            ("A guide.", "Half have seen it."),
            ("A phone.", None),
        ]
    other = {
        "action_plan": [measured | {"measure": "All have."}, plan["action_plan"][1]]
    }
    left = supplements_import.take_in(assessment=submitted, supplements=other, by=mo)
    assert [text for _, text in left] == ["A guide.", "A phone."]


def test_a_score_of_nought_is_no_blank(submitted, mo):
    save_young_people(submitted, mo, {2: {"score": 0}})
    taken = {"young_people_scores": {"2": SAID}}
    assert supplements_import.take_in(
        assessment=submitted, supplements=taken, by=mo
    ) == [("Area 2, young people’s score, score", "7")]
    assert supplements.of(submitted)["young_people_scores"] == {
        "2": SAID | {"score": 0}
    }


def test_what_is_there_stays_and_is_named(submitted, mo):
    supplements_import.take_in(assessment=submitted, supplements=DOCUMENT, by=mo)
    before = supplements.of(submitted)
    other = {
        "young_people_scores": {"2": {"score": 1, "how_gathered": "By post."}},
        "young_people": {"how_many": 13},
        "follow_up": {
            "completed_on": "2022-02-02",
            "areas": {"1": {"stage_one": 1, "barriers": "Others."}},
            "ideas": {"1a": "not_yet"},
        },
    }
    assert supplements_import.take_in(
        assessment=submitted, supplements=other, by=mo
    ) == [
        ("Area 2, young people’s score, score", "1"),
        ("Area 2, young people’s score, how gathered", "By post."),
        ("Young people’s scores, how many", "13"),
        ("Area 1, follow-up, stage 1", "1"),
        ("Area 1, follow-up, barriers", "Others."),
        ("Follow-up, completed on", "2022-02-02"),
        ("Statement 1a, its ideas", "Not yet"),
    ]
    assert supplements.of(submitted) == before


@pytest.mark.parametrize("blank", [{}, NOTHING, dict.fromkeys(NOTHING)])
def test_nothing_taken_in_is_no_event(submitted, mo, blank):
    assert (
        supplements_import.take_in(assessment=submitted, supplements=blank, by=mo) == []
    )
    assert supplements.of(submitted) == NOTHING
    assert not AuditEvent.objects.filter(kind="imported").exists()


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({"young_people_scores": []}, "young_people_scores: must be an object"),
        ({"young_people_scores": {"11": {}}}, "young_people_scores.11: is not known"),
        ({"young_people_scores": {"01": {}}}, "young_people_scores.01: is not known"),
        ({"young_people_scores": {"2": 7}}, "young_people_scores.2: must be an obj"),
        ({"young_people_scores": {"2": {"score": 11}}}, "2.score: must be a whole"),
        ({"young_people_scores": {"2": {"score": True}}}, "2.score: must be a whole"),
        ({"young_people_scores": {"2": {"score": 7.0}}}, "2.score: must be a whole"),
        ({"young_people_scores": {"2": {"who": ""}}}, "2.who: is not known"),
        ({"young_people_scores": {"2": {"how_gathered": 1}}}, "must be text"),
        (
            {"young_people_scores": {"2": {"how_gathered": "x" * 5001}}},
            "at most 5,000 characters",
        ),
        (
            {"young_people_scores": {"2": {"how_gathered": "\0"}}},
            "contains invalid characters",
        ),
        ({"follow_up": {"completed_on": "5 May"}}, "completed_on: must be a date"),
        ({"follow_up": {"completed_on": 5}}, "completed_on: must be a date"),
        ({"follow_up": {"areas": {"1": {"stage_two": -1}}}}, "1.stage_two: must be"),
        ({"follow_up": {"ideas": {"99z": "done"}}}, "ideas.99z: is not known"),
        ({"follow_up": {"ideas": {"1a": []}}}, "ideas.1a: must be one of done"),
        ({"follow_up": {"else": 1}}, "follow_up.else: is not known"),
        ({"young_people_scores": {"2": {"pick": "mid"}}}, "2.pick: must be"),
        ({"young_people": {"how_many": -1}}, "young_people.how_many: must be a whole"),
        (
            {"young_people": {"findings": {"2": [{"asked": 1, "answered": 2}]}}},
            "is more than were asked",
        ),
        ({"young_people": {"gathered_by": "x" * 151}}, "at most 150 characters"),
        ({"action_plan": {}}, "action_plan: must be a list"),
        ({"action_plan": [{"text": ""}]}, "action_plan.0..text: is missing"),
        ({"action_plan": [{"text": "A.", "state": "soon"}]}, "state: must be one of"),
        ({"action_plan": [{"text": "A.", "code": "99z"}]}, "code: is not known"),
        ({"action_plan": [{"text": "A.", "area": 99}]}, "area: is not known"),
        ({"action_plan": [{"text": "A.", "measure": 9}]}, "measure: must be text"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(submitted, mo, document, fault):
    right = {"young_people_scores": {"4": SAID}}
    with pytest.raises(Refused, match=fault):
        supplements_import.take_in(
            assessment=submitted, supplements=right | document, by=mo
        )
    assert supplements.of(submitted) == NOTHING
