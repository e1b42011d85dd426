"""Anonymising a person: their name and address go, everything they wrote stays.

What was submitted is the authority's record and never changes. It names who submitted
and who approved it, and whom its cover sheet names: `named_in` counts those.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Q
from post_office.models import Email

from leavingcare.account_help import end_sessions
from leavingcare.models import AccountEvent, User
from leavingcare.outbox import FROM_NOBODY

from ..models import Assessment, FollowUpReturn, Invitation, Submission
from .members import remove_member

NAME = "Former member"
DOMAIN = "anonymous.invalid"  # which can never be anybody's


@transaction.atomic
def anonymise(*, person: User, by: User) -> None:
    """Take a person out of everything, and their name and address out of the database.

    Raises Refused if an authority would be left without a moderator, or a group
    without anybody: somebody else has to take over first.
    """
    for membership in person.memberships.select_related("authority", "user"):
        remove_member(membership=membership, by=by)
    forget_person(person)


def forget_person(person: User) -> None:
    """Take the name and email address of somebody who is in no authority from all rows."""
    name, email = person.name, person.email
    end_sessions(person=person, by=None)
    person.name, person.email = NAME, f"former-{person.pk}@{DOMAIN}"
    person.is_active = False
    person.is_staff = False
    person.set_unusable_password()
    person.save()
    for rows in (Authenticator, EmailAddress, SocialAccount):
        rows.objects.filter(user=person).delete()
    AccountEvent.objects.filter(person=person).delete()
    Invitation.objects.filter(email=email).update(email=person.email)
    cover = Assessment.objects.filter(status=Assessment.Status.OPEN)
    cover.filter(lead_email__iexact=email).update(lead_email="", lead_name="")
    _forget_emails(name, email)


def _forget_emails(name: str, email: str) -> None:
    """Delete the emails to an address, and the name from those to others."""
    named = Email.objects.filter(
        Q(to__contains=email)
        | Q(subject__contains=name)
        | Q(message__contains=name)
        | Q(message__contains=email)
    )
    for each in named:
        if email in each.to:
            each.delete()
            continue
        Email.objects.filter(pk=each.pk).update(
            subject=each.subject.replace(name, NAME),
            message=each.message.replace(name, NAME).replace(email, ""),
            headers=FROM_NOBODY if email in str(each.headers) else each.headers,
        )


def named_in(name: str, email: str) -> list[str]:
    """Return the references of everything submitted that names the person."""
    return [
        document.reference
        for kind in (Submission, FollowUpReturn)
        for document in kind.objects.order_by("pk").iterator()
        if name in str(document.content) or email in str(document.content)
    ]
