"""Northmoor's assessment with everything a URL can name, in any state."""

from django.urls import reverse

from assessments.models import (
    DraftResponse,
    DraftRevision,
    FormUpload,
    PastBatch,
)
from assessments.workflow import people, submitting, supplements_import
from assessments.workflow.drafting import content_of
from leavingcare.reminders import SIGNER

from .builders import hand_in, make_group, open_discussions, rate, submit
from .clients import FormClient, client_of

BESIDE = {
    "young_people_scores": {"7": {"score": 4, "how_gathered": "A survey."}},
    "follow_up": {
        "completed_on": "2021-01-05",
        "areas": {"7": {"stage_two": 8, "barriers": "Rents."}},
        "ideas": {"7h": "done"},
    },
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
    invitation, token = people.invite(
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
    return {
        "assessment": assessment,
        "housing": housing,
        "upload": upload,
        "batch": PastBatch.objects.create(by=everybody["val"], at=response.updated_at),
        "invitation": invitation,
        "token": token,
        "letter": response.statement.letter,
        "posted": {"response_history": {"revision": revision.pk}},
        "member": dee.memberships.get(),
        "people": everybody,
        "clients": {"nobody": FormClient()}
        | {name: client_of(person) for name, person in everybody.items()},
        "mo": mo,
        "cass": cass,
    }


def bring_to(world, state):
    if state != "rating":
        hand_in(world["housing"], world["cass"])
    if state in {"discussing", "submitted"}:
        open_discussions(world["assessment"], world["mo"])
    if state == "submitted":
        submit(world["assessment"], world["mo"])
        submitting.reopen(
            assessment=world["assessment"], by=world["people"]["val"], reason="Again."
        )
        submit(world["assessment"], world["mo"])
        supplements_import.take_in(
            assessment=world["assessment"], supplements=BESIDE, by=world["mo"]
        )


def address(world, name):
    assessment = world["assessment"]
    references = [each.reference for each in assessment.submissions.all()]
    reference, earlier = references or ["BD-2222-2222", "BD-3333-3333"]
    of_assessment = {"pk": assessment.pk}
    of_group = of_assessment | {"group": world["housing"].pk}
    of_draft = of_group | {"number": 7}
    of_authority = {"slug": assessment.authority.slug}
    arguments = {
        "framework": {"edition": "2020"},
        "framework_since": {"later": "2020", "earlier": "2015"},
        "blank_form": {"edition": "2020", "format": "docx"},
        "people": of_authority,
        "everything": of_authority,
        "everything_file": of_authority,
        "invite": of_authority,
        "withdraw_invitation": of_authority | {"invitation": world["invitation"].pk},
        "change_role": of_authority | {"member": world["member"].pk},
        "remove_member": of_authority | {"member": world["member"].pk},
        "accept_invitation": {"token": world["token"]},
        "reminder_choice": {"token": SIGNER.sign(world["mo"].pk)},
        "round": {"slug": assessment.round.slug},
        "round_file": {"slug": assessment.round.slug, "format": "long.csv"},
        "round_text": {"slug": assessment.round.slug},
        "past_batch": {"batch": world["batch"].pk},
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
        "response_history": of_draft | {"letter": world["letter"]},
        "here": of_draft,
        "notes": of_draft | {"letter": world["letter"]},
        "voice": of_draft | {"letter": world["letter"]},
        "discussion": of_assessment | {"number": 7},
        "settle": of_assessment | {"number": 7, "letter": "h"},
        "change_rating": of_assessment | {"number": 7, "letter": "h"},
        "submission": {"reference": reference},
        "differences": {"reference": reference, "other": earlier},
        "submission_file": {"reference": reference, "format": "json"},
    }
    without = {
        "home",
        "framework_list",
        "rounds",
        "new_round",
        "past_submissions",
        "submission_schema",
        "mails",
        "your_account",
        "data_columns",
    }
    return reverse(
        name, kwargs={} if name in without else arguments.get(name, of_assessment)
    )
