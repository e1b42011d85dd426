"""The permissions: the table of tests/support/permissions.py, walked over every URL."""

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from assessments.models import Invitation
from assessments.workflow import inviting
from tests.support.builders import make_authority, make_member
from tests.support.permissions import GET, PEOPLE, POST, row_of
from tests.support.world import STATES, address, bring_to

# Accepting an invitation of one's own address: the answers to reading and to joining.
JOINING = {
    "mo": (200, 302),
    "cass": (200, 302),
    "dee": (200, 302),
    "ann": (200, 302),
    "oli": (200, 302),
    "val": (403, 403),  # Coram Voice staff join no authority
    "fay": (403, 403),
    "gus": (403, 403),
    "eve": (403, 403),
    "nobody": (200, 302),
}


OF_SUBMISSION = {
    "submission",
    "differences",
    "submission_file",
    "follow_up_return",
    "follow_up_file",
}


@pytest.mark.parametrize("person", PEOPLE)
def test_joining_by_ones_own_invitation(world, person):
    westmere = make_member(make_authority("Westmere"), "moderator", "wes")
    authority = westmere.memberships.get().authority
    _, token = inviting.invite(
        authority=authority, email="new@example.org", role="moderator", by=westmere
    )
    if person != "nobody":
        own = world["people"][person].email
        Invitation.objects.filter(authority=authority).update(email=own)
    path = reverse("accept_invitation", args=[token])
    client = world["clients"][person]
    sent = {"name": "New", "password": "correct horse battery"}
    answers = (client.get(path).status_code, client.post(path, sent).status_code)
    assert answers == JOINING[person]
    joined = authority.memberships.exclude(user=westmere).exists()
    assert joined == (person not in {"val", "fay", "gus", "eve"})


def test_every_address_is_in_the_tables():
    names = {
        name
        for name in get_resolver().reverse_dict
        if isinstance(name, str) and not name.startswith("account_")
    }
    assert names == set(GET) == set(POST)


@pytest.mark.parametrize("state", STATES)
def test_reading(world, state, monkeypatch):
    # Else a round's ZIP is there or not by how fast the machine made its PDFs.
    monkeypatch.setattr("assessments.workflow.authority_archive.PATIENCE", None)
    bring_to(world, state)
    wrong = {}
    for name in GET:
        row = row_of(GET, name, state)
        if name in OF_SUBMISSION and state != "submitted":
            row = [302 if person == "nobody" else 404 for person in PEOPLE]
        path = address(world, name)
        for person, expected in zip(PEOPLE, row, strict=True):
            response = world["clients"][person].get(path)
            list(response)  # a file is open until all of it is sent
            if response.status_code != expected:
                wrong[name, person] = response.status_code, expected
    assert wrong == {}


@pytest.mark.parametrize("state", STATES)
def test_changing(world, state):
    """No post is stored, so that everybody meets the same assessment."""
    bring_to(world, state)
    wrong = {}
    for name in POST:
        path, data = address(world, name), world["posted"].get(name, {})
        row = row_of(POST, name, state)
        for person, expected in zip(PEOPLE, row, strict=True):
            status = posted(world["clients"][person], path, data)
            if gate(status, expected) != expected:
                wrong[name, person] = status, expected
    assert wrong == {}


def posted(client, path, data):
    """Post to an address as a person and take back what it did: the answer's status."""
    savepoint = transaction.savepoint()
    status = client.post(path, data).status_code
    transaction.savepoint_rollback(savepoint)
    return status


def gate(status, expected):
    is_gate = status in {401, 403, 404, 405} or expected == 409 == status
    return status if is_gate else "ok"
