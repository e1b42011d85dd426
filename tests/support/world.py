"""Northmoor's assessment with everything a URL can name, in any state."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from assessments.models import (
    Action,
    ActionRevision,
    Cluster,
    DraftResponse,
    DraftRevision,
    Enquiry,
    FollowUpReturn,
    FollowUpRevision,
    FormUpload,
    PastBatch,
    PastFile,
    ReadingTag,
    SignOff,
    StatementNote,
)
from assessments.workflow import (
    enquiries,
    follow_up,
    inviting,
    new_edition,
    peer_reviews,
    questions,
    reading_across,
    reopening,
    supplements_import,
    young_people,
)
from assessments.workflow.drafting import content_of
from assessments.workflow.supplements import last_submission
from leavingcare.models import User
from leavingcare.reminders import SIGNER

from .builders import hand_in, make_group, open_discussions, rate, submit
from .clients import FormClient, client_of
from .framework_files import INVENTED
from .supplements import (
    return_follow_up,
    save_action,
    save_consent,
    save_follow_up,
)

BESIDE = {
    "young_people_scores": {"7": {"score": 4, "how_gathered": "A survey."}},
    "young_people": {
        "how_many": 12,
        "findings": {"7": [{"text": "Few feel safe.", "asked": 40, "answered": 12}]},
    },
    "follow_up": {
        "completed_on": "2021-01-05",
        "areas": {"7": {"stage_two": 8, "barriers": "Rents."}},
        "ideas": {"7h": "done"},
    },
}
ACTION_PAGES = [
    "action",
    "move_action",
    "remove_action",
    "put_back_action",
    "restore_action",
]
# What was read of the file of a past submission that says nothing.
PAST = {
    "edition": "2020",
    "authority": "",
    "round": None,
    "cover": {},
    "responses": {},
    "global_scores": {},
    "origin": {"kind": "docx"},
    "source": "",
    "unplaced": [],
}
STATES = ["rating", "handed_in", "discussing", "submitted"]


def make_world(assessment, housing, everybody):
    """Return what `address` and the tests need; `everybody` is {name: person}."""
    mo, cass, dee = everybody["mo"], everybody["cass"], everybody["dee"]
    make_group(assessment, mo, dee, areas=[1], name="Health")
    rate(housing, 3, "A text nobody else may read.")
    response = DraftResponse.objects.filter(
        draft__group=housing, draft__area__number=7
    ).first()
    revision = DraftRevision.objects.create(
        response=response, by=cass, at=response.updated_at, content=content_of(response)
    )
    invitation, token = inviting.invite(
        authority=assessment.authority,
        email="new@example.org",
        role="contributor",
        by=mo,
    )
    upload = FormUpload.objects.create(
        group=housing,
        by=cass,
        at=response.updated_at,
        content={
            "answers": {
                response.statement.code: {
                    "ratings": [],
                    "evidence": "From a form nobody else may read.",
                    "ideas": "An idea from a form.",
                }
            },
            "scores": {"7": 5},
            "unplaced": [["A comment", "A note with no place."]],
        },
    )
    cluster = Cluster.objects.create(name="North", slug="north")
    cluster.authorities.add(assessment.authority)
    cluster.facilitators.add(everybody["fay"])
    south = Cluster.objects.create(name="South", slug="south")
    south.authorities.add(everybody["oli"].memberships.get().authority)
    south.facilitators.add(everybody["gus"])
    batch = PastBatch.objects.create(by=everybody["val"], at=response.updated_at)
    past_file = PastFile.objects.create(batch=batch, name="a.docx", content=PAST)
    return {
        "enquiry": Enquiry.objects.create(
            round=assessment.round, by=everybody["val"], at=response.updated_at
        ),
        "tag": ReadingTag.objects.create(name="Rents"),
        "note": StatementNote.objects.create(
            statement=response.statement,
            on=date(2023, 4, 1),
            text="£2,000 became £3,000.",
            by=everybody["val"],
        ),
        "edition_file": new_edition.keep(
            name="framework.json",
            data=INVENTED.read_bytes(),
            later="2026",
            earlier="2020",
            by=everybody["val"],
        ),
        "comment": sent_comment(assessment, mo, everybody["ann"]),
        "meeting": assessment.planned_meetings.create(held_on=date(2027, 1, 12)),
        "assessment": assessment,
        "housing": housing,
        "upload": upload,
        "batch": batch,
        "colleague": User.objects.create_user(
            "kit@example.org", name="Kit", is_staff=True
        ),
        "past_file": past_file,
        "invitation": invitation,
        "token": token,
        "letter": response.statement.letter,
        "posted": {
            "response_history": {"revision": revision.pk},
            "member_account": {"do": "sessions"},
            "staff_account": {"do": "sessions"},
        },
        "member": dee.memberships.get(),
        "people": everybody,
        "clients": {"nobody": FormClient()}
        | {name: client_of(person) for name, person in everybody.items()},
        "mo": mo,
        "cass": cass,
        "finding": young_people.add_finding(
            assessment=assessment,
            area=assessment.round.framework.areas.get(number=7),
            values=BESIDE["young_people"]["findings"]["7"][0] | {"source": ""},
            by=mo,
        ).pk,
    }


def sent_comment(assessment, by, approver):
    """Return a comment of an approver with which a request was sent back."""
    now = timezone.now()
    request = SignOff.objects.create(
        assessment=assessment,
        asked_by=by,
        asked_at=now,
        sent_back_by=approver,
        sent_back_at=now,
        versions={"statements": {}, "scores": {}, "cover": 0},
    )
    return request.comments.create(
        response=assessment.agreed_responses.first(), text="Why?", by=approver, at=now
    )


def bring_to(world, state):
    if state != "rating":
        hand_in(world["housing"], world["cass"])
    if state in {"discussing", "submitted"}:
        open_discussions(world["assessment"], world["mo"])
    if state == "submitted":
        submit(world["assessment"], world["mo"])
        reopening.reopen(
            assessment=world["assessment"], by=world["people"]["val"], reason="Again."
        )
        submit(world["assessment"], world["mo"])
        supplements_import.take_in(
            assessment=world["assessment"], supplements=BESIDE, by=world["mo"]
        )
        follow_up_and_plan(world)
        question = questions.ask(
            assessment=world["assessment"],
            statement=None,
            text="Why?",
            by=world["people"]["val"],
        )
        world["question"] = question.pk
        world["enquiry"] = enquiries.ask(
            round=world["assessment"].round,
            cluster=None,
            area=None,
            text="Who else?",
            by=world["people"]["val"],
        )
        reading_across.tag(
            submission=last_submission(world["assessment"]),
            place="7h",
            name="Rents",
            by=world["people"]["val"],
        )
        review = peer_reviews.invite(
            assessment=world["assessment"],
            email=world["people"]["oli"].email,
            name="",
            until=date(2100, 1, 1),
            by=world["mo"],
        )
        world["review"] = review.pk
        save_consent(world["assessment"], world["mo"], "to_evaluator")


def follow_up_and_plan(world):
    """Return the follow-up once and have it reopened, and change the plan and it."""
    assessment, mo = world["assessment"], world["mo"]
    return_follow_up(assessment, mo)
    follow_up.reopen(
        assessment=assessment, by=world["people"]["val"], reason="Once more."
    )
    save_follow_up(assessment, mo, {7: {"barriers": "Rents again."}})
    action = Action.objects.get(assessment=assessment)
    save_action(action, mo, owner="Head of service", measure="All have a guide.")
    world |= {
        "action": action.pk,
        "return": FollowUpReturn.objects.get().reference,
    }
    world["posted"] |= {
        "move_action": {"way": "up"},
        "restore_action": {"revision": ActionRevision.objects.first().pk},
        "follow_up_history": {"revision": FollowUpRevision.objects.first().pk},
    }


def address(world, name):
    assessment = world["assessment"]
    references = [each.reference for each in assessment.submissions.all()]
    reference, earlier = references or ["BD-2222-2222", "BD-3333-3333"]
    of_assessment = {"pk": assessment.pk}
    of_group = of_assessment | {"group": world["housing"].pk}
    of_draft = of_group | {"number": 7}
    of_statement = of_assessment | {"number": 7, "letter": "h"}
    of_authority = {"slug": assessment.authority.slug}
    of_action = of_assessment | {"action": world.get("action", 1)}
    of_finding = of_assessment | {"finding": world.get("finding", 1)}
    returned = world.get("return", "FU-2222-2222")
    arguments = {
        **dict.fromkeys(ACTION_PAGES, of_action),
        "finding": of_finding,
        "remove_finding": of_finding,
        "follow_up_history": of_assessment | {"number": 7},
        "follow_up_return": {"reference": returned},
        "follow_up_file": {"reference": returned, "format": "json"},
        "round_follow_ups": {"slug": assessment.round.slug},
        "framework": {"edition": "2020"},
        "framework_since": {"later": "2020", "earlier": "2015"},
        "blank_form": {"edition": "2020", "format": "docx"},
        "authority": of_authority,
        "change_authority": of_authority,
        "match_authority": of_authority,
        "merge_authority": of_authority,
        "hand_over": of_authority | {"member": world["member"].pk},
        "openid_connect_login": {"provider_id": "northmoor"},
        "openid_connect_callback": {"provider_id": "northmoor"},
        "people": of_authority,
        "member_account": of_authority | {"member": world["member"].pk},
        "staff_account": {"pk": world["colleague"].pk},
        "everything": of_authority,
        "everything_file": of_authority,
        "invite": of_authority,
        "withdraw_invitation": of_authority | {"invitation": world["invitation"].pk},
        "change_role": of_authority | {"member": world["member"].pk},
        "remove_member": of_authority | {"member": world["member"].pk},
        "accept_invitation": {"token": world["token"]},
        "reminder_choice": {"token": SIGNER.sign(world["mo"].pk)},
        "round": {"slug": assessment.round.slug},
        "statement_notes": {"edition": "2020"},
        "take_back_note": {"edition": "2020", "note": world["note"].pk},
        "correspondence": {"file": world["edition_file"].pk},
        "correspondence_file": {"file": world["edition_file"].pk},
        "accept_word_for_word": {"file": world["edition_file"].pk},
        "decide_correspondence": {"file": world["edition_file"].pk, "place": "1a"},
        "review": of_assessment | {"review": world.get("review", 1)},
        "own_review": {"pk": world.get("review", 1)},
        "question": of_assessment | {"question": world.get("question", 1)},
        "cluster": {"slug": "north"},
        "change_cluster": {"slug": "north"},
        "staff_member": {"person": world["people"]["eve"].pk},
        "evaluation_file": {"pk": assessment.round_id, "format": "long.csv"},
        "passed_on": of_assessment,
        "round_csv": {"slug": assessment.round.slug},
        "change_round": {"slug": assessment.round.slug},
        "add_authority": {"slug": assessment.round.slug},
        "add_one": {"slug": assessment.round.slug, "key": assessment.authority.slug},
        "add_many": {"slug": assessment.round.slug},
        "chase": {"slug": assessment.round.slug},
        "round_responses": {"slug": assessment.round.slug},
        "round_questions": {"slug": assessment.round.slug},
        "round_question": {
            "slug": assessment.round.slug,
            "enquiry": world["enquiry"].pk,
        },
        "responses_csv": {"slug": assessment.round.slug},
        "analysis": {"slug": assessment.round.slug},
        "read_index": {"slug": assessment.round.slug},
        "read_place": {"slug": assessment.round.slug, "place": "7h"},
        "read_tag": {"slug": assessment.round.slug, "tag": world["tag"].pk},
        "search_round": {"slug": assessment.round.slug},
        "tag_text": {"slug": assessment.round.slug, "place": "7h"},
        "round_results": {"slug": assessment.round.slug},
        "analysis_part": {"slug": assessment.round.slug, "part": "areas"},
        "analysis_csv": {
            "slug": assessment.round.slug,
            "part": "areas",
            "table": "areas",
        },
        "results_file": of_assessment | {"format": "docx"},
        "analysis_file": {"slug": assessment.round.slug, "format": "json"},
        "keep_analysis": {"slug": assessment.round.slug},
        "round_file": {"slug": assessment.round.slug, "format": "long.csv"},
        "round_text": {"slug": assessment.round.slug},
        "past_batch": {"batch": world["batch"].pk},
        "past_file": {"batch": world["batch"].pk, "file": world["past_file"].pk},
        "undo_past": {"batch": world["batch"].pk},
        "discard_past": {"batch": world["batch"].pk},
        "past_report_file": {"batch": world["batch"].pk},
        "round_downloads": {"slug": assessment.round.slug},
        "round_zip": {"slug": assessment.round.slug},
        "group": of_group,
        "remove_group": of_group,
        "offline": of_group,
        "offline_upload": of_group,
        "offline_check": of_group | {"upload": world["upload"].pk},
        "draft": of_draft,
        "draft_file": of_draft,
        "last_time": of_draft,
        "hand_in": of_draft,
        "handed_in": of_draft,
        "hand_back": of_draft,
        "ask_back": of_draft,
        "response_history": of_draft | {"letter": world["letter"]},
        "here": of_draft,
        "notes": of_draft | {"letter": world["letter"]},
        "voice": of_draft | {"letter": world["letter"]},
        "discussion": of_assessment | {"number": 7},
        "settle": of_statement,
        "look_again": of_statement,
        "come_back": of_statement,
        "answer_comment": of_assessment | {"comment": world["comment"].pk},
        "planned_meeting": of_assessment | {"meeting": world["meeting"].pk},
        "change_rating": of_statement,
        "help_page": {"page": "privacy"},
        "remove_words": of_draft | {"letter": world["letter"]},
        "remove_submitted_words": {"reference": reference},
        "submission": {"reference": reference},
        "differences": {"reference": reference, "other": earlier},
        "submission_file": {"reference": reference, "format": "json"},
    }
    without = {
        "help",
        "home",
        "framework_list",
        "new_edition",
        "authorities",
        "rounds",
        "new_round",
        "clusters",
        "new_cluster",
        "staff",
        "invite_staff",
        "evaluation",
        "past_submissions",
        "submission_schema",
        "mails",
        "your_account",
        "data_columns",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_add_webauthn",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "usersessions_list",
        "tokens",
    }
    return reverse(
        name, kwargs={} if name in without else arguments.get(name, of_assessment)
    )
