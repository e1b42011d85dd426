"""Anonymise a person who asks to be forgotten."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.workflow.anonymising import anonymise, named_in
from leavingcare.models import User, normalise_email
from leavingcare.refusals import Refused


class Command(BaseCommand):
    """For an operator. It cannot be undone, so that it needs somebody to answer for it."""

    help = (
        "Take a person's name and email address out of the database, and leave their "
        "texts. Without --by, only say what would remain."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--by",
            metavar="EMAIL",
            help="do it, and record this person of Coram Voice as who asked for it",
        )

    def handle(
        self, *args: object, email: str, by: str | None, **options: object
    ) -> None:
        person = find(email)
        kept = named_in(person.name, person.email)
        if by:
            asked_by = find(by)
            if not asked_by.is_staff or asked_by == person:
                raise CommandError("--by needs somebody else, of Coram Voice.")
            try:
                anonymise(person=person, by=asked_by)
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
            self.stdout.write("Anonymised.")
        named = ", ".join(kept) or "nothing"
        self.stdout.write(f"Submitted, and so kept with the name: {named}.")


def find(email: str) -> User:
    person: User | None = User.objects.filter(email=normalise_email(email)).first()
    if person is None:
        raise CommandError("No account has this email address.")
    return person
