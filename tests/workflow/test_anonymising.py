"""A person who is anonymised is in no row of the database; what they wrote is."""

from io import StringIO

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from assessments.models import DraftRevision, Submission
from assessments.workflow import inviting
from assessments.workflow.anonymising import anonymise
from leavingcare.models import User
from leavingcare.outbox import Queue
from leavingcare.refusals import Refused
from tests.support.builders import complete, submit
from tests.support.clients import FormClient, client_of
from tests.support.draft_pages import write
from tests.support.markup import markup
from tests.support.second_steps import App
from tests.support.signing_in import PASSWORD, sign_in
from tests.support.tables import tables_with

NAME, EMAIL = "Quentin Canary", "quentin.canary@example.org"
TEXT = "The panel meets monthly"


@pytest.fixture
def person(cass, housing, mo, northmoor, monkeypatch):
    """A member who has left traces of every kind."""
    User.objects.filter(pk=cass.pk).update(name=NAME, email=EMAIL)
    cass.refresh_from_db()
    cass.set_password(PASSWORD)
    cass.save()
    write(housing, cass, TEXT)
    housing.members.add(mo)
    inviting.invite(
        authority=northmoor, email="n@example.org", role="contributor", by=mo
    )
    sign_in(FormClient(), EMAIL)
    App(monkeypatch).set_up_for(cass)
    Queue().send_messages(
        [
            EmailMessage("Hello", f"{NAME}, rate.", to=[EMAIL]),
            EmailMessage(
                f"{NAME} has handed in",
                f"Ask {EMAIL}",
                to=[mo.email],
                reply_to=[EMAIL],
            ),
        ]
    )
    return cass


def test_no_row_has_the_name_or_the_address(person, val):
    assert {"leavingcare_user", "post_office_email"} <= tables_with(NAME, EMAIL)
    anonymise(person=person, by=val)
    assert tables_with(NAME, EMAIL) == set()


def test_what_they_wrote_stays_and_says_who_only_as_a_former_member(
    person, val, mo, assessment, housing
):
    anonymise(person=person, by=val)
    assert DraftRevision.objects.filter(by=person).exists()
    url = f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/history/h/"
    page = markup(client_of(mo).get(url))
    assert "Former member" in page
    assert TEXT in page


def test_they_cannot_sign_in_any_more(person, val, housing):
    anonymise(person=person, by=val)
    client = FormClient()
    assert sign_in(client, EMAIL).status_code == 422
    assert sign_in(client, f"former-{person.pk}@anonymous.invalid").status_code == 422
    assert not housing.members.filter(pk=person.pk).exists()


def test_the_only_moderator_is_not_taken_from_an_authority(mo, zoe, val):
    zoe.memberships.all().delete()
    with pytest.raises(Refused, match="An authority needs a moderator"):
        anonymise(person=mo, by=val)
    mo.refresh_from_db()
    assert mo.name == "Mo"


def test_a_submission_stays_as_it_was(assessment, housing, mo, zoe, val):
    complete(assessment, mo)
    submission = submit(assessment, mo)
    before = Submission.objects.get(pk=submission.pk)
    housing.members.add(zoe)
    anonymise(person=mo, by=val)
    after = Submission.objects.get(pk=submission.pk)
    assert (after.content, after.digest) == (before.content, before.digest)


def run(*args):
    out = StringIO()
    call_command("anonymise", *args, stdout=out)
    return out.getvalue()


def test_the_command_says_first_and_acts_only_when_told(person, val):
    assert run(EMAIL) == "Submitted, and so kept with the name: nothing.\n"
    assert User.objects.filter(email=EMAIL).exists()
    with pytest.raises(CommandError, match="somebody else, of Coram Voice"):
        run(EMAIL, "--by", EMAIL)
    assert run(EMAIL, "--by", val.email).startswith("Anonymised.")
    assert not User.objects.filter(email=EMAIL).exists()


def test_the_command_names_what_was_submitted(assessment, housing, mo):
    complete(assessment, mo)
    submission = submit(assessment, mo)
    assert submission.reference in run(mo.email)
