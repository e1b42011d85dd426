"""Say how an account stands, and help or put out its person."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leavingcare import account_help
from leavingcare.models import User, normalise_email
from leavingcare.second_step import has_set_up

ACTS = {
    "--remove-second-step": ("step", account_help.remove_second_step),
    "--sign-out": ("sessions", account_help.end_sessions),
    "--close": ("close", account_help.close),
    "--open": ("open", account_help.open_again),
}


class Command(BaseCommand):
    """For an operator at a terminal, if nobody else can help; each act is recorded."""

    help = (
        "Say whether an account is open and has a second step, remove the second step "
        "of somebody who lost it, sign a person out everywhere, or close an account."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        acts = parser.add_mutually_exclusive_group()
        for name, (dest, _) in ACTS.items():
            acts.add_argument(name, action="store_const", const=dest, dest="act")

    def handle(
        self, *args: object, email: str, act: str | None, **options: object
    ) -> None:
        person = User.objects.filter(email=normalise_email(email)).first()
        if person is None:
            raise CommandError("No account has this email address.")
        for name, do in ACTS.values():
            if name == act:
                do(person=person, by=None)
        step = "set up" if has_set_up(person) else "not set up"
        state = "open" if person.is_active else "closed"
        self.stdout.write(f"Account: {state}. Second step: {step}.")
