"""The first person of Coram Voice comes in by the command line."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command

from leavingcare.models import User


def create_staff(*arguments):
    out = StringIO()
    call_command("create_staff", *arguments, stdout=out)
    return out.getvalue().strip()


def test_the_link_sets_a_password(client, db):
    link = create_staff("Val@Example.org", "Val")
    user = User.objects.get()
    assert (user.email, user.name, user.is_staff) == ("val@example.org", "Val", True)
    assert not user.has_usable_password()
    page = client.get(urlsplit(link).path, follow=True)
    password = "three boats at noon"
    client.post(
        page.request["PATH_INFO"], {"password1": password, "password2": password}
    )
    user.refresh_from_db()
    assert user.check_password(password)


def test_a_second_time_it_is_the_same_person(db):
    create_staff("val@example.org", "Val")
    assert "/password/reset/key/" in create_staff("val@example.org")
    assert User.objects.count() == 1


def test_a_member_of_an_authority_is_not_made_staff(mo):
    with pytest.raises(CommandError, match="belongs to an authority"):
        create_staff(mo.email, "Mo")
    mo.refresh_from_db()
    assert not mo.is_staff


@pytest.mark.parametrize("arguments", [["not an address", "Val"], ["val@example.org"]])
def test_what_is_missing_is_said(db, arguments):
    with pytest.raises(CommandError):
        create_staff(*arguments)
    assert not User.objects.exists()
