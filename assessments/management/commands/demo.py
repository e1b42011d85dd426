"""A browsable demonstration: invented authorities, each at another stage."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from assessments.management.demonstration.building import Demonstration
from assessments.models import Round
from frameworks.models import Framework
from leavingcare.demonstration import people, texts


class Command(BaseCommand):
    """Fills an empty site; on a site that has the demonstration it only says who."""

    help = "Fill an empty demonstration site, and print the people to sign in as."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This fills a demonstration. Set DEMO=1 to make one.")
        if not Round.objects.filter(name=texts()["round"]).exists():
            framework = Framework.objects.first()
            if framework is None:
                raise CommandError(
                    "Load the frameworks first: manage.py load_frameworks."
                )
            with transaction.atomic():
                Demonstration(texts(), framework).build()
        self.say_who()

    def say_who(self) -> None:
        password = texts()["password"]
        self.stdout.write(f"\nSign in as any of these. Password: {password}\n")
        for place, stage, members in people():
            self.stdout.write(f"\n{place}. {stage}\n")
            for name, address, role in members:
                self.stdout.write(f"  {address:<20} {name:<14} {role}".rstrip())
