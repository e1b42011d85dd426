"""Northmoor's assessment with everything an address can name, in any state."""

from django.urls import reverse

from assessments.models import DraftResponse, DraftRevision
from assessments.workflow import people, submitting
from assessments.workflow.drafting import content_of

from .builders import complete, hand_in, make_group, open_discussions, rate
from .clients import FormClient, client_of

STATES = ["rating", "handed_in", "discussing", "submitted"]


def make_world(assessment, housing, everybody):
    """What `address` and the tests need; `everybody` is {name: person}."""
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
    return {
        "assessment": assessment,
        "housing": housing,
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
        complete(world["assessment"], world["mo"])
        submitting.submit(assessment=world["assessment"], by=world["mo"])


def address(world, name):
    assessment = world["assessment"]
    submission = assessment.submissions.first()
    reference = submission.reference if submission else "BD-2222-2222"
    of_assessment = {"pk": assessment.pk}
    of_group = of_assessment | {"group": world["housing"].pk}
    of_draft = of_group | {"number": 7}
    of_authority = {"slug": assessment.authority.slug}
    arguments = {
        "framework": {"edition": "2020"},
        "framework_since": {"later": "2020", "earlier": "2015"},
        "people": of_authority,
        "invite": of_authority,
        "withdraw_invitation": of_authority | {"invitation": world["invitation"].pk},
        "change_role": of_authority | {"member": world["member"].pk},
        "remove_member": of_authority | {"member": world["member"].pk},
        "accept_invitation": {"token": world["token"]},
        "round": {"slug": assessment.round.slug},
        "group": of_group,
        "remove_group": of_group,
        "draft": of_draft,
        "hand_in": of_draft,
        "hand_back": of_draft,
        "response_history": of_draft | {"letter": world["letter"]},
        "discussion": of_assessment | {"number": 7},
        "settle": of_assessment | {"number": 7, "letter": "h"},
        "submission": {"reference": reference},
        "submission_file": {"reference": reference, "format": "json"},
    }
    without = {"home", "framework_list", "rounds", "new_round"}
    return reverse(
        name, kwargs={} if name in without else arguments.get(name, of_assessment)
    )
